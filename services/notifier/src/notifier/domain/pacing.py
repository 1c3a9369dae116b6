"""How fast a recipient may be written to: a burst, then one at a time; durable as one moment."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `burst` at once to one recipient, then one per `interval`."""

    burst: int = 20
    interval: timedelta = timedelta(seconds=6)


@dataclass(frozen=True, slots=True)
class Pace:
    """One recipient's bucket.

    It is full again at `full_at`. Meta's own refusal for this pair blocks until
    `blocked_until`; `refusals` counts them in a row.
    """

    full_at: datetime | None = None
    blocked_until: datetime | None = None
    refusals: int = 0

    def free_at(self, limits: Limits, now: datetime) -> datetime:
        """Return when the next one may go: `now` or later."""
        found = now
        if self.full_at is not None:
            found = max(found, self.full_at - limits.interval * (limits.burst - 1))
        return found if self.blocked_until is None else max(found, self.blocked_until)

    def full_after(self, limits: Limits, now: datetime) -> datetime:
        """Return when the bucket is full again, once one more has gone now."""
        return max(now, self.full_at or now) + limits.interval

    def blocked_after(self, now: datetime) -> datetime:
        """Return until when Meta's next refusal blocks: 4^X seconds, X refusals before it."""
        return now + pair_wait(self.refusals)


def pair_wait(refusals: int) -> timedelta:
    """Return how long a recipient is left alone after so many refusals before this one."""
    return timedelta(seconds=4 ** min(refusals, 6))
