"""Queries over notifications and deliveries; deliveries are always locked in order of id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from common.lanes.api import UnitOfWork
from common.lanes.store import driver
from sqlalchemy import ARRAY, Text, any_, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.models import DeliveryRow, NotificationRow, RecipientWindowRow

_MOVE_WINDOWS = """
insert into recipient_window as w (phone_number_id, recipient, wrote_at)
select r.number, r.recipient, max(r.wrote_at)
from unnest($1::text[], $2::text[], $3::timestamptz[]) as r (number, recipient, wrote_at)
group by r.number, r.recipient order by r.number, r.recipient
on conflict (phone_number_id, recipient) do update set wrote_at = excluded.wrote_at
where w.wrote_at < excluded.wrote_at
"""
_ADD_NOTIFICATION = """
insert into notification
  (id, phone_number_id, user_id, phone, kind, order_reference, created_at, reported_at)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::timestamptz[], $8::timestamptz[])
"""
_ADD_DELIVERY = """
insert into delivery (id, notification_id, lane, priority, state, created_at, next_at,
  give_up_at, content, code, attempts, doubts, refusals, holds)
select r.id, r.note, r.lane, r.priority, r.state, r.at, r.at, r.give_up_at, r.content, r.code,
  0, 0, 0, 0
from unnest($1::uuid[], $2::uuid[], $3::text[], $4::smallint[], $5::text[], $6::timestamptz[],
            $7::timestamptz[], $8::bytea[], $9::text[]) with ordinality
  as r (id, note, lane, priority, state, at, give_up_at, content, code, place)
order by r.place
"""
_KNOWN = "select id from notification where id = any($1::uuid[])"
_HELD_LANES = """
select distinct lane from delivery where state = 'held' and lane = any($1::text[]) order by lane
"""
_ABOUT = """
select id, wamid, lane, state from delivery where id = any($1::uuid[]) or wamid = any($2::text[])
"""
_LOCK_HELD = (
    select(DeliveryRow)
    .where(DeliveryRow.state == text("'held'"))
    .where(DeliveryRow.lane == any_(bindparam("lanes", type_=ARRAY(Text()))))
    .order_by(DeliveryRow.id)
    .with_for_update()
)
"""The state is written out: a plan for any state could not use the index of this one."""
Wrote = tuple[str, str, datetime]
"""Number of ours, a customer's user id or number, when he wrote."""


class NewDelivery(NamedTuple):
    """A message to be sent, or one that never will be; `seq` follows the order of adding."""

    id: UUID
    notification_id: UUID
    lane: str
    priority: int
    state: str
    created_at: datetime
    give_up_at: datetime
    content: bytes | None
    code: str | None = None


def add_notification(uow: UnitOfWork, note: NotificationRow) -> None:
    """Add a notification, with all others of the batch; it is not mapped to its row."""
    uow.write(
        _ADD_NOTIFICATION,
        note.id,
        note.phone_number_id,
        note.user_id,
        note.phone,
        note.kind,
        note.order_reference,
        note.created_at,
        note.reported_at,
    )


def add_delivery(uow: UnitOfWork, one: NewDelivery) -> None:
    """Add a delivery, with all others of the batch; its notification was added before."""
    uow.write(_ADD_DELIVERY, *one)


async def move_windows(session: AsyncSession, wrote: Sequence[Wrote]) -> None:
    """Note when customers wrote; a window never moves back."""
    if wrote:
        columns = [list(part) for part in zip(*wrote, strict=True)]
        await driver.fetch(session, _MOVE_WINDOWS, *columns)


async def list_known(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these notifications exist already."""
    return {row.id for row in await driver.fetch(session, _KNOWN, sorted(ids))}


async def list_held_lanes(session: AsyncSession, lanes: Collection[str]) -> list[str]:
    """Return which of these lanes hold money messages back, in order."""
    return [row.lane for row in await driver.fetch(session, _HELD_LANES, sorted(lanes))]


async def lock_held(session: AsyncSession, lanes: Collection[str]) -> Sequence[DeliveryRow]:
    """Lock the held deliveries of these lanes, which are locked already."""
    return list(await session.scalars(_LOCK_HELD, {"lanes": sorted(lanes)}))


@dataclass(frozen=True, slots=True)
class Known:
    """A delivery as statuses find it, before it is locked."""

    id: UUID
    wamid: str | None
    lane: str
    state: str


async def find_by_callback(
    session: AsyncSession, ids: Collection[UUID], wamids: Collection[str]
) -> list[Known]:
    """Return the deliveries that statuses are about; nothing is locked."""
    rows = await driver.fetch(session, _ABOUT, sorted(ids), sorted(wamids))
    return [Known(*row) for row in rows]


async def get_notifications(
    session: AsyncSession, ids: Collection[UUID], *, for_update: bool = False
) -> dict[UUID, NotificationRow]:
    """Return notifications by id."""
    statement = select(NotificationRow).where(NotificationRow.id.in_(ids))
    if for_update:
        statement = statement.order_by(NotificationRow.id).with_for_update()
    return {row.id: row for row in await session.scalars(statement)}


async def last_wrote_at(session: AsyncSession, notification: NotificationRow) -> datetime | None:
    """Return when this customer last wrote, by any way that he is known."""
    names = [name for name in (notification.user_id, notification.phone) if name]
    statement = (
        select(RecipientWindowRow.wrote_at)
        .where(RecipientWindowRow.phone_number_id == notification.phone_number_id)
        .where(RecipientWindowRow.recipient.in_(names))
        .order_by(RecipientWindowRow.wrote_at.desc())
        .limit(1)
    )
    return await session.scalar(statement)
