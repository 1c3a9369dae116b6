"""Work that is done together with whatever else has gathered, and whose givers wait for it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from common.lanes.failures import is_lost

T = TypeVar("T")


class Grouper(Generic[T]):
    """Hands out everything that has gathered, up to a bound; never waits to fill a group."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._waiting: deque[tuple[T, asyncio.Future[None]]] = deque()
        self._something = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, item: T) -> asyncio.Future[None]:
        """Add an item; the future ends when it is done, or with its own error."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        self._something.set()
        return done

    async def something(self) -> None:
        """Wait until there is something to take."""
        while not self._waiting:
            self._something.clear()
            await self._something.wait()

    async def take(self) -> list[tuple[T, asyncio.Future[None]]]:
        """Wait for the first item, then return all that wait, in the order they came.

        Whoever is ready at that moment may put too: that costs no time, only a turn of the loop.
        """
        await self.something()
        await asyncio.sleep(0)
        count = min(self._most, len(self._waiting))
        return [self._waiting.popleft() for _ in range(count)]


async def do_together(
    group: Sequence[tuple[T, asyncio.Future[None]]],
    write: Callable[[Sequence[T]], Awaitable[None]],
) -> None:
    """Write a group at once; what fails in halves, so that each item has its own outcome."""

    async def do(part: Sequence[tuple[T, asyncio.Future[None]]]) -> None:
        await write([item for item, _ in part])
        for _, done in part:
            _settle(done, None)

    for (_, done), error in await in_halves(group, do):
        _settle(done, error)


async def in_halves(
    items: Sequence[T],
    do: Callable[[Sequence[T]], Awaitable[object]],
    *,
    failed_together: bool = False,
) -> list[tuple[T, Exception]]:
    """Do items at once; what fails is halved until what fails stands alone.

    Returns what failed with its own error; a lost database is everybody's error at once. Items
    that have failed together just now begin as halves.
    """
    if len(items) == 1 or not failed_together:
        try:
            await do(items)
        except Exception as error:  # noqa: BLE001 - it is given to whoever knows these items
            if len(items) == 1 or is_lost(error):
                return [(item, error) for item in items]
        else:
            return []
    middle = len(items) // 2
    return [*await in_halves(items[:middle], do), *await in_halves(items[middle:], do)]


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
