"""Statements on lanes: waking, claiming, giving back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.store.driver import fetch

WORKER = "worker"
_BOOK = "common.lanes.wakes"

_WAKE = """
insert into lane as l (loop, key, priority, due_at)
select r.loop, r.key, min(r.priority), min(coalesce(r.due_at, mari_now()))
from unnest($1::text[], $2::text[], $3::smallint[], $4::timestamptz[])
     as r (loop, key, priority, due_at)
group by r.loop, r.key order by r.loop, r.key
on conflict (loop, key) do update set
  priority = case when l.due_at is null then excluded.priority
    else least(l.priority, excluded.priority) end,
  due_at = case when l.token is null then least(l.due_at, excluded.due_at) else l.due_at end
where l.due_at is null or l.priority > excluded.priority
  or (l.token is null and l.due_at > excluded.due_at)
"""
_LOCK = """
insert into lane as l (loop, key)
select $1, r.key from unnest($2::text[]) as r (key) group by r.key order by r.key
on conflict (loop, key) do update set key = l.key
"""
_CLAIM = """
select key, priority, token, failures, mari_now() as now from lane
where loop = $1 and due_at <= mari_now() order by {order} limit $2 for update skip locked
"""
_CLAIM_PATIENT = """
select key, priority, token, failures, mari_now() as now from lane
where loop = $1 and due_at <= mari_now() and priority >= $3
order by {order} limit $2 for update skip locked
"""
_CLAIM_THESE = """
select key, priority, token, failures, mari_now() as now from lane
where loop = $1 and key = any($2::text[]) and due_at <= mari_now()
order by priority, due_at for update skip locked
"""
_FINISH_WORK = """
with done as (
  update inbox set done_at = mari_now(), body = '', error = null where seq = any($2::bigint[])
)
update lane l set (due_at, priority) = (
  select (array_agg(w.next_at order by w.seq))[1],
    case when count(*) < 64 then coalesce(min(w.priority), 5)
         else least(l.priority, min(w.priority)) end
  from (select i.seq, i.next_at, i.priority from inbox i
        where i.key = l.key and i.done_at is null and i.parked_at is null and i.key is not null
          and i.seq <> all($2::bigint[])
        order by i.seq limit 64) w)
where l.loop = 'worker' and l.key = any($1::text[])
returning extract(epoch from l.due_at - mari_now())::float8 as seconds
"""
_LEASE = """
update lane set token = $3, due_at = mari_now() + $4::interval, failures = 0, error = null
where loop = $1 and key = any($2::text[])
"""
_SET_ASIDE = """
update lane set failures = least(failures + 1, 30000), error = $3,
  due_at = mari_now() + $4::interval
where loop = $1 and key = $2 and due_at <= mari_now()
"""
_LOCK_CLAIMED = """
select key, mari_now() as now from lane
where loop = $1 and key = any($2::text[]) and token = any($3::uuid[])
order by key for update
"""
_GIVE_BACK = """
update lane l set token = null, due_at = r.due_at, priority = coalesce(r.priority, l.priority),
  failures = 0, error = null
from unnest($2::text[], $3::timestamptz[], $4::smallint[]) as r (key, due_at, priority)
where l.loop = $1 and l.key = r.key
returning extract(epoch from l.due_at - mari_now())::float8 as seconds
"""
_REPLAY = """
with again as (
  update inbox set parked_at = null, attempts = 0, kills = 0, next_at = mari_now(), error = null
  where seq = $1 and parked_at is not null and done_at is null returning key, priority
)
insert into lane as l (loop, key, priority, due_at)
select 'worker', key, priority, mari_now() from again where key is not null
on conflict (loop, key) do update set due_at = mari_now(),
  priority = least(l.priority, excluded.priority)
