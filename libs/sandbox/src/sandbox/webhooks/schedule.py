"""Webhooks that wait for their moment; the faults of delivery are decided here, once, durably."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import faults
from sandbox.chats.identity import Customer
from sandbox.faults import WEBHOOK_BEHAVIOURS, Behaviour
from sandbox.settings import Timing

MESSAGE = "message"
STATUS = "status"
_COPIES = (0.0, 0.05, 0.5)


@dataclass(frozen=True, slots=True)
class Item:
    """One message or status for a webhook; `contact` is None where Meta names none."""

    kind: str
    chat_id: str
    wamid: str
    item: Mapping[str, Any]
    contact: Mapping[str, Any] | None
    due_at: float


def contact_of(who: Customer) -> dict[str, Any]:
    """Return the customer as webhooks name them."""
    contact = {"profile": {"name": who.name}, "wa_id": who.wa_id, "user_id": who.user_id}
    return {key: value for key, value in contact.items() if value is not None}


def schedule_message(db: sqlite3.Connection, item: Item, timing: Timing) -> None:
    """Let a customer's message be reported now, or as the switches say."""
    match faults.take(db, "graph", "messages", WEBHOOK_BEHAVIOURS):
        case Behaviour.DUPLICATE_WEBHOOKS:
            for delay in _COPIES:
                _add(db, item, item.due_at + delay)
        case Behaviour.REORDERED_WEBHOOKS:
            held = 0.0 if _has_held(db, item) else timing.reorder_hold
            _add(db, item, item.due_at + held)
        case Behaviour.LOST_WEBHOOKS:
            _add(db, item, item.due_at + timing.lost_retry, attempts=1)
        case _:
            _add(db, item, item.due_at)


def schedule_statuses(db: sqlite3.Connection, items: Sequence[Item]) -> None:
    """Let the statuses of one sent message be reported, each at its time, or as switched."""
    behaviour = faults.take(db, "graph", "messages", WEBHOOK_BEHAVIOURS)
    delays = _COPIES if behaviour == Behaviour.DUPLICATE_WEBHOOKS else (0.0,)
    silent = int(behaviour == Behaviour.LOST_WEBHOOKS)
    times = [item.due_at for item in items]
    if behaviour == Behaviour.REORDERED_WEBHOOKS:
        times.reverse()
    for item, due_at in zip(items, times, strict=True):
        for delay in delays:
            _add(db, item, due_at + delay, silent=silent)


def _has_held(db: sqlite3.Connection, item: Item) -> bool:
    held = db.execute(
        "SELECT 1 FROM webhook WHERE kind = ? AND chat_id = ? AND due_at > ?",
        (item.kind, item.chat_id, item.due_at),
    )
    return held.fetchone() is not None


def _add(
    db: sqlite3.Connection, item: Item, due_at: float, *, attempts: int = 0, silent: int = 0
) -> None:
    contact = None if item.contact is None else json.dumps(item.contact)
    db.execute(
        "INSERT INTO webhook (kind, chat_id, wamid, item, contact, due_at, attempts, silent,"
        " born_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(item.kind, item.chat_id, item.wamid, json.dumps(item.item), contact),
            *(due_at, attempts, silent, item.due_at),
        ),
    )
