"""What became of a message of ours: facts/whatsapp.md section 3."""

from collections.abc import Iterable
from typing import Final

from common.contracts import ProviderErrorItem, WhatsAppStatusReceived

from gateway_webhooks.domain.archive import archived
from gateway_webhooks.domain.dedupe import status_dedupe
from gateway_webhooks.domain.item import Fields, Item, Place, Policy, UnreadableError
from gateway_webhooks.domain.reading import (
    as_digits,
    as_fields,
    as_list,
    as_moment,
    as_text,
)
from gateway_webhooks.domain.text import encoded

_LONGEST_ID: Final = 512
_PARTICIPANT: Final = (
    "recipient_participant_id",
    "participant_recipient_id",
    "recipient_participant_user_id",
)


def status_item(place: Place, raw: object, policy: Policy) -> Item:
    """Return the row of one status. Raises UnreadableError when it has no id or status."""
    fields = as_fields(raw)
    message_id, status = as_text(fields.get("id")), as_text(fields.get("status"))
    if message_id is None or len(message_id) > _LONGEST_ID or status is None:
        raise UnreadableError("no_id" if status else "no_status")
    participant = _first(fields, _PARTICIPANT) or ""
    dedupe = status_dedupe(place.number, message_id, status, participant)
    if place.number is not None and not policy.takes(place.number):
        return archived(place, "status", fields, "other_number", dedupe)
    return _received(place, fields, dedupe)


def _received(place: Place, fields: Fields, dedupe: str) -> Item:
    received = WhatsAppStatusReceived(
        phone_number_id=place.number,
        message_id=as_text(fields.get("id")) or "",
        status=as_text(fields.get("status")) or "",
        at=as_moment(fields.get("timestamp"), otherwise=place.reception.received_at),
        callback_id=as_text(fields.get("biz_opaque_callback_data")),
        errors=tuple(_errors(as_list(fields.get("errors")))),
    )
    body = received.model_dump() | {"raw_sha256": place.reception.raw_sha256}
    return Item(received.TOPIC, received.TYPE, encoded(body), dedupe, priority=received.PRIORITY)


def _errors(found: list[object]) -> Iterable[ProviderErrorItem]:
    for fields in map(as_fields, found):
        code = as_digits(fields.get("code"))
        if code is not None:
            yield ProviderErrorItem(
                code=int(code[:9]),
                title=as_text(fields.get("title")) or as_text(fields.get("message")),
                details=as_text(as_fields(fields.get("error_data")).get("details")),
            )


def _first(fields: Fields, names: Iterable[str]) -> str | None:
    return next((text for name in names if (text := as_text(fields.get(name)))), None)
