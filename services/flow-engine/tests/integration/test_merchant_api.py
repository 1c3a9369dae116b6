"""The merchant API: orders, tours and tasks, with a key, once per Idempotency-Key."""

import asyncio
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.database
ORDER: dict[str, Any] = {
    "kind": "order",
    "customer": {"wa_id": "263771230045", "name": "Tendai"},
    "description": "Two lamps",
    "currency": "USD",
    "total_minor": 12_500,
}


async def test_w_o12_every_route_needs_the_key(api: httpx.AsyncClient) -> None:
    """W-O12: without the key, or with another, nothing is told and nothing is done."""
    routes = [
        ("POST", "/api/orders"),
        ("GET", "/api/orders/7K3QX2MB"),
        ("POST", "/api/orders/7K3QX2MB/cancel"),
        ("GET", "/api/tours/"),
        ("GET", "/api/tasks"),
        ("POST", "/crm-api/payments/omari/auth/"),
        ("POST", "/crm-api/payments/omari/request/"),
        ("POST", "/crm-api/payments/omari/void/"),
        ("GET", "/crm-api/payments/omari/query/9ee57919-b4f0-4d86-95ae-a1311ad1de7d/"),
    ]
    for method, path in routes:
        for key in ("", "another", "the-key "):
            answer = await api.request(method, path, headers={"X-Api-Key": key}, json=ORDER)
            assert (answer.status_code, path) == (401, path)


async def test_a_bearer_token_is_the_same_key(api: httpx.AsyncClient) -> None:
    """The key may also come as Authorization: Bearer."""
    headers = {"X-Api-Key": "", "Authorization": "Bearer the-key"}
    answer = await api.get("/api/tours", headers=headers)

    assert answer.status_code == 200


async def test_an_order_is_created_and_read_by_id_and_reference(api: httpx.AsyncClient) -> None:
    """POST answers 201 with the body of GET, its id too; both names lead to it."""
    made = await api.post("/api/orders", json=ORDER)
    body = made.json()
    by_reference = await api.get(f"/api/orders/{body['reference'].lower()}/")
    by_id = await api.get(f"/api/orders/{body['id']}")

    assert made.status_code == 201
    assert body == by_reference.json() == by_id.json()
    assert (body["payment_status"], body["paid_minor"], body["credits"]) == ("unpaid", 0, [])


async def test_what_nobody_sees_leaves_the_merchants_texts_too(api: httpx.AsyncClient) -> None:
    """A description that turns the direction of what follows is shown without the turn."""
    made = await api.post("/api/orders", json=ORDER | {"description": "Two \u202elamps\u200b"})

    assert (made.status_code, made.json()["description"]) == (201, "Two lamps")


async def test_a_customer_may_be_a_user_id_alone(api: httpx.AsyncClient) -> None:
    """A customer may be known by a business-scoped user id, without a number."""
    order = ORDER | {"customer": {"user_id": "ZW.602184"}}
    first = (await api.post("/api/orders", json=order)).json()
    as_wa_id = ORDER | {"customer": {"wa_id": "ZW.602184"}}
    second = (await api.post("/api/orders", json=as_wa_id)).json()

    assert first["customer"] == {
        "wa_id": None,
        "user_id": "ZW.602184",
        "name": None,
        "profile_name": None,
    }
    assert second["customer"] == first["customer"]


@pytest.mark.parametrize(
    "change",
    [
        {"paid_minor": 5},
        {"total_minor": 0},
        {"total_minor": 12.5},
        {"total_minor": "100"},
        {"currency": "XXX"},
        {"kind": "gift"},
        {"description": "   "},
        {"description": "Two\x00lamps"},
        {"customer": {"wa_id": "263771230045", "name": "Ten\x1bdai"}},
        {"customer": {"name": "Nobody"}},
        {"customer": {"wa_id": "0771230045"}},
        {"description": ""},
        {"description": "\u200b\u2060"},
    ],
)
async def test_w_o14_what_is_not_an_order_is_refused(
    api: httpx.AsyncClient, change: dict[str, Any]
) -> None:
    """W-O14: unknown fields, floats and nonsense are a 422, and nothing is written."""
    answer = await api.post("/api/orders", json=ORDER | change)

    assert answer.status_code == 422
    assert (await api.get("/api/orders")).json()["orders"] == []


