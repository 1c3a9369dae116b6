"""Writing as a customer: the bubble and its webhook in one commit."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sandbox.chats import inbound, repository
from sandbox.chats.identity import Customer
from sandbox.chats.inbound import UnreadableError, Written
from sandbox.chats.repository import Bubble
from sandbox.settings import SandboxSettings
from sandbox.webhooks.schedule import MESSAGE, Item, contact_of, schedule_message


def write(
    db: sqlite3.Connection, settings: SandboxSettings, address: str, written: Written
) -> dict[str, Any]:
    """Store what the customer writes and schedule its webhook; return chat, `n` and `wamid`.

    The same `id` in a raw message is the same message again: one bubble, another webhook.
    Raises UnreadableError for an address or a reply that does not exist.
    """
    at = settings.clock().timestamp()
    try:
        who = repository.resolve(db, address, written.name)
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    message = inbound.meta_message(who, _content(db, settings, who, written), at)
    n = _show(db, who, message, at)
    repository.heard_from(db, who.chat_id, at)
    contact = None if message.get("type") == "system" else contact_of(who)
    item = Item(MESSAGE, who.chat_id, str(message.get("id", "")), message, contact, at)
    schedule_message(db, item, settings.timing)
    return {"chat_id": who.chat_id, "n": n, "wamid": message.get("id")}


def _content(
    db: sqlite3.Connection, settings: SandboxSettings, who: Customer, written: Written
) -> Mapping[str, Any]:
    if written.raw is not None:
        return written.raw
    if written.text is not None:
        return inbound.text_content(written.text)
    offer = repository.find_offer(db, who.chat_id, written.reply_id or "")
    if offer is None:
        raise UnreadableError("no message in this chat offers a button or row with that id")
    return inbound.reply_content(offer, settings.display_phone_number)


def _show(db: sqlite3.Connection, who: Customer, message: Mapping[str, Any], at: float) -> int:
    wamid = str(message.get("id", ""))
    known = repository.find(db, wamid)
    if known is not None:
        return known["n"]
    kind = str(message.get("type", "unknown"))
    text = inbound.shown_text(message)
    return repository.append(db, who.chat_id, Bubble(wamid, "in", kind, text, "sent"), at)
