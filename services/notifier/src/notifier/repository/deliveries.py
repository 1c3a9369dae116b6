"""Queries over notifications and deliveries; deliveries are always locked in order of id."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.lanes.store import driver
from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.domain.state import State
from notifier.models import DeliveryRow, NotificationRow, RecipientWindowRow

_MOVE_WINDOWS = """
insert into recipient_window as w (phone_number_id, recipient, wrote_at)
select r.number, r.recipient, max(r.wrote_at)
from unnest($1::text[], $2::text[], $3::timestamptz[]) as r (number, recipient, wrote_at)
group by r.number, r.recipient order by r.number, r.recipient
on conflict (phone_number_id, recipient) do update set wrote_at = excluded.wrote_at
where w.wrote_at < excluded.wrote_at
"""
Wrote = tuple[str, str, datetime]
"""Number of ours, a customer's user id or number, when he wrote."""


async def move_windows(session: AsyncSession, wrote: Sequence[Wrote]) -> None:
    """Note when customers wrote; a window never moves back."""
    if wrote:
        columns = [list(part) for part in zip(*wrote, strict=True)]
        await driver.fetch(session, _MOVE_WINDOWS, *columns)


async def list_known(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    """Return which of these notifications exist already."""
    statement = select(NotificationRow.id).where(NotificationRow.id.in_(ids))
    return set(await session.scalars(statement))


async def list_held_lanes(session: AsyncSession, lanes: Collection[str]) -> list[str]:
    """Return which of these lanes hold money messages back, in order."""
    held = select(DeliveryRow.lane).where(DeliveryRow.state == State.HELD)
    found = held.where(DeliveryRow.lane.in_(lanes)).distinct().order_by(DeliveryRow.lane)
    return list(await session.scalars(found))


async def lock_held(session: AsyncSession, lanes: Collection[str]) -> Sequence[DeliveryRow]:
    """Lock the held deliveries of these lanes, which are locked already."""
    held = select(DeliveryRow).where(DeliveryRow.state == State.HELD, DeliveryRow.lane.in_(lanes))
    return await _lock(session, held)


async def lock(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, DeliveryRow]:
    """Lock deliveries by id."""
    found = await _lock(session, select(DeliveryRow).where(DeliveryRow.id.in_(ids)))
    return {row.id: row for row in found}


async def lock_sending(session: AsyncSession, lanes: Collection[str]) -> Sequence[DeliveryRow]:
    """Lock the deliveries that were being sent in these lanes."""
    sending = select(DeliveryRow).where(DeliveryRow.state == State.SENDING)
    return await _lock(session, sending.where(DeliveryRow.lane.in_(lanes)))


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
    columns = (DeliveryRow.id, DeliveryRow.wamid, DeliveryRow.lane, DeliveryRow.state)
    about = or_(DeliveryRow.id.in_(ids), DeliveryRow.wamid.in_(wamids))
    return [Known(*row) for row in await session.execute(select(*columns).where(about))]


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


async def _lock(session: AsyncSession, statement: Select[DeliveryRow]) -> Sequence[DeliveryRow]:
    locked = statement.order_by(DeliveryRow.id).with_for_update()
    return list(await session.scalars(locked))
