"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 25, 10, 0, 0, tzinfo=UTC)


class FakeClock:
    """Call it for the time; `advance` moves it."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """Return the time it was left at."""
        return self.now

    def advance(self, by: timedelta) -> None:
        """Move on."""
        self.now += by
