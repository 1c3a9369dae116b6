"""What is said to a customer about his money while no conversation of his waits for it."""

from typing import Any
from uuid import UUID

from common.ids import derived_id
from common.lanes.api import UnitOfWork

from flow_engine.domain import receipts
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import ContactRow, OrderRow
from flow_engine.service.house import House
from flow_engine.service.loading import loaded
from flow_engine.service.stage import Stage, button_content, text_content
from flow_engine.service.tasks import About, add_task


def tell_customer(
    uow: UnitOfWork, house: House, customer_id: UUID, name: UUID, said: str, *, order: OrderRow
) -> None:
    """Say it once, in the conversation where he wrote last; a person is told when nobody hears."""
    rows = loaded(uow.session)
    customer, contact = rows.customers.get(customer_id), rows.latest_contact(customer_id)
    stage = Stage(uow, house, customer, contact, origin=str(name)) if customer and contact else None
    if stage is not None and stage.can_send():
        stage.send_as(name, content_of(said, stage.contact), order_reference=order.reference)
        return
    add_task(
        uow,
        TaskKind.MESSAGE_FAILED,
        "no_conversation",
        id_=derived_id("task", "untold", str(name)),
        intent=None,
        about=About(order=order),
    )


def content_of(said: str, contact: ContactRow) -> dict[str, Any]:
    """Return the message; while a person answers it has the one button that the bot hears."""
    muted = receipts.while_muted(said) if contact.muted else None
    return text_content(said) if muted is None else button_content(muted, receipts.BACK_TO_MENU)
