"""Stories of money that a person must judge: what arrived otherwise, and what goes back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from common.ids import new_id
from standalone.testing import Chat, to_the_code

pytestmark = [pytest.mark.story, pytest.mark.database]

NewOrder = Callable[..., Awaitable[dict[str, Any]]]


class Desk:
    """A merchant's people, who know the merchant API alone."""

    def __init__(self, api: httpx.AsyncClient, sandbox: httpx.AsyncClient) -> None:
        self.api = api
        self.sandbox = sandbox

    async def order(self, reference: str) -> dict[str, Any]:
        """Look an order up."""
        return (await self.api.get(f"/api/orders/{reference}")).json()

    async def task(self, reference: str, kind: str, *, within: float = 20) -> dict[str, Any]:
        """Wait for an open task of an order, as the sandbox passes it on."""
        async with asyncio.timeout(within):
            while True:
                tasks = (await self.api.get("/api/tasks?limit=500")).json()["tasks"]
                for task in tasks:
                    if task["order_reference"] == reference and task["kind"] == kind:
                        return task
                await asyncio.sleep(0.2)

    async def resolve(self, task: dict[str, Any], action: str, **more: Any) -> httpx.Response:
        """Decide about a task."""
        body = {"action": action, "reason": "looked at the portal", "by": "Rudo"} | more
        headers = {"Idempotency-Key": str(new_id())}
        return await self.api.post(f"/api/tasks/{task['id']}/resolve", json=body, headers=headers)

    async def refund(self, reference: str, minor: int, **more: Any) -> httpx.Response:
        """Give money of an order back."""
        body = {"amount_minor": minor, "reason": "changed his mind", "by": "Rudo"} | more
        headers = {"Idempotency-Key": str(new_id())}
        return await self.api.post(f"/api/orders/{reference}/refunds", json=body, headers=headers)

    async def until(self, reference: str, status: str, *, within: float = 20) -> dict[str, Any]:
        """Wait until an order has a payment status."""
        async with asyncio.timeout(within):
            while True:
                order = await self.order(reference)
                if order["payment_status"] == status:
                    return order
                await asyncio.sleep(0.2)


@pytest.fixture
def desk(merchant: httpx.AsyncClient, sandbox: httpx.AsyncClient) -> Desk:
    """Give the merchant's people."""
    return Desk(merchant, sandbox)


async def pay(chat: Chat, said: str, amount: str = "50", *, within: float = 30) -> None:
    """Pay to the code, type it, and hear what is said of it."""
    await to_the_code(chat, amount)
    await chat.asks(await chat.code(), said, within=within)


async def charges(sandbox: httpx.AsyncClient, wa_id: str) -> list[tuple[int, str]]:
    """Return what the provider took of a wallet."""
    found = (await sandbox.get("/api/ledgers/omari")).json()["charges"]
    return [(c["amount_minor"], c["currency"]) for c in found if c["msisdn"] == wa_id]


async def test_another_currency_is_kept_told_and_given_back_before_the_order_is_paid(
    customer: Chat, new_order: NewOrder, omari: Any, desk: Desk
) -> None:
    """It is in suspense; its order waits for the person; then it can be paid as it should be."""
    order = await new_order(customer, 5000)
    await omari.will("request", "other_currency", times=1)
    await pay(customer, "ZWG 50.00.*do not pay again")
    task = await desk.task(order["reference"], "suspense")
    await customer.asks("pay", "ZWG 50.00.*[Pp]erson looks.*do not pay again")
    state = await desk.order(order["reference"])

    assert (5000, "ZWG") == (task["amount_minor"], task["currency"])
    assert {"credit_order", "refund"} <= set(task["actions"])
    assert ("unpaid", 0) == (state["payment_status"], state["paid_minor"])
    assert ["suspense"] == [credit["placement"] for credit in state["credits"]]

    assert (await desk.resolve(task, "refund")).is_success
    by_hand = await desk.task(order["reference"], "refund_by_hand")
    assert by_hand["customer"]["wa_id"] == customer.wa_id
    done = await desk.resolve(by_hand, "refunded", provider_reference="PORTAL-77")
    assert done.is_success, done.text
    await customer.hears("ZWG 50.00 back to you.*PORTAL-77", within=20)

    await pay(customer, "Receipt")
    state = await desk.until(order["reference"], "paid")
    assert 5000 == state["paid_minor"]
    assert [(5000, "ZWG"), (5000, "USD")] == await charges(desk.sandbox, customer.wa_id)


async def test_money_in_suspense_is_put_on_an_order_of_its_currency(
    customer: Chat, new_order: NewOrder, omari: Any, desk: Desk
) -> None:
    """A person names the order; the customer reads where his money went."""
    order = await new_order(customer, 5000)
    other = await new_order(customer, 9000, "ZWG")
    await omari.will("request", "other_currency", times=1)
    await customer.asks("pay", "reference of your order")
    await customer.asks(order["reference"], "How much would you like to pay")
    await customer.asks("50", "Which number is the wallet")
    await customer.asks(customer.wa_id, "Reference of the code", within=30)
    await customer.asks(await customer.code(), "ZWG 50.00.*do not pay again", within=30)
    task = await desk.task(order["reference"], "suspense")
    placed = await desk.resolve(task, "credit_order", order=other["reference"])
    assert placed.is_success, placed.text

    await customer.hears(f"{other['reference']}", within=20)
    state = await desk.until(other["reference"], "part_paid")
    assert (5000, 4000) == (state["paid_minor"], state["total_minor"] - state["paid_minor"])
    assert "unpaid" == (await desk.order(order["reference"]))["payment_status"]


