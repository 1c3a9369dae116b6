"""Work that is done together with whatever else has gathered, and whose givers wait for it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

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
    passes: Callable[[BaseException], bool],
) -> None:
    """Write a group at once; if that fails, one by one, so that each has its own outcome.

    An error for which `passes` is true (the connection is lost) is everybody's at once.
    """
    error = await _attempt([item for item, _ in group], write)
    for item, done in group:
        own = error
        if error is not None and len(group) > 1 and not passes(error):
            own = await _attempt([item], write)
        _settle(done, own)


async def _attempt(
    items: Sequence[T], write: Callable[[Sequence[T]], Awaitable[None]]
) -> Exception | None:
    try:
        await write(items)
    except Exception as error:  # noqa: BLE001 - it is given to whoever waits for these items
        return error
    return None


def _settle(done: asyncio.Future[None], error: Exception | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
