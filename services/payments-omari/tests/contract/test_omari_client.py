"""The Omari client keeps the contract of all providers, and Omari's own fields."""

import gzip
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import httpx
import pytest
import respx
from common.money import Money
from common.payments.domain import CallKind, NotSent, Outcome, Unknown
from common.payments.provider import CallOrder, PaymentProvider
from common.testing.provider_contract import LESS, OTP, REFERENCE, Event, ProviderContract
from hypothesis import given
from hypothesis import strategies as st
from payments_omari.domain import UAT_URL, Account
from payments_omari.provider import OmariClient

KEY = "merchant-key-of-the-tests"
PATHS = {
    CallKind.START: "/auth",
    CallKind.CHARGE: "/request",
    CallKind.QUERY: f"/query/{REFERENCE}",
    CallKind.CANCEL: "/void",
}
CALLS = {
    CallKind.START: OmariClient.start,
    CallKind.CHARGE: OmariClient.submit_otp,
    CallKind.QUERY: OmariClient.query,
    CallKind.CANCEL: OmariClient.cancel,
}
FACTS: dict[str, Any] = {
    "reference": str(REFERENCE),
    "currency": "USD",
    "channel": "WEB",
    "paymentReference": "H5PSKURANNR1LKS7AJ0KV50KZG",
    "debitReference": "bc54b38257cf",
    "created": "2024-09-20T16:27:40",
    "status": "Success",
}
ANOTHERS: dict[str, Any] = {**FACTS, "reference": "another"}
WAITING: dict[str, Any] = {**FACTS, "status": "Pending"}
YES: dict[CallKind, dict[str, Any]] = {
    CallKind.START: {"message": "Auth Success", "otpReference": "ETDC"},
    CallKind.CHARGE: {
        "message": "Payment Success",
        "paymentReference": "H5PSKURANNR1LKS7AJ0KV50KZG",
        "debitReference": "bc54b38257cf",
    },
    CallKind.QUERY: {**FACTS, "amount": 3.50},
    CallKind.CANCEL: {"message": "Transaction voided successfully"},
}


def an_answer(code: str, *, http: int = 200, **fields: Any) -> httpx.Response:
    """Build an answer of Omari's."""
    body = {"error": code != "000", "message": "…", "responseCode": code, **fields}
    return httpx.Response(http, json=body)


def sent(omari: respx.MockRouter) -> list[httpx.Request]:
    """Return the requests that went out."""
    calls = cast("list[respx.models.Call]", list(omari.calls))  # pyright: ignore[reportUnknownArgumentType] - respx leaves it untyped
    return [call.request for call in calls]


def an_order(kind: CallKind = CallKind.CHARGE, money: Money = LESS) -> CallOrder:
    """Build an order."""
    return CallOrder(kind, REFERENCE, money, "WEB", "263774975187", OTP)


def behaviour(kind: CallKind, event: Event) -> httpx.Response | Exception:
    """Return what the provider does in an event."""
    found: dict[Event, httpx.Response | Exception] = {
        "works": an_answer("000", **YES[kind]),
        "declines": an_answer("051"),
        "wrong_otp": an_answer("055"),
        "times_out": httpx.ReadTimeout("slow"),
        "refuses_connection": httpx.ConnectError("refused"),
        "breaks": httpx.RemoteProtocolError("closed"),
        "answers_500": httpx.Response(500, text="<html>Internal Server Error</html>"),
        "answers_garbage": httpx.Response(200, content=b'{"error": fal\xff\xfe'),
        "answers_404_page": httpx.Response(404, text="<html>Not Found</html>"),
        "answers_empty": httpx.Response(200),
        "paid": an_answer("000", **FACTS, amount=3.50),
        "paid_less": an_answer("000", **FACTS, amount=2.10),
        "not_found": an_answer("025", http=404),
        "unknown_code": an_answer("777"),
        "says_yes_with_error": httpx.Response(200, json={"error": True, "responseCode": "000"}),
        "question_refused": an_answer("003"),
        "other_reference": an_answer("000", **ANOTHERS, amount=3.50),
        "still_open": an_answer("000", **WAITING),
    }
    return found[event]


@pytest.fixture
def omari() -> Any:
    """Give Omari's address, intercepted."""
    with respx.mock(base_url=UAT_URL, assert_all_called=False) as router:
        yield router


@pytest.fixture
def client() -> OmariClient:
    """Give a client of a test account."""
    return OmariClient(Account(UAT_URL, KEY), call_limit=timedelta(seconds=5))


class TestOmariKeepsTheContract(ProviderContract):
    """Every rule of ProviderContract, over Omari's recorded answers."""

    @pytest.fixture(autouse=True)
    def _connect(self, omari: respx.MockRouter, client: OmariClient) -> None:
        self.omari = omari
        self.client = client

    def provider(self) -> PaymentProvider:
        """Return the client."""
        return self.client

    def next(self, kind: CallKind, event: Event) -> None:
        """Answer in one way from now on."""
        found = behaviour(kind, event)
        route = self.omari.route(path__regex=PATHS[kind] + "$")
        if isinstance(found, Exception):
            route.mock(side_effect=found)
        else:
            route.mock(return_value=found)

    def requests(self, kind: CallKind) -> list[str]:
        """Return the bodies sent."""
        return [r.content.decode() for r in sent(self.omari) if r.url.path.endswith(PATHS[kind])]


