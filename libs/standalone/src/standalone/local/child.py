"""One process under the supervisor: what ends is started again at once."""

import asyncio
import contextlib
import signal
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, Final

from common.local.server_user import private_log
from common.log import get_logger

from standalone.local.plan import Job

log = get_logger(__name__)

_SOON_SECONDS: Final = 3.0
"""Who ends sooner than so long after its start, again and again, is started later and later."""
_PATIENT_TIMES: Final = 3
_LONGEST: Final = 10.0
_STOP_SECONDS: Final = 12.0

Changed = Callable[[str, int | None, int | None], None]


class Child:
    """A job that runs until it is told to stop."""

    def __init__(
        self, job: Job, environment: Mapping[str, str], logs: Path, changed: Changed
    ) -> None:
        self._job = job
        self._environment = environment
        self._log = logs / f"{job.name}.log"
        self._changed = changed
        self._process: Process | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Start it, and again whenever it ends, until `stop`; then end it in good order."""
        loop, early = asyncio.get_running_loop(), 0
        while not stop.is_set():
            started = loop.time()
            process = self._process = await self.spawn()
            self._changed(self._job.name, process.pid, self._job.port)
            await _first(process.wait(), stop.wait())
            if stop.is_set():
                break
            early = early + 1 if loop.time() - started < _SOON_SECONDS else 0
            log.warning("process.restarted", name=self._job.name, status=process.returncode)
            await self._pause(early, stop)
        await self.end()

    async def spawn(self) -> Process:
        """Start the process once; what it says is appended to its log."""
        with private_log(self._log) as output:
            return await asyncio.create_subprocess_exec(
                *self._job.command,
                env=self._environment,
                stdin=DEVNULL,
                stdout=output,
                stderr=output,
            )

    async def end(self) -> None:
        """Ask it to stop, and end it when it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _pause(self, early: int, stop: asyncio.Event) -> None:
        if early < _PATIENT_TIMES:
            return
        self._changed(self._job.name, None, self._job.port)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(0.5 * 2 ** (early - _PATIENT_TIMES), _LONGEST)):
                await stop.wait()


async def _first(*waits: Coroutine[Any, Any, object]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
