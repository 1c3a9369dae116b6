"""One call to the provider: written down before it is made."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from common.payments.domain.outcomes import (
    Charged,
    Declined,
    Done,
    Ended,
    Held,
    NotFound,
    NotSent,
    NotSupported,
    Outcome,
    Paid,
    Pending,
    Refunded,
    Started,
    Unknown,
    WrongOtp,
)


class CallKind(StrEnum):
    """What is asked of the provider; which of them may move money is the method's shape."""

    START = "start"
    CHARGE = "charge"
    QUERY = "query"
    CANCEL = "cancel"
    REFUND = "refund"
    REFUND_QUERY = "refund_query"


class CallState(StrEnum):
    """DUE waits for a caller, CALLING is on its way, DONE has a verdict, DROPPED was never made."""

    DUE = "due"
    CALLING = "calling"
    DONE = "done"
    DROPPED = "dropped"


class Verdict(StrEnum):
    """What the answer proved; REPEATED: none came, and the same was made again under its key."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"
    REPEATED = "repeated"


QUESTIONS: Final = 2
"""The urgency from which a payment's lane has nothing but questions and tidying up to do.

A start or a charge is slow when the provider is; those who ask how a payment stands must not wait
behind them, so that slots are kept for lanes of this urgency and less.
"""
_URGENCY: Final = {CallKind.CHARGE: 0, CallKind.START: 1}

_VERDICTS: dict[type, Verdict] = {
    Started: Verdict.ACCEPTED,
    Charged: Verdict.ACCEPTED,
    Paid: Verdict.ACCEPTED,
    Done: Verdict.ACCEPTED,
    Refunded: Verdict.ACCEPTED,
    WrongOtp: Verdict.REFUSED,
    Declined: Verdict.REFUSED,
    NotSupported: Verdict.REFUSED,
    NotFound: Verdict.NOT_FOUND,
    Pending: Verdict.UNKNOWN,
    Ended: Verdict.UNKNOWN,
    NotSent: Verdict.NOT_SENT,
    Unknown: Verdict.UNKNOWN,
    Held: Verdict.UNKNOWN,
}
_HARMLESS = frozenset({Verdict.REFUSED, Verdict.NOT_SENT})


def verdict_of(outcome: Outcome) -> Verdict:
    """Return what an outcome proves."""
    return _VERDICTS[type(outcome)]


@dataclass(slots=True)
class Call:
    """A provider call of one attempt; `token` names the claim that may record its outcome.

    `refund_id`: which refund of what the attempt brought it makes, or asks about.
    `moves_money`: by the shape of its method it may take money, so that a second one waits for a
    definite no to it.
    """

    id: UUID
    attempt_id: UUID
    kind: CallKind
    priority: int
    next_at: datetime
    created_at: datetime
    state: CallState = CallState.DUE
    token: UUID | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    verdict: Verdict | None = None
    code: str | None = None
    moves_money: bool = False
    refund_id: UUID | None = None

    @property
    def urgency(self) -> int:
        """How urgent its payment's lane is for its sake."""
        return _URGENCY.get(self.kind, max(self.priority, QUESTIONS))

    @property
    def is_open(self) -> bool:
        """Whether it waits or is on its way."""
        return self.state in (CallState.DUE, CallState.CALLING)

    @property
    def may_have_charged(self) -> bool:
        """Whether it was sent (or may be), can move money, and no definite no came back."""
        if not self.moves_money or self.state in (CallState.DUE, CallState.DROPPED):
            return False
        return self.verdict not in _HARMLESS

    @property
    def was_made(self) -> bool:
        """Whether the provider may have seen it."""
        return self.state in (CallState.CALLING, CallState.DONE)