async def test_a_part_is_credited_as_its_record_shows_it(
    customer: Chat, new_order: NewOrder, omari: Any, desk: Desk
) -> None:
    """010 names no amount: the customer reads what arrived and what is left."""
    order = await new_order(customer, 5000)
    await omari.will("request", "partial", times=1)
    await to_the_code(customer, "50")
    await customer.say(await customer.code())
    receipt = await customer.hears("Receipt", within=60)
    state = await desk.until(order["reference"], "part_paid")

    assert "USD 30.00" in receipt.text
    assert "Left to pay: USD 20.00" in receipt.text
    assert 3000 == state["paid_minor"]
    assert [] == [task["kind"] for task in state["tasks"]]


async def test_what_no_record_tells_a_person_enters(
    customer: Chat, new_order: NewOrder, omari: Any, desk: Desk
) -> None:
    """The order takes nothing meanwhile; the amount entered is credited once, with a receipt."""
    order = await new_order(customer, 5000)
    await omari.will("request", "partial", times=1)
    await omari.will("query", "error_before_charge")
    await pay(customer, "not how much.*[Pp]erson looks.*do not pay")
    task = await desk.task(order["reference"], "payment_held")
    await customer.asks("pay", "[Pp]erson looks.*do not pay again")
    assert {"enter_amount", "nothing_arrived", "release_order"} <= set(task["actions"])

    entered = {"amount_minor": 3000, "provider_reference": "PORTAL-12"}
    answers = await asyncio.gather(
        *(desk.resolve(task, "enter_amount", **entered) for _ in range(4))
    )
    assert all(answer.is_success for answer in answers), [a.text for a in answers]
    receipt = await customer.hears("Receipt", within=30)
    assert "USD 30.00" in receipt.text
    state = await desk.until(order["reference"], "part_paid")
    assert [(3000, "PORTAL-12")] == [
        (credit["amount_minor"], credit["provider_reference"]) for credit in state["credits"]
    ]


async def test_a_released_order_is_paid_and_the_late_money_is_given_back(
    customer: Chat, new_order: NewOrder, omari: Any, desk: Desk
) -> None:
    """He pays again; what came first is found late, is more than was owed, and goes back."""
    order = await new_order(customer, 5000)
    await omari.will("request", "partial", times=1)
    await omari.will("query", "error_before_charge")
    await pay(customer, "not how much.*[Pp]erson looks.*do not pay")
    task = await desk.task(order["reference"], "payment_held")
    assert (await desk.resolve(task, "release_order")).is_success
    await customer.hears("could not find out.*pay", within=20)

    await omari.heals()
    await pay(customer, "Receipt")
    await customer.say("paid?")
    over = await desk.task(order["reference"], "overpaid", within=90)
    state = await desk.until(order["reference"], "overpaid")
    assert 8000 == state["paid_minor"]
    assert 3000 == over["amount_minor"]

    assert (await desk.resolve(over, "refund")).is_success
    by_hand = await desk.task(order["reference"], "refund_by_hand")
    assert (await desk.resolve(by_hand, "refunded", provider_reference="PORTAL-9")).is_success
    await customer.hears("USD 30.00 back to you", within=20)
    state = await desk.until(order["reference"], "part_refunded")
    assert (8000, 3000) == (state["paid_minor"], state["refunded_minor"])


async def test_refunds_never_give_back_more_than_arrived(
    customer: Chat, new_order: NewOrder, desk: Desk
) -> None:
    """Sixteen at once, of 40 out of 50 each: one is taken, the others are told what is left."""
    order = await new_order(customer, 5000)
    await pay(customer, "Receipt")
    answers = await asyncio.gather(*(desk.refund(order["reference"], 4000) for _ in range(16)))
    taken = [answer for answer in answers if answer.status_code == 202]
    refused = [answer for answer in answers if answer.status_code == 409]

    assert (1, 15) == (len(taken), len(refused))
    assert "manual" == taken[0].json()["status"]
    assert all("10.00" in answer.json()["detail"] for answer in refused)
    by_hand = await desk.task(order["reference"], "refund_by_hand")
    done = await desk.resolve(by_hand, "refunded", provider_reference="PORTAL-3")
    assert done.is_success, done.text
    await customer.hears("USD 40.00 back to you", within=20)
    state = await desk.until(order["reference"], "part_refunded")
    assert [("done", 4000)] == [(r["status"], r["amount_minor"]) for r in state["refunds"]]


async def test_a_large_refund_takes_two_people(
    customer: Chat, new_order: NewOrder, desk: Desk
) -> None:
    """The same name twice is one person; the second one finishes it."""
    order = await new_order(customer, 20_000)
    await pay(customer, "Receipt", "200")
    first = (await desk.refund(order["reference"], 15_000)).json()
    path = f"/api/orders/{order['reference']}/refunds/{first['refund_id']}/confirm"
    same = await desk.api.post(path, json={"by": "Rudo"})
    other = await desk.api.post(path, json={"by": "Tino"})

    assert "waiting_for_second" == first["status"]
    assert (409, "refunds:same_person") == (same.status_code, same.json()["code"])
    assert other.is_success, other.text
    assert 15_000 == (await desk.task(order["reference"], "refund_by_hand"))["amount_minor"]
