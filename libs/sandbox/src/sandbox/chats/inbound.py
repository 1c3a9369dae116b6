"""What a customer writes, made into the exact message object that Meta would report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sandbox.chats.identity import Customer, wamid_of_customer

LONGEST_TEXT = 4096
_MEDIA = ("image", "video", "document", "audio", "sticker")


class UnreadableError(ValueError):
    """The request to write as a customer makes no sense; the text says what would."""


@dataclass(frozen=True, slots=True)
class Written:
    """Exactly one way to write: a text, a press on what was offered, or a raw message object."""

    text: str | None = None
    reply_id: str | None = None
    raw: Mapping[str, Any] | None = None
    name: str | None = None


def read_written(data: Mapping[str, Any]) -> Written:
    """Return what a request asks to write. Raises UnreadableError."""
    given = [key for key in ("text", "reply_id", "raw") if data.get(key) is not None]
    if len(given) != 1:
        raise UnreadableError('give exactly one of "text", "reply_id" and "raw"')
    value: object = data[given[0]]
    if given[0] == "raw":
        if not isinstance(value, dict) or not value:
            raise UnreadableError('"raw" is one Meta message object')
    elif not isinstance(value, str) or not 0 < len(value) <= LONGEST_TEXT:
        raise UnreadableError(f'"{given[0]}" is a text of 1 to {LONGEST_TEXT} characters')
    name = data.get("name")
    if name is not None and not isinstance(name, str):
        raise UnreadableError('"name" is a text')
    return Written(name=name, **{given[0]: cast("Any", value)})


def meta_message(who: Customer, content: Mapping[str, Any], at: float) -> dict[str, Any]:
    """Return Meta's message object: the content, and who sent it when under which id.

    Content wins where it says something itself; a key that it sets to null is left out.
    """
    message: dict[str, Any] = {"from": who.wa_id, "from_user_id": who.user_id}
    message |= {"id": wamid_of_customer(who.chat_id), "timestamp": str(int(at)), **content}
    return {key: value for key, value in message.items() if value is not None}


def text_content(text: str) -> dict[str, Any]:
    """Return the content of a typed text."""
    return {"type": "text", "text": {"body": text}}


def reply_content(offer: Mapping[str, Any], business_number: str) -> dict[str, Any]:
    """Return the content of a press on a button or row, with its context."""
    context = {"from": business_number, "id": offer["wamid"]}
    if offer["kind"] == "template":
        button = {"payload": offer["id"], "text": offer["title"]}
        return {"context": context, "type": "button", "button": button}
    reply = {"id": offer["id"], "title": offer["title"]}
    kind = "button_reply"
    if offer["kind"] == "list":
        kind = "list_reply"
        reply |= {"description": offer["description"]} if offer.get("description") else {}
    return {"context": context, "type": "interactive", "interactive": {"type": kind, kind: reply}}


def shown_text(message: Mapping[str, Any]) -> str:
    """Return the words that the customer's own phone shows for a message, whatever its shape."""
    kind = str(message.get("type", ""))
    part: object = message.get(kind)
    if not isinstance(part, dict):
        return f"[{kind or 'message'}]"
    fields = cast("dict[str, Any]", part)
    if kind == "interactive":
        return _interactive_text(fields)
    if kind in _MEDIA:
        return str(fields.get("caption") or fields.get("filename") or f"[{kind}]")
    for key in ("body", "text", "emoji", "name", "address"):
        if isinstance(fields.get(key), str):
            return fields[key]
    return f"[{kind}]"


def _interactive_text(fields: Mapping[str, Any]) -> str:
    reply: object = fields.get(str(fields.get("type")))
    if not isinstance(reply, dict):
        return "[interactive]"
    answer = cast("dict[str, Any]", reply)
    return str(answer.get("title") or answer.get("body") or "[interactive]")
