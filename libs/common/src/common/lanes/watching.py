"""Looking again and again at what changes elsewhere: at each ring of the doorbell, and by poll."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from common.lanes.doorbell import Doorbell, Record

Fetch = Callable[..., Awaitable[Sequence[Record]]]
"""Runs one statement outside any transaction. Raises ConnectionError when not connected."""
_AT_MOST_EVERY: Final = 0.2
"""Seconds between two looks, however often the doorbell rings."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a service looks at; `look` may raise: it is called again, and health says so."""

    name: str
    every: float
    """Seconds after which it is looked at without a ring."""
    look: Callable[[Fetch], Awaitable[None]]
    on_rings: bool = True
    """Off: what it looks at rings no bell of ours, so rings are no reason to look."""


class WatchLoop:
    """Keeps looking until stopping."""

    def __init__(self, watch: Watch, doorbell: Doorbell, stopping: asyncio.Event) -> None:
        self._watch = watch
        self._doorbell = doorbell
        self._stopping = stopping

    async def run(self) -> None:
        """Look, wait for a ring or for the time to pass, and look again."""
        while not self._stopping.is_set():
            self._doorbell.take(self._watch.name)
            if self._doorbell.is_open:
                with self._doorbell.turns.under_way(self._watch.name):
                    await self._watch.look(self._doorbell.fetch)
            await self._pause()

    async def _pause(self) -> None:
        if self._watch.on_rings:
            await asyncio.sleep(_AT_MOST_EVERY)
            await self._doorbell.wait(self._watch.name, self._watch.every)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._watch.every):
                await self._stopping.wait()
