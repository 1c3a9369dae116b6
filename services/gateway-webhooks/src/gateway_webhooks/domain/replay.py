"""Which archived items are sent to their topic again, and which can not be."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

REMEMBERED: Final = timedelta(days=7)
"""How old a replayed item may be: receivers know for 8 days what they have had."""
MOST: Final = 5000


class Fate(StrEnum):
    """What a replay does with a matching item."""

    READY = "ready"
    WAITING = "waiting"
    """It has not left yet, or is parked: a replay would add nothing."""
    ERASED = "erased"
    """Its body carried a code and is gone."""
    UNREAD = "unread"
    """No service reads its kind."""
    TOO_OLD = "too_old"
    """Its receivers may have forgotten that they have had it, and would do it twice."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: one by its id or dedupe key, else all that match."""

    id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    type: str | None = None
    key: str | None = None
    phone_number_id: str | None = None
    limit: int = 1000

    def is_open(self) -> bool:
        """Tell whether nothing narrows it: nobody means the whole archive."""
        return not (self.id or self.since or self.type or self.key or self.phone_number_id)


@dataclass(frozen=True, slots=True)
class Found:
    """Matching items of one type and fate."""

    fate: Fate
    type: str
    count: int
    first_at: datetime
    last_at: datetime
