"""The door passes on what is public, to whom it belongs, once; and nothing else."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from common.testing.identities import identity_of
from standalone.asgi import Neighbours, Origin
from standalone.local.door import Door
from standalone.testing.odd_paths import ODD_PATHS
from standalone.testing.street import Street, client_before, served
from starlette.types import ASGIApp


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
    async with client_before(street) as client:
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
    async with client_before(street) as client:
        answer = await client.get(path)

    assert (404, []) == (answer.status_code, street.seen)


async def test_who_a_client_is_says_the_door_alone() -> None:
    """What a client claims of its own address is thrown away."""
    street = Street()
    async with client_before(street) as client:
        await client.get("/api/orders", headers={"X-Forwarded-For": "10.0.0.1", "Forwarded": "x"})

    assert "127.0.0.1" == street.seen[0].headers["x-forwarded-for"]
    assert "forwarded" not in street.seen[0].headers


async def test_a_service_that_is_being_started_again_is_waited_for() -> None:
    """A second without a listener costs a client a second, not an error."""
    street = Street(away=3)
    async with client_before(street) as client:
        answer = await client.get("/api/orders")

    assert (200, 4) == (answer.status_code, street.tries)


async def test_a_service_that_does_not_come_back_is_told_so() -> None:
    """It is retryable: a provider sends its webhook again."""
    street = Street(away=1000)
    async with client_before(street, patience=0.2) as client:
        answer = await client.post("/webhooks/whatsapp", content=b"{}")

    assert (503, True) == (answer.status_code, answer.json()["retryable"])


async def test_what_reached_a_service_is_never_sent_twice() -> None:
    """A cut answer may have been a success: only the client may decide to repeat."""
    street = Street()
    async with client_before(street) as client:
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
    async with client_before(street) as client:
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

    async with client_before(street) as client:
        await client.post("/webhooks/whatsapp", content=sent() if is_chunked else b"".join(parts))

    assert street.seen[0].body == b"".join(parts)
    assert ("transfer-encoding" in street.seen[0].headers) is is_chunked


async def test_health_is_that_of_all_services_together() -> None:
    """Ready when all are; which one is not, and why, is not for the public."""
    async with client_before(Street()) as client:
        ready = await client.get("/health/ready")
    nobody = Door({"gateway-webhooks": "http://127.0.0.1:9"})
    async with served(nobody) as origin, httpx.AsyncClient(base_url=origin) as client:
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
    async with client_before(street) as client:
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
