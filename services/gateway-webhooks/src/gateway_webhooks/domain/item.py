"""What a body is split into, and what decides where each part goes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

ARCHIVE: Final = "archive"
"""The target of what no service reads: kept, never sent."""

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One message, status, error, action or other update: one outbox row."""

    target: str
    type: str
    body: bytes
    dedupe: str
    key: str | None = None
    priority: int = 5


@dataclass(frozen=True, slots=True)
class Policy:
    """Which of the merchant's numbers go on, and which one an envelope without number means."""

    numbers: frozenset[str] = field(default_factory=frozenset[str])
    """Business phone number ids that go on; empty: all."""
    default_number: str | None = None

    def takes(self, number: str) -> bool:
        """Return whether what came to this number goes on to the other services."""
        return not self.numbers or number in self.numbers


@dataclass(frozen=True, slots=True)
class Reception:
    """When a body came, and the SHA-256 by which it can be recognised."""

    received_at: datetime
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a body an item stood."""

    reception: Reception
    entry_id: str | None = None
    entry_time: str | None = None
    field: str | None = None
    number: str | None = None
    own_phone: str | None = None
    """The digits of the merchant's own number: what comes from it is an echo."""
    contacts: tuple[Fields, ...] = ()


class UnreadableError(ValueError):
    """The item lacks what its kind must have; `reason` is a code, never input."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
