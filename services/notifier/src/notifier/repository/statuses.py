"""Statements on the statuses that came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.lanes.store import driver
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = """
insert into delivery_status (message_id, status, at, code, delivery_id, received_at)
select r.message_id, r.status, r.at, r.code, r.delivery_id, mari_now()
from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::uuid[])
  with ordinality as r (message_id, status, at, code, delivery_id, place)
order by r.message_id, r.status, r.place
on conflict (message_id, status) do nothing
returning message_id, status
"""
_CLAIM_EARLY = """
update delivery_status s set delivery_id = d.id
from unnest($1::text[], $2::uuid[]) as d (wamid, id)
where s.delivery_id is null and s.message_id = d.wamid
returning s.message_id, s.status, s.at, s.code, s.delivery_id
"""
_LIST_EARLY = """
select distinct d.wamid, d.id as delivery_id, d.lane
from delivery_status s join delivery d on d.wamid = s.message_id
where s.delivery_id is null and s.received_at > mari_now() - interval '1 hour' limit $1
"""


@dataclass(frozen=True, slots=True)
class StatusItem:
    """One status as it came, and the delivery that it is about if that is known."""

    message_id: str
    status: str
    at: datetime
    code: str | None
    delivery_id: UUID | None


@dataclass(frozen=True, slots=True)
class Early:
    """A delivery whose status came before its message was known."""

    wamid: str
    delivery_id: UUID
    lane: str


async def insert(session: AsyncSession, items: Sequence[StatusItem]) -> set[tuple[str, str]]:
    """Keep statuses; returns message and status of those that were new."""
    rows = await driver.fetch(
        session,
        _INSERT,
        [one.message_id for one in items],
        [one.status for one in items],
        [one.at for one in items],
        [one.code for one in items],
        [one.delivery_id for one in items],
    )
    return {(row.message_id, row.status) for row in rows}


async def claim_early(session: AsyncSession, sent: Mapping[str, UUID]) -> list[StatusItem]:
    """Return statuses that came before we knew their message; from now on it is known."""
    rows = await driver.fetch(session, _CLAIM_EARLY, list(sent), list(sent.values()))
    return [_item(row) for row in rows]


async def list_early(session: AsyncSession, most: int) -> list[Early]:
    """Return messages whose status and answer were written side by side."""
    return [Early(*row) for row in await driver.fetch(session, _LIST_EARLY, most)]


def _item(row: Row[Any]) -> StatusItem:
    return StatusItem(row.message_id, row.status, row.at, row.code, row.delivery_id)
