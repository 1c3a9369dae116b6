"""When it is not sure who writes: his place is given up, and whoever denies is somebody new."""

from datetime import datetime, timedelta
from typing import Final

from common.contracts import WhatsAppMessageReceived as Received
from common.ids import new_id
from common.log import get_logger

from flow_engine.domain.identities import BSUID, PHONE, told
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import ContactRow, CustomerRow, OrderRow
from flow_engine.repository import orders, people, tasks
from flow_engine.service.loading import new_contact
from flow_engine.service.people import doubt
from flow_engine.service.sessions import store_session
from flow_engine.service.stage import Stage

log = get_logger(__name__)

IDLE: Final = timedelta(days=90)
"""A number that was silent for so long may have passed on: who writes is asked again."""


def look_who_writes(stage: Stage) -> None:
    """Doubt a customer who was silent for long, and give up the places of one who is doubted.

    What a conversation was about is not gone on with before he confirmed.
    """
    customer, rows, now = stage.customer, stage.rows, stage.uow.now
    if _was_idle(stage):
        doubt(customer, now)
    if customer.confirm_since != now or customer.id in rows.doubted:
        return
    rows.doubted.add(customer.id)
    for contact in rows.contacts_of(customer.id):
        store_session(contact, None, stage.house.storage)
    stage.session = None


def _was_idle(stage: Stage) -> bool:
    """Tell whether a customer who has orders neither wrote nor was ordered for, for long."""
    rows = stage.rows
    mine = rows.orders_of(stage.customer.id)
    wrote = [row.wrote_at for row in rows.contacts_of(stage.customer.id) if row.wrote_at]
    signs = [*wrote, *(row.created_at for row in mine)]
    return bool(mine) and stage.uow.now - max(signs) >= IDLE


async def separate(stage: Stage, message: Received) -> None:
    """Make whoever denied a customer of his own, with what was ordered since it was not sure.

    The one before keeps the rest, and loses the names under which this message came: nothing of
    his can be reached, and nothing is sent to him, under them. A person is told.
    """
    before, place = stage.customer, stage.contact
    stage.add_task(TaskKind.NUMBER_PASSED_ON, "identity_denied")
    found, contact = _somebody_new(stage)
    stage.uow.session.add_all((found, contact))
    await _take_names(stage, message, found)
    await _take_orders(stage, found, contact)
    store_session(contact, stage.session, stage.house.storage)
    store_session(place, None, stage.house.storage)
    place.lane_key, before.name = str(before.id), None
    stage.rows.customers[found.id] = found
    stage.rows.add_contact(contact)
    for delivery, sender in stage.rows.senders.items():
        if sender is before:
            stage.rows.senders[delivery] = found
    stage.customer, stage.contact = found, contact
    log.info("customer.separated", customer_id=str(found.id), separated_from=str(before.id))


def _somebody_new(stage: Stage) -> tuple[CustomerRow, ContactRow]:
    before, place, now = stage.customer, stage.contact, stage.uow.now
    found = CustomerRow(
        id=new_id(),
        name=before.name,
        must_confirm=False,
        separated_from=before.id,
        created_at=now,
        version=1,
    )
    contact = new_contact(found.id, place.phone_number_id, now)
    contact.lane_key, contact.wrote_at = place.lane_key, place.wrote_at
    contact.secret_until = place.secret_until
    return found, contact


async def _take_names(stage: Stage, message: Received, found: CustomerRow) -> None:
    before, sender = stage.customer, message.sender
    for kind, value in told(sender.user_id, sender.phone, message.content):
        await people.move_identity(stage.uow.session, (kind, value), found.id)
        if kind == PHONE:
            found.phone, before.phone = value, None
        if kind == BSUID:
            found.user_id, before.user_id = value, None


async def _take_orders(stage: Stage, found: CustomerRow, contact: ContactRow) -> None:
    since = stage.customer.confirm_since
    mine = [row for row in stage.rows.orders_of(stage.customer.id) if _is_since(row, since)]
    for order in mine:
        stage.rows.move_order(order, found.id)
    ids = [order.id for order in mine]
    for intent in await orders.lock_intents_of(stage.uow.session, ids):
        intent.customer_id = found.id
        if intent.contact_id is not None:
            intent.contact_id = contact.id
    await tasks.move_of_orders(stage.uow.session, ids, found.id, contact.id)


def _is_since(order: OrderRow, since: datetime | None) -> bool:
    return since is not None and order.created_at > since
