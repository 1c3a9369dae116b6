"""What a customer's message says, whatever Meta type it has (facts/whatsapp.md section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from flow_engine.domain.characters import readable

SILENT: Final = frozenset({"reaction", "revoke", "system"})
"""Types that are no new turn: nothing is answered, no payment is changed by them."""

_MEDIA: Final = ("image", "video", "document", "audio", "sticker")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a message and the id of the button or row that was pressed."""

    text: str | None
    reply_id: str | None = None
    unread: str | None = None
    """Words that are no turn, such as an edited message's: a code can stand in them."""


def read_said(kind: str, content: Mapping[str, Any]) -> Said:
    """Return what was said; a type that has no words says nothing. Never raises."""
    part = _mapping(content.get(kind))
    if kind == "text":
        return Said(_text(part.get("body")))
    if kind == "interactive":
        return _pressed(part)
    if kind == "button":
        return Said(_text(part.get("text")), _text(part.get("payload")))
    if kind == "edit":
        changed = _mapping(part.get("message"))
        return Said(None, unread=_words(changed))
    if kind in _MEDIA:
        return Said(_text(part.get("caption")))
    return Said(None)


def _pressed(part: Mapping[str, Any]) -> Said:
    for name in ("button_reply", "list_reply"):
        reply = _mapping(part.get(name))
        if reply:
            return Said(_text(reply.get("title")), _text(reply.get("id")))
    return Said(None)


def _words(message: Mapping[str, Any]) -> str | None:
    """Return the words of the message that an edit carries: a text, or a caption."""
    kind = message.get("type")
    return None if kind == "edit" else read_said(str(kind), message).text


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return readable(value) if isinstance(value, str) else None
