"""The ledger: one movement for each settled payment, entries that sum to zero."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flow_engine.domain.orders import OrderState


class Placement(StrEnum):
    """Where a settled payment goes."""

    ORDER = "order"
    SUSPENSE = "suspense"


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
class Credit:
    """A movement to be written, and why a person must look at it (None: nobody must)."""

    placement: Placement
    entries: tuple[Entry, ...]
    task: str | None


def credit_for(settled: Settled, order_id: UUID | None, order: OrderState | None) -> Credit:
    """Return the movement for what arrived: nothing that arrived is ever left out.

    An order takes the whole amount, more than its balance included (task `overpaid`), also one
    that nobody owes since its transaction ended. What has no order, another currency or a
    cancelled order goes to `suspense` with a task.
    """
    if order is None or order_id is None:
        return _credit(settled, Placement.SUSPENSE, "suspense", "unknown_order")
    if order.currency != settled.currency:
        return _credit(settled, Placement.SUSPENSE, "suspense", "other_currency")
    if order.is_cancelled:
        return _credit(settled, Placement.SUSPENSE, "suspense", "order_cancelled")
    task = "overpaid" if settled.amount_minor > order.credit_minor else None
    return _credit(settled, Placement.ORDER, f"order:{order_id}", task)


def _credit(settled: Settled, placement: Placement, account: str, task: str | None) -> Credit:
    held = Entry(f"provider:{settled.provider}", settled.amount_minor, settled.currency)
    owed = Entry(account, -settled.amount_minor, settled.currency)
    return Credit(placement, (held, owed), task)
