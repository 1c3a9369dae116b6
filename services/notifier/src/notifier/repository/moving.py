"""Deliveries that are locked, moved on and written again, a whole batch in two statements.

Each message of ours moves four times: its outcome, and three statuses. As mapped objects that
would be a statement for every set of columns that changed.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from common.lanes.store import driver
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(slots=True)
class Moving:
    """A locked delivery; what becomes of it is kept by `write`."""

    id: UUID
    notification_id: UUID
    lane: str
    priority: int
    state: str
    next_at: datetime
    give_up_at: datetime
    code: str | None = None
    wamid: str | None = None
    token: UUID | None = None
    doubts: int = 0
    refusals: int = 0
    holds: int = 0
    called_at: datetime | None = None
    window_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None


_COLUMNS: Final = ", ".join(field.name for field in fields(Moving))
_WRITTEN: Final = {
    "id": "uuid",
    "state": "text",
    "next_at": "timestamptz",
    "give_up_at": "timestamptz",
    "code": "text",
    "wamid": "text",
    "token": "uuid",
    "doubts": "int",
    "refusals": "int",
    "holds": "int",
    "sent_at": "timestamptz",
    "delivered_at": "timestamptz",
    "read_at": "timestamptz",
    "failed_at": "timestamptz",
}
"""What a move may change, and by what it is found."""
_LOCK: Final = f"""
select {_COLUMNS} from delivery where id = any($1::uuid[]) order by id for update
"""  # noqa: S608 - constants only
_LOCK_SENDING: Final = f"""
select {_COLUMNS} from delivery where state = 'sending' and lane = any($1::text[])
order by id for update
"""  # noqa: S608 - constants only
_WRITE: Final = f"""
update delivery d set {", ".join(f"{name} = r.{name}" for name in _WRITTEN if name != "id")}
from unnest({", ".join(f"${place}::{kind}[]" for place, kind in enumerate(_WRITTEN.values(), 1))})
  as r ({", ".join(_WRITTEN)})
where d.id = r.id
"""  # noqa: S608 - constants only


async def lock(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Moving]:
    """Lock deliveries by id."""
    if not ids:
        return {}
    rows = await driver.fetch(session, _LOCK, sorted(ids))
    return {row.id: Moving(*row) for row in rows}


async def lock_sending(session: AsyncSession, lanes: Collection[str]) -> list[Moving]:
    """Lock the deliveries that were being sent in these lanes."""
    return [Moving(*row) for row in await driver.fetch(session, _LOCK_SENDING, sorted(lanes))]


async def write(session: AsyncSession, moved: Collection[Moving]) -> None:
    """Write what became of locked deliveries."""
    if moved:
        columns: list[list[Any]] = [[getattr(one, name) for one in moved] for name in _WRITTEN]
        await driver.fetch(session, _WRITE, *columns)
