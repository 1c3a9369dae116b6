"""Opening a service: again and again until what it needs is there."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Final

from fastapi import FastAPI

from common.errors import StartRefusedError
from common.lanes.supervisor import code_of
from common.log import get_logger
from common.process.porch import Porch
from common.process.probe import Needs, missing
from common.web.running import running

log = get_logger(__name__)

_SHORTEST: Final = 0.1
_LONGEST: Final = 2.0


class Opening:
    """Brings a service behind its porch, however long its database takes to come."""

    def __init__(self, porch: Porch, needs: Needs, build: Callable[[], FastAPI]) -> None:
        self._porch = porch
        self._needs = needs
        self._build = build
        self._said = ""

    async def open(self, stack: AsyncExitStack, stop: asyncio.Event) -> bool:
        """Return whether the service was opened before `stop`; the stack closes it."""
        wait = _SHORTEST
        while not stop.is_set():
            if await self._once(stack):
                return True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await stop.wait()
            wait = min(wait * 1.5, _LONGEST)
        return False

    async def _once(self, stack: AsyncExitStack) -> bool:
        found = await missing(self._needs)
        self._report(found)
        if "database" in found:
            return False
        app = self._build()
        try:
            inside = await stack.enter_async_context(running(app))
        except StartRefusedError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it lacks, it is tried again and told
            self._report({"start": code_of(error)})
            return False
        self._porch.open(inside)
        return True

    def _report(self, found: Mapping[str, str]) -> None:
        self._porch.missing = found
        said = "; ".join(f"{name}: {why}" for name, why in found.items())
        if said and said != self._said:
            log.warning("process.waits", missing=said)
        self._said = said
