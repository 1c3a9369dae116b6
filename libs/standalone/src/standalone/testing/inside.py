"""A whole house inside the caller's process, with the sandbox's Graph API watched at its door."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson
from common.crypto import Keyring
from common.signatures import sign_hub
from pydantic import SecretStr
from sandbox.main import create_app
from sandbox.settings import Limits, SandboxSettings, Timing
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standalone.environment import Place, environment
from standalone.folder import keys_of
from standalone.house import open_house
from standalone.run import DATABASE_OPTIONS, prepared
from standalone.serving import Site, listen, serve
from standalone.settings import StandaloneSettings
from standalone.testing.webhooks import Sent

SERVICES: Final = ("gateway_webhooks", "flow_engine", "payments_omari", "notifier")
_APP_SECRET: Final = "app-secret-of-the-measured-house-0123456789"  # noqa: S105 - a test's own key
_HELD_BACK: Final = 1e6
_PATIENCE: Final = 30.0
_UNHURRIED: Final = {
    "NOTIFIER_SENDS_PER_SECOND": "100000",
    "NOTIFIER_RECIPIENT_BURST": "100000",
}
"""Limits that protect a real number; here the work is measured, not the waiting."""
_IDLE_IN: Final = """
not exists (select from {}.outbox where sent_at is null and parked_at is null)
and not exists (select from {}.inbox where done_at is null and parked_at is null)
and not exists (select from {}.lane where token is not null or due_at <= {}.mari_now())
"""
_IDLE: Final = "select " + " and ".join(_IDLE_IN.replace("{}", name) for name in SERVICES)


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


class GraphDoor:
    """Passes calls on to the sandbox and notes each message that it accepted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.sent: list[Sent] = []
        self._news = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Sent]] = {}

    def forget(self) -> None:
        """Begin a new list."""
        self.sent = []

    def reply_to(self, number: str) -> "asyncio.Future[Sent]":
        """Return what ends with the next message that is accepted for a customer."""
        future: asyncio.Future[Sent] = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        return future

    async def until(self, count: int) -> list[Sent]:
        """Wait until so many messages were accepted. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            while len(self.sent) < count:
                self._news.clear()
                await self._news.wait()
        return self.sent

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if not scope.get("path", "").endswith("/messages") or scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        asked, answered = bytearray(), bytearray()

        async def hear() -> Message:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def say(message: Message) -> None:
            answered.extend(message.get("body", b""))
            await send(message)

        await self._app(scope, hear, say)
        self._note(orjson.loads(asked), orjson.loads(answered))

    def _note(self, asked: Mapping[str, Any], answered: Mapping[str, Any]) -> None:
        for message in answered.get("messages", ()):
            to = str(asked.get("to") or asked.get("recipient")).lstrip("+")
            now = asyncio.get_running_loop().time()
            one = Sent(message["id"], to, str(asked.get("biz_opaque_callback_data")), now)
            self.sent.append(one)
            self._news.set()
            waiting = self._waiting.pop(to, None)
            if waiting is not None and not waiting.done():
                waiting.set_result(one)


@dataclass(frozen=True, slots=True)
class InsideHouse:
    """The public origin, the Graph API's door, and the database, for a test that measures."""

    origin: ASGIApp
    graph: GraphDoor
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
        async with asyncio.timeout(_PATIENCE):
            while not await self.database.scalar(text(_IDLE)):  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.02)


@dataclass(frozen=True, slots=True)
class InsideOptions:
    """How the house is opened."""

    database: Mapping[str, str] = field(default_factory=lambda: DATABASE_OPTIONS)
    statuses: bool = False
    """The sandbox reports statuses by itself; else it holds them back for ever."""


@asynccontextmanager
async def open_inside(folder: Path, options: InsideOptions) -> AsyncGenerator[InsideHouse]:
    """Open a house and its sandbox in this process, without their limits of rate."""
    public, side = listen(0, "MARI_PORT"), listen(0, "MARI_SANDBOX_PORT")
    settings = _settings(folder, public, side)
    async with prepared(settings, folder, options.database) as place:
        stand_ins = create_app(_sandbox(place, statuses=options.statuses))
        door, stop = GraphDoor(stand_ins), asyncio.Event()
        async with (
            _database(place) as database,
            open_house(environment(place) | _UNHURRIED) as (origin, _),
            stand_ins.router.lifespan_context(stand_ins),
        ):
            serving = asyncio.ensure_future(serve([Site(origin, public), Site(door, side)], stop))
            bus = Keyring([place.keys["bus_key"]])
            try:
                yield InsideHouse(origin, door, database, bus, place.database_url)
            finally:
                stop.set()
                await serving


def _settings(folder: Path, public: socket.socket, side: socket.socket) -> StandaloneSettings:
    folder.mkdir(parents=True, exist_ok=True)
    return StandaloneSettings(
        data_dir=folder,
        port=public.getsockname()[1],
        sandbox_port=side.getsockname()[1],
        app_secret=SecretStr(_APP_SECRET),
    )


def _sandbox(place: Place, *, statuses: bool) -> SandboxSettings:
    held = Timing(sent=_HELD_BACK, delivered=_HELD_BACK, read=_HELD_BACK)
    return SandboxSettings(
        data_dir=place.folder / "sandbox",
        webhook_url=f"{place.origin}/webhooks/whatsapp",
        app_secret=place.app_secret,
        merchant_key=keys_of(place.folder)["merchant_key"],
        access_token=place.keys["access_token"],
        timing=Timing() if statuses else held,
        limits=Limits(pair_burst=None, per_second=None),
    )


@asynccontextmanager
async def _database(place: Place) -> AsyncGenerator[AsyncConnection]:
    engine = create_async_engine(place.database_url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
