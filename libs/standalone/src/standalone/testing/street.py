"""A public origin before two services that say what they were sent, all on sockets."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from standalone.local.door import Door
from standalone.local.exchange import Stream
from standalone.serving import Site, serve


@dataclass(frozen=True, slots=True)
class Seen:
    """What a service was sent."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class Street:
    """The services behind the door: what each was sent, and how often it is not at home."""

    def __init__(self, *, away: int = 0) -> None:
        self.away = away
        self.seen: list[Seen] = []
        self.cut: list[str] = []
        self.tries = 0
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self, host: str, port: int) -> Stream:
        """Connect, unless nobody listens."""
        self.tries += 1
        if self.tries <= self.away:
            raise ConnectionRefusedError
        reader, writer = await asyncio.open_connection(host, port)
        self._writers.append(writer)
        return reader, writer

    def service(self, name: str) -> ASGIApp:
        """Return a service, which refuses who has the key `wrong` without reading."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            if request.headers.get("x-api-key") == "wrong":
                await PlainTextResponse("who are you?", 401)(scope, receive, send)
                return
            try:
                body = await request.body()
            except ClientDisconnect:
                self.cut.append(request.url.path)
                return
            target = scope["raw_path"] + (b"?" + scope["query_string"]).removesuffix(b"?")
            self.seen.append(Seen(request.method, target.decode(), dict(request.headers), body))
            if request.url.path == "/api/cut":
                self._writers[-1].transport.abort()
                await request.is_disconnected()
            answer = {"host": name, "status": "ready"}
            await JSONResponse(answer, 201 if body else 200)(scope, receive, send)

        return app


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncGenerator[str]:
    """Serve an app as everywhere; give its origin."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0)
        stop = asyncio.Event()
        serving = asyncio.ensure_future(serve([Site(app, listener)], stop))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        stop.set()
        await serving


@asynccontextmanager
async def open_origin(street: Street, *, patience: float = 5.0) -> AsyncGenerator[str]:
    """Give the public origin of a door before two services, all on sockets."""
    async with (
        served(street.service("gateway")) as gateway,
        served(street.service("engine")) as e,
    ):
        door = Door(
            {"gateway-webhooks": gateway, "flow-engine": e},
            connect=street.connect,
            patience=patience,
        )
        async with served(door) as origin:
            yield origin
        await door.close()


@asynccontextmanager
async def client_before(
    street: Street, *, patience: float = 5.0
) -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of the public origin, under its public name."""
    async with open_origin(street, patience=patience) as origin:
        named = {"Host": "pay.example"}
        async with httpx.AsyncClient(base_url=origin, headers=named, trust_env=False) as client:
            yield client
