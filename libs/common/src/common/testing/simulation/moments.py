"""A queue of moments, in an order that a seed decides."""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

START: Final = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
END: Final = 9 * 86_400.0
_REPEATS: Final = 0.15


class Moments:
    """What is to happen, by seconds since the start; `at` is the present one."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a seed is the point
        self.at = 0.0
        self._queue: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._planned = 0

    @property
    def now(self) -> datetime:
        """Return the moment."""
        return START + timedelta(seconds=self.at)

    def plan(self, seconds: float, act: Callable[..., None], *values: Any) -> int:  # noqa: ANN401 - the act's own
        """Do something after so many seconds; returns a number of its own."""
        self._planned += 1
        heapq.heappush(self._queue, (self.at + seconds, self._planned, act, values))
        return self._planned

    def pass_by(self) -> None:
        """Do what was planned, until nothing is left or the days are over."""
        while self._queue and self._queue[0][0] < END:
            self.at, _, act, values = heapq.heappop(self._queue)
            act(*values)

    def chance(self, chance: float) -> bool:
        """Tell whether luck has it."""
        return self.random.random() < chance

    def deliveries(self) -> list[float]:
        """Return after how many seconds something that is sent arrives, which may be twice."""
        first = self.random.uniform(0, 2)
        return [first, first + self.random.uniform(0, 60)] if self.chance(_REPEATS) else [first]
