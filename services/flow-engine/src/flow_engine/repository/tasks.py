"""Tasks, and the messages that were parked without an answer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from common.lanes.store import driver
from common.metrics import OpenTasks
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.tasks import OF_HIS_MONEY, TaskKind
from flow_engine.models import TaskRow
from flow_engine.repository.among import among

_AGES = ("hour", "day", "week", "older")
_OPEN = """
select kind, case when created_at > mari_now() - interval '1 hour' then 'hour'
    when created_at > mari_now() - interval '1 day' then 'day'
    when created_at > mari_now() - interval '7 days' then 'week' else 'older' end as age,
  count(*) as n, greatest(extract(epoch from mari_now() - min(created_at)), 0)::float8 as oldest
from task where released_at is null group by 1, 2
"""
_UNANSWERED = """
select i.id from inbox i where i.parked_at is not null
  and i.parked_at > mari_now() - interval '1 day' and i.type = $1 and i.key is not null
  and not exists (select from apology a where a.inbox_id = i.id)
order by i.seq limit $2
"""
_CLAIM_UNANSWERED = """
with made as (
  insert into apology (inbox_id, made_at)
  select id, mari_now() from inbox where id = any($1::text[]) and parked_at is not null
  on conflict do nothing returning inbox_id
)
select i.id, i.key from made join inbox i on i.id = made.inbox_id
"""
_OLD_APOLOGIES = """
select inbox_id from apology where made_at < mari_now() - interval '8 days' limit $1
"""
_FORGET_APOLOGIES = "delete from apology where inbox_id = any($1::text[]) returning 1"


async def read_open(session: AsyncSession) -> OpenTasks:
    """Return how many tasks are open, by kind and age; a kind of which none is open counts too."""
    counts = {(kind.value, age): 0 for kind in TaskKind for age in _AGES}
    oldest = {kind.value: 0.0 for kind in TaskKind}
    for row in await driver.fetch(session, _OPEN):
        counts[row.kind, row.age] = row.n
        oldest[row.kind] = max(oldest.get(row.kind, 0.0), row.oldest)
    return OpenTasks(counts, oldest)


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


async def has_open_money(session: AsyncSession, customer_id: UUID) -> bool:
    """Tell whether a person must still decide about money that came from a customer."""
    found = select(TaskRow.id).where(
        TaskRow.customer_id == customer_id,
        TaskRow.kind.in_(sorted(OF_HIS_MONEY)),
        TaskRow.released_at.is_(None),
    )
    return await session.scalar(found.limit(1)) is not None


async def lock_of_payments(session: AsyncSession, payment_ids: Iterable[UUID]) -> Sequence[TaskRow]:
    """Lock every task of these payments, released ones too, in order of id."""
    wanted = set(payment_ids)
    if not wanted:
        return ()
    rows = await session.scalars(
        select(TaskRow)
        .where(among(TaskRow.payment_id, wanted))
        .order_by(TaskRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
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


async def move_of_orders(
    session: AsyncSession, order_ids: Iterable[UUID], customer_id: UUID, contact_id: UUID
) -> None:
    """Give the tasks of these orders to another customer."""
    await session.execute(
        update(TaskRow)
        .where(among(TaskRow.order_id, order_ids))
        .values(customer_id=customer_id, contact_id=contact_id)
        .execution_options(synchronize_session=False)
    )


async def close_of_refunds(
    session: AsyncSession, part_ids: Iterable[UUID], now: datetime, resolution: str
) -> None:
    """Close the open tasks of these parts of refunds."""
    await session.execute(
        update(TaskRow)
        .where(among(TaskRow.refund_id, part_ids), TaskRow.released_at.is_(None))
        .values(released_at=now, resolution=resolution)
        .execution_options(synchronize_session=False)
    )


async def reopen(session: AsyncSession, task_id: UUID, amount_minor: int) -> None:
    """Open a task anew, for as much of its money as its decision did not move after all."""
    await session.execute(
        update(TaskRow)
        .where(TaskRow.id == task_id)
        .values(
            amount_minor=amount_minor,
            released_at=None,
            resolution=None,
            resolved_by=None,
            resolved_with=None,
            first_by=None,
            first_action=None,
        )
        .execution_options(synchronize_session=False)
    )


async def find_unanswered(session: AsyncSession, message_type: str, most: int) -> list[str]:
    """Return inbox ids of lately parked messages for which nobody has apologised."""
    return _firsts(await driver.fetch(session, _UNANSWERED, message_type, most))


async def claim_unanswered(
    session: AsyncSession, inbox_ids: Sequence[str]
) -> Sequence[tuple[str, str]]:
    """Return (inbox id, lane key) of these messages; each comes once, ever."""
    rows = await driver.fetch(session, _CLAIM_UNANSWERED, list(inbox_ids))
    return [(row.id, row.key) for row in rows]


async def find_old_apologies(session: AsyncSession, most: int) -> list[str]:
    """Return apologies for messages that are too old to be claimed again."""
    return _firsts(await driver.fetch(session, _OLD_APOLOGIES, most))


async def forget_apologies(session: AsyncSession, inbox_ids: Sequence[str]) -> int:
    """Forget apologies; returns how many."""
    return len(await driver.fetch(session, _FORGET_APOLOGIES, list(inbox_ids)))


def _firsts(rows: Sequence[Row[Any]]) -> list[str]:
    return [row[0] for row in rows]


async def release_one(session: AsyncSession, task_id: UUID, now: datetime) -> None:
    """Release a task; one that is released stays as it is."""
    await session.flush()
    await session.execute(
        update(TaskRow)
        .where(TaskRow.id == task_id, TaskRow.released_at.is_(None))
        .values(released_at=now)
        .execution_options(synchronize_session=False)
    )
