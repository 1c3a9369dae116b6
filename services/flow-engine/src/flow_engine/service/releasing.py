"""Releasing a task: of a person in chat, or of what a person has only to know."""

from typing import Final
from uuid import UUID

from common.errors import ConflictError, NotFoundError
from common.lanes.api import UnitOfWork
from common.money import Money
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.tasks import OF_OPEN_REFUNDS, TaskKind, actions_of
from flow_engine.models import TaskRow
from flow_engine.repository import orders, people, refunds, tasks, tours
from flow_engine.service.audit import Decision, record
from flow_engine.service.house import House
from flow_engine.service.loading import load_of_customers, loaded
from flow_engine.service.stage import Stage
from flow_engine.service.turns import release

_NO_NAME: Final = "(api key)"
"""Whom the audit names where a call names nobody."""
_WAITING: Final = frozenset({IntentStatus.HELD, IntentStatus.UNKNOWN})


async def release_task(uow: UnitOfWork, task_id: UUID, house: House) -> TaskRow:
    """Close a task; the one that muted a conversation gives it back to the bot.

    Raises ConflictError for one about whose money a person must still decide: nothing is given up
    without a name and a reason.
    """
    session = uow.session
    task = await tasks.get_task(session, task_id)
    if task is None:
        raise NotFoundError("There is no such task.", code="tasks:not_found")
    await _check_holds_nothing(session, task)
    if task.kind == TaskKind.PERSON and task.contact_id is not None:
        await _release_conversation(uow, task, house)
    elif task.kind != TaskKind.PERSON and task.released_at is None:
        _write_released(uow, task)
    await tasks.release_one(session, task.id, uow.now)
    await session.refresh(task)
    return task


async def _check_holds_nothing(session: AsyncSession, task: TaskRow) -> None:
    if task.released_at is None and task.kind in OF_OPEN_REFUNDS:
        raise ConflictError(
            "Its money counts as given back: resolve it, agree to the refund, or withdraw that.",
            code="tasks:must_be_resolved",
        )
    actions = actions_of(task.kind, is_settled=task.is_settled)
    if task.released_at is not None or not actions:
        return
    if await _is_to_decide(session, task):
        raise ConflictError(
            f"It is about money: resolve it with one of {', '.join(actions)}.",
            code="tasks:must_be_resolved",
        )


async def _is_to_decide(session: AsyncSession, task: TaskRow) -> bool:
    """Tell whether something is left to decide: its order waits for it, or its money is here."""
    key = task.settlement_id or task.payment_id
    if key is None or task.payment_id is None:
        return False
    intent = (await orders.get_intents(session, [task.payment_id])).get(task.payment_id)
    if intent is not None and intent.status in _WAITING:
        return True
    settled = await refunds.lock_settlement(session, key)
    if settled is None or not task.is_settled:
        return False
    gone = await refunds.sum_gone(session, [settled.settlement])
    return settled.amount_minor > gone.get(settled.settlement, 0)


def _write_released(uow: UnitOfWork, task: TaskRow) -> None:
    """Write down that a task was released, which nobody has put his name to."""
    amount = None
    if task.amount_minor is not None and task.currency is not None:
        amount = Money(task.amount_minor, task.currency)
    decision = Decision(
        "released",
        _NO_NAME,
        task.reason,
        order_id=task.order_id,
        task_id=task.id,
        refund_id=task.refund_id,
        amount=amount,
    )
    record(uow, decision)


async def _release_conversation(uow: UnitOfWork, task: TaskRow, house: House) -> None:
    session, rows = uow.session, loaded(uow.session)
    contact = await people.get_contact(session, task.contact_id)
    if contact is None:
        return
    await people.lock_lane(session, contact.lane_key)
    rows.customers = await people.lock_customers(session, [contact.customer_id])
    await load_of_customers(session, rows)
    rows.tours = await tours.list_tours(session)
    customer, contact = rows.customers.get(contact.customer_id), rows.contacts.get(contact.id)
    if customer is None or contact is None or not contact.muted:
        return
    await release(Stage(uow, house, customer, contact, origin=f"release:{task.id}"))
