"""Whole bodies in the archive: what a callback said is kept as it came, and believed by nobody."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from gateway_webhooks.domain.item import ARCHIVE, Item, Reception
from gateway_webhooks.domain.text import encoded


@dataclass(frozen=True, slots=True)
class Source:
    """Whose callbacks: `name` begins the types of archived rows, `prefix` their dedupe keys."""

    name: str
    prefix: str


class Keep(StrEnum):
    """Whether an accepted body is archived whole, and a repeated one once more."""

    NOT = "not"
    ONCE = "once"
    EACH = "each"


def whole(source: Source, kind: str, raw: bytes, reception: Reception, *, id_: UUID | None) -> Item:
    """Return the archive's row of a body, one for all repeats unless it has an id of its own."""
    body = {
        "received_at": reception.received_at,
        "raw_sha256": reception.raw_sha256,
        **_exact(raw),
    }
    dedupe = f"{source.prefix}-{kind}:{reception.raw_sha256}" + (f":{id_}" if id_ else "")
    return Item(ARCHIVE, f"{source.name}.{kind}.v1", encoded(body), dedupe)


def _exact(raw: bytes) -> dict[str, str]:
    """Return the bytes as text, or else in hexadecimal digits."""
    try:
        return {"text": raw.decode()}
    except UnicodeDecodeError:
        return {"hex": raw.hex()}
