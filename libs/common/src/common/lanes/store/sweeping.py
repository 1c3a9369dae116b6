"""Statements of the sweeper: orphan lanes, old rows, claims of processes that are gone."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.api import Orphan
from common.lanes.store.driver import fetch

BATCH = 1000
Box = Literal["inbox", "outbox"]

_REWAKE = """
with recursive k (key) as (
  select min(key) from inbox where done_at is null and parked_at is null and key is not null
  union all
  select (select min(i.key) from inbox i where i.key > k.key
          and i.done_at is null and i.parked_at is null and i.key is not null)
  from k where k.key is not null
)
insert into lane as l (loop, key, priority, due_at)
select 'worker', k.key, h.priority, h.next_at
from k cross join lateral (
  select i.priority, i.next_at from inbox i
  where i.key = k.key and i.done_at is null and i.parked_at is null and i.key is not null
  order by i.seq limit 1) h
left join lane w on w.loop = 'worker' and w.key = k.key
where k.key is not null and w.due_at is null
order by k.key
on conflict (loop, key) do update set due_at = excluded.due_at where l.due_at is null
returning key
"""
_TOKENS = "select distinct token from lane where token is not null"
_LET_GO = """
update lane set due_at = mari_now() where token = any($1::uuid[]) and due_at > mari_now()
returning loop
"""
_OLD_INBOX = """
select o.seq from (select seq, done_at from inbox where parked_at is null
                   order by seq limit $2) o
where o.done_at < mari_now() - $1::interval
"""
_OLD_OUTBOX = """
select o.seq from (select seq, sent_at, dedupe from outbox where parked_at is null
                   order by seq limit $3) o
where o.sent_at < mari_now() - case when o.dedupe is null then $1::interval else $2::interval end
"""
_OLD_PARKED = """
select seq from {box} where parked_at is not null and parked_at < mari_now() - $1::interval
order by seq limit $2
"""
_DROP = "delete from {box} where seq = any($1::bigint[]) returning 1"
_IDLE_LANES = """
select loop, key from lane where due_at is null and token is null order by loop, key limit $1
"""
_DROP_LANES = """
delete from lane where (loop, key) in (
  select l.loop, l.key from lane l join unnest($1::text[], $2::text[]) as r (loop, key)
    on r.loop = l.loop and r.key = l.key
  where l.due_at is null and l.token is null for update of l skip locked)
returning 1
"""
_UNJUDGED = """
(select seq from inbox
 where done_at is null and parked_at is null and key is not null
   and secret is null and type = any($1::text[]) and received_at < mari_now() - $2::interval
 order by seq limit $3)
union all
(select seq from inbox
 where parked_at is not null
   and secret is null and type = any($1::text[]) and received_at < mari_now() - $2::interval
 order by seq limit $3)
"""
_BODIES = "select seq, id, body from inbox where seq = any($1::bigint[]) and secret is null"
_JUDGE = """
update inbox i set secret = r.secret, body = case when r.secret then '' else i.body end
from unnest($1::bigint[], $2::boolean[]) as r (seq, secret) where i.seq = r.seq
"""
_WAITING_SECRETS = """
(select seq from outbox
 where sent_at is null and parked_at is null and path is not null
   and secret and body <> '' and created_at < mari_now() - $1::interval
 order by target, key, seq limit $2)
union all
(select seq from outbox
 where parked_at is not null and sent_at is null and path is not null
   and secret and body <> '' and created_at < mari_now() - $1::interval
 order by seq limit $2)
"""
_EMPTY = "update outbox set body = '' where seq = any($1::bigint[]) and body <> '' returning 1"
_RESCUE = """
insert into lane as l (loop, key, priority, due_at, token)
select $1, r.key, r.priority, r.due_at, r.token
from unnest($2::text[], $3::smallint[], $4::timestamptz[], $5::uuid[])
  as r (key, priority, due_at, token)
