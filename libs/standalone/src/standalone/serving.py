"""Serving ASGI apps on loopback ports, and stopping them on the first Ctrl-C."""

import asyncio
import signal
import socket
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from common.web.deadlines import DeadlineProtocol
from common.web.limits import OpenRequests

from standalone.folder import StartError

_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Site:
    """An app and the port it answers on."""

    app: Any
    listener: socket.socket


def listen(port: int, variable: str, host: str = "127.0.0.1") -> socket.socket:
    """Take a port, on loopback unless told. Raises StartError when somebody else has it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StartError(
            f"Port {port} is taken: stop what uses it, or set {variable} to another port."
        ) from error
    listener.listen(_BACKLOG)
    listener.settimeout(0)
    return listener


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the one who runs several servers."""
        yield


async def serve(sites: Sequence[Site], stop: asyncio.Event) -> None:
    """Serve until `stop` is set; requests in hand are finished first."""
    servers = [_server(site) for site in sites]
    async with asyncio.TaskGroup() as group:
        for server, site in zip(servers, sites, strict=True):
            group.create_task(server.serve(sockets=[site.listener]))
        await stop.wait()
        for server in servers:
            server.should_exit = True


def _server(site: Site) -> _Server:
    config = uvicorn.Config(
        OpenRequests(site.app),
        http=DeadlineProtocol,
        access_log=False,
        log_config=None,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=5,
        timeout_keep_alive=30,
        server_header=False,
        proxy_headers=False,
    )
    return _Server(config)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set `stop` on Ctrl-C or a polite kill."""
    loop = asyncio.get_running_loop()
    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, stop.set)
