"""The door passes on what is public, to whom it belongs, once; and nothing else."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from common.testing.identities import identity_of
from standalone.asgi import Neighbours, Origin
from standalone.local.door import Door
from standalone.testing.odd_paths import ODD_PATHS
from starlette.types import ASGIApp

URLS = {"gateway-webhooks": "http://gateway", "flow-engine": "http://engine"}


class Street:
    """The services behind the door: what each was sent, and how often it is not at home."""

    def __init__(self, *, away: int = 0) -> None:
        self.away = away
        self.seen: list[httpx.Request] = []
        self.tries = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer like a service."""
        self.tries += 1
        if self.tries <= self.away:
            raise httpx.ConnectError("nobody listens", request=request)
        self.seen.append(request)
        if request.url.path == "/api/cut":
            raise httpx.ReadError("cut", request=request)
        body = f'{{"host": "{request.url.host}", "status": "ready"}}'
        return httpx.Response(201, content=_streamed(body.encode()))


async def _streamed(body: bytes) -> AsyncGenerator[bytes]:
    yield body


@asynccontextmanager
async def _before(street: Street, *, patience: float = 5.0) -> AsyncGenerator[httpx.AsyncClient]:
    door = Door(URLS, transport=httpx.MockTransport(street), patience=patience)
    transport = httpx.ASGITransport(door, client=("192.0.2.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://pay.example") as client:
        yield client
    await door.close()


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
    assert ("POST", path, b"body") == (seen.method, seen.url.raw_path.decode(), seen.content)
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

    assert "192.0.2.7" == street.seen[0].headers["x-forwarded-for"]
    assert "forwarded" not in street.seen[0].headers


async def test_a_service_that_is_being_started_again_is_waited_for() -> None:
    """A second without a listener costs a client a second, not an error."""
    street = Street(away=3)
    async with _before(street) as client:
        answer = await client.get("/api/orders")

    assert (201, 4) == (answer.status_code, street.tries)


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


async def test_a_body_that_is_too_long_is_refused() -> None:
    """Meta sends up to 3 MB."""
    street = Street()
    async with _before(street) as client:
        answer = await client.post("/webhooks/whatsapp", content=b"x" * (4 * 1024 * 1024 + 1))

    assert (413, []) == (answer.status_code, street.seen)


async def test_health_is_that_of_all_services_together() -> None:
    """Ready when all are; which one is not, and why, is not for the public."""
    async with _before(Street()) as client:
        ready = await client.get("/health/ready")
    async with _before(Street(away=1)) as client:
        half = await client.get("/health/ready/")
        live = await client.get("/health/live")

    assert (200, "ready") == (ready.status_code, ready.json()["status"])
    assert (503, "down") == (half.status_code, half.json()["status"])
    assert (["status"], ["status"]) == (list(ready.json()), list(half.json()))
    assert 200 == live.status_code


async def test_two_requests_wait_side_by_side() -> None:
    """A slow start of one service does not stand in anybody's way."""
    street = Street(away=2)
    async with _before(street) as client:
        answers = await asyncio.gather(client.get("/api/a"), client.get("/api/b"))

    assert [201, 201] == [answer.status_code for answer in answers]


@pytest.mark.parametrize("path", ODD_PATHS)
async def test_a_path_that_may_be_read_otherwise_reaches_no_service(path: str) -> None:
    """Dot segments, empty ones, backslashes, encoded or not: neither form has such an address."""
    street = Street()
    door = Door(URLS, transport=httpx.MockTransport(street))
    told = [
        await _ask(app, path)
        for app in (door, Origin(Neighbours({"standalone": identity_of("standalone")})))
    ]
    await door.close()

    assert told == [404, 404]
    assert street.seen == []


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
