"""The two servers under the supervisor: looked at often, and started again when they are gone."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Final, Protocol

from common.local.packages import LocalServerError
from common.log import get_logger

log = get_logger(__name__)

_LOOK_SECONDS: Final = 0.05

Changed = Callable[[str, int | None, int | None], None]


class Server(Protocol):
    """A private server."""

    @property
    def pid(self) -> int | None:
        """The server's process."""
        ...

    @property
    def port(self) -> int:
        """The port that its clients use."""
        ...

    def start(self) -> None:
        """Return once it takes connections."""
        ...

    def stop(self) -> None:
        """End it in good order."""
        ...


async def keep(name: str, server: Server, changed: Changed, stop: asyncio.Event) -> None:
    """Start the server again whenever it has gone, until `stop`; then end it in good order."""
    while not stop.is_set():
        changed(name, server.pid, server.port)
        if server.pid is None:
            log.warning("server.restarted", name=name)
            await _start_again(name, server, changed)
            continue
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                await stop.wait()


async def _start_again(name: str, server: Server, changed: Changed) -> None:
    """Start it, and tell its new process before it takes connections."""
    starting = asyncio.ensure_future(asyncio.to_thread(server.start))
    try:
        while not (await asyncio.wait({starting}, timeout=_LOOK_SECONDS))[0]:
            changed(name, server.pid, server.port)
        starting.result()
    except LocalServerError as error:
        log.warning("server.did_not_start", name=name, reason=str(error))
        await asyncio.sleep(_LOOK_SECONDS)
