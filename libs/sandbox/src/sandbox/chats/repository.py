"""Chats and their messages; every change of a chat moves its version on."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from common.clock import to_z

from sandbox.chats.identity import Customer, customer

_RANK = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 9}
_LATEST_OFFERS = 200


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as a phone shows it; `content` holds what only some types have."""

    wamid: str
    direction: str
    type: str
    text: str
    status: str
    content: Mapping[str, Any] = field(default_factory=dict[str, Any])
    callback_id: str | None = None


def resolve(db: sqlite3.Connection, address: str, name: str | None = None) -> Customer:
    """Return the customer of an address, and open the chat when there is none. Raises ValueError.

    A user id leads to the chat of the number that it belongs to.
    """
    row = db.execute(
        "SELECT * FROM chat WHERE chat_id = ?1 OR user_id = ?1", (address.removeprefix("+"),)
    ).fetchone()
    if row is None:
        return _open(db, customer(address, name))
    if name is not None and name != row["name"]:
        db.execute("UPDATE chat SET name = ? WHERE chat_id = ?", (name, row["chat_id"]))
    return Customer(row["chat_id"], row["user_id"], row["wa_id"], name or row["name"])


def append(db: sqlite3.Connection, chat_id: str, bubble: Bubble, at: float) -> int:
    """Add a message and return its `n`."""
    row = db.execute(
        "UPDATE chat SET last_n = last_n + 1, version = version + 1 WHERE chat_id = ?"
        " RETURNING last_n, version",
        (chat_id,),
    ).fetchone()
    db.execute(
        "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(chat_id, row["last_n"], bubble.wamid, bubble.direction, bubble.type, bubble.text),
            *(json.dumps(bubble.content), bubble.callback_id, bubble.status, at, row["version"]),
        ),
    )
    return row["last_n"]


def find(db: sqlite3.Connection, wamid: str) -> sqlite3.Row | None:
    """Return the message with this id."""
    return db.execute("SELECT * FROM message WHERE wamid = ?", (wamid,)).fetchone()


def heard_from(db: sqlite3.Connection, chat_id: str, at: float) -> None:
    """Open the 24-hour window: the customer wrote."""
    db.execute("UPDATE chat SET last_inbound_at = ? WHERE chat_id = ?", (at, chat_id))


def last_heard(db: sqlite3.Connection, chat_id: str) -> float | None:
    """Return when the customer last wrote."""
    row = db.execute("SELECT last_inbound_at FROM chat WHERE chat_id = ?", (chat_id,)).fetchone()
    return None if row is None else row["last_inbound_at"]


def advance(db: sqlite3.Connection, wamid: str, status: str) -> None:
    """Show a message's status, never backwards."""
    row = find(db, wamid)
    if row is None or _RANK.get(row["status"], 0) >= _RANK.get(status, 0):
        return
    version = _touch(db, row["chat_id"])
    db.execute(
        "UPDATE message SET status = ?, version = ? WHERE wamid = ?", (status, version, wamid)
    )


def read_up_to(db: sqlite3.Connection, wamid: str) -> str | None:
    """Mark this message and those before it as read by the business; return the chat, if any."""
    row = find(db, wamid)
    if row is None:
        return None
    version = _touch(db, row["chat_id"])
    db.execute(
        "UPDATE message SET status = 'read', version = ?"
        " WHERE chat_id = ? AND n <= ? AND direction = 'in' AND status != 'read'",
        (version, row["chat_id"], row["n"]),
    )
    return row["chat_id"]


def messages_after(db: sqlite3.Connection, chat_id: str, n: int) -> list[dict[str, Any]]:
    """Return the messages that came after the n-th."""
    rows = db.execute("SELECT * FROM message WHERE chat_id = ? AND n > ? ORDER BY n", (chat_id, n))
    return [_view(row) for row in rows]


def messages_since(db: sqlite3.Connection, chat_id: str, version: int) -> list[dict[str, Any]]:
    """Return the messages that are new or changed since a version of the chat."""
    rows = db.execute(
        "SELECT * FROM message WHERE chat_id = ? AND version > ? ORDER BY n", (chat_id, version)
    )
    return [_view(row) for row in rows]


def version_of(db: sqlite3.Connection, chat_id: str) -> int:
    """Return how often the chat has changed."""
    row = db.execute("SELECT version FROM chat WHERE chat_id = ?", (chat_id,)).fetchone()
    return 0 if row is None else row["version"]


def chat_id_of(db: sqlite3.Connection, address: str) -> str:
    """Return the chat of an address that may have none yet."""
    row = db.execute("SELECT chat_id FROM chat WHERE user_id = ?", (address,)).fetchone()
    return address.removeprefix("+") if row is None else row["chat_id"]


def list_chats(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return everyone who has a chat, the latest writer first."""
    rows = db.execute("SELECT * FROM chat ORDER BY last_inbound_at DESC, chat_id LIMIT 200")
    return [
        {key: row[key] for key in ("chat_id", "user_id", "wa_id", "name", "last_n")} for row in rows
    ]


def find_offer(db: sqlite3.Connection, chat_id: str, reply_id: str) -> dict[str, Any] | None:
    """Return the latest button or row with this id, with the `wamid` and `kind` that offered it.

    The id may be given without its tag: `book:confirm` is the latest `book:confirm#…`.
    """
    return next((o for o in _offers(db, chat_id) if reply_id in _names(o["id"])), None)


def _names(option_id: str) -> tuple[str, str]:
    return option_id, option_id.rpartition("#")[0] or option_id


def _offers(db: sqlite3.Connection, chat_id: str) -> Iterator[dict[str, Any]]:
    """Yield every button and row of the latest messages, the newest message first."""
    rows = db.execute(
        "SELECT wamid, content FROM message WHERE chat_id = ? AND direction = 'out'"
        " AND type IN ('interactive', 'template') ORDER BY n DESC LIMIT ?",
        (chat_id, _LATEST_OFFERS),
    )
    for row in rows:
        content = json.loads(row["content"])
        for key in ("buttons", "rows"):
            for option in content.get(key, ()):
                yield {**option, "wamid": row["wamid"], "kind": content.get("kind")}


def _open(db: sqlite3.Connection, who: Customer) -> Customer:
    db.execute(
        "INSERT INTO chat (chat_id, user_id, wa_id, name) VALUES (?, ?, ?, ?)",
        (who.chat_id, who.user_id, who.wa_id, who.name),
    )
    return who


def _touch(db: sqlite3.Connection, chat_id: str) -> int:
    return db.execute(
        "UPDATE chat SET version = version + 1 WHERE chat_id = ? RETURNING version", (chat_id,)
    ).fetchone()["version"]


def _view(row: sqlite3.Row) -> dict[str, Any]:
    plain = {"n": row["n"], "direction": row["direction"], "type": row["type"], "text": row["text"]}
    more: dict[str, Any] = {"buttons": [], "rows": []} | json.loads(row["content"])
    at = to_z(datetime.fromtimestamp(row["at"], UTC))
    return {**plain, **more, "status": row["status"], "at": at, "wamid": row["wamid"]}
