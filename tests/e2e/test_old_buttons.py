"""Stories of taps on what stands further up, and of words and names that mean something."""

from typing import Any

import httpx
import pytest
from standalone.testing import Chat, to_the_code

pytestmark = [pytest.mark.story, pytest.mark.database]
EARLIER = "That button is from an earlier message"


async def to_the_summary(chat: Chat, tour: str) -> Any:
    """Walk to the summary of a tour for one adult."""
    await chat.asks("book", "Which tour would you like")
    await chat.asks(tour, "On which date")
    await chat.asks("24 Dec", "How many adults")
    await chat.asks("1", "How many children")
    await chat.asks("0", "full name of each traveller")
    return await chat.asks("Tendai Moyo", "Shall I book it")


async def orders_of(merchant: httpx.AsyncClient, chat: Chat) -> list[str]:
    """Return what this customer ordered."""
    orders = (await merchant.get("/api/orders", params={"limit": 100})).json()["orders"]
    return [one["description"] for one in orders if one["customer"]["wa_id"] == chat.wa_id]


async def test_an_old_yes_books_nothing(customer: Chat, merchant: httpx.AsyncClient) -> None:
    """Two tours looked at; the first one's button is old, the second one's books the second."""
    first = await to_the_summary(customer, "1")
    second = await to_the_summary(customer, "2")

    await customer.tap_on(first, "Yes")
    again = await customer.hears(EARLIER)
    assert await orders_of(merchant, customer) == []
    await customer.tap_on(again, "Yes")
    await customer.hears("Your reference is")

    booked = await orders_of(merchant, customer)
    assert [f"*{one}*" in second.text for one in booked] == [True]


async def test_an_old_amount_pays_no_other_order(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """The whole of the first order is not taken for the second."""
    first = await new_order(customer, 20000)
    second = await new_order(customer, 90000)
    await customer.asks("pay", "What is the reference")
    amounts = await customer.asks(first["reference"], "How much would you like to pay")
    await customer.asks("pay", "What is the reference")
    await customer.asks(second["reference"], "How much would you like to pay")

    await customer.tap_on(amounts, "USD 200.00")
    heard = await customer.hears(EARLIER)

    assert "USD 900.00" in heard.text
    assert await omari.charges(customer.wa_id) == []


async def test_an_old_cancel_leaves_the_new_payment(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """The first payment was cancelled; its button does not cancel the second, which is paid."""
    await new_order(customer)
    await to_the_code(customer, "50")
    prompt = customer.replies[-1]
    await customer.asks("cancel", "cancelled. Nothing was taken")
    await to_the_code(customer, "20")

    await customer.tap_on(prompt, "Cancel")
    await customer.hears(f"{EARLIER}.*I am waiting for the code")
    await customer.asks(await customer.code(), "Receipt")

    assert await omari.charges(customer.wa_id) == [2000]


async def test_a_templates_quick_reply_is_its_text(customer: Chat, new_order: Any) -> None:
    """A campaign's button 'Pay now' sends its own payload."""
    await new_order(customer)
    await customer.raw({"type": "button", "button": {"payload": "Pay now", "text": "Pay now"}})

    await customer.hears("Pay for this one")


@pytest.mark.parametrize(
    ("word", "heard"),
    [("help", "What would you like to do"), ("my bookings", "You have 2 "),
     ("support", "will answer you here")],
)  # fmt: skip
async def test_known_words_are_heard_where_a_reference_is_asked(
    customer: Chat, new_order: Any, word: str, heard: str
) -> None:
    """Two orders, *pay*, and then what is no reference of theirs."""
    await new_order(customer)
    await new_order(customer)
    await customer.asks("pay", "What is the reference")

    await customer.asks(word, heard)


async def test_a_long_description_hides_neither_the_balance_nor_the_question(
    customer: Chat, new_order: Any
) -> None:
    """A thousand characters are allowed; the amount that is left stands."""
    await new_order(customer, description="👨\u200d👩\u200d👧 lamp " * 90)

    await customer.asks("pay", "Left to pay: USD 200.00.*Pay for this one")
    await customer.asks("yes", r"\*Left to pay: USD 200.00\*.*How much would you like to pay now")


async def test_a_whole_name_is_matched_and_two_that_fit_are_asked_back(
    customer: Chat, merchant: httpx.AsyncClient
) -> None:
    """Two tours share what WhatsApp shows of their names."""
    tour = {
        "description": "x", "location": "Kariba", "duration": "1 day",
        "currency": "USD", "adult_minor": 5000,
    }  # fmt: skip
    for end in ("dinner", "drinks"):
        name = f"Aardvark sunset cruise with {end}"
        code = f"AARDVARK-{end.upper()}"
        answer = await merchant.post("/api/tours", json=tour | {"name": name, "code": code})
        assert answer.status_code in {201, 409}
    await customer.asks("book", "Which tour would you like")

    await customer.asks("Aardvark sunset cruise", "Which one do you mean")
    await customer.asks("aardvark sunset cruise with drinks", r"\*Aardvark.*drinks\*")


async def test_an_order_that_was_cancelled_meanwhile_is_not_paid(
    customer: Chat, new_order: Any, merchant: httpx.AsyncClient, omari: Any
) -> None:
    """It is looked at once more when the number of the wallet comes."""
    order = await new_order(customer)
    await customer.asks("pay", "Pay for this one")
    await customer.asks("yes", "How much would you like to pay")
    await customer.asks("50", "Which number is the wallet")
    (await merchant.post(f"/api/orders/{order['id']}/cancel")).raise_for_status()

    await customer.asks(customer.wa_id, "is cancelled, so it cannot be paid")
    assert await omari.charges(customer.wa_id) == []
