"""`http:` rows: order within a key, a definite no, expiry, and the question that decides."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from common.contracts import RequestRefused
from common.lanes.api import Delivery, HandlerSet, ServiceCall, UnitOfWork
from common.lanes.runtime import LaneRuntime
from common.testing.lanes import FIRST, LaneHouse, settled, until

pytestmark = pytest.mark.database

_REAL = timedelta(seconds=60)


class _Other:
    """Another service: answers as the test says and remembers what it was asked."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response]) -> None:
        self._answer = answer
        self.requests: list[httpx.Request] = []
        self.client = httpx.AsyncClient(
            transport=httpx.MockTransport(self._handle), base_url="http://other"
        )

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        await asyncio.sleep(0)
        return self._answer(request)

    @property
    def paths(self) -> list[str]:
        return [f"{r.method} {r.url.path}" for r in self.requests]


class _Refusals:
    """Collects the refusals that come back to the sender's inbox."""

    def __init__(self) -> None:
        self.all: list[RequestRefused] = []
        self.keys: list[str | None] = []

    async def __call__(self, _uow: UnitOfWork, delivery: Delivery) -> None:
        assert isinstance(delivery.message, RequestRefused)
        self.all.append(delivery.message)
        self.keys.append(delivery.key)


def _runtime(house: LaneHouse, other: _Other, refusals: _Refusals) -> LaneRuntime:
    handlers = HandlerSet({RequestRefused.TYPE: refusals})
    return house.runtime(FIRST, handlers, client_for=lambda _: other.client)


async def _request(
    runtime: LaneRuntime,
    path: str,
    *,
    key: str = "k",
    expires_after: timedelta = _REAL,
    secret: bool = False,
) -> None:
    async with runtime.unit_of_work() as uow:
        uow.request(
            ServiceCall("other", "PUT", path, {"amount": 5000}, key, expires_after, secret=secret)
        )


async def test_requests_of_a_key_are_sent_in_order_each_with_its_own_idempotency_key(
    house: LaneHouse,
) -> None:
    """The next request of a key waits until the last is answered."""
    failures = [503, 500]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/a" and failures:
            return httpx.Response(failures.pop())
        return httpx.Response(202)

    other = _Other(answer)
    async with _runtime(house, other, _Refusals()) as runtime:
        for path in ("/v1/a", "/v1/b", "/v1/c"):
            await _request(runtime, path)
        await settled(runtime)

    assert other.paths == ["PUT /v1/a"] * 3 + ["PUT /v1/b", "PUT /v1/c"]
    ids = [r.headers["idempotency-key"] for r in other.requests]
    assert len(set(ids[:3])) == 1
    assert len(set(ids)) == 3
    assert other.requests[0].content == b'{"amount":5000}'


async def test_a_key_that_waits_does_not_hold_back_another(house: LaneHouse) -> None:
    """Keys are sent side by side."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if request.url.path == "/down" else 202)

    other = _Other(answer)
    async with _runtime(house, other, _Refusals()) as runtime:
        await _request(runtime, "/down", key="a")
        await _request(runtime, "/up", key="b")
        await until(lambda: _sent(house, 1))

    assert "PUT /up" in other.paths


async def _sent(house: LaneHouse, count: int) -> bool:
    statement = "select count(*) from outbox where sent_at is not null"
    return count == (await house.rows(FIRST, statement))[0][0]


async def test_a_definite_no_comes_back_to_the_sender(house: LaneHouse) -> None:
    """A 4xx closes and empties the row and tells the sender's own lane why."""
    problem = {"code": "payments:too_many_starts", "detail": "Too many.", "status": 429}
    problem["retry_at"] = "2026-11-25T11:00:00Z"
    other = _Other(lambda _: httpx.Response(429, json=problem))
    refusals = _Refusals()
    async with _runtime(house, other, refusals) as runtime:
        await _request(runtime, "/v1/payments/1", key="customer")
        await settled(runtime)

    refused = refusals.all[0]
    assert refusals.keys == ["customer"]
    assert (
        refused.code,
        refused.status,
        refused.method,
    ) == ("payments:too_many_starts", 429, "PUT")
    assert refused.retry_at is not None
    row = (await house.rows(FIRST, "select body, sent_at, error from outbox"))[0]
    assert (row.body, row.error) == (b"", "payments:too_many_starts")
    assert row.sent_at is not None


