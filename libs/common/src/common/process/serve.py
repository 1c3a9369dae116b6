"""`serve`: settings, wiring, the HTTP server, and an end in good order."""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Generator
from contextlib import AsyncExitStack, contextmanager
from typing import Any, Final, Protocol

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import ValidationError

from common.lasting import kept_to_the_end
from common.log import configure_logging, get_logger
from common.messaging.topology import schema_of
from common.process.clients import ServiceClients
from common.process.garbage import settle
from common.process.opening import Opening
from common.process.porch import Porch
from common.process.probe import Needs
from common.process.settings import ProcessSettings
from common.process.transport import transport_of
from common.settings import what_to_set
from common.web.deadlines import DeadlineProtocol
from common.web.limits import OpenRequests
from common.wiring import Wiring

log = get_logger(__name__)

_BACKLOG: Final = 2048
_REQUESTS_SECONDS: Final = 4
"""Requests in hand get so long at the end; the lanes get 5 s after them: under 10 s in all."""


class ServiceModule(Protocol):
    """A service's `main`."""

    @property
    def SERVICE(self) -> str:  # noqa: N802 - a constant of the module
        """The service's name."""
        ...

    @property
    def Settings(self) -> Any:  # noqa: ANN401, N802 - each service's own class
        """What it is told from outside."""
        ...

    def create_app(self, settings: Any, wiring: Wiring) -> FastAPI:  # noqa: ANN401 - each its own
        """Return the service's app."""
        ...


def serve(module: ServiceModule) -> None:
    """Run a service until SIGTERM; what a person can mend is one line and status 2."""
    started = time.monotonic()
    try:
        settings = module.Settings()
        process = ProcessSettings()
        configure_logging(level=settings.log_level, as_json=settings.log_json)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_Process(module, settings, process).run(started))
    except ValidationError as error:
        _refuse(module.SERVICE, what_to_set(error))
    except (ValueError, OSError) as error:
        _refuse(module.SERVICE, str(error))


def _refuse(service: str, reason: str) -> None:
    sys.stderr.write(f"{service}: {reason}\n")
    sys.exit(2)


class _Process:
    """One service's process, from its first port to its last lane."""

    def __init__(self, module: ServiceModule, settings: Any, process: ProcessSettings) -> None:  # noqa: ANN401 - each service's own
        self._module = module
        self._settings = settings
        self._process = process
        self._stop = asyncio.Event()

    async def run(self, started: float) -> None:
        """Listen, open, serve until told to stop, close."""
        loop = asyncio.get_running_loop()
        for which in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(which, self._stop.set)
        service = self._module.SERVICE
        porch = Porch(service)
        listener = _listen(self._process.address)
        server = _Server(_config(porch, self._process))
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        try:
            async with AsyncExitStack() as stack:
                opening = self._opening(porch, stack)
                if await opening.open(stack, self._stop):
                    stack.enter_context(kept_to_the_end())
                    settle()
                    log.info("process.open", service=service, seconds=_since(started))
                    await self._stop.wait()
                server.should_exit = True
                await serving
        finally:
            server.should_exit = True
            await serving
        log.info("process.ended", service=service)

    def _opening(self, porch: Porch, stack: AsyncExitStack) -> Opening:
        module, settings = self._module, self._settings
        identity = settings.identity(module.SERVICE)
        clients = ServiceClients(identity, urls=self._process.urls)
        stack.push_async_callback(clients.close)
        amqp_url = settings.amqp_url.get_secret_value()
        needs = Needs(settings.database_url, schema_of(module.SERVICE), amqp_url)

        def build() -> FastAPI:
            wiring = Wiring(transport=transport_of(amqp_url, identity), client_for=clients.client)
            return module.create_app(settings, wiring)

        return Opening(porch, needs, build)


def _listen(address: tuple[str, int]) -> socket.socket:
    host, port = address
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise OSError(f"MARI_LISTEN: {host}:{port} cannot be taken: {error.strerror}") from error
    listener.listen(_BACKLOG)
    listener.setblocking(False)  # noqa: FBT003 - the socket's own argument
    return listener


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the process: the lanes end after the last request."""
        yield


def _config(app: Porch, process: ProcessSettings) -> uvicorn.Config:
    return uvicorn.Config(
        OpenRequests(app),
        http=DeadlineProtocol,
        access_log=False,
        log_config=None,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=_REQUESTS_SECONDS,
        timeout_keep_alive=30,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(process.trusted_proxies),
    )


def _since(started: float) -> float:
    return round(time.monotonic() - started, 2)
