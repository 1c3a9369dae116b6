"""Refunds through the merchant API: once per Idempotency-Key, by two people above the limit."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import httpx
import pytest
from common.db import Database
from flow_engine.models import IntentRow, RefundRow

pytestmark = pytest.mark.database
WISH: dict[str, Any] = {"amount_minor": 2_000, "reason": "changed his mind", "by": "Rudo"}


@pytest.fixture
async def database(url: str) -> AsyncGenerator[Database]:
    """Give the database of the running service."""
    found = Database(url, schema="flow_engine", pool_size=4)
    yield found
    await found.close()


async def _until(api: httpx.AsyncClient, name: str, status: str) -> dict[str, Any]:
    """Return the order once its first refund has this status."""
    found: dict[str, Any] = {}
    for _ in range(100):
        found = (await api.get(f"/api/orders/{name}")).json()
        if found["refunds"][0]["status"] == status:
            break
        await asyncio.sleep(0.05)
    assert found["refunds"][0]["status"] == status
    return found


async def test_every_route_of_refunds_needs_the_key(api: httpx.AsyncClient) -> None:
    """Without the key nothing is given back and nothing is told."""
    one = "/9d1f3c40-0b5e-5a0c-8d5f-7f8f3b1a2c33"
    for path in ("", f"{one}/confirm", f"{one}/withdraw"):
        answer = await api.post(
            f"/api/orders/7K3QX2MB/refunds{path}", json=WISH, headers={"X-Api-Key": "another"}
        )
        assert (answer.status_code, path) == (401, path)


@pytest.mark.parametrize(
    "change",
    [
        {"amount_minor": 0},
        {"amount_minor": -1},
        {"amount_minor": 20.5},
        {"amount_minor": "2000"},
        {"reason": " "},
        {"by": ""},
        {"by": "\u200b"},
        {"currency": "USD"},
        {"settlement_id": "H5"},
    ],
)
async def test_what_is_no_refund_is_refused(
    shop: Any, returns: Any, api: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    """Nonsense is a 422, and nothing is written."""
    order = await shop.order()
    await returns.settle(order)
    answer = await api.post(f"/api/orders/{order.reference}/refunds", json=WISH | change)

    assert answer.status_code == 422
    assert await shop.all(RefundRow) == []


async def test_a_refund_is_taken_and_shown_on_its_order(
    shop: Any, returns: Any, api: httpx.AsyncClient, payments: Any
) -> None:
    """202 with an id and a status; the payments service is asked once; the order shows it all."""
    order = await shop.order()
    event = await returns.settle(order)
    answer = await api.post(f"/api/orders/{order.reference.lower()}/refunds/", json=WISH)
    body = answer.json()
    assert (answer.status_code, sorted(body)) == (202, ["refund_id", "status"])
    for _ in range(100):
        if payments.asked:
            break
        await asyncio.sleep(0.05)
    ((method, path, asked),) = payments.asked
    (part,) = await shop.all(RefundRow)
    await returns.tell(part)
    found = await _until(api, order.reference, "done")

    assert (method, path) == ("POST", f"/v1/payments/{event.payment_id}/refunds")
    assert UUID(asked["refund_id"]) == part.id
    (refund,) = found["refunds"]
    assert (refund["refund_id"], refund["amount_minor"]) == (body["refund_id"], 2_000)
    assert (refund["done_minor"], refund["parts"][0]["provider_reference"]) == (2_000, "re_1")
    assert (found["refunded_minor"], found["disputed_minor"], found["disputes"]) == (2_000, 0, [])


async def test_the_same_key_twice_is_one_refund(
    shop: Any, returns: Any, api: httpx.AsyncClient
) -> None:
    """The first answer is given again, also at once; another body under the key is a 422."""
    order = await shop.order()
    await returns.settle(order)
    path, headers = f"/api/orders/{order.reference}/refunds", {"Idempotency-Key": "back-1"}
    answers = await asyncio.gather(*(api.post(path, json=WISH, headers=headers) for _ in range(3)))
    other = await api.post(path, json=WISH | {"amount_minor": 1}, headers=headers)

    assert {a.status_code for a in answers} == {202}
    assert len({a.json()["refund_id"] for a in answers}) == 1
    assert (other.status_code, len(await shop.all(RefundRow))) == (422, 1)


async def test_more_than_is_left_is_a_409_that_says_so(
    shop: Any, returns: Any, api: httpx.AsyncClient
) -> None:
    """The answer names what is left; an unknown order is a 404."""
    order = await shop.order()
    await returns.settle(order)
    path = f"/api/orders/{order.reference}/refunds"
    answer = await api.post(path, json=WISH | {"amount_minor": 5_001})
    unknown = await api.post("/api/orders/7K3QX2MB/refunds", json=WISH)

    assert (answer.status_code, answer.json()["code"]) == (409, "refunds:over_arrived")
    assert "5000" in answer.json()["detail"]
    assert unknown.status_code == 404


async def test_sixteen_at_once_give_back_no_more_than_arrived(
    shop: Any, returns: Any, api: httpx.AsyncClient
) -> None:
    """Of sixteen requests that race, as many are taken as there is money."""
    order = await shop.order()
    await returns.settle(order)
    path = f"/api/orders/{order.reference}/refunds"
    answers = await asyncio.gather(*(api.post(path, json=WISH) for _ in range(16)))

    found = sorted(answer.status_code for answer in answers)
    assert set(found) <= {202, 409, 503}
    assert found.count(202) == 2
    assert sum(part.amount_minor for part in await shop.all(RefundRow)) == 4_000


async def test_two_people_agree_through_the_api(
    shop: Any, returns: Any, api: httpx.AsyncClient
) -> None:
    """Above the limit: waiting_for_second, 409 for the same name, 202 for another, once."""
    order = await shop.order(total=20_000)
    await returns.settle(order, 20_000)
    path = f"/api/orders/{order.reference}/refunds"
    asked = (await api.post(path, json=WISH | {"amount_minor": 10_001})).json()
    confirm = f"{path}/{asked['refund_id']}/confirm"
    same = await api.post(confirm, json={"by": "RUDO"})
    agreed = await api.post(confirm, json={"by": "Tariro"})
    unknown = await api.post(f"{path}/{order.id}/confirm", json={"by": "Tariro"})

    assert asked["status"] == "waiting_for_second"
    assert (same.status_code, same.json()["code"]) == (409, "refunds:same_person")
    assert (agreed.status_code, agreed.json()["status"]) == (202, "wished")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "refunds:not_found")


async def test_a_service_that_refuses_leaves_a_failed_refund_and_a_task(
    shop: Any, returns: Any, api: httpx.AsyncClient, payments: Any
) -> None:
    """The refusal of the payments service comes back to the refund, with its code."""
    payments.by_method["POST"] = (422, {"code": "payments:over_settled"})
    order = await shop.order()
    await returns.settle(order)
    await api.post(f"/api/orders/{order.reference}/refunds", json=WISH)
    found = await _until(api, order.reference, "failed")

    assert found["refunds"][0]["parts"][0]["code"] == "payments:over_settled"
    (task,) = (await api.get("/api/tasks")).json()["tasks"]
    assert (task["kind"], task["reason"]) == ("refund_failed", "payments:over_settled")
    assert task["actions"] == ["refund", "refunded"]
    assert task["refund_id"] == found["refunds"][0]["refund_id"]


async def test_a_refund_by_hand_names_wallet_amount_and_reference(
    shop: Any, returns: Any, api: httpx.AsyncClient, database: Database
) -> None:
    """The task says all that a person needs to find the payment; resolving it finishes it."""
    order = await shop.order()
    event = await returns.settle(order, can_refund=False)
    async with database.begin() as session:
        intent = await session.get_one(IntentRow, event.payment_id)
        intent.masked_msisdn = "2637*****187"
    asked = await api.post(f"/api/orders/{order.reference}/refunds", json=WISH)
    (task,) = (await api.get("/api/tasks")).json()["tasks"]
    assert (asked.json()["status"], task["kind"]) == ("manual", "refund_by_hand")
    assert (task["masked_msisdn"], task["provider_reference"]) == ("2637*****187", "H5-0")
    assert (task["amount_minor"], task["currency"]) == (2_000, "USD")
    resolve = f"/api/tasks/{task['id']}/resolve"
    by_hand = {"action": "refunded", "reason": "paid out", "by": "Rudo"}
    missing = await api.post(resolve, json=by_hand)
    done = await api.post(resolve, json=by_hand | {"provider_reference": "O-77"})
    again = await api.post(resolve, json=by_hand | {"provider_reference": "O-77"})
    found = await _until(api, order.reference, "done")

    assert (missing.status_code, done.status_code, again.status_code) == (422, 200, 200)
    assert (found["refunded_minor"], found["tasks"]) == (2_000, [])
