"""How many requests a provider is sent in a minute, and which go first when they are scarce."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from common.payments.domain.calls import Call, CallKind
from common.payments.domain.payment import Payment
from common.payments.domain.status import PaymentStatus
from common.payments.domain.turn import ASKED_PRIORITY, HINT_PRIORITY

MINUTE: Final = timedelta(minutes=1)
_KEPT: Final = 5
"""One of so many requests is kept for charges in doubt."""
_IN_DOUBT: Final = (PaymentStatus.SENDING, PaymentStatus.UNKNOWN)


class Rank(IntEnum):
    """Who goes first.

    DOUBT: a charge by code, and whatever tells of a charge that nobody knows the end of. ASKED: a
    customer waits for it, as for each start. REFUND: money is to go back, or may have gone. HINT: a
    callback came. SCHEDULE: nobody waits.
    """

    DOUBT = 0
    ASKED = 1
    REFUND = 2
    HINT = 3
    SCHEDULE = 4


def rank_of(payment: Payment, call: Call) -> Rank:
    """Return who a call is for."""
    if call.kind is CallKind.CHARGE:
        return Rank.DOUBT
    if call.kind is CallKind.START:
        return Rank.ASKED
    if call.refund_id is not None:
        return Rank.REFUND
    if payment.status in _IN_DOUBT and payment.charge_in_doubt(call.attempt_id) is not None:
        return Rank.DOUBT
    if call.priority == ASKED_PRIORITY:
        return Rank.ASKED
    return Rank.HINT if call.priority == HINT_PRIORITY else Rank.SCHEDULE


@dataclass(slots=True)
class Minute:
    """One minute's budget of requests to a provider, for all replicas together."""

    starts_at: datetime
    most: int
    used: int = 0

    @property
    def ends_at(self) -> datetime:
        """When there is a budget again."""
        return self.starts_at + MINUTE

    def take(self, rank: Rank) -> bool:
        """Use one request, if there is one for this rank: the last fifth is for doubt alone."""
        kept = 0 if rank is Rank.DOUBT else self.most // _KEPT
        if self.used >= self.most - kept:
            return False
        self.used += 1
        return True
