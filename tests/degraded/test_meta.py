"""Meta is down: replies wait, receipts go first, and nothing is sent twice blindly."""

import asyncio
from typing import Any, Final

import pytest
from standalone.testing import Chat, to_the_code
from standalone.testing.parted import PartedHouse

pytestmark = [pytest.mark.broker, pytest.mark.story]

_WORDS: Final = ("confirming your payment", "Receipt", "is paid in full. Thank you")


async def test_while_meta_is_down_replies_wait_and_go_out_once(
    house: PartedHouse, customer: Chat
) -> None:
    """Meta down: messages are taken and handled; each reply goes out once, when Meta is back."""
    house.graph.refuse()
    await customer.say("menu")
    silence = await customer.news(wait=5)
    house.graph.heal()
    await customer.hears("What would you like to do", within=70)

    assert silence == []
    assert await customer.news(wait=3) == []


async def test_a_payment_goes_through_while_meta_is_down_and_its_receipt_goes_before_chat(
    house: PartedHouse, customer: Chat, new_order: Any, until_charged: Any, charges: Any
) -> None:
    """Meta down at the code: the charge is credited, the receipt goes before chat."""
    await new_order(customer)
    await to_the_code(customer, "50")
    code = await customer.code()
    house.graph.refuse()
    await customer.say(code)
    await until_charged(customer.wa_id)
    await until_receipt_waits(house, customer.wa_id)
    house.graph.heal()
    await customer.hears("Receipt", within=70)
    await customer.hears("is paid in full. Thank you", within=70)

    told = [m.text for m in await customer.everything() if m.direction == "out"]
    order = [next(n for n, text in enumerate(told) if word in text) for word in _WORDS]
    assert order == sorted(order), told
    assert len([text for text in told if "Receipt" in text]) == 1
    assert await charges(customer.wa_id) == [5000]


async def test_a_send_whose_answer_was_lost_is_not_repeated_once_its_status_came(
    sandbox: Any, customer: Chat
) -> None:
    """Meta gone after taking a message: a status proves it; it is not sent again."""
    fault = {"provider": "graph", "operation": "messages", "behaviour": "closed_connection"}
    await sandbox.post("/api/faults", json=fault | {"times": 1})

    await customer.asks("menu", "What would you like to do")
    again = await customer.news(wait=10)

    assert again == []


async def until_receipt_waits(house: PartedHouse, phone: str) -> None:
    """Wait until the notifier holds a money message for a number."""
    statement = (
        "select 1 from notifier.delivery d join notifier.notification n"
        " on n.id = d.notification_id where n.phone = :phone"
        " and d.state = 'waiting' and d.priority = 0"
    )
    for _ in range(100):
        if await house.rows(statement, phone=phone):
            return
        await asyncio.sleep(0.2)
    raise AssertionError("no receipt waits")
