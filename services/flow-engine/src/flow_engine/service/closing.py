"""How an intent ends, and how it is held until a person has judged."""

from common.lanes.api import UnitOfWork
from common.money import Money

from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.orders import status_after_unpaid_end
from flow_engine.domain.secrets import AFTER_WAIT
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow, OrderRow, TaskRow
from flow_engine.service import requests
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.worlds import state_of


def close_intent(
    uow: UnitOfWork, intent: IntentRow, status: IntentStatus, code: str | None = None
) -> None:
    """End an intent, however it ended; digits of its customer stay secret for an hour more.

    An order that was made for a transaction ends unpaid with it: nobody owes it. One that the
    release before made is known by the merchant's reference of its intent.
    """
    intent.status, intent.code, intent.closed_at = status, code, uow.now
    intent.action_sealed = None
    intent.held_minor = intent.held_currency = None
    rows = loaded(uow.session)
    order = rows.orders.get(intent.order_id)
    if order is not None and intent.merchant_reference is not None:
        order.for_transaction = True
    if order is not None and order.for_transaction and status is not IntentStatus.PAID:
        order.payment_status = status_after_unpaid_end(state_of(order))
    contact = rows.contacts.get(intent.contact_id) if intent.contact_id else None
    if contact is not None:
        contact.secret_until = uow.now + AFTER_WAIT


def hold_intent(uow: UnitOfWork, intent: IntentRow, arrived: Money | None) -> bool:
    """Keep the order from taking another payment until a person has judged; returns whether.

    `arrived` is what is known to have come. What is paid stays paid, and a payment of the order
    that another intent is collecting goes on.
    """
    other = loaded(uow.session).open_intent(intent.order_id)
    if intent.status == IntentStatus.PAID or other not in (None, intent):
        return False
    intent.status, intent.closed_at, intent.action_sealed = IntentStatus.HELD, None, None
    if arrived is not None:
        intent.held_minor, intent.held_currency = arrived.minor, arrived.currency
    return True


def let_go(uow: UnitOfWork, task: TaskRow) -> None:
    """End the intent that was held for suspended money, once a person has decided about it."""
    rows = loaded(uow.session)
    intent = rows.intents.get(task.payment_id) if task.payment_id else None
    if task.kind != TaskKind.SUSPENSE or intent is None or intent.status != IntentStatus.HELD:
        return
    if not is_suspended(rows, intent):
        close_intent(uow, intent, IntentStatus.PAID)


def is_suspended(rows: Loaded, intent: IntentRow) -> bool:
    """Tell whether a person must still decide about money of this payment in another currency."""
    return any(
        task.payment_id == intent.payment_id
        and task.released_at is None
        and (task.kind, task.reason) == (TaskKind.SUSPENSE, "other_currency")
        for task in rows.tasks.values()
    )


def stop_other_intent(uow: UnitOfWork, order: OrderRow) -> None:
    """Money came while another payment of the order is open: do not take more than is due."""
    other = loaded(uow.session).open_intent(order.id)
    if other is None or other.status == IntentStatus.HELD:
        return
    if other.amount_minor > state_of(order).open_minor:
        uow.request(requests.ask(other, "cancel"))
