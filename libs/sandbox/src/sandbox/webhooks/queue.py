"""The queue of pending webhooks: claim, finish, put back."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.chats import repository
from sandbox.settings import Timing
from sandbox.webhooks.schedule import MESSAGE, STATUS

MOST_PER_BODY = 200
_WEEK = 7 * 24 * 3600.0
_CLAIM = """
UPDATE webhook SET claimed = 1 WHERE id IN (
  SELECT id FROM webhook w WHERE kind = ?1 AND due_at <= ?2 AND claimed = 0
    AND (kind = 'status' OR NOT EXISTS (
      SELECT 1 FROM webhook o WHERE o.chat_id = w.chat_id AND o.claimed = 1 AND o.kind = w.kind))
  ORDER BY due_at, id LIMIT ?3)
RETURNING id, chat_id, wamid, item, contact, attempts, silent, born_at, due_at
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One pending item that is about to be reported."""

    id: int
    chat_id: str
    wamid: str
    item: Mapping[str, Any]
    contact: str | None
    attempts: int
    silent: bool
    born_at: float
    due_at: float


def release_all(db: sqlite3.Connection) -> None:
    """Put back what the last run had claimed: nobody knows whether it arrived."""
    db.execute("UPDATE webhook SET claimed = 0 WHERE claimed = 1")


def claim(db: sqlite3.Connection, kind: str, now: float) -> list[Claimed]:
    """Take what is due, up to one body; a chat's messages are never in two bodies at once."""
    rows = db.execute(_CLAIM, (kind, now, MOST_PER_BODY)).fetchall()
    found = sorted((_claimed(row) for row in rows), key=lambda one: (one.due_at, one.id))
    if kind == STATUS:
        for one in found:
            repository.advance(db, one.wamid, one.item["status"])
        _drop(db, [one.id for one in found if one.silent])
    return found


def next_due(db: sqlite3.Connection, kind: str, now: float) -> float | None:
    """Return when the next item of this kind becomes due, after now."""
    row = db.execute(
        "SELECT min(due_at) AS at FROM webhook WHERE kind = ? AND claimed = 0 AND due_at > ?",
        (kind, now),
    ).fetchone()
    return row["at"]


def accepted(db: sqlite3.Connection, kind: str, items: Sequence[Claimed]) -> None:
    """Drop what the business answered 200 to."""
    _drop(db, [one.id for one in items])
    if kind == MESSAGE:
        for one in items:
            repository.advance(db, one.wamid, "delivered")


def refused(db: sqlite3.Connection, items: Sequence[Claimed], now: float, timing: Timing) -> None:
    """Put back what got no 200: soon, then ever later, for seven days (facts: WhatsApp, 1.4)."""
    _drop(db, [one.id for one in items if now - one.born_at > _WEEK])
    db.executemany(
        "UPDATE webhook SET claimed = 0, attempts = attempts + 1, due_at = ? WHERE id = ?",
        [(now + _pause(one.attempts, timing), one.id) for one in items],
    )


def count_pending(db: sqlite3.Connection) -> int:
    """Return how many items have not been accepted yet."""
    return db.execute("SELECT count(*) AS n FROM webhook").fetchone()["n"]


def _pause(attempts: int, timing: Timing) -> float:
    return min(timing.retry_first * 2 ** min(attempts, 20), timing.retry_longest)


def _drop(db: sqlite3.Connection, ids: Sequence[int]) -> None:
    db.executemany("DELETE FROM webhook WHERE id = ?", [(one,) for one in ids])


def _claimed(row: sqlite3.Row) -> Claimed:
    return Claimed(
        id=row["id"],
        chat_id=row["chat_id"],
        wamid=row["wamid"],
        item=json.loads(row["item"]),
        contact=row["contact"],
        attempts=row["attempts"],
        silent=bool(row["silent"]),
        born_at=row["born_at"],
        due_at=row["due_at"],
    )
