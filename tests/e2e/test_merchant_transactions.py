"""Stories of a merchant's own program: a transaction ends, and its order with it."""

import asyncio
from typing import Any
from uuid import uuid5

import httpx
import pytest
from common.ids import new_id
from standalone.testing import Chat

pytestmark = [pytest.mark.story, pytest.mark.database]
BASE = "/crm-api/payments/omari"


class Till:
    """The merchant's program, at one payer's number."""

    def __init__(self, client: httpx.AsyncClient, payer: Chat) -> None:
        self._client = client
        self._payer = payer

    async def auth(self, reference: str, amount: float = 35.0) -> httpx.Response:
        """Ask for a code to be sent."""
        body = {"msisdn": self._payer.wa_id, "reference": reference, "amount": amount}
        return await self._client.post(
            f"{BASE}/auth", json=body | {"currency": "USD", "channel": "WEB"}
        )

    async def request(self, reference: str, otp: str) -> httpx.Response:
        """Pass the payer's code on."""
        body = {"msisdn": self._payer.wa_id, "reference": reference, "otp": otp}
        return await self._client.post(f"{BASE}/request", json=body)

    async def void(self, reference: str) -> httpx.Response:
        """End it."""
        return await self._client.post(f"{BASE}/void", json={"reference": reference})

    async def query(self, reference: str) -> httpx.Response:
        """Ask how it stands."""
        return await self._client.get(f"{BASE}/query/{reference}")

    async def order_of(self, reference: str) -> dict[str, Any]:
        """Return the order that the transaction was made an order for."""
        found = (await self._client.get("/api/orders", params={"limit": 100})).json()["orders"]
        return next(one for one in found if reference in one["description"])


@pytest.fixture
def till(merchant: httpx.AsyncClient, customer: Chat) -> Till:
    """Give the merchant's program."""
    return Till(merchant, customer)


def references(count: int) -> list[str]:
    """Return references that nobody used."""
    first = new_id()
    return [str(uuid5(first, str(n))) for n in range(count)]


async def test_a_voided_transaction_is_no_debt_that_the_chat_would_charge(
    till: Till, customer: Chat, omari: Any
) -> None:
    """One is voided, the other paid: *pay* in the chat offers neither, and charges nothing."""
    voided, paid = references(2)
    assert (await till.auth(voided)).json()["responseCode"] == "000"
    assert (await till.void(voided)).json()["responseCode"] == "000"
    assert (await till.auth(paid)).json()["responseCode"] == "000"
    answer = await till.request(paid, await customer.code())
    assert (answer.status_code, answer.json()["responseCode"]) == (200, "000")

    offered = await customer.asks("pay", "nothing left to pay here|Pay for this one")

    assert "Pay for this one" not in offered.text
    assert [] == [title for _, title in offered.rows]
    assert "not_owed" == (await till.order_of(voided))["payment_status"]
    assert "paid" == (await till.order_of(paid))["payment_status"]
    assert [3500] == await omari.charges(customer.wa_id)


async def test_a_fourth_start_in_an_hour_was_never_started_and_says_so(
    till: Till, customer: Chat, omari: Any
) -> None:
    """429 with its time; then request, void and query say that nothing was taken, not 202."""
    *earlier, fourth = references(4)
    for reference in earlier:
        assert (await till.auth(reference)).status_code == 200
    refused = await till.auth(fourth)
    query, voided = await till.query(fourth), await till.void(fourth)
    asked = await till.request(fourth, await customer.code())

    assert (429, "payments:too_many_starts") == (refused.status_code, refused.json()["code"])
    for answer in (query, voided, asked):
        assert 200 == answer.status_code
        assert "was not started; nothing was taken" in answer.json()["message"]
    assert "not_owed" == (await till.order_of(fourth))["payment_status"]
    assert [] == await omari.charges(customer.wa_id)


async def test_a_transaction_whose_outcome_is_unknown_ends_its_order_only_when_it_is_final(
    till: Till, customer: Chat, omari: Any
) -> None:
    """The charge went through and its answer was lost: void claims nothing, and it is credited."""
    (reference,) = references(1)
    await till.auth(reference)
    await omari.will("request", "error_after_charge", times=1)
    await omari.will("query", "error_before_charge", times=3)
    asked = await till.request(reference, await customer.code())
    voided = await till.void(reference)
    order = await till.order_of(reference)

    assert [202, 202] == [asked.status_code, voided.status_code]
    assert "unpaid" == order["payment_status"]

    await omari.heals()
    found = (await till.query(reference)).json()
    for _ in range(60):
        if found["status"] != "Pending":
            break
        await asyncio.sleep(0.5)
        found = (await till.query(reference)).json()
    assert ("Success", "000") == (found["status"], found["responseCode"])
    assert [3500] == await omari.charges(customer.wa_id)
