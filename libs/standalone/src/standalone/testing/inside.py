"""Every service inside the caller's process; the sandbox beside it, watched at its door."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from common.crypto import Keyring
from common.local.process import free_port
from common.signatures import sign_hub
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.types import ASGIApp, Message

from standalone.environment import environment
from standalone.house import open_house
from standalone.run import DATABASE_OPTIONS, prepared
from standalone.settings import StandaloneSettings
from standalone.testing.apart import sandbox_apart
from standalone.testing.connected import connected
from standalone.testing.graph_door import Replies
from standalone.testing.quiet import until_idle

SERVICES: Final = ("gateway_webhooks", "flow_engine", "payments_omari", "notifier")
_APP_SECRET: Final = "app-secret-of-the-measured-house-0123456789"  # noqa: S105 - a test's own key
UNHURRIED: Final = {
    "NOTIFIER_SENDS_PER_SECOND": "100000",
    "NOTIFIER_RECIPIENT_BURST": "100000",
}
"""Limits that protect a real number; here the work is measured, not the waiting."""
_TAKEN: Final = 200
_POST: Final = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/webhooks/whatsapp",
    "raw_path": b"/webhooks/whatsapp",
    "query_string": b"",
    "root_path": "",
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 80),
}


@dataclass(frozen=True, slots=True)
class InsideHouse:
    """The public origin, the Graph API's door, and the database, for a test that measures."""

    origin: ASGIApp
    graph: Replies
    database: AsyncConnection
    """A connection of the test's own; the meter does not know it."""
    bus: Keyring
    """Seals what is put into an inbox directly."""
    url: str
    """The database's address."""

    async def post(self, body: bytes) -> None:
        """Post a webhook as Meta does. Raises AssertionError when it is not taken."""
        headers = [
            (b"host", b"127.0.0.1"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"x-hub-signature-256", sign_hub(body, _APP_SECRET).encode()),
        ]
        scope = _POST | {"headers": headers, "state": {}}
        heard: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            heard.append(message)

        await self.origin(scope, receive, send)
        if heard[0]["status"] != _TAKEN:
            raise AssertionError(f"it was answered with {heard[0]['status']}")

    async def idle(self) -> None:
        """Wait until no service has anything left to do. Raises TimeoutError."""
        await until_idle(self.database, SERVICES)


@asynccontextmanager
async def open_inside(
    folder: Path, database_options: Mapping[str, str] = DATABASE_OPTIONS
) -> AsyncGenerator[InsideHouse]:
    """Open a house in this process and its sandbox beside it, without their limits of rate."""
    settings = _settings(folder)
    async with prepared(settings, folder, database_options) as place:
        replies = Replies()
        async with (
            sandbox_apart(place, replies),
            connected(place.database_url) as database,
            open_house(environment(place) | UNHURRIED) as (origin, _),
        ):
            bus = Keyring([place.keys["bus_key"]])
            yield InsideHouse(origin, replies, database, bus, place.database_url)


def _settings(folder: Path) -> StandaloneSettings:
    folder.mkdir(parents=True, exist_ok=True)
    return StandaloneSettings(
        data_dir=folder,
        port=free_port(),
        sandbox_port=free_port(),
        app_secret=SecretStr(_APP_SECRET),
    )
