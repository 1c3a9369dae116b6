"""Statements on the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from common.crypto import Keyring
from common.db import Database
from common.lanes.api import OutboxRow
from common.lanes.store.driver import fetch, fetch_alone

_INSERT = """
with new as (insert into outbox
  (id, target, path, key, priority, type, body, secret, dedupe, expires_at, sent_at)
select r.id, r.target, r.path, r.key, r.priority, r.type, r.body, r.secret, r.dedupe,
       mari_now() + r.expires, case when r.target = 'archive' then mari_now() end
from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[],
            $7::bytea[], $8::boolean[], $9::text[], $10::interval[]) with ordinality
     as r (id, target, path, key, priority, type, body, secret, dedupe, expires, place)
order by r.place
on conflict do nothing)
select pg_notify($11, $12) where $11::text is not null
"""
BUS_ROWS = """
with recursive topic (name) as (
  select min(target) from outbox
  where sent_at is null and parked_at is null and path is null
  union all
  select (select min(o.target) from outbox o where o.target > topic.name
          and o.sent_at is null and o.parked_at is null and o.path is null)
  from topic where topic.name is not null
)
select r.seq, r.id, r.target, r.key, r.priority, r.type, r.body, r.created_at
from topic cross join lateral (
  select seq, id, target, key, priority, type, body, created_at from outbox o
  where o.target = topic.name and o.sent_at is null and o.parked_at is null and o.path is null
  order by o.seq limit $1) r
where topic.name is not null
"""
_MARK_SENT = """
update outbox set sent_at = mari_now(), error = null,
  body = case when secret or dedupe is null then '' else body end
where seq = any($1::bigint[])
"""
_PARK = "update outbox set parked_at = mari_now(), error = $2 where seq = $1"
HTTP_HEADS = """
with recursive way (target, key) as (
  (select target, key from outbox
   where sent_at is null and parked_at is null and path is not null
   order by target, key limit 1)
  union all
  select n.target, n.key from way cross join lateral (
    select o.target, o.key from outbox o where (o.target, o.key) > (way.target, way.key)
      and o.sent_at is null and o.parked_at is null and o.path is not null
    order by o.target, o.key limit 1) n
), flying as (
  select f.target, f.key from unnest($1::text[], $2::text[]) as f (target, key)
), head as (
  select r.*, row_number() over (partition by r.target order by r.next_at)
    + (select count(*) from flying f where f.target = r.target) as place
  from way cross join lateral (
    select * from outbox o where o.target = way.target and o.key = way.key
      and o.sent_at is null and o.parked_at is null and o.path is not null
    order by o.seq limit 1) r
  where r.next_at <= mari_now()
    and not exists (select from flying f where f.target = way.target and f.key = way.key)
)
select seq, id, target, path, key, type, body, attempts, in_doubt, created_at,
       expires_at, coalesce(expires_at <= mari_now(), false) as is_expired, mari_now() as now
from head where place <= $3
"""
"""The oldest due request of each service and key, at most so many under way at each service."""
_CLOSE = """
update outbox o set sent_at = mari_now(), error = r.error,
  body = case when r.error is not null or o.secret then '' else o.body end
from unnest($1::bigint[], $2::text[]) as r (seq, error)
where o.seq = r.seq and o.sent_at is null
"""
_RETRY = """
update outbox o set attempts = o.attempts + 1, next_at = mari_now() + r.wait, error = r.error,
  in_doubt = o.in_doubt or r.in_doubt
from unnest($1::bigint[], $2::interval[], $3::text[], $4::boolean[])
     as r (seq, wait, error, in_doubt)
where o.seq = r.seq
"""
_ERASE_SENT = """
update outbox set secret = true, body = case when sent_at is null then body else '' end
where dedupe = any($1::text[])
"""


@dataclass(frozen=True, slots=True)
class Retry:
    """An `http:` row to be tried again: how long to wait, why, and whether it may have arrived."""

    seq: int
    wait: timedelta
    error: str
    in_doubt: bool


def _path_fits(row: OutboxRow) -> bool:
    is_http = row.target.startswith("http:")
    return is_http == (row.path is not None) and (not is_http or row.key is not None)


@dataclass(frozen=True, slots=True)
class Insertion:
    """One statement that writes rows, and tells another process if it is given a channel."""

    values: tuple[object, ...]
    statement: str = _INSERT


def insertion(
    rows: Sequence[OutboxRow], bus: Keyring, *, notify: tuple[str | None, str | None]
) -> Insertion:
    """Return what writes rows in their order, each body sealed for its envelope.

    What is known stays as it is. Raises ValueError for an `http:` row without path or key, or a
    path on any other.
    """
    if not all(_path_fits(row) for row in rows):
        raise ValueError("an http: row has a method with a path and a key, other rows no path")
    values = (
        [row.id for row in rows],
        [row.target for row in rows],
        [row.path for row in rows],
        [row.key for row in rows],
        [row.priority for row in rows],
        [row.type for row in rows],
        [bus.seal(row.body, f"envelope:{row.id}") for row in rows],
        [row.secret for row in rows],
        [row.dedupe for row in rows],
        [row.expires_after for row in rows],
        *notify,
    )
    return Insertion(values)


async def mark_sent(session: AsyncSession, seqs: Sequence[int]) -> None:
    """Finish rows that arrived; only what was deduplicated keeps its body, as the archive."""
    await fetch(session, _MARK_SENT, list(seqs))


async def mark_sent_alone(database: Database, seqs: Sequence[int]) -> None:
    """Finish rows that the broker has, in a transaction of their own."""
    await fetch_alone(database, _MARK_SENT, list(seqs))


async def park(session: AsyncSession, seq: int, error: str) -> None:
    """Set a row aside, visibly, with a code that says why."""
    await fetch(session, _PARK, seq, error)


async def close(session: AsyncSession, closed: Sequence[tuple[int, str | None]]) -> None:
    """Finish `http:` rows; one with an error code is emptied, as is a secret."""
    await fetch(session, _CLOSE, [seq for seq, _ in closed], [error for _, error in closed])


async def retry(session: AsyncSession, retries: Sequence[Retry]) -> None:
    """Try `http:` rows again later."""
    await fetch(
        session,
        _RETRY,
        [r.seq for r in retries],
        [r.wait for r in retries],
        [r.error for r in retries],
        [r.in_doubt for r in retries],
    )


async def erase_sent(session: AsyncSession, dedupes: Sequence[str]) -> None:
    """Empty the archived copies of what carried a secret; an unsent one as soon as it is sent."""
    await fetch(session, _ERASE_SENT, list(dedupes))
