"""Statements on the inbox."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.db import Database
from common.ids import new_id
from common.lanes.store.driver import fetch, fetch_alone
from common.wiring import Envelope

_RECEIVE = """
with new as (
  insert into {inbox} (id, source, key, priority, type, body)
  select r.id, r.source, r.key, r.priority, r.type, r.body
  from unnest($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[], $6::bytea[])
       with ordinality as r (id, source, key, priority, type, body, place)
  order by r.place
  on conflict (id) do nothing returning key, priority
), woken as (
  insert into {lane} as l (loop, key, priority, due_at)
  select 'worker', key, min(priority), mari_now() from new where key is not null
  group by key order by key
  on conflict (loop, key) do update set due_at = coalesce(l.due_at, mari_now()),
    priority = least(l.priority, excluded.priority)
  where l.due_at is null or l.priority > excluded.priority
)
select count(*) as new, count(key) as keyed from new
"""
_TRY_WRITE = """
insert into inbox (id, source, priority, type, body, done_at)
values ($1, 'probe', 9, 'probe', $2, mari_now())
"""
_UNDO_TRY = "delete from inbox where id = $1"
_TRY_BYTES = 32 * 1024
"""More than a page and the room that is left in one: the file must be able to grow."""
_COLUMNS = (
    "seq, id, source, key, priority, type, body, received_at, attempts, kills, next_at, error"
)
_HEADS = f"""
select {", ".join("r." + c.strip() for c in _COLUMNS.split(","))}, mari_now() as now
from unnest($1::text[]) with ordinality k (key, place) cross join lateral (
  select {_COLUMNS} from inbox i
  where i.key = k.key and done_at is null and parked_at is null and i.key is not null
  order by seq limit $2) r
order by k.place, r.seq
"""  # noqa: S608 - constants only
_FREE = f"""
select {_COLUMNS}, mari_now() as now from inbox
where key is null and done_at is null and parked_at is null and next_at <= mari_now()
order by seq limit $1 for update skip locked
"""  # noqa: S608 - constants only
_FREE_ONE = f"""
select {_COLUMNS}, mari_now() as now from inbox
where seq = $1 and done_at is null and parked_at is null and next_at <= mari_now()
for update skip locked
"""  # noqa: S608 - constants only
_DONE = (
    "update inbox set done_at = mari_now(), body = '', error = null where seq = any($1::bigint[])"
)
_PARK = """
update inbox i set parked_at = mari_now(), error = r.error
from unnest($1::bigint[], $2::text[]) as r (seq, error) where i.seq = r.seq
"""
_TRY = """
update inbox set attempts = attempts + 1 - $2, kills = kills + 1 - $2 where seq = $1
"""
_POSTPONE = """
update inbox set next_at = mari_now() + $2::interval, error = $3, kills = greatest(kills - 1, 0)
where seq = $1
"""


@dataclass(frozen=True, slots=True)
class Received:
    """How much of what came was new: all of it, and the part that has a lane."""

    new: int
    keyed: int


async def receive(
    session: AsyncSession, envelopes: Sequence[Envelope], *, schema: str | None = None
) -> Received:
    """Write envelopes into a service's inbox in their order and wake their lanes.

    What is known already changes nothing. Without `schema` it is the session's own.
    """
    prefix = f'"{schema}".' if schema else ""
    statement = _RECEIVE.format(inbox=f"{prefix}inbox", lane=f"{prefix}lane")
    rows = await fetch(session, statement, *_columns(envelopes))
    return Received(rows[0].new, rows[0].keyed)


async def receive_alone(database: Database, envelopes: Sequence[Envelope]) -> Received:
    """Receive in a transaction of its own: one round trip."""
    statement = _RECEIVE.format(inbox="inbox", lane="lane")
    rows = await fetch_alone(database, statement, *_columns(envelopes))
    return Received(rows[0]["new"], rows[0]["keyed"])


async def try_write(database: Database) -> None:
    """Write, commit and leave nothing behind. Raises the driver's error when that cannot be."""
    name = f"probe:{new_id()}"
    async with database.begin() as session:
        await fetch(session, _TRY_WRITE, name, os.urandom(_TRY_BYTES))
        await fetch(session, _UNDO_TRY, name)


def _columns(envelopes: Sequence[Envelope]) -> tuple[list[object], ...]:
    return (
        [e.id for e in envelopes],
        [e.source for e in envelopes],
        [e.key for e in envelopes],
        [e.priority for e in envelopes],
        [e.type for e in envelopes],
        [e.body for e in envelopes],
    )


async def heads(session: AsyncSession, keys: Sequence[str], *, each: int) -> Sequence[Row[Any]]:
    """Return the first `each` unfinished rows of each lane, lane by lane in order."""
    return await fetch(session, _HEADS, list(keys), each)


async def claim_free(session: AsyncSession, *, most: int) -> Sequence[Row[Any]]:
    """Lock and return order-free rows that are due, oldest first."""
    return await fetch(session, _FREE, most)


async def claim_free_one(session: AsyncSession, seq: int) -> Sequence[Row[Any]]:
    """Lock one order-free row; empty when it is done, parked, or somebody else's."""
    return await fetch(session, _FREE_ONE, seq)


async def finish(session: AsyncSession, seqs: Sequence[int]) -> None:
    """Mark rows done and empty them: ids outlive bodies."""
    await fetch(session, _DONE, list(seqs))


async def park(session: AsyncSession, refused: Sequence[tuple[int, str]]) -> None:
    """Set rows aside, visibly, each with a code that says why."""
    await fetch(session, _PARK, [seq for seq, _ in refused], [code for _, code in refused])


async def count_attempt(session: AsyncSession, seq: int, *, forgiven: int = 0) -> None:
    """Count a try, and a kill, before it is made, so that one that kills the process counts.

    `forgiven` tries before it left no outcome because the database was gone: they do not count.
    """
    await fetch(session, _TRY, seq, forgiven)


async def postpone(session: AsyncSession, seq: int, wait: timedelta, error: str) -> None:
    """Try a row again later; it did not kill the process."""
    await fetch(session, _POSTPONE, seq, wait, error)
