"""A task that is being resolved: what was decided, and the locked rows that it is about."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from common.lanes.api import UnitOfWork
from common.money import Money

from flow_engine.domain.ledger import MovementKind
from flow_engine.domain.tasks import Action
from flow_engine.models import IntentRow, OrderRow, TaskRow
from flow_engine.service.house import House
from flow_engine.service.loading import loaded

_OF_SETTLEMENT: Final = frozenset({Action.REFUND, Action.REFUNDED})
"""What moves money of a settlement, and so in its currency alone."""


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
    reference: UUID | None = None
    """Which of our attempts `enter_amount` means, where the payment had several."""

    @property
    def given(self) -> str:
        """Return what the action was given as one text: the same call again gives the same."""
        parts = [self.order, self.amount_minor, self.currency, self.provider_reference]
        parts += [] if self.reference is None else [str(self.reference)]
        return "|".join("" if part is None else str(part) for part in parts)


def given_amount(given: str) -> int | None:
    """Return the amount in what an action was given; None: none was named."""
    _, amount, *_ = given.split("|")
    return int(amount) if amount else None


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
        arrived = self.arrived
        if arrived is not None or self.intent is None:
            return arrived
        return Money(self.intent.amount_minor, self.intent.currency)

    @property
    def arrived(self) -> Money | None:
        """Return what arrived by the settlement that the task is about."""
        key = self.task.settlement_id or self.task.payment_id
        txn = loaded(self.uow.session).movement(MovementKind.PAYMENT, key) if key else None
        return None if txn is None else Money(txn.amount_minor, txn.currency)

    @property
    def decided(self) -> Money | None:
        """Return the money that is decided about: what was said, where the action takes a sum.

        What goes back is of the settlement's currency, whatever the call or the task names.
        """
        about, said = self.amount, self.resolution.amount_minor
        action, arrived = self.resolution.action, self.arrived
        if about is not None and action == Action.ENTER_AMOUNT and said is not None:
            return Money(said, self.resolution.currency or about.currency)
        if about is not None and arrived is not None and action in _OF_SETTLEMENT:
            about = about if about.currency == arrived.currency else arrived
        if about is None or said is None or action != Action.REFUND:
            return about
        return Money(said, about.currency)

    @property
    def is_more_than_asked(self) -> bool:
        """Tell whether somebody says that more arrived than the customer was asked for."""
        asked, said = self.intent, self.decided
        if self.resolution.action != Action.ENTER_AMOUNT or asked is None or said is None:
            return False
        return said.currency != asked.currency or said.minor > asked.amount_minor

    @property
    def is_agreed(self) -> bool:
        """Tell whether another person has said the very same before."""
        task, resolution = self.task, self.resolution
        said = (resolution.action, resolution.given)
        return task.first_by is not None and (task.first_action, task.resolved_with) == said
