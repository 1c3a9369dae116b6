"""Reading, erasing and ageing out what was sent."""

from collections.abc import Sequence
from uuid import UUID

from common.lanes.store import driver
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.models import DeliveryRow, DeliveryStatusRow, NotificationRow

_EMPTY = """
update delivery set content = null where id in (
  select id from delivery
  where content is not null and created_at < mari_now() - make_interval(days => $1)
    and state in ('accepted', 'failed')
  order by created_at limit $2 for update skip locked
) returning id
"""
_AGE_OUT = (
    """
    delete from notification where id in (
      select n.id from notification n
      where n.created_at < mari_now() - make_interval(days => $1) and not exists (
        select from delivery d
        where d.notification_id = n.id and d.state in ('waiting', 'sending', 'unknown'))
      limit $2 for update skip locked
    ) returning id
    """,
    """
    delete from delivery_status where (message_id, status) in (
      select message_id, status from delivery_status
      where received_at < mari_now() - make_interval(days => $1)
      limit $2 for update skip locked
    ) returning status
    """,
    """
    delete from recipient_window where (phone_number_id, recipient) in (
      select phone_number_id, recipient from recipient_window
      where wrote_at < mari_now() - make_interval(days => $1) limit $2 for update skip locked
    ) returning recipient
    """,
)
_IDLE = """
delete from pace where lane in (
  select p.lane from pace p where p.full_at < mari_now() - interval '1 day'
    and not exists (select from lane l
      where l.loop = 'graph' and l.key = p.lane and l.due_at is not null)
  limit $1 for update skip locked
) returning lane
"""
_ERASE = """
with theirs as (select id from notification where user_id = $1 or phone = $1),
window_gone as (delete from recipient_window where recipient = $1)
update delivery set content = null
where notification_id in (select id from theirs) and content is not null
  and state in ('accepted', 'failed')
returning id
"""
_FORGET_HELD = """
update delivery set state = 'failed', content = null
where state = 'held'
  and notification_id in (select id from notification where user_id = $1 or phone = $1)
returning id
"""


async def empty_contents(session: AsyncSession, *, days: int, limit: int) -> int:
    """Erase the contents of finished deliveries that are older; returns how many."""
    return len(await driver.fetch(session, _EMPTY, days, limit))


async def age_out(session: AsyncSession, *, days: int, limit: int) -> int:
    """Delete old notifications, statuses, windows and idle paces; returns how many rows."""
    counts = [len(await driver.fetch(session, one, days, limit)) for one in _AGE_OUT]
    return sum(counts) + len(await driver.fetch(session, _IDLE, limit))


async def erase_contents(session: AsyncSession, recipient: str) -> int:
    """Erase what one customer was told, and stop what is held for him; returns how many."""
    emptied = len(await driver.fetch(session, _ERASE, recipient))
    return emptied + len(await driver.fetch(session, _FORGET_HELD, recipient))


async def list_notifications(
    session: AsyncSession, recipient: str, *, limit: int
) -> Sequence[NotificationRow]:
    """Return one customer's notifications, the newest first."""
    theirs = or_(NotificationRow.user_id == recipient, NotificationRow.phone == recipient)
    newest = NotificationRow.created_at.desc()
    statement = select(NotificationRow).where(theirs).order_by(newest).limit(limit)
    return (await session.scalars(statement)).all()


async def list_deliveries(
    session: AsyncSession, notification_ids: Sequence[UUID]
) -> Sequence[DeliveryRow]:
    """Return the deliveries of notifications, in the order that they go out."""
    theirs = DeliveryRow.notification_id.in_(notification_ids)
    statement = select(DeliveryRow).where(theirs).order_by(DeliveryRow.seq)
    return (await session.scalars(statement)).all()


async def list_statuses(
    session: AsyncSession, delivery_ids: Sequence[UUID]
) -> Sequence[DeliveryStatusRow]:
    """Return the statuses of deliveries as they came, by their own time."""
    row = DeliveryStatusRow
    statement = select(row).where(row.delivery_id.in_(delivery_ids)).order_by(row.at)
    return (await session.scalars(statement)).all()
