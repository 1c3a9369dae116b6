"""Calls between services: only those addressed to it, fresh, whole and new are taken."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from common.service_tokens import ServiceAuth, ServiceKeys, ServiceVerifier
from common.testing.clock import FakeClock
from common.web.problems import install
from fastapi import Depends, FastAPI, Request

KEY, OTHER = "k" * 32, "x" * 32
Client = Callable[..., httpx.AsyncClient]


def _app(verifier: ServiceVerifier) -> FastAPI:
    app = FastAPI()
    install(app)

    @app.post("/v1/payments", dependencies=[Depends(verifier)])
    async def take(request: Request) -> dict[str, int]:
        return {"length": len(await request.body())}

    return app


@pytest.fixture
def client(clock: FakeClock) -> Client:
    """Give a maker of clients towards a service called `payments`."""
    app = _app(ServiceVerifier(ServiceKeys([KEY]), audience="payments", clock=clock))

    def make(
        *, key: str = KEY, audience: str = "payments", at: FakeClock = clock
    ) -> httpx.AsyncClient:
        auth = ServiceAuth(ServiceKeys([key]), caller="flow-engine", audience=audience, clock=at)
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://payments", auth=auth
        )

    return make


async def test_a_signed_call_is_taken(client: Client) -> None:
    """The right key, audience, body and time pass."""
    answer = await client().post("/v1/payments", params={"a": "b"}, json={"x": 1})

    assert answer.status_code == 200


async def test_a_call_for_another_service_is_refused(client: Client) -> None:
    """A token for the notifier opens nothing here."""
    answer = await client(audience="notifier").post("/v1/payments", json={})

    assert answer.status_code == 401


async def test_a_call_with_another_key_is_refused(client: Client) -> None:
    """A key that is not the deployment's opens nothing, and the answer is a problem."""
    answer = await client(key=OTHER).post("/v1/payments", json={})

    assert answer.json()["code"] == "service:unauthorized"


async def test_an_unsigned_call_is_refused(client: Client) -> None:
    """No header, no entry."""
    answer = await client().post("/v1/payments", json={}, auth=httpx.BasicAuth("a", "b"))

    assert answer.status_code == 401


async def test_a_stale_call_is_refused(client: Client) -> None:
    """A token lives a minute."""
    late = FakeClock()
    late.advance(timedelta(seconds=-61))

    assert (await client(at=late).post("/v1/payments", json={})).status_code == 401


async def test_a_replayed_or_changed_call_is_refused(client: Client) -> None:
    """The same header again, or under another body, opens nothing."""
    first = await client().post("/v1/payments", json={"x": 1})
    header = first.request.headers["Authorization"]
    plain = client()
    plain.auth = lambda request: request
    again = await plain.post("/v1/payments", json={"x": 1}, headers={"Authorization": header})
    changed = await plain.post("/v1/payments", json={"x": 2}, headers={"Authorization": header})

    assert [again.status_code, changed.status_code] == [401, 401]


async def test_a_rotated_key_is_still_verified(clock: FakeClock) -> None:
    """During a rotation the old key's calls pass."""
    app = _app(ServiceVerifier(ServiceKeys([OTHER, KEY]), audience="payments", clock=clock))
    auth = ServiceAuth(ServiceKeys([KEY]), caller="a", audience="payments", clock=clock)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://p", auth=auth) as client:
        answer = await client.post("/v1/payments", json={})

    assert answer.status_code == 200
