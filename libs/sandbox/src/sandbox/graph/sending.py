"""Taking a message: the bubble, and the statuses that will follow, in one commit."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from common.clock import to_z

from sandbox.chats import repository
from sandbox.chats.identity import Customer, wamid_of_business
from sandbox.chats.repository import Bubble
from sandbox.graph.checks import Outgoing
from sandbox.graph.errors import REENGAGEMENT, status_error
from sandbox.misbehaviour import Reply
from sandbox.settings import SandboxSettings
from sandbox.webhooks.schedule import STATUS, Item, contact_of, schedule_statuses

_WINDOW = 24 * 3600.0


def accept(db: sqlite3.Connection, settings: SandboxSettings, message: Outgoing) -> Reply:
    """Store the message, schedule its statuses and return Meta's answer: accepted, not sent."""
    at = settings.clock().timestamp()
    who = repository.resolve(db, message.address)
    wamid = wamid_of_business(who.chat_id)
    shown = Bubble(
        wamid, "out", message.type, message.text, "accepted", message.content, message.callback_id
    )
    repository.append(db, who.chat_id, shown, at)
    schedule_statuses(db, _statuses(db, settings, (who, message, wamid), at))
    contact = {"input": message.given, "wa_id": who.wa_id, "user_id": who.user_id}
    answer: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "contacts": [{key: value for key, value in contact.items() if value is not None}],
        "messages": [{"id": wamid}],
    }
    if message.type == "template":
        answer["messages"] = [{"id": wamid, "message_status": "accepted"}]
    return Reply(200, answer)


def sent_messages(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return every message that the Graph stand-in took, in order of time."""
    rows = db.execute(
        "SELECT m.*, c.wa_id, c.user_id FROM message m JOIN chat c USING (chat_id)"
        " WHERE direction = 'out' ORDER BY m.at, m.chat_id, m.n"
    )
    return [
        {
            "id": row["wamid"],
            "to": row["wa_id"] or row["user_id"],
            "type": row["type"],
            "callback_id": row["callback_id"],
            "status": row["status"],
            "at": to_z(datetime.fromtimestamp(row["at"], UTC)),
        }
        for row in rows
    ]


def _statuses(
    db: sqlite3.Connection,
    settings: SandboxSettings,
    sent: tuple[Customer, Outgoing, str],
    at: float,
) -> Sequence[Item]:
    who, message, _ = sent
    timing = settings.timing
    heard = repository.last_heard(db, who.chat_id)
    if message.type != "template" and (heard is None or at - heard > _WINDOW):
        errors = {"errors": [status_error(131047, REENGAGEMENT)]}
        return [_item(sent, "failed", at + timing.sent, errors)]
    steps = (("sent", timing.sent), ("delivered", timing.delivered), ("read", timing.read))
    return [_item(sent, word, at + delay, _pricing(message, word)) for word, delay in steps]


def _item(
    sent: tuple[Customer, Outgoing, str], word: str, due_at: float, more: dict[str, Any]
) -> Item:
    who, message, wamid = sent
    status = {
        "id": wamid,
        "status": word,
        "timestamp": str(int(due_at)),
        "recipient_id": who.wa_id,
        "recipient_user_id": who.user_id,
        "biz_opaque_callback_data": message.callback_id,
    }
    item = {key: value for key, value in status.items() if value is not None} | more
    contact = None if word == "failed" else contact_of(who)
    return Item(STATUS, who.chat_id, wamid, item, contact, due_at)


def _pricing(message: Outgoing, word: str) -> dict[str, Any]:
    if word == "read":
        return {}
    category = "utility" if message.type == "template" else "service"
    kind = "regular" if message.type == "template" else "free_customer_service"
    billable = message.type == "template"
    pricing = {"billable": billable, "pricing_model": "PMP", "type": kind, "category": category}
    return {"pricing": pricing}
