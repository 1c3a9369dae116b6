"""The services' internal routes for the operator's commands: a socket in the data folder.

Nobody reaches it but who may write into the folder, and every route still asks for the service
token; the public origin knows nothing of it. Which service is meant stands in `Host`.
"""

import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from common.messaging.topology import SUBSCRIPTIONS
from common.web.problems import send_problem
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from standalone.asgi import STARTING, STARTING_DETAIL, Neighbours

SOCKET: Final = "mari.sock"
_BACKLOG: Final = 32
_OWNER_ONLY: Final = 0o177
_LONGEST: Final = 100


class Inside:
    """Passes a request to the service that `Host` names."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of an operator."""
        if scope["type"] != "http":
            return
        name = Headers(scope=scope).get("host", "")
        app: ASGIApp | None = self._neighbours.apps.get(name)
        if app is not None:
            await app(scope, receive, send)
        elif name in SUBSCRIPTIONS:
            await send_problem(scope, send, 503, STARTING_DETAIL, code=STARTING)
        else:
            await send_problem(scope, send, 404, "There is no such service here.")


@contextmanager
def reachable(folder: Path) -> Generator[str]:
    """Give the socket's path in a form that is short enough for the system, for this process."""
    path = folder / SOCKET
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{descriptor}/{SOCKET}"
    finally:
        os.close(descriptor)


def listen_inside(folder: Path) -> socket.socket:
    """Take the folder's socket, readable and writable by its owner only; the folder is held."""
    (folder / SOCKET).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(_OWNER_ONLY)
    try:
        with reachable(folder) as path:
            listener.bind(path)
    finally:
        os.umask(mask)
    listener.listen(_BACKLOG)
    listener.settimeout(0)
    return listener


def is_served(folder: Path) -> bool:
    """Tell whether somebody answers on the folder's socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, reachable(folder) as path:
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
