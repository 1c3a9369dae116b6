"""What ends is started again: at once, and later and later when it never lives."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from common.db.postmaster import is_alive
from standalone.local.child import Child
from standalone.local.plan import Job

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}
FOREVER = "import time; time.sleep(600)"


class Told:
    """What a child told of its process."""

    def __init__(self) -> None:
        self.pids: list[int | None] = []

    def __call__(self, name: str, pid: int | None, port: int | None) -> None:
        """Take note."""
        self.pids.append(pid)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition. Raises TimeoutError."""
        async with asyncio.timeout(20):
            while not holds():  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.01)


def _child(code: str, folder: Path, told: Told) -> Child:
    return Child(Job("one", (sys.executable, "-c", code), {}), ENVIRONMENT, folder, told)


async def test_who_is_killed_is_there_again_within_a_second(tmp_path: Path) -> None:
    """And ends in good order when it is told to."""
    told, stop = Told(), asyncio.Event()
    running = asyncio.ensure_future(_child(FOREVER, tmp_path, told).run(stop))
    await told.until(lambda: len(told.pids) == 1)
    started = asyncio.get_running_loop().time()

    os.kill(told.pids[0] or 0, signal.SIGKILL)
    await told.until(lambda: len(told.pids) == 2)
    seconds = asyncio.get_running_loop().time() - started
    stop.set()
    await running

    assert seconds < 1
    assert told.pids[0] != told.pids[1]
    assert not is_alive(told.pids[1] or 0)


async def test_who_never_lives_is_started_later_and_later(tmp_path: Path) -> None:
    """Meanwhile it is told that nobody runs; its last words are in the log."""
    told, stop = Told(), asyncio.Event()
    code = "import sys; sys.exit('no such variable')"
    running = asyncio.ensure_future(_child(code, tmp_path, told).run(stop))

    await told.until(lambda: None in told.pids)
    stop.set()
    await running

    assert len([pid for pid in told.pids if pid]) >= 3
    assert "no such variable" in (tmp_path / "one.log").read_text()
