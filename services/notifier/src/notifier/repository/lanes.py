"""Statements of the caller: who is next in each lane, taking it, and the pace of recipients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from common.lanes.api import Orphan
from common.lanes.store import driver
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

_NEXT = """
select k.lane, d.*, n.phone_number_id, n.user_id, n.phone,
  p.full_at, p.blocked_until, coalesce(p.refusals, 0) as pair_refusals,
  (select max(w.wrote_at) from recipient_window w
   where w.phone_number_id = n.phone_number_id and w.recipient in (n.user_id, n.phone)
  ) as wrote_at,
  mari_now() as now
from unnest($1::text[]) with ordinality k (lane, place)
cross join lateral (
  (select {columns} from delivery where lane = k.lane and state = 'waiting' and priority = 0
   order by seq limit 1)
  union all
  (select {columns} from delivery where lane = k.lane and state = 'waiting' and priority > 0
   order by priority, seq limit 1)
  union all
  (select {columns} from delivery where lane = k.lane and state = 'unknown'
   order by priority, seq limit 8)
) d
join notification n on n.id = d.notification_id
left join pace p on p.lane = k.lane
order by k.place
""".replace(
    "{columns}",
    "id, notification_id, state, priority, seq, next_at, give_up_at, content, doubts",
)
_ORPHANS = """
select distinct on (d.lane) d.lane, d.priority, d.next_at, d.token
from (
  select lane, priority, seq, next_at, token from delivery where state = 'sending'
  union all
  select lane, priority, seq, next_at, null from delivery where state = 'waiting'
  union all
  select lane, priority, seq, next_at, null from delivery where state = 'unknown'
) d left join lane l on l.loop = $1 and l.key = d.lane
where l.due_at is null order by d.lane, d.token nulls last, d.priority, d.seq limit $2
"""
"""Each state by itself, for each has an index of its own."""
_TAKE = """
update delivery d set state = 'sending', token = $1, attempts = d.attempts + r.calls,
  called_at = mari_now(), window_at = coalesce(r.window_at, mari_now()),
  wamid = null, sent_at = null, failed_at = null, code = null
from unnest($2::uuid[], $3::timestamptz[], $4::int[]) as r (id, window_at, calls)
where d.id = r.id
"""
_PACE = """
insert into pace (lane, full_at, refusals)
select r.lane, r.full_at, 0 from unnest($1::text[], $2::timestamptz[]) as r (lane, full_at)
order by r.lane
on conflict (lane) do update set full_at = excluded.full_at
"""
_BLOCK = """
update pace p set blocked_until = r.until, refusals = r.refusals
from unnest($1::text[], $2::timestamptz[], $3::smallint[]) as r (lane, until, refusals)
where p.lane = r.lane
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """One delivery that is about to be sent, or given up without a call."""

    id: UUID
    window_at: datetime | None
    calls: int


async def list_next(session: AsyncSession, lanes: Sequence[str]) -> Sequence[Row[Any]]:
    """Return who may go next in each lane: the first of each kind, and those of unknown outcome."""
    return await driver.fetch(session, _NEXT, list(lanes))


async def list_orphans(session: AsyncSession, loop: str, most: int) -> list[Orphan]:
    """Return lanes with work that are never due; of one that is sending, with its claim."""
    return [Orphan(*row) for row in await driver.fetch(session, _ORPHANS, loop, most)]


async def take(session: AsyncSession, token: UUID, taken: Sequence[Taken]) -> None:
    """Write down that these are about to be sent."""
    await driver.fetch(
        session,
        _TAKE,
        token,
        [one.id for one in taken],
        [one.window_at for one in taken],
        [one.calls for one in taken],
    )


async def set_paces(session: AsyncSession, full_at: Sequence[tuple[str, datetime]]) -> None:
    """Write down when each lane's bucket is full again."""
    if full_at:
        await driver.fetch(session, _PACE, [lane for lane, _ in full_at], [at for _, at in full_at])


async def set_blocks(
    session: AsyncSession, blocks: Sequence[tuple[str, datetime | None, int]]
) -> None:
    """Block lanes until a time after so many refusals, or free them."""
    if blocks:
        await driver.fetch(
            session,
            _BLOCK,
            [lane for lane, _, _ in blocks],
            [until for _, until, _ in blocks],
            [refusals for _, _, refusals in blocks],
        )
