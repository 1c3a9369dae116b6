"""The ledger: movements of money, each with entries that sum to zero."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from common.money import Money

from flow_engine.domain.orders import OrderState


class Placement(StrEnum):
    """Where a settled payment goes."""

    ORDER = "order"
    SUSPENSE = "suspense"


class MovementKind(StrEnum):
    """What moves: each movement is unique by its kind and its key."""

    PAYMENT = "payment"
    """It arrived. Key: the settlement."""
    REFUND = "refund"
    """It went back. Key: the refund."""
    REFUND_RETURNED = "refund_returned"
    """It came back to us after it was called done. Key: the refund."""
    DISPUTE = "dispute"
    """The payer's bank took it away for now. Key: the dispute."""
    DISPUTE_WON = "dispute_won"
    """It came back from the bank. Key: the dispute."""
    PLACED = "placed"
    """What lay in suspense was put on an order by a person.

    Key: the settlement; of what is put on one later, after a part came back, one of its own."""


_LEAVES = frozenset({MovementKind.REFUND, MovementKind.DISPUTE})


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a movement: what we hold is positive, what we owe is negative."""

    account: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What the provider says arrived. Raises ValueError unless it is more than nothing."""

    payment_id: UUID
    provider: str
    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.amount_minor <= 0:
            raise ValueError("a settled payment is more than nothing")


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement to be written. Raises ValueError unless it is of more than nothing.

    `order_id` is the order that it is about, also while the money is in suspense.
    """

    kind: MovementKind
    movement_id: UUID
    payment_id: UUID
    settlement_id: UUID
    provider: str
    provider_reference: str
    amount: Money
    happened_at: datetime
    placement: Placement
    order_id: UUID | None
    method: str = ""
    can_refund: bool = False
    note: str | None = None

    def __post_init__(self) -> None:
        if self.amount.minor <= 0:
            raise ValueError("a movement is of more than nothing")
        if self.placement is Placement.ORDER and self.order_id is None:
            raise ValueError("what is on an order names it")

    @property
    def entries(self) -> tuple[Entry, Entry]:
        """Return both sides, which sum to zero."""
        account = Placement.SUSPENSE if self.order_id is None else f"order:{self.order_id}"
        if self.kind is MovementKind.PLACED:
            return _moved(Placement.SUSPENSE, account, self.amount)
        if self.placement is Placement.SUSPENSE:
            account = Placement.SUSPENSE
        provider = f"provider:{self.provider}"
        if self.kind in _LEAVES:
            return _moved(account, provider, self.amount)
        return _moved(provider, account, self.amount)


@dataclass(frozen=True, slots=True)
class Credit:
    """A movement to be written, and why a person must look at it (None: nobody must)."""

    placement: Placement
    entries: tuple[Entry, ...]
    task: str | None


def credit_for(settled: Settled, order_id: UUID | None, order: OrderState | None) -> Credit:
    """Return the movement for what arrived: nothing that arrived is ever left out.

    An order takes the whole amount, more than its balance included (task `overpaid`), also one
    that nobody owes since its transaction ended. All that comes for one whose money was given back
    is a person's (task `order_refunded`). What has no order, another currency or a
    cancelled order goes to `suspense` with a task.
    """
    if order is None or order_id is None:
        return _credit(settled, Placement.SUSPENSE, "suspense", "unknown_order")
    if order.currency != settled.currency:
        return _credit(settled, Placement.SUSPENSE, "suspense", "other_currency")
    if order.is_cancelled:
        return _credit(settled, Placement.SUSPENSE, "suspense", "order_cancelled")
    if order.is_given_back:
        return _credit(settled, Placement.ORDER, f"order:{order_id}", "order_refunded")
    task = "overpaid" if settled.amount_minor > order.credit_minor else None
    return _credit(settled, Placement.ORDER, f"order:{order_id}", task)


def _credit(settled: Settled, placement: Placement, account: str, task: str | None) -> Credit:
    amount = Money(settled.amount_minor, settled.currency)
    return Credit(placement, _moved(f"provider:{settled.provider}", account, amount), task)


def _moved(held: str, owed: str, amount: Money) -> tuple[Entry, Entry]:
    """Return the entries of a movement: one account holds more, another is owed as much."""
    return (
        Entry(held, amount.minor, amount.currency),
        Entry(owed, -amount.minor, amount.currency),
    )
