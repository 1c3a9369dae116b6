"""The door passes on what is public, to whom it belongs, once; and nothing else."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import pytest
from common.testing.identities import identity_of
from standalone.asgi import Neighbours, Origin
from standalone.local.door import Door
from standalone.local.exchange import Stream
from standalone.serving import Site, serve
from standalone.testing.odd_paths import ODD_PATHS
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


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
async def _served(app: ASGIApp) -> AsyncGenerator[str]:
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
async def _open(street: Street, *, patience: float = 5.0) -> AsyncGenerator[str]:
    """Give the public origin of a door before two services, all on sockets."""
    async with (
        _served(street.service("gateway")) as gateway,
        _served(street.service("engine")) as e,
    ):
        door = Door(
            {"gateway-webhooks": gateway, "flow-engine": e},
            connect=street.connect,
            patience=patience,
        )
        async with _served(door) as origin:
            yield origin
        await door.close()


@asynccontextmanager
async def _before(street: Street, *, patience: float = 5.0) -> AsyncGenerator[httpx.AsyncClient]:
    async with _open(street, patience=patience) as origin:
        named = {"Host": "pay.example"}
        async with httpx.AsyncClient(base_url=origin, headers=named, trust_env=False) as client:
            yield client


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/webhooks/whatsapp?a=1&b=%2F", "gateway"),
        ("/crm-api/meta/webhook/", "gateway"),
        ("/api/orders/", "engine"),
        ("/crm-api/payments/omari/auth/", "engine"),
    ],
)
async def test_a_public_path_goes_to_its_service_as_it_came(path: str, host: str) -> None:
    """Method, path, query, body and the public name stay; the answer comes back as it is."""
    street = Street()
    async with _before(street) as client:
        answer = await client.post(path, content=b"body")

    (seen,) = street.seen
    assert (201, host) == (answer.status_code, answer.json()["host"])
    assert ("POST", path, b"body") == (seen.method, seen.target, seen.body)
    assert "pay.example" == seen.headers["host"]


@pytest.mark.parametrize(
    "path", ["/", "/v1/timeline", "/metrics", "/health", "/admin", "/v1/lanes"]
)
async def test_nothing_else_is_there(path: str) -> None:
    """Internal routes are not public, whatever a client sends."""
    street = Street()
    async with _before(street) as client:
        answer = await client.get(path)

    assert (404, []) == (answer.status_code, street.seen)


async def test_who_a_client_is_says_the_door_alone() -> None:
    """What a client claims of its own address is thrown away."""
    street = Street()
    async with _before(street) as client:
        await client.get("/api/orders", headers={"X-Forwarded-For": "10.0.0.1", "Forwarded": "x"})

    assert "127.0.0.1" == street.seen[0].headers["x-forwarded-for"]
    assert "forwarded" not in street.seen[0].headers


async def test_a_service_that_is_being_started_again_is_waited_for() -> None:
    """A second without a listener costs a client a second, not an error."""
    street = Street(away=3)
    async with _before(street) as client:
        answer = await client.get("/api/orders")

    assert (200, 4) == (answer.status_code, street.tries)


async def test_a_service_that_does_not_come_back_is_told_so() -> None:
    """It is retryable: a provider sends its webhook again."""
    street = Street(away=1000)
    async with _before(street, patience=0.2) as client:
        answer = await client.post("/webhooks/whatsapp", content=b"{}")

    assert (503, True) == (answer.status_code, answer.json()["retryable"])


async def test_what_reached_a_service_is_never_sent_twice() -> None:
    """A cut answer may have been a success: only the client may decide to repeat."""
    street = Street()
    async with _before(street) as client:
        answer = await client.post("/api/cut", content=b"{}")

    assert (502, 1) == (answer.status_code, len(street.seen))


@pytest.mark.parametrize("is_announced", [True, False])
async def test_a_body_that_is_too_long_is_refused_as_a_problem(is_announced: bool) -> None:  # noqa: FBT001 - a case
    """Meta sends up to 3 MB. No service gets the whole of it, be its length said before or not."""
    street, size = Street(), 4 * 1024 * 1024

    async def parts() -> AsyncGenerator[bytes]:
        yield b"x" * size
        yield b"x"

    content = b"x" * (size + 1) if is_announced else parts()
    async with _before(street) as client:
        answer = await client.post("/webhooks/whatsapp", content=content)

    assert (413, "http:413", []) == (answer.status_code, answer.json()["code"], street.seen)
    assert "application/problem+json" == answer.headers["content-type"]
    assert f" {size} bytes" in answer.json()["detail"]


@pytest.mark.parametrize("is_chunked", [True, False])
async def test_a_body_arrives_as_it_was_sent(is_chunked: bool) -> None:  # noqa: FBT001 - a case
    """Of any length, with its length said before or not."""
    street, parts = Street(), [bytes([number]) * 50_000 for number in range(60)]

    async def sent() -> AsyncGenerator[bytes]:
        for part in parts:
            yield part

    async with _before(street) as client:
        await client.post("/webhooks/whatsapp", content=sent() if is_chunked else b"".join(parts))

    assert street.seen[0].body == b"".join(parts)
    assert ("transfer-encoding" in street.seen[0].headers) is is_chunked


async def _told(origin: str, head: str, *parts: bytes) -> tuple[bytes, float]:
    """Send a head, then a part each tenth of a second; return what is told, and after how long."""
    where = urlsplit(origin)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    began = asyncio.get_running_loop().time()
    writer.write(head.encode())

    async def trickle() -> None:
        for part in parts:
            await asyncio.sleep(0.1)
            writer.write(part)

    sending = asyncio.ensure_future(trickle())
    async with asyncio.timeout(10):
        told = await reader.read()
    sending.cancel()
    writer.close()
    return told, asyncio.get_running_loop().time() - began


@pytest.mark.parametrize("framing", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
@pytest.mark.parametrize("part", [b"", b"1\r\nx\r\n"])
async def test_who_is_refused_by_his_headers_hears_so_before_his_body_comes(
    framing: str, part: bytes
) -> None:
    """At once, be the body silent or trickling, and the connection is closed with it."""
    street = Street()
    head = f"POST /api/orders HTTP/1.1\r\nHost: x\r\nX-Api-Key: wrong\r\n{framing}\r\n\r\n"
    async with _open(street) as origin:
        told, seconds = await _told(origin, head, *[part] * 50)

    assert told.startswith(b"HTTP/1.1 401 ")
    assert told.endswith(b"who are you?")
    assert b"\r\nconnection: close\r\n" in told
    assert seconds < 2


async def test_a_client_that_leaves_leaves_nothing_behind() -> None:
    """The service learns that the rest does not come, and does nothing."""
    street = Street()
    async with _open(street) as origin:
        where = urlsplit(origin)
        _, writer = await asyncio.open_connection(where.hostname, where.port)
        writer.write(b"POST /api/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
        await asyncio.sleep(0.2)
        writer.close()
        await asyncio.sleep(0.2)

    assert (["/api/orders"], []) == (street.cut, street.seen)


async def test_a_request_that_names_no_host_is_refused() -> None:
    """Or two: who reads it next may choose another."""
    street, end = Street(), "Connection: close\r\n\r\n"
    async with _open(street) as origin:
        none, _ = await _told(origin, f"GET /api/orders HTTP/1.1\r\n{end}")
        two, _ = await _told(origin, f"GET /api/orders HTTP/1.1\r\nHost: a\r\nHost: b\r\n{end}")

    assert all(told.startswith(b"HTTP/1.1 400 ") for told in (none, two))
    assert street.seen == []


async def test_health_is_that_of_all_services_together() -> None:
    """Ready when all are; which one is not, and why, is not for the public."""
    async with _before(Street()) as client:
        ready = await client.get("/health/ready")
    nobody = Door({"gateway-webhooks": "http://127.0.0.1:9"})
    async with _served(nobody) as origin, httpx.AsyncClient(base_url=origin) as client:
        half = await client.get("/health/ready/")
        live = await client.get("/health/live")
    await nobody.close()

    assert (200, "ready") == (ready.status_code, ready.json()["status"])
    assert (503, "down") == (half.status_code, half.json()["status"])
    assert (["status"], ["status"]) == (list(ready.json()), list(half.json()))
    assert 200 == live.status_code


async def test_two_requests_wait_side_by_side() -> None:
    """A slow start of one service does not stand in anybody's way."""
    street = Street(away=2)
    async with _before(street) as client:
        answers = await asyncio.gather(client.get("/api/a"), client.get("/api/b"))

    assert [200, 200] == [answer.status_code for answer in answers]


@pytest.mark.parametrize("path", ODD_PATHS)
async def test_a_path_that_may_be_read_otherwise_reaches_no_service(path: str) -> None:
    """Dot segments, empty ones, backslashes, encoded or not: neither form has such an address."""
    street = Street()
    urls = {"gateway-webhooks": "http://127.0.0.1:9", "flow-engine": "http://127.0.0.1:9"}
    door = Door(urls, connect=street.connect)
    told = [
        await _ask(app, path)
        for app in (door, Origin(Neighbours({"standalone": identity_of("standalone")})))
    ]
    await door.close()

    assert told == [404, 404]
    assert street.tries == 0


async def _ask(app: ASGIApp, path: str) -> int:
    """Ask with the path as it is written, read as a server reads it."""
    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": unquote(path)}
    scope |= {"raw_path": path.encode(), "query_string": b"", "headers": [], "scheme": "http"}
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    await app(scope, receive, send)
    return statuses[0]
