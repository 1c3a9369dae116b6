"""The one door by which an intent ends."""

from common.lanes.api import UnitOfWork

from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.orders import status_after_unpaid_end
from flow_engine.domain.secrets import AFTER_WAIT
from flow_engine.models import IntentRow
from flow_engine.service.loading import loaded
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
    rows = loaded(uow.session)
    order = rows.orders.get(intent.order_id)
    if order is not None and intent.merchant_reference is not None:
        order.for_transaction = True
    if order is not None and order.for_transaction and status is not IntentStatus.PAID:
        order.payment_status = status_after_unpaid_end(state_of(order))
    contact = rows.contacts.get(intent.contact_id) if intent.contact_id else None
    if contact is not None:
        contact.secret_until = uow.now + AFTER_WAIT
