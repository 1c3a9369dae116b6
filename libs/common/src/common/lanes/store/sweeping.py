"""Statements of the sweeper: orphan lanes, old rows, claims of processes that are gone."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.store.driver import fetch

BATCH = 1000

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
delete from inbox where seq in (
  select o.seq from (select seq, done_at from inbox where parked_at is null
                     order by seq limit $2) o
  where o.done_at < mari_now() - $1::interval)
returning 1
"""
_OLD_OUTBOX = """
delete from outbox where seq in (
  select o.seq from (select seq, sent_at, dedupe from outbox where parked_at is null
                     order by seq limit $3) o
  where o.sent_at < mari_now() - case when o.dedupe is null then $1::interval else $2::interval end)
returning 1
"""
_OLD_PARKED = """
delete from {table} where seq in (
  select seq from {table} where parked_at is not null and parked_at < mari_now() - $1::interval
  order by seq limit $2)
returning 1
"""
_IDLE_LANES = """
delete from lane where (loop, key) in (
  select loop, key from lane where due_at is null and token is null
  limit $1 for update skip locked)
returning 1
"""
_UNJUDGED = """
(select seq, id, type, body from inbox
 where done_at is null and parked_at is null and key is not null
   and secret is null and type = any($1::text[]) and received_at < mari_now() - $2::interval
 order by seq limit 200)
union all
(select seq, id, type, body from inbox
 where parked_at is not null
   and secret is null and type = any($1::text[]) and received_at < mari_now() - $2::interval
 order by seq limit 200)
"""
_JUDGE = """
update inbox i set secret = r.secret, body = case when r.secret then '' else i.body end
from unnest($1::bigint[], $2::boolean[]) as r (seq, secret) where i.seq = r.seq
"""
_WAITING_SECRETS = """
update outbox set body = ''
where secret and body <> '' and sent_at is null and path is not null
  and created_at < mari_now() - $1::interval
returning 1
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


async def drop_old_inbox(session: AsyncSession, age: timedelta) -> int:
    """Forget ids of what was done so long ago; returns how many."""
    return len(await fetch(session, _OLD_INBOX, age, BATCH))


async def drop_old_outbox(session: AsyncSession, age: timedelta, dedupe_age: timedelta) -> int:
    """Forget what was sent so long ago; returns how many."""
    return len(await fetch(session, _OLD_OUTBOX, age, dedupe_age, BATCH))


async def drop_old_parked(session: AsyncSession, table: str, age: timedelta) -> int:
    """Forget what nobody replayed for so long; returns how many."""
    return len(await fetch(session, _OLD_PARKED.format(table=table), age, BATCH))


async def drop_idle_lanes(session: AsyncSession) -> int:
    """Drop lanes without work; they come back with their next row. Returns how many."""
    return len(await fetch(session, _IDLE_LANES, BATCH))


async def unjudged(
    session: AsyncSession, types: Sequence[str], age: timedelta
) -> Sequence[Row[Any]]:
    """Return unfinished rows of these types that may hold a code and have waited so long."""
    return await fetch(session, _UNJUDGED, list(types), age)


async def judge(session: AsyncSession, judged: Sequence[tuple[int, bool]]) -> None:
    """Remember what was found out, and empty what holds a code."""
    await fetch(session, _JUDGE, [seq for seq, _ in judged], [secret for _, secret in judged])


async def empty_waiting_secrets(session: AsyncSession, age: timedelta) -> int:
    """Empty secret requests that nobody took for so long; returns how many."""
    return len(await fetch(session, _WAITING_SECRETS, age))
