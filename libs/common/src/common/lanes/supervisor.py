"""Keeps loops alive: one that ends when nobody asked is started again, later and later.

One that neither ends nor goes on is stuck: that is said, and it is cancelled and begins anew.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Final

from common.lanes.turns import Turns
from common.log import get_logger

log = get_logger(__name__)

OK: Final = "ok"
_SHORTEST: Final = 0.05
_LONGEST: Final = 5.0
_STEADY_SECONDS: Final = 10.0
STUCK_SECONDS: Final = 60.0
"""A loop that shows no progress for so long is stuck: every single step has a shorter limit."""
_LOOKS: Final = 10
"""So many looks in that time."""


def code_of(error: BaseException) -> str:
    """Return what an error may be called in logs and rows: its code or its class."""
    code = getattr(error, "code", None)
    return code if isinstance(code, str) and ":" in code else type(error).__name__


class Supervisor:
    """Runs named loops; a loop returns only when `stopping` is set.

    What `turns` says has shown no progress for `stuck_seconds` is cancelled and begins anew.
    """

    def __init__(self, turns: Turns | None = None, *, stuck_seconds: float = STUCK_SECONDS) -> None:
        self.turns = turns or Turns()
        self._stuck_seconds = stuck_seconds
        self._watching: asyncio.Task[None] | None = None
        self._stuck: dict[str, float] = {}
        self.stopping = asyncio.Event()
        self.health: dict[str, str] = {}
        self.restarts: dict[str, int] = {}
        """How often each loop was started again."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._inner: dict[str, asyncio.Future[None]] = {}
        self._endless: set[str] = set()

    def start(
        self, name: str, run: Callable[[], Awaitable[None]], *, is_endless: bool = False
    ) -> None:
        """Start a loop and keep it running; an endless one is cancelled at the end."""
        self.health[name] = OK
        self.restarts.setdefault(name, 0)
        if is_endless:
            self._endless.add(name)
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch(), name="lanes:watch")
        self._tasks[name] = asyncio.create_task(self._keep(name, run), name=f"lanes:{name}")

    def kill(self, name: str) -> None:
        """Cancel a loop as nobody should: it comes back (tests)."""
        self._inner[name].cancel()

    async def stop(self, *, patience: float) -> None:
        """Let the loops end their turn, and cancel those that have not after `patience` seconds."""
        self.stopping.set()
        ending = [task for name, task in self._tasks.items() if name not in self._endless]
        if ending:
            await asyncio.wait(ending, timeout=patience)
        watching = [self._watching] if self._watching is not None else []
        for task in (*self._tasks.values(), *watching):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), *watching, return_exceptions=True)
        self._tasks.clear()

    async def _watch(self) -> None:
        while not await asyncio.sleep(self._stuck_seconds / _LOOKS, result=False):
            for name in self._tasks:
                self._look(name, self.turns.seconds(name))

    def _look(self, name: str, seconds: float) -> None:
        if seconds < self._stuck_seconds:
            if self._stuck.pop(name, None) is not None:
                self.health[name] = OK
            return
        self.health[name] = f"stuck: no turn for {seconds:.0f} s"
        if seconds - self._stuck.get(name, 0.0) >= self._stuck_seconds:
            self._free(name, seconds)

    def _free(self, name: str, seconds: float) -> None:
        """Cancel what is stuck; what does not end then is told and cancelled again later."""
        self._stuck[name] = seconds
        log.error("loop.stuck", loop=name, seconds=round(seconds))
        self._inner[name].cancel()

    async def _keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        wait = _SHORTEST
        while not self.stopping.is_set():
            started = asyncio.get_running_loop().time()
            error = await self._once(name, run)
            if error is None or self.stopping.is_set():
                return
            if asyncio.get_running_loop().time() - started > _STEADY_SECONDS:
                wait = _SHORTEST
            code = "lanes:stuck" if self._stuck.pop(name, None) else code_of(error)
            self.health[name] = f"restarting: {code}"
            self.restarts[name] += 1
            log.warning("loop.restarted", loop=name, error=code)
            await self._pause(wait * random.uniform(0.5, 1.5))  # noqa: S311 - spreads restarts
            wait = min(wait * 2, _LONGEST)
            self.health[name] = OK

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()

    async def _once(self, name: str, run: Callable[[], Awaitable[None]]) -> BaseException | None:
        task = self._inner[name] = asyncio.ensure_future(run())
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        if task.cancelled():
            return asyncio.CancelledError()
        return task.exception()
