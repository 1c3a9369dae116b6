"""Tasks, and the messages that were parked without an answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.tasks import TaskKind
from flow_engine.models import TaskRow
from flow_engine.repository.among import among


async def list_open(session: AsyncSession, *, limit: int) -> Sequence[TaskRow]:
    """Return the tasks that are not released, oldest first."""
    rows = await session.scalars(
        select(TaskRow)
        .where(TaskRow.released_at.is_(None))
        .order_by(TaskRow.created_at, TaskRow.id)
        .limit(limit)
    )
    return rows.all()


async def list_of_orders(session: AsyncSession, order_ids: Iterable[UUID]) -> Sequence[TaskRow]:
    """Return the open tasks of these orders, oldest first."""
    rows = await session.scalars(
        select(TaskRow)
        .where(among(TaskRow.order_id, order_ids), TaskRow.released_at.is_(None))
        .order_by(TaskRow.created_at, TaskRow.id)
    )
    return rows.all()


async def get_task(session: AsyncSession, task_id: UUID) -> TaskRow | None:
    """Return one task."""
    return await session.get(TaskRow, task_id)


async def release_persons(session: AsyncSession, contact_id: UUID, now: datetime) -> None:
    """Release every task that muted this conversation, those of this unit of work included."""
    await session.flush()
    await session.execute(
        update(TaskRow)
        .where(
            TaskRow.contact_id == contact_id,
            TaskRow.kind == TaskKind.PERSON,
            TaskRow.released_at.is_(None),
        )
        .values(released_at=now)
        .execution_options(synchronize_session=False)
    )


async def claim_unanswered(session: AsyncSession, message_type: str) -> Sequence[tuple[str, str]]:
    """Return (inbox id, lane key) of lately parked messages; each comes once, ever."""
    rows = await session.execute(
        text(
            "insert into apology (inbox_id, made_at)"
            " select id, mari_now() from inbox where type = :type and key is not null"
            " and parked_at > mari_now() - interval '1 day'"
            " on conflict do nothing returning inbox_id"
        ),
        {"type": message_type},
    )
    made = [row.inbox_id for row in rows]
    if not made:
        return ()
    found = await session.execute(
        text("select id, key from inbox where id = any(:ids)"), {"ids": made}
    )
    return [(row.id, row.key) for row in found]


async def forget_apologies(session: AsyncSession) -> int:
    """Forget apologies for messages that are too old to be claimed again; returns how many."""
    rows = await session.execute(
        text("delete from apology where made_at < mari_now() - interval '8 days' returning 1")
    )
    return len(rows.all())


async def release_one(session: AsyncSession, task_id: UUID, now: datetime) -> None:
    """Release a task; one that is released stays as it is."""
    await session.flush()
    await session.execute(
        update(TaskRow)
        .where(TaskRow.id == task_id, TaskRow.released_at.is_(None))
        .values(released_at=now)
        .execution_options(synchronize_session=False)
    )
