"""O'mari is down: no payment is queued, and the customer is told the truth in time."""

import asyncio
import time
from typing import Any

import pytest
from standalone.testing import Chat, to_the_code
from standalone.testing.parted import PartedHouse

pytestmark = [pytest.mark.broker, pytest.mark.story]


async def test_a_start_is_tried_for_a_minute_and_nothing_is_queued_behind_a_provider_that_is_down(
    house: PartedHouse, customer: Chat, new_order: Any, charges: Any
) -> None:
    """O'mari down at the start: told after 10 s and after 60 s; a fresh code when it is back."""
    await new_order(customer)
    house.omari.refuse()
    await customer.asks("pay", "Pay for this one")
    await customer.taps("pay", "How much would you like to pay")
    await customer.asks("50", "Which number is the wallet")
    asked = time.monotonic()
    await customer.asks(customer.wa_id, "asking O'mari")
    await customer.hears("slow to answer.*No money has moved", within=20)
    slow = time.monotonic() - asked
    ended = await customer.hears("could not start.*does not answer", within=75)
    tried = time.monotonic() - asked
    house.omari.heal()
    later = await customer.news(wait=5)

    assert slow < 20
    assert 45 < tried < 75
    assert [title for _, title in ended.buttons] == ["Try again", "Talk to a person", "Menu"]
    assert (later, await customer.sms()) == ([], [])

    await to_the_code(customer, "50")
    await customer.asks(await customer.code(), "Receipt")
    assert await charges(customer.wa_id) == [5000]


async def test_a_code_that_could_not_be_given_is_not_kept_for_later(
    house: PartedHouse, customer: Chat, new_order: Any, charges: Any
) -> None:
    """O'mari down at the code: told at once that nothing was taken; it needs a fresh code."""
    await new_order(customer)
    await to_the_code(customer, "50")
    first = await customer.code()
    house.omari.refuse()

    ended = await customer.asks(first, "was not made.*does not answer", within=20)
    house.omari.heal()
    await asyncio.sleep(3)
    meanwhile = await charges(customer.wa_id)

    assert ended.option("Try again")
    assert meanwhile == []
    await to_the_code(customer, "50")
    second = await customer.code()
    await customer.asks(second, "Receipt")
    assert first != second
    assert await charges(customer.wa_id) == [5000]


async def test_while_the_outcome_is_unknown_no_other_way_to_pay_is_offered(
    house: PartedHouse, sandbox: Any, customer: Chat, new_order: Any, charges: Any
) -> None:
    """O'mari gone after the charge: told not to pay again; no second payment; one receipt."""
    await new_order(customer)
    await to_the_code(customer, "50")
    fault = {"provider": "omari", "operation": "request", "behaviour": "closed_connection"}
    await sandbox.post("/api/faults", json=fault | {"times": 1})
    fault = {"provider": "omari", "operation": "query", "behaviour": "error_before_charge"}
    await sandbox.post("/api/faults", json=fault)

    await customer.asks(await customer.code(), "asking O'mari; please do not pay again", within=30)
    offered = await customer.asks("pay", "do not pay again|still open|not confirmed")
    house.omari.refuse()
    await sandbox.delete("/api/faults")
    house.omari.heal()
    await customer.hears("Receipt", within=70)

    assert not [title for _, title in offered.buttons if "another" in title.lower()]
    assert await charges(customer.wa_id) == [5000]
