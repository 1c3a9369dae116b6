"""What an answer to an `http:` row means."""

import httpx
import pytest
from common.lanes.answers import EXPIRED, Outcome, judge, judge_failure, judge_lookup


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_the_acknowledgement(status: int) -> None:
    """A service that answers 2xx has the request."""
    assert judge(httpx.Response(status)).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422])
def test_a_definite_4xx_is_a_no(status: int) -> None:
    """Sending the same again will not help."""
    answer = judge(httpx.Response(status, json={"code": "x:no", "detail": "No."}))

    assert (answer.outcome, answer.code, answer.status) == (Outcome.REFUSED, "x:no", status)


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504, 301])
def test_everything_else_stays_open(status: int) -> None:
    """It may have arrived, and it is sent again."""
    answer = judge(httpx.Response(status))

    assert answer.outcome is Outcome.AGAIN
    assert answer.may_have_arrived


def test_429_of_our_own_services_is_a_no_that_says_when() -> None:
    """A limit with a code is for the customer to hear, with the time to try again."""
    body = {"code": "x:limit", "retry_at": "2026-11-25T11:00:00Z"}
    answer = judge(httpx.Response(429, json=body))

    assert answer.outcome is Outcome.REFUSED
    assert answer.retry_at is not None


def test_429_without_meaning_stays_open() -> None:
    """A proxy's limit says nothing about the request."""
    assert judge(httpx.Response(429, text="slow down")).outcome is Outcome.AGAIN


@pytest.mark.parametrize("body", ["", "nonsense", "[]", '{"code": 5, "retry_at": "never"}'])
def test_a_body_without_meaning_does_not_change_the_answer(body: str) -> None:
    """The status decides; the code is then the status."""
    answer = judge(httpx.Response(422, text=body))

    assert (answer.outcome, answer.code) == (Outcome.REFUSED, "http:422")
    assert answer.retry_at is None


@pytest.mark.parametrize(
    ("error", "arrived"),
    [
        (httpx.ConnectError("refused"), False),
        (httpx.ConnectTimeout("slow"), False),
        (httpx.PoolTimeout("busy"), False),
        (httpx.ReadTimeout("lost"), True),
        (httpx.RemoteProtocolError("cut"), True),
        (TimeoutError(), True),
    ],
)
def test_only_a_failed_connect_certainly_did_not_arrive(error: Exception, *, arrived: bool) -> None:
    """Every other failure leaves doubt."""
    assert judge_failure(error).may_have_arrived is arrived


def test_a_lookup_decides_only_when_it_is_answered() -> None:
    """There: accepted. Not there: expired. Anything else: ask again."""
    assert judge_lookup(httpx.Response(200)).outcome is Outcome.ACCEPTED
    assert judge_lookup(httpx.Response(404)) == EXPIRED
    assert judge_lookup(httpx.Response(503)).outcome is Outcome.AGAIN
    assert judge_lookup(httpx.Response(429)).outcome is Outcome.AGAIN
