"""What a person must know of a task's money to find it in the provider's portal."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.ledger import MovementKind, Placement
from flow_engine.models import TaskRow
from flow_engine.repository.ledger import find_movements
from flow_engine.repository.orders import get_intents
from flow_engine.repository.refunds import get_refunds


@dataclass(frozen=True, slots=True)
class TaskMoney:
    """Whose wallet paid, and the provider's reference of what arrived."""

    settlement_id: UUID | None = None
    refund_id: UUID | None = None
    """What the API calls a refund: all parts of one wish."""
    masked_msisdn: str | None = None
    provider_reference: str | None = None
    in_suspense: bool = False
    """It is of a refund whose money lies on no order."""


async def read_task_money(session: AsyncSession, found: Sequence[TaskRow]) -> dict[UUID, TaskMoney]:
    """Return it for each of these tasks, one query per table."""
    payments = {task.payment_id for task in found if task.payment_id}
    intents = await get_intents(session, payments)
    refunds = await get_refunds(session, {task.refund_id for task in found if task.refund_id})
    references = {
        txn.settlement: txn.provider_reference
        for txn in await find_movements(session, payments)
        if txn.kind == MovementKind.PAYMENT
    }
    money: dict[UUID, TaskMoney] = {}
    for task in found:
        intent = intents.get(task.payment_id) if task.payment_id else None
        part = refunds.get(task.refund_id) if task.refund_id else None
        money[task.id] = TaskMoney(
            task.settlement_id,
            None if part is None else part.request_id,
            None if intent is None else intent.masked_msisdn,
            references.get(task.settlement_id) if task.settlement_id else None,
            part is not None and part.placement == Placement.SUSPENSE,
        )
    return money
