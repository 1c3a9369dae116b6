"""`http:` rows that may have arrived: the question that decides, and what is no answer to it."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from common.contracts.requests import NOT_ACCEPTED, NOT_THERE
from common.lanes.api import ServiceCall
from common.testing.lanes import FIRST, LaneHouse, settled
from common.testing.other_service import (
    OtherService,
    Refusals,
    a_runtime,
    request,
    warm_up,
)

pytestmark = pytest.mark.database


async def test_a_code_that_may_have_arrived_is_asked_about_at_the_payment(
    house: LaneHouse,
) -> None:
    """`GET …/otp` is no address: the payment is asked whether it took a request under this key."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            raise httpx.ReadTimeout("lost")
        if request.url.path.endswith("/otp"):
            return httpx.Response(405, json={"code": "http:405"})
        return httpx.Response(404, json={"code": NOT_ACCEPTED})

    other, refusals = OtherService(answer), Refusals()
    path = "/v1/payments/1/otp"
    async with a_runtime(house, other, refusals) as runtime:
        await request(runtime, path, method="POST", expires_after=timedelta(seconds=0.5))
        await settled(runtime)

    question = other.requests[-1]
    assert other.paths[-1] == "GET /v1/payments/1"
    assert question.headers["idempotency-key"] == other.requests[0].headers["idempotency-key"]
    assert [(r.code, r.path) for r in refusals.all] == [("lanes:expired", path)]


@pytest.mark.parametrize("trouble", [401, 403, 404, 405])
async def test_while_we_are_not_believed_an_accepted_request_is_not_called_refused(
    house: LaneHouse, trouble: int
) -> None:
    """Key trouble or a wrong route after a lost answer: asked until somebody who looked answers."""
    troubles = [trouble] * 2

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT" and not other.paths.count("GET /v1/payments/1"):
            if other.paths.count("PUT /v1/payments/1") == 1:
                raise httpx.ReadTimeout("lost")
            return httpx.Response(401, json={"code": "auth:unknown_key"})
        if troubles:
            return httpx.Response(troubles.pop(), json={"code": f"http:{trouble}"})
        return httpx.Response(200, json={})

    other, refusals = OtherService(answer), Refusals()
    async with a_runtime(house, other, refusals) as runtime:
        await request(runtime, "/v1/payments/1")
        await settled(runtime)

    assert refusals.all == []
    assert not troubles


async def test_a_definite_no_after_a_lost_answer_is_told_once_it_is_proved(
    house: LaneHouse,
) -> None:
    """The first try may have arrived: the payment is looked for before the customer hears no."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(404, json={"code": NOT_THERE})
        if len(other.requests) == 1:
            raise httpx.ReadTimeout("lost")
        return httpx.Response(429, json={"code": "payments:too_many_starts"})

    other, refusals = OtherService(answer), Refusals()
    async with a_runtime(house, other, refusals) as runtime:
        await request(runtime, "/v1/payments/1")
        await settled(runtime)

    assert [r.code for r in refusals.all] == ["payments:too_many_starts"]
    assert other.paths[-1] == "GET /v1/payments/1"


async def test_a_request_that_certainly_never_arrived_expires_without_a_question(
    house: LaneHouse,
) -> None:
    """When every connect failed our own record decides."""

    def answer(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    other, refusals = OtherService(answer), Refusals()
    async with a_runtime(house, other, refusals) as runtime:
        await warm_up(house, runtime)
        await request(runtime, "/v1/x", expires_after=timedelta(seconds=1))
        await settled(runtime)

    assert [r.code for r in refusals.all] == ["lanes:expired"]
    assert {"PUT"} == {r.method for r in other.requests}


@pytest.mark.parametrize(("found", "refused"), [(200, 0), (404, 1)])
async def test_an_expired_request_that_may_have_arrived_is_asked_about(
    house: LaneHouse, found: int, refused: int
) -> None:
    """`GET` on the resource decides: there means accepted, not there means refused."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(found, json={"code": NOT_THERE})
        raise httpx.ReadTimeout("lost")

    other, refusals = OtherService(answer), Refusals()
    async with a_runtime(house, other, refusals) as runtime:
        await request(runtime, "/v1/x", expires_after=timedelta(seconds=1))
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

    other, refusals = OtherService(answer), Refusals()
    async with a_runtime(house, other, refusals) as runtime:
        await request(runtime, "/v1/x", expires_after=timedelta(seconds=0.5))
        await settled(runtime)

    assert other.paths.count("GET /v1/x") == 3
    assert refusals.all == []


async def test_a_row_of_an_earlier_process_may_have_been_tried(house: LaneHouse) -> None:
    """A kill between the call and its record leaves doubt: the question decides."""
    absent = httpx.Response(404, json={"code": NOT_THERE})
    other = OtherService(lambda r: absent if r.method == "GET" else httpx.Response(500))
    refusals = Refusals()
    runtime = a_runtime(house, other, refusals)
    async with runtime.unit_of_work() as uow:
        uow.request(ServiceCall("other", "PUT", "/v1/x", {}, "k", timedelta(seconds=0)))
    async with runtime:
        await settled(runtime)

    assert other.paths == ["GET /v1/x"]
    assert [r.code for r in refusals.all] == ["lanes:expired"]


@pytest.mark.parametrize("ended", ["expired", "refused"])
async def test_what_was_answered_and_could_not_be_written_down_may_have_arrived(
    house: LaneHouse, ended: str
) -> None:
    """Storage that takes no writes keeps an accepted request open: it is asked about, not guessed.

    The row knows nothing of the try that was accepted, so that its own record proves nothing.
    """
    rule = "not (key = 'k' and (sent_at > '-infinity' or attempts > 0))"
    await house.rows(FIRST, f"alter table outbox add constraint no_writes check ({rule})")

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT" and ended == "refused" and len(other.requests) > 1:
            return httpx.Response(401, json={"code": "auth:unknown_key"})
        return httpx.Response(202, json={})

    other, refusals = OtherService(answer), Refusals()
    expires = timedelta(seconds=1 if ended == "expired" else 60)
    async with a_runtime(house, other, refusals) as runtime:
        await warm_up(house, runtime)
        await request(runtime, "/v1/payments/1", expires_after=expires)
        await asyncio.sleep(1.5)
        await house.rows(FIRST, "alter table outbox drop constraint no_writes")
        await settled(runtime)

    assert other.paths[0] == "PUT /v1/payments/1"
    assert refusals.all == []
    assert other.paths[-1] == "GET /v1/payments/1"
