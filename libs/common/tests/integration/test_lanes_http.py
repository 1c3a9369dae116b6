"""`http:` rows: order within a service and key, a definite no, and who holds back whom."""

import asyncio
import time

import httpx
import pytest
from common.contracts import RequestRefused
from common.lanes.api import ServiceCall
from common.lanes.http_relay import SLOTS
from common.testing.lanes import FIRST, LaneHouse, settled, until
from common.testing.other_service import (
    MINUTE,
    OtherService,
    Refusals,
    a_runtime,
    has_sent,
    request,
    warm_up,
)

pytestmark = pytest.mark.database


async def test_requests_of_a_key_are_sent_in_order_each_with_its_own_idempotency_key(
    house: LaneHouse,
) -> None:
    """The next request of a key waits until the last is answered."""
    failures = [503, 500]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/a" and failures:
            return httpx.Response(failures.pop())
        return httpx.Response(202)

    other = OtherService(answer)
    async with a_runtime(house, other, Refusals()) as runtime:
        for path in ("/v1/a", "/v1/b", "/v1/c"):
            await request(runtime, path)
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

    other = OtherService(answer)
    async with a_runtime(house, other, Refusals()) as runtime:
        await request(runtime, "/down", key="a")
        await request(runtime, "/up", key="b")
        await until(lambda: has_sent(house, 1))

    assert "PUT /up" in other.paths


@pytest.mark.parametrize("path", ["/v1/payments/1", "/v1/payments/1/otp"])
async def test_a_service_that_is_down_does_not_hold_back_the_customers_request_to_another(
    house: LaneHouse, path: str
) -> None:
    """Order is kept per service and key: what one service does not take delays nobody else's."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if request.url.path == "/v1/payments/0" else 202)

    other = OtherService(answer)
    async with a_runtime(house, other, Refusals()) as runtime:
        await request(runtime, "/v1/payments/0", service="down")
        await request(runtime, path, service="up", method="POST")
        await until(lambda: has_sent(house, 1))

    assert f"POST {path}" in other.paths


async def test_a_service_that_does_not_answer_takes_no_other_services_places(
    house: LaneHouse,
) -> None:
    """However many wait at one service, another's requests leave at once."""
    down, up = asyncio.Event(), OtherService(lambda _: httpx.Response(202))

    async def hang(_request: httpx.Request) -> httpx.Response:
        await down.wait()
        return httpx.Response(503)

    silent = httpx.AsyncClient(transport=httpx.MockTransport(hang), base_url="http://down")
    runtime = house.runtime(
        FIRST, client_for=lambda service: silent if service == "down" else up.client
    )
    async with runtime:
        async with runtime.unit_of_work() as uow:
            for n in range(SLOTS + 10):
                uow.request(ServiceCall("down", "PUT", f"/v1/{n}", {}, str(n), MINUTE))
        await asyncio.sleep(0.2)
        started = time.monotonic()
        await request(runtime, "/v1/payments/1", service="up")
        await until(lambda: has_sent(house, 1))
        took = time.monotonic() - started
        down.set()

    assert took < 1.0
    assert up.paths == ["PUT /v1/payments/1"]


async def test_an_outcome_that_cannot_be_written_delays_its_own_request_only(
    house: LaneHouse,
) -> None:
    """Such a request is repeated, each time later, and counted; the others are recorded."""
    rule = "not (key = 'bad' and sent_at > '-infinity')"
    await house.rows(FIRST, f"alter table outbox add constraint no_bad check ({rule})")
    other = OtherService(lambda _: httpx.Response(202))
    async with a_runtime(house, other, Refusals()) as runtime:
        for key in ("a", "bad", "c"):
            await request(runtime, f"/v1/{key}", key=key)
        await until(lambda: has_sent(house, 2))
        await asyncio.sleep(2.5)
        failures = runtime.failures()

    assert 2 <= other.paths.count("PUT /v1/bad") <= 3
    assert failures["http"] >= 2


async def test_a_definite_no_comes_back_to_the_sender(house: LaneHouse) -> None:
    """A 4xx closes and empties the row and tells the sender's own lane why."""
    problem = {"code": "payments:too_many_starts", "detail": "Too many.", "status": 429}
    problem["retry_at"] = "2026-11-25T11:00:00Z"
    other = OtherService(lambda _: httpx.Response(429, json=problem))
    refusals = Refusals()
    async with a_runtime(house, other, refusals) as runtime:
        await warm_up(house, runtime)
        await request(runtime, "/v1/payments/1", key="customer")
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


async def test_a_secret_request_is_emptied_when_it_is_accepted(house: LaneHouse) -> None:
    """A code does not stay in the outbox."""
    other = OtherService(lambda _: httpx.Response(202))
    async with a_runtime(house, other, Refusals()) as runtime:
        await request(runtime, "/v1/x/otp", secret=True)
        await settled(runtime)

    assert [row.body for row in await house.rows(FIRST, "select body from outbox")] == [b""]


async def test_http_rows_never_hold_back_the_bus(house: LaneHouse) -> None:
    """While another service is down, topics are relayed."""
    other = OtherService(lambda _: httpx.Response(503))
    async with a_runtime(house, other, Refusals()) as runtime:
        await request(runtime, "/v1/x")
        async with runtime.unit_of_work() as uow:
            uow.send(_refusal(), key="k")
        await until(lambda: has_sent(house, 1))


def _refusal() -> RequestRefused:
    return RequestRefused.model_validate(RequestRefused.EXAMPLE)
