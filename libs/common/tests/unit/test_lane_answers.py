"""What an answer to an `http:` row means."""

import httpx
import pytest
from common.contracts.requests import NOT_ACCEPTED, NOT_THERE
from common.lanes.answers import EXPIRED, Outcome, judge, judge_failure, judge_lookup, looked_up


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


@pytest.mark.parametrize("code", [NOT_THERE, NOT_ACCEPTED])
def test_a_404_with_our_own_code_is_a_no(code: str) -> None:
    """The service has looked: the request that was refused, or that ran out of time, is closed."""
    answer = judge_lookup(httpx.Response(404, json={"code": code}), EXPIRED)

    assert answer is EXPIRED


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, None),
        (404, "http:404"),
        (405, "http:405"),
        (401, "auth:unknown_key"),
        (403, NOT_THERE),
        (410, NOT_THERE),
        (422, "request:invalid"),
        (429, "x:limit"),
        (301, None),
        (500, NOT_THERE),
        (503, None),
    ],
)
def test_any_other_answer_to_a_question_is_not_known_yet(status: int, code: str | None) -> None:
    """A proxy, a route that is not there, a key that is not believed: none of them has looked."""
    answer = judge_lookup(httpx.Response(status, json={"code": code} if code else []), EXPIRED)

    assert answer.outcome is Outcome.AGAIN
    assert answer.may_have_arrived


def test_what_is_there_was_accepted() -> None:
    """Any 2xx to the question is a yes."""
    assert judge_lookup(httpx.Response(200), EXPIRED).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("method", "path", "asked"),
    [
        ("PUT", "/v1/payments/1", ("/v1/payments/1", False)),
        ("POST", "/v1/payments/1/otp", ("/v1/payments/1", True)),
        ("POST", "/v1/payments/1/cancel", ("/v1/payments/1", True)),
    ],
)
def test_the_payment_itself_is_asked_about(method: str, path: str, asked: tuple[str, bool]) -> None:
    """A code or a wish has no address of its own: the payment knows the key it came under."""
    assert looked_up(method, path) == asked
