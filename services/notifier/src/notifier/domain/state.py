"""The states of a delivery, and what its statuses say together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a delivery is on its way to Meta."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    """Sent, without an answer that says what became of it."""
    ACCEPTED = "accepted"
    HELD = "held"
    """A money message that failed for good: it goes out when the customer next writes."""
    FAILED = "failed"


class Summary(StrEnum):
    """What the statuses that came say together; each one replaces those above it, never back."""

    NOTHING = "nothing"
    SENT = "sent"
    FAILED = "failed"
    DELIVERED = "delivered"
    READ = "read"


ORDER: Final = tuple(Summary)
_FIELDS: Final = {
    "sent": "sent_at",
    "delivered": "delivered_at",
    "read": "read_at",
    "played": "read_at",
    "failed": "failed_at",
}
"""Which time a status of Meta's sets (facts: WhatsApp, section 3); others are only kept."""


@dataclass(frozen=True, slots=True)
class Times:
    """When each status happened, as Meta tells it: the earliest of each."""

    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None

    def merged(self, statuses: Iterable[tuple[str, datetime]]) -> "Times":
        """Return the times with these statuses too; their order does not matter."""
        found = self
        for status, at in statuses:
            name = _FIELDS.get(status)
            if name is not None:
                known: datetime | None = getattr(found, name)
                found = replace(found, **{name: at if known is None else min(known, at)})
        return found

    @property
    def summary(self) -> Summary:
        """Return what they say together: delivered and read beat failed, failed beats sent."""
        if self.read_at is not None:
            return Summary.READ
        if self.delivered_at is not None:
            return Summary.DELIVERED
        if self.failed_at is not None:
            return Summary.FAILED
        return Summary.NOTHING if self.sent_at is None else Summary.SENT
