"""What no service reads is kept as it came, so that nothing signed is ever lost."""

from typing import Final

from gateway_webhooks.domain.dedupe import content_dedupe
from gateway_webhooks.domain.item import ARCHIVE, Item, Place
from gateway_webhooks.domain.reading import as_digits, as_fields, as_text
from gateway_webhooks.domain.text import encoded

LONGEST_SENDER: Final = 200
_USER_IDS: Final = ("from_user_id", "user_id", "recipient_user_id")
_NUMBERS: Final = ("recipient_id", "to", "wa_id", "from")
"""Meta's names of a customer, and his number last where the merchant's own may stand beside it."""
UPDATE: Final = "whatsapp.update.v1"
"""A well-formed item that nobody subscribes to."""
UNREADABLE: Final = "whatsapp.unreadable.v1"
"""An item that lacks what its kind must have; `reason` says what."""


def archived(place: Place, kind: str, item: object, reason: str, dedupe: str | None = None) -> Item:
    """Return the archive's row for a well-formed item that nobody reads."""
    return _kept(UPDATE, place, kind, item, reason, dedupe)


def unreadable(place: Place, kind: str, item: object, reason: str) -> Item:
    """Return the archive's row for an item that has not its shape; its siblings go on."""
    return _kept(UNREADABLE, place, kind, item, reason, None)


def _kept(
    type_: str, place: Place, kind: str, item: object, reason: str, dedupe: str | None
) -> Item:
    body = {
        "kind": kind,
        "reason": reason,
        "entry_id": place.entry_id,
        "entry_time": place.entry_time,
        "field": place.field,
        "phone_number_id": place.number,
        "received_at": place.reception.received_at,
        "raw_sha256": place.reception.raw_sha256,
        "item": item,
    }
    dedupe = dedupe or content_dedupe(place, kind, item)
    return Item(ARCHIVE, type_, encoded(body), dedupe, key=_whose(item))


def _whose(item: object) -> str | None:
    """Return the customer whom an item names, user id before number; None when it names none.

    By this he is found who asks to be forgotten: what is archived is sealed, and opened by nobody.
    """
    fields = as_fields(item)
    ids = (as_text(fields.get(name)) for name in _USER_IDS)
    numbers = (as_digits(fields.get(name)) for name in _NUMBERS)
    found = next((one for one in (*ids, *numbers) if one), None)
    return found if found is None or len(found) <= LONGEST_SENDER else None
