"""Parcels and envelopes as tests make them."""

from common.ids import new_id
from common.wiring import Envelope, Parcel


def an_envelope(
    body: bytes = b"sealed", *, key: str | None = "k", kind: str = "note.v1"
) -> Envelope:
    """Build an envelope; its body is what a test tells it by."""
    return Envelope(str(new_id()), "first-service", kind, "2026-11-25T10:00:00Z", key, 5, body)


def a_parcel(topic: str, *envelopes: Envelope, last: int = 1, follows: int | None = None) -> Parcel:
    """Build a parcel of one topic, with one envelope when none is given."""
    return Parcel(
        topic=topic,
        source="first-service",
        last=last,
        follows=follows,
        envelopes=envelopes or (an_envelope(),),
    )
