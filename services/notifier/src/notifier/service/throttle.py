"""At most so many sends in any second from each number of ours; money goes first."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from common.errors import TooManyError

PATIENCE_SECONDS: Final = 5.0
_SHORTEST_PAUSE: Final = 0.001


@dataclass(slots=True)
class _Number:
    went: deque[float] = field(default_factory=deque[float])
    waiting: list[int] = field(default_factory=list[int])

    def pause(self, per_second: int, now: float) -> float:
        """Return for how long nobody may go."""
        while self.went and now - self.went[0] >= 1.0:
            self.went.popleft()
        return 0.0 if len(self.went) < per_second else 1.0 - (now - self.went[0])


class Throttle:
    """Counts in this process; replicas share a number by their settings."""

    def __init__(self, per_second: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._numbers: dict[str, _Number] = {}

    async def wait(self, phone_number_id: str, priority: int) -> None:
        """Wait for a turn. Raises TooManyError when none comes within five seconds."""
        number = self._numbers.setdefault(phone_number_id, _Number())
        number.waiting.append(priority)
        until = self._clock() + PATIENCE_SECONDS
        try:
            while self._clock() < until:
                pause = number.pause(self._per_second, self._clock())
                if pause <= 0 and priority == min(number.waiting):
                    number.went.append(self._clock())
                    return
                await asyncio.sleep(max(pause, _SHORTEST_PAUSE))
        finally:
            number.waiting.remove(priority)
        raise TooManyError("Too many messages at once.", code="notifier:throttled")
