"""Reading, erasing and ageing out what was sent."""

from collections.abc import Sequence
from uuid import UUID

from common.lanes.store import driver, erase_lanes
from common.whatsapp_numbers import spellings
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.models import DeliveryRow, DeliveryStatusRow, NotificationRow

_FINISHED = "content is not null and state in ('accepted', 'failed')"
_OLD_CONTENTS = f"""
select id from delivery
where {_FINISHED} and created_at < mari_now() - make_interval(days => $1)
order by created_at limit $2
"""  # noqa: S608 - constants only
_EMPTY = f"""
update delivery set content = null where id in (
  select id from delivery where id = any($1::uuid[]) and {_FINISHED}
  order by id for update skip locked)
returning 1
"""  # noqa: S608 - constants only
_OPEN = """
exists (select from delivery d where d.notification_id = n.id
        and d.state in ('waiting', 'sending', 'unknown'))
"""
_OLD_NOTIFICATIONS = f"""
select n.id from notification n
where n.created_at < mari_now() - make_interval(days => $1) and not {_OPEN} limit $2
"""  # noqa: S608 - constants only
_DROP_NOTIFICATIONS = f"""
delete from notification where id in (
  select n.id from notification n where n.id = any($1::uuid[]) and not {_OPEN}
  order by n.id for update skip locked)
returning 1
"""  # noqa: S608 - constants only
_OLD_STATUSES = """
select message_id, status from delivery_status
where received_at < mari_now() - make_interval(days => $1) limit $2
"""
_DROP_STATUSES = """
delete from delivery_status s using unnest($1::text[], $2::text[]) as r (message_id, status)
where s.message_id = r.message_id and s.status = r.status returning 1
"""
_OLD_WINDOWS = """
select phone_number_id, recipient from recipient_window
where wrote_at < mari_now() - make_interval(days => $1) order by wrote_at limit $2
"""
_DROP_WINDOWS = """
delete from recipient_window w using unnest($2::text[], $3::text[]) as r (number, recipient)
where w.phone_number_id = r.number and w.recipient = r.recipient
  and w.wrote_at < mari_now() - make_interval(days => $1)
returning 1
"""
_IDLE = """
p.full_at < mari_now() - interval '1 day'
  and not exists (select from lane l
    where l.loop = 'graph' and l.key = p.lane and l.due_at is not null)
"""
_IDLE_PACES = f"""
select p.lane from pace p where {_IDLE} order by p.full_at limit $1
"""  # noqa: S608 - constants only
_DROP_PACES = f"""
delete from pace where lane in (
  select p.lane from pace p where p.lane = any($1::text[]) and {_IDLE}
  order by p.lane for update skip locked)
returning 1
"""  # noqa: S608 - constants only
_ERASE = """
with theirs as (select id from notification
  where user_id = any($1::text[]) or phone = any($1::text[])),
window_gone as (delete from recipient_window where recipient = any($1::text[]))
update delivery set content = null
where notification_id in (select id from theirs) and content is not null
  and state in ('accepted', 'failed')
returning id
"""
_FORGET_WHO = """
with gone as (
  update notification n set phone = '', user_id = null
  where (n.user_id = any($1::text[]) or n.phone = any($1::text[])) and not exists (
    select from delivery d where d.notification_id = n.id and d.state not in ('accepted', 'failed'))
  returning id)
update delivery set lane = notification_id::text
where notification_id in (select id from gone) returning 1
"""
_FORGET_HELD = """
update delivery set state = 'failed', content = null
where state = 'held'
  and notification_id in (select id from notification
  where user_id = any($1::text[]) or phone = any($1::text[]))
returning id
"""


async def old_contents(session: AsyncSession, most: int, *, days: int) -> list[UUID]:
    """Return finished deliveries that are older and still have their contents."""
    return [row.id for row in await driver.fetch(session, _OLD_CONTENTS, days, most)]


async def empty_contents(session: AsyncSession, ids: Sequence[UUID]) -> int:
    """Erase the contents of finished deliveries; returns how many."""
    return len(await driver.fetch(session, _EMPTY, list(ids)))


async def old_notifications(session: AsyncSession, most: int, *, days: int) -> list[UUID]:
    """Return notifications that are older, with nothing left to send."""
    return [row.id for row in await driver.fetch(session, _OLD_NOTIFICATIONS, days, most)]


async def drop_notifications(session: AsyncSession, ids: Sequence[UUID]) -> int:
    """Delete notifications with their deliveries; returns how many."""
    return len(await driver.fetch(session, _DROP_NOTIFICATIONS, list(ids)))


async def old_statuses(session: AsyncSession, most: int, *, days: int) -> list[tuple[str, str]]:
    """Return statuses that are older, by message and status."""
    rows = await driver.fetch(session, _OLD_STATUSES, days, most)
    return [(row.message_id, row.status) for row in rows]


async def drop_statuses(session: AsyncSession, named: Sequence[tuple[str, str]]) -> int:
    """Delete statuses; returns how many."""
    return len(await driver.fetch(session, _DROP_STATUSES, *_columns(named)))


async def old_windows(session: AsyncSession, most: int, *, days: int) -> list[tuple[str, str]]:
    """Return windows in which nobody wrote since, by our number and recipient."""
    rows = await driver.fetch(session, _OLD_WINDOWS, days, most)
    return [(row.phone_number_id, row.recipient) for row in rows]


async def drop_windows(
    session: AsyncSession, named: Sequence[tuple[str, str]], *, days: int
) -> int:
    """Delete those windows in which nobody wrote meanwhile; returns how many."""
    return len(await driver.fetch(session, _DROP_WINDOWS, days, *_columns(named)))


async def idle_paces(session: AsyncSession, most: int) -> list[str]:
    """Return lanes whose bucket is full since a day and that wait for nothing."""
    return [row.lane for row in await driver.fetch(session, _IDLE_PACES, most)]


async def drop_paces(session: AsyncSession, lanes: Sequence[str]) -> int:
    """Delete the paces of lanes that are still idle; returns how many."""
    return len(await driver.fetch(session, _DROP_PACES, list(lanes)))


def _columns(named: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [one for one, _ in named], [other for _, other in named]


async def erase_contents(session: AsyncSession, recipient: str) -> int:
    """Erase what one customer was told and who it was, and stop what is held for him.

    Returns how many contents. What is still on its way keeps its number until it has arrived.
    """
    names = _names(recipient)
    emptied = len(await driver.fetch(session, _ERASE, names))
    emptied += len(await driver.fetch(session, _FORGET_HELD, names))
    await driver.fetch(session, _FORGET_WHO, names)
    await erase_lanes(session, names)
    return emptied


async def list_notifications(
    session: AsyncSession, recipient: str, *, limit: int
) -> Sequence[NotificationRow]:
    """Return one customer's notifications, the newest first."""
    names = _names(recipient)
    theirs = or_(NotificationRow.user_id.in_(names), NotificationRow.phone.in_(names))
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


def _names(recipient: str) -> list[str]:
    """Return a user id, or every spelling of a number."""
    return list(spellings(recipient))
