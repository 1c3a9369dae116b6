"""Stories of not knowing: answers that are lost, late, or long in coming."""

import asyncio
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from standalone.testing import FORMS, AnyHouse, Chat, to_the_code

pytestmark = [pytest.mark.story, pytest.mark.database]


@pytest.mark.parametrize(
    "behaviour", ["timeout_after_charge", "error_after_charge", "garbage", "closed_connection"]
)
async def test_a_charge_whose_answer_is_lost_is_credited_once(
    customer: Chat, new_order: Any, omari: Any, merchant: httpx.AsyncClient, behaviour: str
) -> None:
    """The customer hears the truth within 30 s, and the receipt when the query answers."""
    order = await new_order(customer)
    await to_the_code(customer, "50")
    await omari.will("request", behaviour, times=1)
    await omari.will("query", "error_before_charge", times=2)

    typed = time.monotonic()
    await customer.asks(await customer.code(), "asking O'mari.*do not pay again", within=30)
    told = time.monotonic() - typed
    receipt = await customer.hears("Receipt", within=60)

    state = (await merchant.get(f"/api/orders/{order['reference']}")).json()
    assert told < 30
    assert "USD 50.00" in receipt.text
    assert await omari.charges(customer.wa_id) == [5000]
    assert [credit["amount_minor"] for credit in state["credits"]] == [5000]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("behaviour", ["timeout_before_charge", "error_before_charge"])
async def test_a_charge_that_never_arrived_is_called_so_within_a_minute_of_healing(
    customer: Chat, new_order: Any, omari: Any, merchant: httpx.AsyncClient, behaviour: str
) -> None:
    """Told not to pay again within 30 s, told that nothing was charged, and paid once after all."""
    order = await new_order(customer)
    await to_the_code(customer, "50")
    await omari.will("request", behaviour, times=1)

    # The provider is well again as soon as the charge that it swallowed is given up
    limit = 35 if behaviour.startswith("timeout") else 0
    typed = time.monotonic()
    await customer.asks(await customer.code(), "asking O'mari.*do not pay again", within=30)
    ended = await customer.hears("was not made.*nothing was taken.*pay again", within=limit + 60)
    told = time.monotonic() - typed
    assert told < limit + 60
    assert "USD 50.00" in ended.text
    assert await omari.charges(customer.wa_id) == []

    # The customer pays again at once, and only that is charged
    await to_the_code(customer, "50")
    await customer.asks(await customer.code(), "Receipt")
    state = (await merchant.get(f"/api/orders/{order['reference']}")).json()
    assert await omari.charges(customer.wa_id) == [5000]
    assert [credit["amount_minor"] for credit in state["credits"]] == [5000]


async def test_a_code_that_is_slow_in_coming_is_said_within_a_quarter_of_a_minute(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """No money has moved, the customer may cancel, and the code that comes is good."""
    await new_order(customer)
    await omari.will("auth", "slow", times=1)
    await _to_the_number(customer)
    asked = time.monotonic()
    await customer.asks(customer.wa_id, "asking O'mari")
    slow = await customer.hears("slow to answer.*No money has moved", within=15)
    assert time.monotonic() - asked < 15
    assert slow.option("Cancel")

    await customer.hears("code.*SMS|SMS.*code", within=45)
    await customer.asks(await customer.code(), "Receipt")
    assert await omari.charges(customer.wa_id) == [5000]


async def test_while_nobody_knows_a_second_payment_is_not_started(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """Asking again asks the provider; the code that is typed again charges nothing."""
    await new_order(customer)
    await to_the_code(customer, "50")
    code = await customer.code()
    await omari.will("request", "error_after_charge", times=1)
    await omari.will("query", "error_before_charge", times=3)
    await customer.asks(code, "do not pay again", within=30)

    await customer.asks("pay", "do not pay again|still open|not confirmed")
    await customer.say(code)
    await omari.heals()
    await customer.hears("Receipt", within=60)

    assert await omari.charges(customer.wa_id) == [5000]


async def test_the_menu_is_answered_while_the_provider_hangs_for_fifty(
    new_customer: Any, new_order: Any, omari: Any
) -> None:
    """Fifty customers wait for a slow provider; the fifty-first does not.

    There are fewer calls at a time than customers, and each of them is told what he waits for.
    """
    waiting = [new_customer() for _ in range(50)]
    await asyncio.gather(*(new_order(chat) for chat in waiting))
    await omari.will("auth", "slow")
    await asyncio.gather(*(_to_the_number(chat) for chat in waiting))
    await asyncio.gather(*(chat.asks(chat.wa_id, "asking O'mari", within=45) for chat in waiting))

    other = new_customer()
    started = time.monotonic()
    await other.asks("menu", "What would you like to do", within=5)

    assert time.monotonic() - started < 1
    slow = "slow to answer.*No money has moved"
    await asyncio.gather(*(chat.hears(slow, within=25) for chat in waiting))


async def _to_the_number(chat: Chat) -> None:
    await chat.asks("pay", "Pay for this one", within=45)
    await chat.taps("pay", "How much would you like to pay", within=45)
    await chat.asks("50", "Which number is the wallet", within=45)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("form", FORMS)
async def test_a_success_that_comes_late_is_credited_all_the_same(
    server_folder: Path, form: type[AnyHouse]
) -> None:
    """Called unpaid after a quarter of an hour, paid after all: receipt, credit, no loss."""
    house = await asyncio.to_thread(form(server_folder).start)
    try:
        await _pay_late(house)
    finally:
        await asyncio.to_thread(house.stop)


async def _pay_late(house: AnyHouse) -> None:
    async with (
        httpx.AsyncClient(base_url=house.sandbox, timeout=30, trust_env=False) as sandbox,
        house.api() as merchant,
    ):
        chat = Chat(sandbox, "263773330001")
        body = {
            "kind": "order",
            "customer": {"wa_id": chat.wa_id, "name": "Rudo"},
            "description": "Solar lamp",
            "currency": "USD",
            "total_minor": 5000,
        }
        order = (await merchant.post("/api/orders", json=body)).json()
        await to_the_code(chat, "50")
        for operation, behaviour in (("request", "timeout_after_charge"), ("query", "not_found")):
            await sandbox.post(
                "/api/faults",
                json={"provider": "omari", "operation": operation, "behaviour": behaviour},
            )
        await chat.asks(await chat.code(), "do not pay again", within=30)

        # When the provider knows nothing of it for long enough, it is called unpaid
        await _time_passes(house, 20)
        await asyncio.sleep(5)
        await _time_passes(house, 40)
        await chat.hears("was not made|did not go through", within=60)

        # Then the provider remembers, and the money is not lost
        await sandbox.delete("/api/faults")
        await _time_passes(house, 180)
        receipt = await chat.hears("Receipt", within=150)
        state = (await merchant.get(f"/api/orders/{order['reference']}")).json()
        assert "went through after all" in receipt.text
        assert state["payment_status"] == "paid"


async def _time_passes(house: AnyHouse, minutes: int) -> None:
    await house.books().shift_time(minutes)
    await asyncio.to_thread(house.begin_anew)
