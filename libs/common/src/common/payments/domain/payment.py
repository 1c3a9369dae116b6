"""A payment with its attempts and calls, as the rules see them: no row, no secret, no number."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.payments.domain.calls import Call, CallKind, CallState
from common.payments.domain.returns import Dispute, Refund
from common.payments.domain.settlement import Settlement, Source
from common.payments.domain.status import PaymentStatus


class Closing(StrEnum):
    """What is to happen once the provider has said unpaid."""

    NOTHING = ""
    CANCEL = "cancel"
    EXPIRE = "expire"
    RESEND = "resend"


@dataclass(slots=True)
class Attempt:
    """One request to the provider that can move money, under its own reference (its id).

    `action_until`: when what the customer must do runs out, as the provider says.
    `absent_at`, `unpaid_at`: when the provider first said that it knows of none, or that it is
    unpaid so far. `dead_at`: since when it cannot be paid any more, as far as anybody can know.
    `charged_reference`: the provider accepted the charge and named no amount.
    """

    id: UUID
    number: int
    created_at: datetime
    otp_reference: str | None = None
    opened_at: datetime | None = None
    action_until: datetime | None = None
    tries_left: int = 0
    absent_at: datetime | None = None
    unpaid_at: datetime | None = None
    dead_at: datetime | None = None
    charged_reference: str | None = None
    debit_reference: str | None = None
    watch_until: datetime | None = None


@dataclass(slots=True)
class Payment:
    """One wish to collect an amount, and what came of it.

    `settled_minor` is what first arrived in its own currency: 0 if that was in another.
    """

    id: UUID
    provider: str
    method: str
    amount_minor: int
    currency: str
    masked_msisdn: str
    created_at: datetime
    expires_at: datetime
    test: bool = False
    merchant_reference: UUID | None = None
    status: PaymentStatus = PaymentStatus.NEW
    updated_at: datetime | None = None
    start_deadline: datetime | None = None
    closing: Closing = Closing.NOTHING
    asked: str = ""
    last_checked_at: datetime | None = None
    hinted_at: datetime | None = None
    announced_at: datetime | None = None
    settled_minor: int | None = None
    provider_reference: str | None = None
    debit_reference: str | None = None
    code: str | None = None
    hold_code: str | None = None
    needs_staff: bool = False
    calls_made: int = 0
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    calls: list[Call] = field(default_factory=list[Call])
    settlements: list[Settlement] = field(default_factory=list[Settlement])
    refunds: list[Refund] = field(default_factory=list[Refund])
    disputes: list[Dispute] = field(default_factory=list[Dispute])

    @property
    def attempt(self) -> Attempt | None:
        """Return the attempt that the customer acts on: the last that the provider opened."""
        return next((a for a in reversed(self.attempts) if a.opened_at is not None), None)

    def attempt_by_id(self, attempt_id: UUID) -> Attempt:
        """Return one of its attempts. Raises LookupError for another's."""
        for attempt in self.attempts:
            if attempt.id == attempt_id:
                return attempt
        raise LookupError("no attempt of this payment")

    def settlement_of(self, movement: str) -> Settlement | None:
        """Return the settlement that was made of a movement."""
        return next((one for one in self.settlements if one.movement == movement), None)

    def settlement_by_id(self, settlement_id: UUID) -> Settlement | None:
        """Return one of its settlements."""
        return next((one for one in self.settlements if one.id == settlement_id), None)

    def refund_by_id(self, refund_id: UUID) -> Refund | None:
        """Return one of its refunds."""
        return next((one for one in self.refunds if one.id == refund_id), None)

    def refund_of(self, call: Call) -> Refund:
        """Return the refund that a call makes or asks about. Raises LookupError for another's."""
        refund = self.refund_by_id(call.refund_id) if call.refund_id else None
        if refund is None:
            raise LookupError("no refund of this payment")
        return refund

    def dispute_by_id(self, dispute_id: UUID) -> Dispute | None:
        """Return one of its disputes."""
        return next((one for one in self.disputes if one.id == dispute_id), None)

    def is_settled(self, attempt_id: UUID) -> bool:
        """Whether the provider named what arrived by an attempt.

        By which of its attempts a payment was settled, a release before did not write down.
        """
        if self.settlements:
            mine = (one for one in self.settlements if one.attempt_id == attempt_id)
            return any(one.source is Source.PROVIDER for one in mine)
        return self.status is PaymentStatus.SUCCEEDED

    def is_named_by_staff(self, attempt_id: UUID) -> bool:
        """Whether a person entered what arrived by an attempt, and the provider did not name it."""
        mine = [one for one in self.settlements if one.attempt_id == attempt_id]
        return bool(mine) and all(one.source is Source.STAFF for one in mine)

    def call_by_id(self, call_id: UUID) -> Call | None:
        """Return one of its calls, if it is among those loaded."""
        return next((call for call in self.calls if call.id == call_id), None)

    def charges(self) -> list[Call]:
        """Return the calls that were made and may move money, oldest first."""
        return [c for c in self.calls if c.moves_money and c.was_made]

    def charge_in_flight(self) -> Call | None:
        """Return the call that may move money and is on its way."""
        return next((c for c in self.charges() if c.state is CallState.CALLING), None)

    def charge_in_doubt(self, attempt_id: UUID) -> Call | None:
        """Return the last call of a living attempt that may have moved money."""
        if self.attempt_by_id(attempt_id).dead_at is not None:
            return None
        made = (c for c in reversed(self.calls) if c.attempt_id == attempt_id)
        return next((c for c in made if c.may_have_charged), None)

    def last_start(self, attempt_id: UUID) -> Call | None:
        """Return the last start of an attempt that was made."""
        made = (c for c in reversed(self.calls) if c.attempt_id == attempt_id and c.was_made)
        return next((c for c in made if c.kind is CallKind.START), None)

    def charged_at(self, attempt_id: UUID) -> datetime:
        """Return when the last call of an attempt that may move money left; else its creation."""
        sent = [c.started_at for c in self.charges() if c.attempt_id == attempt_id and c.started_at]
        return sent[-1] if sent else self.attempt_by_id(attempt_id).created_at

    def cancels(self, attempt_id: UUID) -> list[Call]:
        """Return the cancels of an attempt that were made or are to be made."""
        mine = (c for c in self.calls if c.attempt_id == attempt_id)
        return [c for c in mine if c.kind is CallKind.CANCEL and c.state is not CallState.DROPPED]

    def may_be_charged(self) -> bool:
        """Whether some attempt may have been paid, or still may: then only the query decides."""
        return any(self.charge_in_doubt(attempt.id) for attempt in self.attempts)
