"""A customer's message: facts/whatsapp.md section 2."""

from datetime import timedelta
from typing import Final

from common.contracts import Address, WhatsAppMessageReceived

from gateway_webhooks.domain.archive import LONGEST_SENDER, archived
from gateway_webhooks.domain.dedupe import message_dedupe
from gateway_webhooks.domain.item import Fields, Item, Place, Policy, UnreadableError
from gateway_webhooks.domain.reading import (
    as_digits,
    as_fields,
    as_moment,
    as_text,
    as_word,
    is_fields,
)
from gateway_webhooks.domain.text import encoded, without_codes

KEPT_TYPES: Final = frozenset({"revoke", "media_placeholder"})
"""Types that are no words to us, and are kept only. All others go on, known or new: whoever
writes is answered, be it that the type cannot be read or that an edit changes nothing."""
OLDEST: Final = timedelta(days=8)
"""A message older than this is no message any more. Meta sends again for 7 days; what comes
later was captured, and its dedupe key may be forgotten."""

_ENVELOPE_FIELDS: Final = frozenset({"from", "from_user_id", "id", "timestamp"})
_PARENT: Final = "from_parent_user_id"
_LONGEST_ID: Final = 512


def message_item(place: Place, raw: object, policy: Policy) -> Item:
    """Return the row of one message. Raises UnreadableError when it has no id or sender."""
    fields = _message(raw)
    message_id = _id(fields)
    if place.number is None:
        return archived(place, "message", fields, "no_number")
    dedupe = message_dedupe(place.number, message_id)
    reason = _kept_only(place, fields, policy)
    if reason is not None:
        return archived(place, "message", without_codes(fields), reason, dedupe)
    return _received(place, fields, dedupe)


def _received(place: Place, fields: Fields, dedupe: str) -> Item:
    sender, contact = _sender(place, fields)
    name = as_fields(contact.get("profile")).get("name")
    kind = as_word(fields.get("type")) or ""
    message = WhatsAppMessageReceived(
        phone_number_id=place.number or "",
        message_id=_id(fields),
        sender=sender,
        profile_name=name if isinstance(name, str) else None,
        sent_at=as_moment(fields.get("timestamp"), otherwise=place.reception.received_at),
        kind=kind,
        content=_content(fields, contact),
    )
    body = message.model_dump() | {"raw_sha256": place.reception.raw_sha256}
    return Item(
        message.TOPIC,
        message.TYPE,
        encoded(body),
        dedupe,
        key=sender.key(),
        priority=message.PRIORITY,
    )


def _content(fields: Fields, contact: Fields) -> Fields:
    """Return the message's own fields; a parent user id may stand in the contact alone."""
    content = {name: part for name, part in fields.items() if name not in _ENVELOPE_FIELDS}
    parent = as_text(contact.get("parent_user_id"))
    if parent is not None and as_text(content.get(_PARENT)) is None:
        content[_PARENT] = parent
    return content


def _kept_only(place: Place, fields: Fields, policy: Policy) -> str | None:
    if not policy.takes(place.number or ""):
        return "other_number"
    if "group_id" in fields:
        return "group"
    if place.own_phone is not None and as_digits(fields.get("from")) == place.own_phone:
        return "echo"
    received_at = place.reception.received_at
    if as_moment(fields.get("timestamp"), otherwise=received_at) < received_at - OLDEST:
        return "too_old"
    return "unknown_type" if as_word(fields.get("type")) in KEPT_TYPES | {None} else None


def _message(raw: object) -> Fields:
    if not is_fields(raw):
        raise UnreadableError("not_an_object")
    return raw


def _id(fields: Fields) -> str:
    found = as_text(fields.get("id"))
    if found is None or len(found) > _LONGEST_ID:
        raise UnreadableError("no_id")
    return found


def _sender(place: Place, fields: Fields) -> tuple[Address, Fields]:
    """Return who wrote, joined with the contact that has the same id (never by position)."""
    user_id, phone = as_text(fields.get("from_user_id")), as_digits(fields.get("from"))
    if user_id is None and phone is None:
        user_id = _changed_user(as_fields(fields.get("system")))
    if user_id is None and phone is None:
        raise UnreadableError("no_sender")
    contact = _contact(place, user_id, phone)
    sender = Address(
        user_id=user_id or as_text(contact.get("user_id")),
        phone=phone or as_digits(contact.get("wa_id")),
    )
    if len(sender.key()) > LONGEST_SENDER:
        raise UnreadableError("sender_too_long")
    return sender, contact


def _changed_user(system: Fields) -> str | None:
    """Return whom a system message without sender is about (`user_changed_user_id`)."""
    return as_text(system.get("user_id")) or as_text(system.get("previous_user_id"))


def _contact(place: Place, user_id: str | None, phone: str | None) -> Fields:
    for contact in place.contacts:
        if user_id is not None and as_text(contact.get("user_id")) == user_id:
            return contact
        if user_id is None and as_digits(contact.get("wa_id")) == phone:
            return contact
    return _by_phone(place, user_id, phone)


def _by_phone(place: Place, user_id: str | None, phone: str | None) -> Fields:
    """Return the contact of the same number that names no other user."""
    for contact in place.contacts:
        same_phone = phone is not None and as_digits(contact.get("wa_id")) == phone
        if same_phone and as_text(contact.get("user_id")) in {None, user_id}:
            return contact
    return {}