async def send_start(omari: respx.MockRouter, client: OmariClient, money: Money) -> httpx.Request:
    """Send a start and return what went out."""
    omari.post("/auth").mock(return_value=an_answer("000", otpReference="ETDC"))
    await client.start(an_order(CallKind.START, money))
    return sent(omari)[-1]


async def test_the_amount_is_a_number_with_its_exact_decimals(
    omari: respx.MockRouter, client: OmariClient
) -> None:
    """W-O14: no float is ever made of it; the key goes in its header."""
    request = await send_start(omari, client, Money(350, "USD"))

    assert b'"amount": 3.50,' in request.content
    assert request.headers["x-merchant-key"] == KEY
    assert set(json.loads(request.content)) == {
        *("amount", "msisdn", "reference", "currency", "channel"),
    }


@given(minor=st.integers(min_value=1, max_value=10**12))
async def test_every_amount_arrives_as_it_is(minor: int) -> None:
    """From a cent to the largest amount."""
    with respx.mock(base_url=UAT_URL) as omari:
        request = await send_start(omari, OmariClient(Account(UAT_URL, KEY)), Money(minor, "USD"))
    body = json.loads(request.content, parse_float=Decimal)

    assert body["amount"] == Decimal(minor) / 100


async def test_the_code_keeps_its_leading_zero(
    omari: respx.MockRouter, client: OmariClient
) -> None:
    """It is text, with the msisdn and the reference of its start."""
    omari.post("/request").mock(return_value=an_answer("000", paymentReference="H5"))
    await client.submit_otp(an_order())

    assert {"msisdn": "263774975187", "reference": str(REFERENCE), "otp": "012345"} == json.loads(
        sent(omari)[-1].content
    )


async def charge(omari: respx.MockRouter, client: OmariClient, answer: Any) -> Outcome:
    """Charge against one answer."""
    if isinstance(answer, Exception):
        omari.post("/request").mock(side_effect=answer)
    else:
        omari.post("/request").mock(return_value=answer)
    return await client.submit_otp(an_order())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (httpx.ConnectError("x"), NotSent("connect_error")),
        (httpx.ConnectTimeout("x"), NotSent("connect_timeout")),
        (httpx.PoolTimeout("x"), NotSent("pool_timeout")),
        (httpx.ReadTimeout("x"), Unknown("read_timeout")),
        (httpx.ReadError("x"), Unknown("read_error")),
        (httpx.WriteError("x"), Unknown("write_error")),
        (httpx.WriteTimeout("x"), Unknown("write_timeout")),
        (httpx.RemoteProtocolError("x"), Unknown("remote_protocol_error")),
    ],
)
async def test_the_class_of_the_error_decides_about_money(
    omari: respx.MockRouter, client: OmariClient, error: Exception, expected: Outcome
) -> None:
    """Only what certainly was not sent may be sent again."""
    assert expected == await charge(omari, client, error)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"location": "https://elsewhere.test/"}),
        httpx.Response(200, content=b"x" * 70_000),
        httpx.Response(200, content=gzip.compress(b"{}"), headers={"content-encoding": "gzip"}),
        httpx.Response(200, content=b"[" * 200 + b"]" * 200),
        httpx.Response(200, content=b'{"error": false, "error": true, "responseCode": "000"}'),
        httpx.Response(500, json={"error": False, "responseCode": "000"}),
        httpx.Response(200, json={"error": "false", "responseCode": "000"}),
        httpx.Response(200, json={"error": False, "responseCode": 0}),
        httpx.Response(200, json=["000"]),
    ],
)
async def test_an_answer_that_is_not_sound_is_no_success(
    omari: respx.MockRouter, client: OmariClient, answer: httpx.Response
) -> None:
    """Redirects, floods, compression, depth, doubled keys, wrong types: unknown, and asked."""
    assert isinstance(await charge(omari, client, answer), Unknown)


async def test_a_pool_that_stays_full_is_built_anew() -> None:
    """Leaked connections never come back by themselves."""
    made: list[int] = []

    async def full(_request: httpx.Request) -> httpx.Response:
        raise httpx.PoolTimeout("full")

    def make() -> httpx.AsyncClient:
        made.append(1)
        return httpx.AsyncClient(transport=httpx.MockTransport(full))

    client = OmariClient(Account(UAT_URL, KEY), make_client=make)
    for _ in range(3):
        await client.submit_otp(an_order())

    assert len(made) == 2


@pytest.mark.parametrize("kind", [CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL])
@pytest.mark.parametrize("code", ["000", "005", "010", "025", "055"])
async def test_an_answer_that_names_another_reference_is_no_answer(
    omari: respx.MockRouter, client: OmariClient, kind: CallKind, code: str
) -> None:
    """Neither a yes, nor a no, nor "not found", nor a part: it is not about what was asked."""
    fields: dict[str, Any] = {**YES[kind], "reference": "another"}
    answer = an_answer(code, **fields)
    omari.route(path__regex=PATHS[kind] + "$").mock(return_value=answer)

    assert Unknown("other_reference") == await CALLS[kind](client, an_order(kind))
