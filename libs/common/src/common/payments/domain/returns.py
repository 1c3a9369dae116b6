"""What goes back of a settlement, as the rules see it: refunds, and the payer's disputes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.money import Money


class RefundStatus(StrEnum):
    """Where a refund stands; UNKNOWN is never a failure.

    WISHED: nothing of it is on its way. SENT: the provider may have it. UNKNOWN: it was sent, and
    nobody knows what became of it. DONE: the money went back. FAILED: it did not, definitely.
    """

    WISHED = "wished"
    SENT = "sent"
    UNKNOWN = "unknown"
    DONE = "done"
    FAILED = "failed"


class DisputeState(StrEnum):
    """Where a dispute stands; it only ever goes forward, to one of the two last."""

    OPENED = "opened"
    EVIDENCE_DUE = "evidence_due"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class SeenRefund:
    """A refund in the provider's record; `key` names it there, for good.

    `ours`: the id that we sent with it, where the record shows that.
    """

    key: str
    money: Money
    provider_reference: str = ""
    ours: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeenDispute:
    """A dispute in the provider's record; `key` names it there, for good."""

    key: str
    money: Money
    state: DisputeState
    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RefundWish:
    """What a caller asks for: give this back of what a settlement brought."""

    refund_id: UUID
    settlement_id: UUID
    money: Money
    reason: str


@dataclass(slots=True)
class Refund:
    """Money of one settlement that is to go back, or went back, whoever asked for it.

    `amount_minor` was wished; `refunded_minor` is what the provider says that it gave back.
    `tried_at`, `sent_at`: when a call of it first and last left. `doubted_at`: when the first left
    that may have made it. `absent_at`: when the provider first said since that it knows of none.
    `is_awaited`: the record shows one of the same amount that may be this. `seen_key`: its name at
    the provider, where nobody here asked for it.
    """

    id: UUID
    settlement_id: UUID
    amount_minor: int
    currency: str
    reason: str
    created_at: datetime
    status: RefundStatus = RefundStatus.WISHED
    seen_key: str | None = None
    provider_reference: str = ""
    refunded_minor: int | None = None
    code: str | None = None
    tried_at: datetime | None = None
    sent_at: datetime | None = None
    doubted_at: datetime | None = None
    absent_at: datetime | None = None
    announced_at: datetime | None = None
    is_awaited: bool = False
    needs_staff: bool = False
    done_at: datetime | None = None

    @property
    def money(self) -> Money:
        """Return what was wished."""
        return Money(self.amount_minor, self.currency)

    @property
    def taken_minor(self) -> int:
        """Return what it takes of its settlement: what went back, or still may.

        What a person was called to is his to judge: whoever asks anew has his word that it was not
        made. Told as done after all it counts.
        """
        is_given_up = self.is_in_doubt and self.needs_staff
        if self.status is RefundStatus.FAILED or is_given_up:
            return 0
        return self.amount_minor if self.refunded_minor is None else self.refunded_minor

    @property
    def is_in_doubt(self) -> bool:
        """Whether the provider may have it without our knowing."""
        return self.status in (RefundStatus.SENT, RefundStatus.UNKNOWN)

    def is_of(self, wish: RefundWish) -> bool:
        """Whether it is what was wished; a reason that was erased tells nothing."""
        is_same = (self.settlement_id, self.money) == (wish.settlement_id, wish.money)
        return is_same and self.reason in ("", wish.reason)


@dataclass(slots=True)
class Dispute:
    """A settlement, or a part of it, that its payer disputes at his bank."""

    id: UUID
    settlement_id: UUID
    key: str
    amount_minor: int
    currency: str
    state: DisputeState
    created_at: datetime
    updated_at: datetime
    due_at: datetime | None = None
    reason: str = ""

    @property
    def taken_minor(self) -> int:
        """Return what it takes of its settlement: nothing once it was won."""
        return 0 if self.state is DisputeState.WON else self.amount_minor
