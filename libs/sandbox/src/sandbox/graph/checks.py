"""One message from the business, checked against every limit of Meta's (section 4)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.graph.errors import GraphError
from sandbox.graph.fields import Fields, optional_text, part, text
from sandbox.graph.interactive import check_interactive
from sandbox.graph.template import check_template
from sandbox.settings import Template

_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{5,20}")
_NO_DIGIT = re.compile(r"[^0-9]")
_USER_ID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_MEDIA = ("image", "video", "audio", "document", "sticker")
Shown = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that Meta would take: to whom, and what the phone shows."""

    address: str
    given: str
    type: str
    text: str
    content: Mapping[str, Any]
    callback_id: str | None


def check_message(fields: Fields, approved: Sequence[Template]) -> Outgoing:
    """Return the message to send. Raises GraphError with Meta's code for what is wrong."""
    if fields.get("messaging_product") != "whatsapp":
        raise GraphError(100, "messaging_product must be whatsapp")
    if fields.get("recipient_type", "individual") != "individual":
        raise GraphError(100, "recipient_type must be individual")
    address = _address(fields)
    kind = fields.get("type", "text")
    callback = optional_text(fields, "biz_opaque_callback_data", 512)
    if fields.get("context") is not None:
        text(part(fields, "context"), "message_id", 1024, where="context")
    shown, content = _content(fields, kind, approved, by_user_id=not address.isdigit())
    given = str(fields.get("to") or fields.get("recipient"))
    return Outgoing(address, given, str(kind), shown, content, callback)


def _address(fields: Fields) -> str:
    to, recipient = fields.get("to"), fields.get("recipient")
    if to is None and recipient is None:
        raise GraphError(131008, "to or recipient is required")
    if to is not None:
        if not isinstance(to, str) or not _PHONE.fullmatch(to):
            raise GraphError(131009, "to must be a phone number with its country code")
        return _NO_DIGIT.sub("", to)
    if not isinstance(recipient, str) or not _USER_ID.fullmatch(recipient):
        raise GraphError(131009, "recipient must be a business-scoped user id")
    return recipient


def _content(
    fields: Fields, kind: object, approved: Sequence[Template], *, by_user_id: bool
) -> Shown:
    if kind == "template":
        return check_template(part(fields, "template"), approved, by_user_id=by_user_id)
    check = _TYPES.get(str(kind))
    if check is None:
        raise GraphError(100, f"type must be one of: {', '.join([*_TYPES, 'template'])}")
    return check(part(fields, str(kind))) if kind != "contacts" else _contacts(fields)


def _text(fields: Fields) -> Shown:
    return text(fields, "body", 4096, where="text"), {}


def _reaction(fields: Fields) -> Shown:
    target = text(fields, "message_id", 1024, where="reaction")
    emoji = fields.get("emoji")
    if not isinstance(emoji, str) or len(emoji) > 16:  # noqa: PLR2004 - the longest sequence in use
        raise GraphError(131009, "reaction.emoji must be an emoji, or empty to remove it")
    return emoji, {"reaction_to": target}


def _location(fields: Fields) -> Shown:
    for name in ("latitude", "longitude"):
        if fields.get(name) is None:
            raise GraphError(131008, f"location.{name} is required")
    return str(fields.get("name") or fields.get("address") or "[location]"), {}


def _contacts(fields: Fields) -> Shown:
    if not isinstance(fields.get("contacts"), list):
        raise GraphError(100, "contacts must be a list")
    return "[contacts]", {}


def _media(kind: str) -> Callable[[Fields], Shown]:
    def check(fields: Fields) -> Shown:
        if not fields.get("id") and not fields.get("link"):
            raise GraphError(131008, f"{kind} needs an id or a link")
        caption = optional_text(fields, "caption", 1024, where=kind)
        name = optional_text(fields, "filename", 240, where=kind)
        media = {"media": str(fields.get("id") or fields.get("link"))}
        return caption or name or f"[{kind}]", media

    return check


_TYPES: Mapping[str, Callable[[Fields], Shown]] = {
    "text": _text,
    "interactive": check_interactive,
    "reaction": _reaction,
    "location": _location,
    "contacts": _contacts,
} | {kind: _media(kind) for kind in _MEDIA}
