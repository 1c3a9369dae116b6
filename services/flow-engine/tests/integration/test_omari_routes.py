"""The Omari routes of the merchant's own program: an order and an intent come first, always."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from common.ids import new_id

pytestmark = pytest.mark.database
BASE = "/crm-api/payments/omari"


def auth(**change: Any) -> dict[str, Any]:
    """Return a body of `/auth`."""
    body: dict[str, Any] = {
        "msisdn": "263774975187",
        "reference": str(new_id()),
        "amount": 3.5,
        "currency": "USD",
        "channel": "WEB",
    }
    return body | change


async def test_auth_opens_an_order_and_gives_the_otp_reference(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """An order and an intent are committed, then the payments service is asked and answers."""
    payments.answer = {"status": "awaiting_customer", "otp_reference": "ETDC"}
    answer = await api.post(f"{BASE}/auth/", json=auth())
    orders = (await api.get("/api/orders")).json()["orders"]

    assert answer.json() == {
        "error": False,
        "message": "Auth Success",
        "responseCode": "000",
        "otpReference": "ETDC",
    }
    assert [(o["total_minor"], o["currency"]) for o in orders] == [(350, "USD")]
    method, _path, body = payments.asked[0]
    assert (method, body["amount_minor"], body["payer_msisdn"]) == ("PUT", 350, "263774975187")


async def test_auth_is_idempotent_on_its_reference(api: httpx.AsyncClient, payments: Any) -> None:
    """The same reference is the same transaction, also at once; another body is refused."""
    payments.answer = {"status": "awaiting_customer", "otp_reference": "ETDC"}
    body = auth()
    answers = await asyncio.gather(*(api.post(f"{BASE}/auth/", json=body) for _ in range(3)))
    other = await api.post(f"{BASE}/auth/", json=body | {"amount": 4})

    assert [a.status_code for a in answers] == [200, 200, 200]
    assert len({path for method, path, _ in payments.asked if method == "PUT"}) == 1
    assert len((await api.get("/api/orders")).json()["orders"]) == 1
    assert (other.status_code, other.json()["code"]) == (422, "omari:reference_used")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"channel": "ECOCASH"}, "omari:channel"),
        ({"currency": "ZWL"}, "omari:currency"),
        ({"reference": "TEST123"}, "omari:reference"),
        ({"msisdn": "0774975187"}, "omari:msisdn"),
        ({"amount": 0}, "omari:amount"),
        ({"amount": -1}, "omari:amount"),
        ({"amount": 1.005}, "omari:amount"),
        ({"amount": "3.50"}, "omari:amount"),
        ({"amount": True}, "omari:amount"),
        ({"extra": 1}, "omari:body"),
    ],
)
async def test_w_o12_what_omari_does_not_take_is_refused(
    api: httpx.AsyncClient, payments: Any, change: dict[str, Any], code: str
) -> None:
    """W-O12: bad numbers, references, channels, currencies and amounts go no further."""
    answer = await api.post(f"{BASE}/auth/", json=auth(**change))

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert payments.asked == []


async def test_an_amount_beyond_the_limit_is_called_too_large(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """It has no decimals that could be wrong."""
    body = json.dumps(auth()).replace('"amount": 3.5', '"amount": 1e30')
    answer = await api.post(f"{BASE}/auth/", content=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "omari:amount")
    assert "too large" in answer.json()["detail"]
    assert payments.asked == []


async def test_no_answer_is_in_progress_never_a_failure(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """Without an answer nothing is claimed: 009, neither success nor error."""
    payments.is_deaf = True
    answer = await api.post(f"{BASE}/auth/", json=auth())

    assert answer.status_code == 202
    assert (answer.json()["error"], answer.json()["responseCode"]) == (False, "009")


async def test_request_passes_the_code_on_and_tells_the_state(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """Each state of the payment has its own truthful answer."""
    payments.answer = {"status": "awaiting_customer", "otp_reference": "ETDC"}
    body = auth()
    await api.post(f"{BASE}/auth/", json=body)
    charge = {"msisdn": body["msisdn"], "reference": body["reference"], "otp": "012345"}
    answer: dict[str, Any] = {}
    paid = {"status": "succeeded", "provider_reference": "H5", "debit_reference": "bc"}
    states: list[tuple[dict[str, Any], str, bool]] = [
        ({"status": "awaiting_customer", "tries_left": 2}, "055", True),
        ({"status": "unknown"}, "009", False),
        ({"status": "failed", "code": "insufficient_funds"}, "051", True),
        (paid, "000", False),
    ]
    for state, code, is_error in states:
        payments.answer = state
        answer = (await api.post(f"{BASE}/request", json=charge)).json()
        assert (answer["responseCode"], answer["error"]) == (code, is_error)

    assert answer["paymentReference"] == "H5"
    assert answer["debitReference"] == "bc"
    assert payments.asked[-1][2] == {"otp": "012345"}


async def test_w_o5_request_takes_only_the_number_of_the_auth(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """W-O5: the number that was asked is the number that pays."""
    payments.answer = {"status": "awaiting_customer", "otp_reference": "ETDC"}
    body = auth()
    await api.post(f"{BASE}/auth/", json=body)
    charge = {"msisdn": "263770000000", "reference": body["reference"], "otp": "012345"}
    answer = await api.post(f"{BASE}/request/", json=charge)

    assert (answer.status_code, answer.json()["code"]) == (422, "omari:msisdn")


async def test_query_tells_the_transaction_and_its_state(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """Query repeats the transaction exactly; an open one is asked about first."""
    body = auth(amount=10, currency="ZWG", channel="POS")
    await api.post(f"{BASE}/auth/", json=body)
    payments.answer = {"status": "succeeded", "provider_reference": "H5"}
    answer = await api.get(f"{BASE}/query/{body['reference']}/")

    assert '"amount": 10.00' in answer.text
    found = answer.json()
    assert (found["status"], found["currency"], found["channel"]) == ("Success", "ZWG", "POS")
    assert found["reference"] == body["reference"]


async def test_w_o11_void_never_claims_that_paid_money_came_back(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """W-O11: what is paid is not voided; what is open is cancelled only when it says so."""
    body = auth()
    await api.post(f"{BASE}/auth/", json=body)
    for status, code in (("succeeded", "057"), ("cancelled", "000"), ("unknown", "009")):
        payments.answer = {"status": status}
        answer = await api.post(f"{BASE}/void/", json={"reference": body["reference"]})
        assert answer.json()["responseCode"] == code
    assert payments.asked[-1][1].endswith("/cancel")


async def test_an_unknown_reference_is_025(api: httpx.AsyncClient) -> None:
    """A reference that nobody used is not found, in Omari's own words."""
    answer = await api.get(f"{BASE}/query/{new_id()}")

    assert (answer.status_code, answer.json()["responseCode"]) == (404, "025")


async def test_too_many_starts_say_when_to_try_again(api: httpx.AsyncClient, payments: Any) -> None:
    """A limit of the payments service reaches the merchant with its time."""
    payments.status = 429
    payments.answer = {
        "code": "payments:too_many_starts",
        "detail": "Too many codes were asked for.",
        "retry_at": "2026-11-25T11:00:00Z",
    }
    answer = await api.post(f"{BASE}/auth/", json=auth())

    assert (answer.status_code, answer.json()["retry_at"]) == (429, "2026-11-25T11:00:00Z")
