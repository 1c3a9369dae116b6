"""Stories of a number that passed on: nothing is shown unasked, and "No" is the last word."""

from typing import Any

import httpx
import pytest
from standalone.testing import Chat

pytestmark = [pytest.mark.story, pytest.mark.database]
CHANGED: dict[str, Any] = {
    "type": "system",
    "system": {"type": "customer_identity_changed", "body": "The customer's identity changed."},
}


async def test_after_a_change_nothing_is_shown_before_it_is_confirmed(
    customer: Chat, new_order: Any
) -> None:
    """The balance is asked for; the question comes first, and "Yes" shows it at once."""
    order = await new_order(customer)
    await customer.asks("hello", "What would you like to do")
    await customer.raw(CHANGED)
    asked = await customer.asks("my bookings", "still the person who booked")
    shown = await customer.taps("Yes", "Choose one to see its balance")

    assert order["reference"] not in asked.text
    assert [order["reference"]] == [title for _, title in shown.rows]


async def test_a_no_makes_somebody_new_who_never_sees_what_was_before(
    customer: Chat, new_order: Any, merchant: httpx.AsyncClient, omari: Any
) -> None:
    """The old order is kept out of reach; what is ordered for the number now is payable."""
    old = await new_order(customer)
    await customer.asks("hello", "What would you like to do")
    await customer.raw(CHANGED)
    await customer.asks("pay", "still the person who booked")
    await customer.taps("No", "Nothing from before")
    await customer.asks("balance", "You have no bookings yet")
    new = await new_order(customer, 5000)
    offered = await customer.asks("pay", "Pay for this one")
    await customer.taps("Yes, pay for this", "How much would you like to pay")
    kept = (await merchant.get(f"/api/orders/{old['reference']}")).json()
    tasks = (await merchant.get("/api/tasks")).json()["tasks"]

    assert new["reference"] in offered.text
    assert ("unpaid", None) == (kept["payment_status"], kept["customer"]["wa_id"])
    assert "number_passed_on" in {task["kind"] for task in tasks}
    assert [] == await omari.charges(customer.wa_id)
