"""An app whose lifespan somebody else opens: several in one process, or one behind a porch."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send


class RunningApp:
    """An app whose lifespan is open; its state goes with every request."""

    def __init__(self, app: FastAPI, state: Mapping[str, Any]) -> None:
        self._app = app
        self._state = state

    def description(self) -> dict[str, Any]:
        """Return the app's OpenAPI description; no route shows it."""
        return self._app.openapi()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._app({**scope, "state": dict(self._state), "app": self._app}, receive, send)


@asynccontextmanager
async def running(app: FastAPI) -> AsyncGenerator[RunningApp]:
    """Open an app's lifespan for the time of the block."""
    async with app.router.lifespan_context(app) as state:
        yield RunningApp(app, state or {})
