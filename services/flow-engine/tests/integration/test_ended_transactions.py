"""A transaction of the merchant's program that was never started, or ended unpaid."""

import asyncio
from typing import Any

import httpx
import pytest
from common.ids import new_id
from sqlalchemy.ext.asyncio import create_async_engine

pytestmark = pytest.mark.database
BASE = "/crm-api/payments/omari"
PAYER = "263774975187"
NO_PAYMENT = (404, {"code": "payments:not_found", "detail": "There is no such payment."})
TOO_MANY = (
    429,
    {
        "code": "payments:too_many_starts",
        "detail": "Too many codes were asked for.",
        "retry_at": "2026-11-25T11:00:00Z",
    },
)


def auth() -> dict[str, Any]:
    """Return a body of `/auth`."""
    return {
        "msisdn": PAYER,
        "reference": str(new_id()),
        "amount": 3.5,
        "currency": "USD",
        "channel": "WEB",
    }


async def refuse_start(api: httpx.AsyncClient, payments: Any) -> dict[str, Any]:
    """Ask for a start that a limit refuses, and return what was asked."""
    payments.by_method = {"PUT": TOO_MANY, "GET": NO_PAYMENT, "POST": NO_PAYMENT}
    body = auth()
    assert (await api.post(f"{BASE}/auth", json=body)).status_code == 429
    return body


async def the_order(api: httpx.AsyncClient) -> dict[str, Any]:
    """Return the one order."""
    (order,) = (await api.get("/api/orders")).json()["orders"]
    return order


def puts(payments: Any) -> int:
    """Count the requests to start."""
    return sum(1 for method, _, _ in payments.asked if method == "PUT")


async def test_a_start_that_a_limit_refused_is_told_as_not_started(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """Request, void and query say that nothing was taken, from the first time they are asked."""
    body = await refuse_start(api, payments)
    reference = {"reference": body["reference"]}
    charge = reference | {"msisdn": PAYER, "otp": "012345"}
    query = await api.get(f"{BASE}/query/{body['reference']}")
    asked = await api.post(f"{BASE}/request", json=charge)
    voided = await api.post(f"{BASE}/void", json=reference)

    assert [200, 200, 200] == [answer.status_code for answer in (query, asked, voided)]
    for answer in (query, asked, voided):
        assert "was not started; nothing was taken" in answer.json()["message"]
    assert ("021", True) == (asked.json()["responseCode"], asked.json()["error"])
    assert ("Failed", "021") == (query.json()["status"], query.json()["responseCode"])
    assert "000" == voided.json()["responseCode"]


async def test_a_payment_that_its_service_cannot_tell_of_stays_in_progress(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """Only the service's own "there is no such payment" is a no; any other 404 is not."""
    body = await refuse_start(api, payments)
    await api.get(f"{BASE}/query/{body['reference']}")
    others = ((404, {"detail": "Not Found"}), (503, {"code": "x"}), (401, {"code": "tokens:wrong"}))
    for other in others:
        payments.by_method = {"GET": other, "POST": other}
        answer = await api.get(f"{BASE}/query/{body['reference']}")

        assert (202, "009") == (answer.status_code, answer.json()["responseCode"])


async def test_an_order_ends_with_the_transaction_it_was_made_for(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """A start that was refused leaves no debt: the order is not owed, which is not cancelled."""
    body = await refuse_start(api, payments)
    await api.get(f"{BASE}/query/{body['reference']}")
    order = await the_order(api)

    assert ("not_owed", 350, 0) == (
        order["payment_status"],
        order["total_minor"],
        order["paid_minor"],
    )


async def test_an_order_of_the_release_before_ends_with_its_transaction_too(
    api: httpx.AsyncClient, payments: Any, url: str
) -> None:
    """A process of that release marks no order; the reference on the intent says whose it is."""
    body = await refuse_start(api, payments)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "update flow_engine.customer_order set for_transaction = false, version = version + 1"
        )
    await engine.dispose()
    await api.get(f"{BASE}/query/{body['reference']}")

    assert "not_owed" == (await the_order(api))["payment_status"]


async def test_a_refused_start_may_be_asked_for_again(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """The same reference starts when the limit lets it, and its order is owed again."""
    body = await refuse_start(api, payments)
    await api.get(f"{BASE}/query/{body['reference']}")
    payments.by_method = {}
    payments.answer = {"status": "awaiting_customer", "otp_reference": "ETDC"}
    again = await asyncio.gather(*(api.post(f"{BASE}/auth", json=body) for _ in range(3)))

    assert ["ETDC"] * 3 == [answer.json()["otpReference"] for answer in again]
    assert 1 == len({path for method, path, _ in payments.asked if method == "PUT"})
    assert "unpaid" == (await the_order(api))["payment_status"]


async def test_a_refused_start_is_not_asked_for_again_on_a_cancelled_order(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """The order decides whether it may be opened: no code is sent for what was called off."""
    body = await refuse_start(api, payments)
    await api.get(f"{BASE}/query/{body['reference']}")
    name = (await the_order(api))["reference"]
    assert (await api.post(f"/api/orders/{name}/cancel")).status_code == 200
    payments.by_method = {}
    before = puts(payments)
    again = await api.post(f"{BASE}/auth", json=body)

    assert (422, "omari:order_cancelled") == (again.status_code, again.json()["code"])
    assert before == puts(payments)
    assert "cancelled" == (await the_order(api))["payment_status"]


async def test_a_merchants_transaction_counts_apart_from_the_owners_chat(
    api: httpx.AsyncClient, payments: Any
) -> None:
    """Whoever types a number at a till uses none of the starts that its owner has in the chat."""
    payments.answer = {"status": "awaiting_customer", "otp_reference": "ETDC"}
    await api.post(f"{BASE}/auth", json=auth())
    sent = next(body for method, _, body in payments.asked if method == "PUT")

    assert sent["contact"].startswith("merchant:")
