"""A payment that a person must judge: the order waits for him, and the customer knows it."""

from typing import Final
from uuid import UUID

from common.contracts import PaymentHeld
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain import receipts
from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow
from flow_engine.service.closing import hold_intent
from flow_engine.service.house import House
from flow_engine.service.loading import loaded
from flow_engine.service.outcomes import tell_outcome
from flow_engine.service.payment_news import Outcome, amount_of
from flow_engine.service.tasks import About, add_task

log = get_logger(__name__)
_CHANGES: Final = ("movement_changed", "return_changed")
"""A record that says otherwise than what was written of what arrived, or of what goes back."""


def note_hold(uow: UnitOfWork, event: PaymentHeld, *, house: House, origin: str) -> None:
    """Have a person look, once for each reason.

    What arrived in another currency is held by its own credit. Without a settlement nobody knows
    whether or how much arrived: then the order waits, unless it was paid.
    """
    intent = loaded(uow.session).intents.get(event.payment_id)
    log.warning("payment.held", payment_id=str(event.payment_id), code=event.code)
    if event.code in _CHANGES:
        _note_change(uow, event, intent)
    elif event.settlement_id is not None:
        _note_settled(uow, event, intent)
    else:
        _hold(uow, event, intent, house=house, origin=origin)


def _note_change(uow: UnitOfWork, event: PaymentHeld, intent: IntentRow | None) -> None:
    said = f"{event.settlement_id}:{event.settled_minor}:{event.currency}"
    if event.code != "movement_changed":  # a credit told anew with another amount is that task too
        said = f"{event.code}:{said}"
    name = derived_id("task", TaskKind.MOVEMENT_CHANGED, said)
    _add(uow, event, intent, TaskKind.MOVEMENT_CHANGED, name)


def _note_settled(uow: UnitOfWork, event: PaymentHeld, intent: IntentRow | None) -> None:
    if event.code != "other_currency":
        name = derived_id("task", TaskKind.PAYMENT_HELD, str(event.settlement_id))
        _add(uow, event, intent, TaskKind.PAYMENT_HELD, name)


def _hold(
    uow: UnitOfWork, event: PaymentHeld, intent: IntentRow | None, *, house: House, origin: str
) -> None:
    name = derived_id("task", "hold", str(event.payment_id), event.code)
    is_new = name not in loaded(uow.session).tasks
    _add(uow, event, intent, TaskKind.PAYMENT_HELD, name)
    order = None if intent is None else loaded(uow.session).orders.get(intent.order_id)
    if intent is None or order is None or not is_new:
        return
    was_held = intent.status == IntentStatus.HELD
    if hold_intent(uow, intent, None) and not was_held:
        said = receipts.held_text(amount_of(intent), intent.provider, order.reference)
        fields = {"order_reference": order.reference}
        outcome = Outcome(None, "held", said, fields, once="held")
        tell_outcome(uow, intent, outcome, house=house, origin=origin)


def _add(
    uow: UnitOfWork, event: PaymentHeld, intent: IntentRow | None, kind: TaskKind, name: UUID
) -> None:
    amount = None if intent is None else amount_of(intent)
    if event.settled_minor is not None and event.currency is not None:
        amount = Money(event.settled_minor, event.currency)
    about = About(payment_id=event.payment_id, amount=amount, settlement_id=event.settlement_id)
    add_task(uow, kind, event.code, id_=name, intent=intent, about=about)
