"""What could not be done: a message that was parked, a money message that never arrived."""

from collections.abc import Sequence

from common.contracts import MessageFailed, WhatsAppMessageReceived
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger

from flow_engine.domain.receipts import APOLOGY
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import ContactRow, CustomerRow, TaskRow
from flow_engine.repository.orders import find_by_references
from flow_engine.repository.people import find_by_lane_keys
from flow_engine.repository.tasks import claim_unanswered, find_unanswered
from flow_engine.service.house import House
from flow_engine.service.loading import loaded
from flow_engine.service.stage import Stage, text_content

log = get_logger(__name__)


async def note_failed_message(uow: UnitOfWork, failed: MessageFailed, *, origin: str) -> None:
    """Make a task of a money message that failed for good; it is shown on the order."""
    references = [failed.order_reference] if failed.order_reference else []
    orders = await find_by_references(uow.session, references)
    order = orders.get(failed.order_reference or "")
    customer = loaded(uow.session).senders.get(origin)
    uow.session.add(
        TaskRow(
            id=derived_id("task", "message", str(failed.id)),
            kind=TaskKind.MESSAGE_FAILED,
            reason=failed.code,
            customer_id=None if customer is None else customer.id,
            order_id=None if order is None else order.id,
            created_at=uow.now,
        )
    )


async def find_unapologised(uow: UnitOfWork, most: int) -> Sequence[str]:
    """Find messages of customers that were parked and that nobody has apologised for."""
    return await find_unanswered(uow.session, WhatsAppMessageReceived.TYPE, most)


async def apologise(house: House, uow: UnitOfWork, inbox_ids: Sequence[str]) -> int:
    """Apologise once for each of these messages; returns how many."""
    parked = await claim_unanswered(uow.session, inbox_ids)
    found = await find_by_lane_keys(uow.session, [key for _, key in parked])
    for inbox_id, key in parked:
        if key in found:
            _apologise(uow, house, inbox_id, found[key])
    return len(parked)


def _apologise(
    uow: UnitOfWork, house: House, inbox_id: str, whom: tuple[CustomerRow, ContactRow]
) -> None:
    stage = Stage(uow, house, *whom, origin=inbox_id)
    stage.send_as(derived_id("apology", inbox_id), text_content(APOLOGY), money=False)
    stage.add_task(TaskKind.CONVERSATION_FAILED, "parked")
    log.info("conversation.apologised", contact_id=str(stage.contact.id))
