"""The sandbox as an app, and as a process of its own."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import uvicorn
from common.log import get_logger
from common.web.deadlines import DeadlineProtocol
from common.web.hosts import HostGuard
from common.web.limits import OpenRequests, limit_bodies
from fastapi import FastAPI

from sandbox.bridge import bridge_router
from sandbox.chats.routes import chat_router
from sandbox.context import Sandbox
from sandbox.graph.account import account_router
from sandbox.graph.media import LARGEST
from sandbox.graph.routes import graph_router
from sandbox.misbehaviour import Provider
from sandbox.omari.routes import omari_router
from sandbox.pages import page_router
from sandbox.settings import SandboxSettings
from sandbox.signals import Signals
from sandbox.store import Store
from sandbox.surface import surface_router
from sandbox.visitors import OriginGuard, answered_hosts, warn_if_wide
from sandbox.webhooks.dispatcher import Dispatcher

log = get_logger(__name__)
_BODY_LIMIT = LARGEST + 64 * 1024
_GRACE_SECONDS = 2
_CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=32)


def create_app(settings: SandboxSettings) -> FastAPI:
    """Return the sandbox: provider protocols, its own surface, and the chat page."""
    sandbox = _assemble(settings)
    app = FastAPI(
        title="Mari sandbox",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lambda _app: _running(sandbox),
    )
    limit_bodies(app, _BODY_LIMIT)
    app.add_middleware(OriginGuard)
    app.add_middleware(HostGuard, hosts=answered_hosts(settings.hosts))
    own = (chat_router, surface_router, bridge_router)
    for make in (*own, account_router, graph_router, omari_router):
        app.include_router(make(sandbox))
    app.include_router(page_router())
    app.add_api_route("/health/live", _live, methods=["GET", "HEAD"])
    return app


def serve(settings: SandboxSettings, *, port: int, host: str = "127.0.0.1") -> None:
    """Run the sandbox until it is told to stop."""
    warn_if_wide(host)
    uvicorn.run(
        OpenRequests(create_app(settings)),
        http=DeadlineProtocol,
        host=host,
        port=port,
        access_log=False,
        log_level="error",
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )


async def _live() -> dict[str, str]:
    return {"status": "live"}


def _assemble(settings: SandboxSettings) -> Sandbox:
    store, signals = Store(settings.data_dir), Signals()
    client = httpx.AsyncClient(
        limits=_CONNECTIONS, transport=settings.transport, follow_redirects=False, trust_env=False
    )
    return Sandbox(
        settings=settings,
        store=store,
        signals=signals,
        provider=Provider(store, settings.timing),
        dispatcher=Dispatcher(store, settings, signals, client),
        client=client,
    )


@asynccontextmanager
async def _running(sandbox: Sandbox) -> AsyncGenerator[dict[str, Any]]:
    await sandbox.store.open()
    try:
        async with sandbox.client, asyncio.TaskGroup() as tasks:
            delivering = tasks.create_task(_deliver(sandbox.dispatcher))
            try:
                yield {}
            finally:
                delivering.cancel()
    finally:
        await sandbox.store.close()


async def _deliver(dispatcher: Dispatcher) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            try:
                await dispatcher.run()
            except ExceptionGroup:
                log.exception("dispatcher.restarted")
                await asyncio.sleep(1)