order by r.key
on conflict (loop, key) do update set due_at = excluded.due_at, priority = excluded.priority,
  token = excluded.token
where l.due_at is null
returning key
"""


async def rewake(session: AsyncSession) -> int:
    """Wake lanes that have unfinished rows and no due time; returns how many there were."""
    return len(await fetch(session, _REWAKE))


async def tokens(session: AsyncSession) -> list[UUID]:
    """Return the tokens under which lanes are claimed."""
    return [row[0] for row in await fetch(session, _TOKENS)]


async def let_go(session: AsyncSession, gone: Sequence[UUID]) -> list[str]:
    """Make claims due, and so in doubt, before their lease has passed; returns their loops."""
    return [row[0] for row in await fetch(session, _LET_GO, list(gone))]


async def old_inbox(session: AsyncSession, most: int, *, age: timedelta) -> list[int]:
    """Return rows that were done so long ago."""
    return _firsts(await fetch(session, _OLD_INBOX, age, most))


async def old_outbox(
    session: AsyncSession, most: int, *, age: timedelta, dedupe_age: timedelta
) -> list[int]:
    """Return rows that were sent so long ago."""
    return _firsts(await fetch(session, _OLD_OUTBOX, age, dedupe_age, most))


async def old_parked(session: AsyncSession, most: int, *, box: Box, age: timedelta) -> list[int]:
    """Return rows that nobody replayed for so long."""
    return _firsts(await fetch(session, _OLD_PARKED.format(box=box), age, most))


async def drop(session: AsyncSession, seqs: Sequence[int], *, box: Box) -> int:
    """Forget rows; returns how many."""
    return len(await fetch(session, _DROP.format(box=box), list(seqs)))


async def idle_lanes(session: AsyncSession, most: int) -> list[tuple[str, str]]:
    """Return lanes without work."""
    return [(row.loop, row.key) for row in await fetch(session, _IDLE_LANES, most)]


async def drop_lanes(session: AsyncSession, lanes: Sequence[tuple[str, str]]) -> int:
    """Drop those lanes that are still idle; they come back with their next row."""
    loops, keys = [loop for loop, _ in lanes], [key for _, key in lanes]
    return len(await fetch(session, _DROP_LANES, loops, keys))


async def rescue(session: AsyncSession, loop: str, orphans: Sequence[Orphan]) -> int:
    """Make a caller's lanes due that have work and are not; returns how many there were.

    One whose row is under call comes with its claim, so that it is in doubt.
    """
    columns = (
        [one.lane for one in orphans],
        [one.priority for one in orphans],
        [one.due_at for one in orphans],
        [one.token for one in orphans],
    )
    return len(await fetch(session, _RESCUE, loop, *columns))


async def unjudged(
    session: AsyncSession, most: int, *, types: Sequence[str], age: timedelta
) -> list[int]:
    """Return unfinished rows of these types that may hold a code and have waited so long."""
    return _firsts(await fetch(session, _UNJUDGED, list(types), age, most))


async def bodies(session: AsyncSession, seqs: Sequence[int]) -> Sequence[Row[Any]]:
    """Return the sealed bodies of rows that nobody has judged."""
    return await fetch(session, _BODIES, list(seqs))


async def judge(session: AsyncSession, judged: Sequence[tuple[int, bool]]) -> None:
    """Remember what was found out, and empty what holds a code."""
    await fetch(session, _JUDGE, [seq for seq, _ in judged], [secret for _, secret in judged])


async def waiting_secrets(session: AsyncSession, most: int, *, age: timedelta) -> list[int]:
    """Return secret requests that nobody took for so long."""
    return _firsts(await fetch(session, _WAITING_SECRETS, age, most))


async def empty(session: AsyncSession, seqs: Sequence[int]) -> int:
    """Empty requests; returns how many."""
    return len(await fetch(session, _EMPTY, list(seqs)))


def _firsts(rows: Sequence[Row[Any]]) -> list[int]:
    return [row[0] for row in rows]
