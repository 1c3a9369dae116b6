"""Customers in a closed loop: each writes again as soon as the reply was accepted."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any, Final, Generic, Protocol, TypeVar

T = TypeVar("T")
STATUS_DELAYS: Final = (("sent", 0.02), ("delivered", 0.05), ("read", 0.1))
"""Seconds from the accepted reply to each status."""
TICK_SECONDS: Final = 0.02
"""How often the statuses that are due are reported, all in one body."""
MOST_STATUSES: Final = 200
_names = count(1)


class Place(Protocol):
    """Something that answers customers."""

    async def turn(self, customer: str) -> None:
        """Write, and return when the reply was accepted."""
        ...

    async def settled(self) -> None:
        """Return when nothing is left to do, statuses included."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run showed: full turns per second, and milliseconds of a turn."""

    rate: float
    median: float
    p99: float


async def run(place: Place, customers: int, seconds: float) -> Figures:
    """Let so many customers write for so long; the clock stops when all is settled."""
    taken: list[float] = []
    begun = time.perf_counter()

    async def customer() -> None:
        number = f"26378{next(_names):07d}"
        while time.perf_counter() - begun < seconds:
            wrote = time.perf_counter()
            await place.turn(number)
            taken.append((time.perf_counter() - wrote) * 1000)

    async with asyncio.TaskGroup() as group:
        for _ in range(customers):
            group.create_task(customer())
    await place.settled()
    elapsed = time.perf_counter() - begun
    cut = statistics.quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else taken * 99
    return Figures(len(taken) / elapsed, statistics.median(taken), cut[98])


def median_of(runs: Sequence[Figures]) -> Figures:
    """Return the median of each figure."""
    return Figures(
        statistics.median(run.rate for run in runs),
        statistics.median(run.median for run in runs),
        statistics.median(run.p99 for run in runs),
    )


@dataclass(slots=True)
class Postman(Generic[T]):
    """Reports each accepted message's statuses when they are due, many in one body, as Meta."""

    report: Callable[[Sequence[tuple[T, str]]], Awaitable[None]]
    _due: list[tuple[float, int, T, str]] = field(default_factory=list[Any])

    def take(self, message: T) -> None:
        """Expect a message's statuses."""
        now = time.perf_counter()
        for status, delay in STATUS_DELAYS:
            heappush(self._due, (now + delay, next(_names), message, status))

    async def round(self) -> None:
        """Report what is due."""
        now, due = time.perf_counter(), list[tuple[T, str]]()
        while self._due and self._due[0][0] <= now and len(due) < MOST_STATUSES:
            _, _, message, status = heappop(self._due)
            due.append((message, status))
        if due:
            await self.report(due)

    async def run(self) -> None:
        """Report until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(TICK_SECONDS)

    async def finished(self) -> None:
        """Return when everything that was taken was reported."""
        while self._due:  # noqa: ASYNC110 - `run` takes them away, tick by tick
            await asyncio.sleep(TICK_SECONDS)
