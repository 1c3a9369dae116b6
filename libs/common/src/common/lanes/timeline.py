"""What a service did lately: its outbox and inbox in one order, metadata only."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.clock import to_z
from common.lanes.store.driver import fetch

_BOTH = """
select * from (
  (select seq, 'outbox' as box, id::text as id, type, target as peer, path,
    left(md5(key), 8) as lane, priority, created_at as at,
    sent_at as finished_at, parked_at, attempts, error
  from outbox where {which} order by seq {order})
  union all
  (select seq, 'inbox', id, type, source, null, left(md5(key), 8),
    priority, received_at, done_at, parked_at, attempts, error
  from inbox where {which} order by seq {order})
) rows order by seq {order}
"""
_AFTER = _BOTH.format(which="seq > $1", order="asc limit $2")
_LATEST = _BOTH.format(which="seq > $1", order="desc limit $2")


async def rows(session: AsyncSession, *, after: int, limit: int) -> list[dict[str, Any]]:
    """Return rows after `after` in order; from the start (0) the latest ones.

    `n` of the last row is the next `after`. Keys appear as a digest only.
    """
    found = await fetch(session, _AFTER if after else _LATEST, after, limit)
    return [_shown(row) for row in (found if after else reversed(found))]


def named(row: Row[Any]) -> dict[str, Any]:
    """Return what a row of either box is; its key is a digest."""
    return {
        "n": row.seq,
        "box": row.box,
        "id": row.id,
        "type": row.type,
        "peer": row.peer,
        "path": row.path,
        "lane": row.lane,
        "priority": row.priority,
    }


def _shown(row: Row[Any]) -> dict[str, Any]:
    state = "parked" if row.parked_at else "done" if row.finished_at else "waiting"
    return named(row) | {
        "state": state,
        "at": to_z(row.at),
        "finished_at": to_z(row.finished_at) if row.finished_at else None,
        "attempts": row.attempts,
        "error": row.error,
    }
