"""Statements on what was set aside: rows that wait for a person."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.store.driver import fetch

_OUTBOX = """
select seq, 'outbox' as box, id::text as id, type, target as peer, path,
  left(md5(key), 8) as lane, priority, created_at as at, parked_at, attempts, error,
  octet_length(body) as size
from outbox where parked_at is not null and {which}
"""
_INBOX = """
select seq, 'inbox' as box, id, type, source as peer, null as path,
  left(md5(key), 8) as lane, priority, received_at as at, parked_at, attempts, error,
  octet_length(body) as size
from inbox where parked_at is not null and {which}
"""
_BEYOND = "seq > $1 order by seq limit $2"
_ROWS_OUTBOX = _OUTBOX.format(which=_BEYOND)
_ROWS_INBOX = _INBOX.format(which=_BEYOND)
_LOCK_OUTBOX = _OUTBOX.format(which="seq = $1 for update")
_LOCK_INBOX = _INBOX.format(which="seq = $1 for update")
_REPLAY_OUTBOX = """
update outbox set parked_at = null, attempts = 0, next_at = mari_now(), error = null
where seq = $1 and parked_at is not null and sent_at is null
"""
_DISCARD = """
with i as (
  update inbox set parked_at = null, done_at = mari_now(), error = $2,
    body = case when $3::boolean then body else '' end
  where seq = $1 and parked_at is not null
)
update outbox set parked_at = null, sent_at = mari_now(), error = $2,
  body = case when $3::boolean or dedupe is not null then body else '' end
where seq = $1 and parked_at is not null
"""


async def rows(session: AsyncSession, *, after: int, limit: int) -> Sequence[Row[Any]]:
    """Return parked rows of both boxes beyond `after`, in order."""
    found = [
        *await fetch(session, _ROWS_OUTBOX, after, limit),
        *await fetch(session, _ROWS_INBOX, after, limit),
    ]
    return sorted(found, key=attrgetter("seq"))[:limit]


async def lock(session: AsyncSession, seq: int) -> Row[Any] | None:
    """Lock and return one parked row of either box (they share one sequence)."""
    for statement in (_LOCK_INBOX, _LOCK_OUTBOX):
        found = await fetch(session, statement, seq)
        if found:
            return found[0]
    return None


async def replay_outbox(session: AsyncSession, seq: int) -> None:
    """Let a parked outbox row be sent again."""
    await fetch(session, _REPLAY_OUTBOX, seq)


async def discard(session: AsyncSession, seq: int, note: str, *, keep_body: bool) -> None:
    """Finish a parked row with a note; the archive's body stays, another's goes unless kept."""
    await fetch(session, _DISCARD, seq, note, keep_body)