async def test_the_same_key_and_body_give_the_same_answer(api: httpx.AsyncClient) -> None:
    """Two requests under one Idempotency-Key make one order; another body is a 422."""
    headers = {"Idempotency-Key": "order-1"}
    answers = await asyncio.gather(
        *(api.post("/api/orders", json=ORDER, headers=headers) for _ in range(3))
    )
    other = await api.post("/api/orders/", json=ORDER | {"total_minor": 1}, headers=headers)

    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["reference"] for a in answers}) == 1
    assert other.status_code == 422
    assert len((await api.get("/api/orders")).json()["orders"]) == 1


async def test_an_unpaid_order_can_be_cancelled_once_and_again(api: httpx.AsyncClient) -> None:
    """Cancelling an order that is cancelled is the same answer."""
    made = (await api.post("/api/orders", json=ORDER)).json()
    for _ in range(2):
        answer = await api.post(f"/api/orders/{made['reference']}/cancel")
        assert (answer.status_code, answer.json()["payment_status"]) == (200, "cancelled")


async def test_orders_are_listed_newest_first_page_by_page(api: httpx.AsyncClient) -> None:
    """`after` goes on where the last page ended."""
    made = [(await api.post("/api/orders", json=ORDER)).json()["reference"] for _ in range(3)]
    first = (await api.get("/api/orders", params={"limit": 2})).json()
    second = (await api.get("/api/orders", params={"limit": 2, "after": first["next"]})).json()
    found = [order["reference"] for order in first["orders"] + second["orders"]]

    assert sorted(found) == sorted(made)
    assert second["next"] is None


async def test_an_unknown_order_is_a_404_problem(api: httpx.AsyncClient) -> None:
    """What does not exist is a 404 with a code, and what was sent is not repeated."""
    answer = await api.get("/api/orders/SECRET99")

    assert answer.status_code == 404
    assert answer.json()["code"] == "orders:not_found"
    assert "SECRET99" not in answer.text


async def test_tours_are_listed_and_added(api: httpx.AsyncClient) -> None:
    """The demo tours are there; a new one comes with its seasons; overlaps are refused."""
    season = {"starts_on": "2027-07-01", "ends_on": "2027-09-30", "adult_minor": 6_000}
    tour = {
        "code": "CHIMANI",
        "name": "Chimanimani hike",
        "description": "Three days in the mountains.",
        "location": "Chimanimani",
        "duration": "3 days",
        "currency": "USD",
        "adult_minor": 5_000,
        "seasons": [season],
    }
    made = await api.post("/api/tours", json=tour)
    twice = await api.post("/api/tours", json=tour)
    overlapping = await api.post("/api/tours", json=tour | {"code": "X1", "seasons": [season] * 2})
    listed = (await api.get("/api/tours/")).json()["tours"]

    assert (made.status_code, twice.status_code, overlapping.status_code) == (201, 409, 422)
    assert len(listed) == 7
    assert made.json() in listed


async def test_head_is_answered_like_get(api: httpx.AsyncClient) -> None:
    """A GET route answers HEAD, with and without the slash."""
    for path in ("/api/tours", "/api/tours/", "/api/orders", "/api/tasks/"):
        assert (await api.head(path)).status_code == 200


async def test_the_service_is_ready_and_says_test(api: httpx.AsyncClient) -> None:
    """Health names each part, and says TEST while O'mari is not the real one."""
    ready = await api.get("/health/ready")

    assert ready.status_code == 200
    assert ready.json()["parts"]["method:omari"]["state"] == "test"


@pytest.mark.parametrize("name", ["%00", "7K3Q%00X2MB", "%F0%9F%98%80", "x" * 2_000])
async def test_an_order_that_cannot_exist_is_not_found(api: httpx.AsyncClient, name: str) -> None:
    """What no reference can be is a 404, also when the database could not even look for it."""
    answer = await api.get(f"/api/orders/{name}")

    assert (answer.status_code, answer.json()["code"]) == (404, "orders:not_found")