async def test_a_request_that_certainly_never_arrived_expires_without_a_question(
    house: LaneHouse,
) -> None:
    """When every connect failed our own record decides."""

    def answer(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    other, refusals = _Other(answer), _Refusals()
    async with _runtime(house, other, refusals) as runtime:
        await _warm_up(house, runtime)
        await _request(runtime, "/v1/x", expires_after=timedelta(seconds=1))
        await settled(runtime)

    assert [r.code for r in refusals.all] == ["lanes:expired"]
    assert {"PUT"} == {r.method for r in other.requests}


async def _warm_up(house: LaneHouse, runtime: LaneRuntime) -> None:
    """Let the relay hold its lock before anything is written."""

    async def leads() -> bool:
        rows = await house.rows(FIRST, "select 1 from pg_locks where locktype = 'advisory'")
        return len(rows) >= 2

    await until(leads)
    await settled(runtime)
    await asyncio.sleep(0.1)


@pytest.mark.parametrize(("found", "refused"), [(200, 0), (404, 1)])
async def test_an_expired_request_that_may_have_arrived_is_asked_about(
    house: LaneHouse, found: int, refused: int
) -> None:
    """`GET` on the resource decides: there means accepted, not there means refused."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(found, json={})
        raise httpx.ReadTimeout("lost")

    other, refusals = _Other(answer), _Refusals()
    async with _runtime(house, other, refusals) as runtime:
        await _request(runtime, "/v1/x", expires_after=timedelta(seconds=1))
        await settled(runtime)

    assert other.paths[-1] == "GET /v1/x"
    assert refused == len(refusals.all)


async def test_while_the_question_is_unanswered_nothing_is_decided(house: LaneHouse) -> None:
    """A service that cannot be asked may have the request: it is asked until it answers."""
    answers = [503, 503, 200]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(answers.pop(0), json={})
        raise httpx.ReadTimeout("lost")

    other, refusals = _Other(answer), _Refusals()
    async with _runtime(house, other, refusals) as runtime:
        await _request(runtime, "/v1/x", expires_after=timedelta(seconds=0.5))
        await settled(runtime)

    assert other.paths.count("GET /v1/x") == 3
    assert refusals.all == []


async def test_a_row_of_an_earlier_process_may_have_been_tried(house: LaneHouse) -> None:
    """A kill between the call and its record leaves doubt: the question decides."""
    other = _Other(lambda r: httpx.Response(404 if r.method == "GET" else 500))
    refusals = _Refusals()
    runtime = _runtime(house, other, refusals)
    async with runtime.unit_of_work() as uow:
        uow.request(ServiceCall("other", "PUT", "/v1/x", {}, "k", timedelta(seconds=0)))
    async with runtime:
        await settled(runtime)

    assert other.paths == ["GET /v1/x"]
    assert [r.code for r in refusals.all] == ["lanes:expired"]


async def test_a_secret_request_is_emptied_when_it_is_accepted(house: LaneHouse) -> None:
    """A code does not stay in the outbox."""
    other = _Other(lambda _: httpx.Response(202))
    async with _runtime(house, other, _Refusals()) as runtime:
        await _request(runtime, "/v1/x/otp", secret=True)
        await settled(runtime)

    assert [row.body for row in await house.rows(FIRST, "select body from outbox")] == [b""]


async def test_http_rows_never_hold_back_the_bus(house: LaneHouse) -> None:
    """While another service is down, topics are relayed."""
    other = _Other(lambda _: httpx.Response(503))
    async with _runtime(house, other, _Refusals()) as runtime:
        await _request(runtime, "/v1/x")
        async with runtime.unit_of_work() as uow:
            uow.send(_refusal(), key="k")
        await until(lambda: _sent(house, 1))


def _refusal() -> RequestRefused:
    return RequestRefused.model_validate(RequestRefused.EXAMPLE)
