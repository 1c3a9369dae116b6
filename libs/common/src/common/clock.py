"""Time is aware UTC from a clock that is passed in."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC: the one place that asks the system."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock that the ban points to


def to_z(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC with seconds and `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
