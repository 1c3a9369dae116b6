"""The keys by which the same item is one, however often and in whatever body it comes."""

import hashlib
from typing import Final

from gateway_webhooks.domain.item import Place
from gateway_webhooks.domain.text import encoded

_LONGEST: Final = 512


def message_dedupe(number: str, message_id: str) -> str:
    """Return the key of a customer's message."""
    return _bounded("wa", number, message_id)


def status_dedupe(number: str | None, message_id: str, status: str, participant: str = "") -> str:
    """Return the key of a status; in a group each participant has a status of his own."""
    parts = (number or "", message_id, status)
    return _bounded("wa-st", *parts, participant) if participant else _bounded("wa-st", *parts)


def content_dedupe(place: Place, kind: str, item: object) -> str:
    """Return the key of what has no id: the digest of what it says and where it stood."""
    where = [place.entry_id, place.entry_time, place.field, place.number]
    return "wa-x:" + hashlib.sha256(encoded([where, kind, item])).hexdigest()


def _bounded(prefix: str, *parts: str) -> str:
    key = ":".join((prefix, *parts))
    if len(key.encode()) <= _LONGEST:
        return key
    return f"{prefix}-sha256:{hashlib.sha256(key.encode()).hexdigest()}"
