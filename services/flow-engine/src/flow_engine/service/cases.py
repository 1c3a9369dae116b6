"""A task that is being resolved: what was decided, and the locked rows that it is about."""

from dataclasses import dataclass
from typing import Final

from common.lanes.api import UnitOfWork
from common.money import Money

from flow_engine.domain.ledger import MovementKind
from flow_engine.domain.tasks import Action
from flow_engine.models import IntentRow, OrderRow, TaskRow
from flow_engine.service.house import House
from flow_engine.service.loading import loaded

_WITH_AMOUNT: Final = frozenset({Action.ENTER_AMOUNT, Action.REFUND})


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a person decided, and what the action was given. `by` is what the key's holder says."""

    action: Action
    by: str
    reason: str
    order: str | None = None
    """The id or reference of the order that `credit_order` names."""
    amount_minor: int | None = None
    currency: str | None = None
    provider_reference: str | None = None

    @property
    def given(self) -> str:
        """Return what the action was given as one text: the same call again gives the same."""
        parts = (self.order, self.amount_minor, self.currency, self.provider_reference)
        return "|".join("" if part is None else str(part) for part in parts)


@dataclass(frozen=True, slots=True)
class Case:
    """Customers, orders, intents and the task are locked, in this order; movements are loaded.

    Two people have agreed where two must: `task.first_by` is then the first of them.
    """

    uow: UnitOfWork
    house: House
    task: TaskRow
    intent: IntentRow | None
    order: OrderRow | None
    """The order that the task is about."""
    target: OrderRow | None
    """The order that the resolution names."""
    resolution: Resolution

    @property
    def amount(self) -> Money | None:
        """Return the money that the task is about; of an unclear payment what was asked for."""
        task = self.task
        if task.amount_minor is not None and task.currency is not None:
            return Money(task.amount_minor, task.currency)
        key = task.settlement_id or task.payment_id
        txn = loaded(self.uow.session).movement(MovementKind.PAYMENT, key) if key else None
        if txn is not None:
            return Money(txn.amount_minor, txn.currency)
        if self.intent is None:
            return None
        return Money(self.intent.amount_minor, self.intent.currency)

    @property
    def decided(self) -> Money | None:
        """Return the money that is decided about: what was said, where the action takes a sum."""
        about, said = self.amount, self.resolution.amount_minor
        if said is None or self.resolution.action not in _WITH_AMOUNT or about is None:
            return about
        return Money(said, self.resolution.currency or about.currency)