"""


@dataclass(frozen=True, slots=True)
class Wake:
    """A lane to be made due; without `due_at` at once."""

    loop: str
    key: str
    priority: int
    due_at: datetime | None = None


@dataclass(slots=True)
class WakeBook:
    """The wake-ups of one unit of work, written together when it is flushed."""

    wakes: list[Wake] = field(default_factory=list[Wake])
    rings: set[str] = field(default_factory=set[str])

    def open_for(self, session: AsyncSession) -> None:
        """Collect what `wake` is told on this session from now on."""
        session.info[_BOOK] = self


async def wake(
    session: AsyncSession, *, loop: str, key: str, priority: int, due_at: datetime | None = None
) -> None:
    """Make a lane due in the session's transaction; a lane under claim keeps its lease.

    In a unit of work the wake-ups are written together, before its rows.
    """
    book: WakeBook | None = session.info.get(_BOOK)
    new = Wake(loop, key, priority, due_at)
    if book is None:
        await write_wakes(session, [new])
    else:
        book.wakes.append(new)


async def write_wakes(session: AsyncSession, wakes: Sequence[Wake]) -> None:
    """Write wake-ups in one statement, lanes locked in order."""
    await fetch(
        session,
        _WAKE,
        [w.loop for w in wakes],
        [w.key for w in wakes],
        [w.priority for w in wakes],
        [w.due_at for w in wakes],
    )


async def lock_lane(session: AsyncSession, *, key: str, loop: str = WORKER) -> None:
    """Lock a lane until the transaction ends: a route that sends in it does this first."""
    await lock_lanes(session, [key], loop=loop)


async def lock_lanes(session: AsyncSession, keys: Collection[str], *, loop: str = WORKER) -> None:
    """Lock lanes in order, in one statement, until the transaction ends."""
    if not keys:
        return
    await fetch(session, _LOCK, loop, list(keys))
    book: WakeBook | None = session.info.get(_BOOK)
    if book is not None:
        book.rings.add(loop)


async def claim(
    session: AsyncSession,
    loop: str,
    *,
    most: int,
    oldest_first: bool = False,
    from_priority: int | None = None,
) -> Sequence[Row[Any]]:
    """Lock due lanes that nobody holds, by priority or else by age alone.

    `from_priority`: only lanes of this priority or of a less urgent one.
    """
    order = "due_at" if oldest_first else "priority, due_at"
    if from_priority is None:
        return await fetch(session, _CLAIM.format(order=order), loop, most)
    return await fetch(session, _CLAIM_PATIENT.format(order=order), loop, most, from_priority)


async def claim_these(session: AsyncSession, loop: str, keys: Sequence[str]) -> Sequence[Row[Any]]:
    """Lock those of these lanes that are due and that nobody holds."""
    return await fetch(session, _CLAIM_THESE, loop, list(keys))


async def finish_work(
    session: AsyncSession, keys: Sequence[str], done: Sequence[int]
) -> float | None:
    """Mark rows done, empty them, and give locked lanes their next due time and priority.

    Returns in how many seconds the first of them is due again.
    """
    rows = await fetch(session, _FINISH_WORK, list(keys), list(done))
    return _soonest(rows)


async def lease(
    session: AsyncSession, loop: str, keys: Sequence[str], token: UUID, *, lasts: timedelta
) -> None:
    """Hold locked lanes beyond this transaction, while their calls are made."""
    await fetch(session, _LEASE, loop, list(keys), token, lasts)


async def set_aside(
    session: AsyncSession, loop: str, key: str, error: str, *, wait: timedelta
) -> None:
    """Count that a lane cannot be claimed, and let it wait; a claim that succeeds forgets it."""
    await fetch(session, _SET_ASIDE, loop, key, error, wait)


async def lock_claimed(
    session: AsyncSession, loop: str, keys: Sequence[str], tokens: Sequence[UUID]
) -> Sequence[Row[Any]]:
    """Lock the lanes that are still ours, in order, before anything else is locked."""
    return await fetch(session, _LOCK_CLAIMED, loop, list(keys), list(tokens))


async def give_back(
    session: AsyncSession, loop: str, due: Mapping[str, tuple[datetime, int] | None]
) -> float | None:
    """Free locked lanes, each due at its next row's time.

    Returns in how many seconds the first of them is due again.
    """
    keys = list(due)
    found = [due[key] for key in keys]
    rows = await fetch(
        session,
        _GIVE_BACK,
        loop,
        keys,
        [f[0] if f else None for f in found],
        [f[1] if f else None for f in found],
    )
    return _soonest(rows)


def _soonest(rows: Sequence[Row[Any]]) -> float | None:
    return min((row[0] for row in rows if row[0] is not None), default=None)


async def replay(session: AsyncSession, seq: int) -> None:
    """Give a parked message another chance, in its lane."""
    await fetch(session, _REPLAY, seq)
