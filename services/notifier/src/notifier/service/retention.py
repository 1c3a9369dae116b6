"""What is kept, for how long, and what one customer was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from common.errors import NotFoundError
from common.lanes.api import BatchSchedule, rows_schedule
from sqlalchemy.ext.asyncio import AsyncSession

from notifier.models import DeliveryRow, NotificationRow
from notifier.repository import deliveries, history
from notifier.service.advancing import times_of


@dataclass(frozen=True, slots=True)
class Kept:
    """How many days contents, and then whole notifications, are kept."""

    content_days: int
    history_days: int


def retention_schedules(kept: Kept) -> list[BatchSchedule[Any]]:
    """Return the sweeps that erase contents, and then whole rows, that are old."""
    hourly = timedelta(hours=1)
    days = {"days": kept.history_days}
    contents = partial(history.old_contents, days=kept.content_days)
    rows = partial(history.old_notifications, **days)
    windows = partial(history.drop_windows, **days)
    return [
        rows_schedule("age_out.contents", hourly, contents, history.empty_contents),
        rows_schedule("age_out.notifications", hourly, rows, history.drop_notifications),
        rows_schedule(
            "age_out.statuses",
            hourly,
            partial(history.old_statuses, **days),
            history.drop_statuses,
        ),
        rows_schedule("age_out.windows", hourly, partial(history.old_windows, **days), windows),
        rows_schedule("age_out.paces", hourly, history.idle_paces, history.drop_paces),
    ]


async def erase(session: AsyncSession, recipient: str) -> int:
    """Erase what one customer was told, by user id or number; returns how many contents."""
    return await history.erase_contents(session, recipient)


async def get_notification(session: AsyncSession, notification_id: UUID) -> dict[str, Any]:
    """Return one notification with what became of it. Raises NotFoundError."""
    found = await deliveries.get_notifications(session, [notification_id])
    if notification_id not in found:
        raise NotFoundError("There is no such notification.", code="notifier:not_found")
    return (await _views(session, list(found.values())))[0]


async def list_notifications(
    session: AsyncSession, recipient: str, *, limit: int
) -> list[dict[str, Any]]:
    """Return one customer's notifications, the newest first: never what they said."""
    found = await history.list_notifications(session, recipient, limit=limit)
    return await _views(session, found)


async def _views(session: AsyncSession, notes: Sequence[NotificationRow]) -> list[dict[str, Any]]:
    rows = await history.list_deliveries(session, [note.id for note in notes])
    statuses: dict[UUID, list[dict[str, Any]]] = {}
    for one in await history.list_statuses(session, [row.id for row in rows]):
        told = {"status": one.status, "at": one.at, "code": one.code}
        if one.delivery_id is not None:
            statuses.setdefault(one.delivery_id, []).append(told)
    return [
        {
            "id": note.id,
            "kind": note.kind,
            "phone_number_id": note.phone_number_id,
            "order_reference": note.order_reference,
            "created_at": note.created_at,
            "reported_at": note.reported_at,
            "deliveries": [
                _delivery(row, statuses.get(row.id, []))
                for row in rows
                if row.notification_id == note.id
            ],
        }
        for note in notes
    ]


def _delivery(row: DeliveryRow, statuses: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state,
        "status": times_of(row).summary,
        "code": row.code,
        "attempts": row.attempts,
        "message_id": row.wamid,
        "next_at": row.next_at if row.state in {"waiting", "unknown"} else None,
        "statuses": statuses,
    }
