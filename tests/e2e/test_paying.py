"""Stories of paying with O'mari, as a customer lives them."""

from typing import Any

import httpx
import pytest
from standalone.testing import Chat, to_the_code

pytestmark = [pytest.mark.story, pytest.mark.database]


async def order_state(merchant: httpx.AsyncClient, reference: str) -> dict[str, Any]:
    """Return what the merchant sees of an order."""
    return (await merchant.get(f"/api/orders/{reference}")).json()


async def test_book_a_tour_by_chat_and_pay_in_full(
    customer: Chat, merchant: httpx.AsyncClient, omari: Any
) -> None:
    """From "hi" to the receipt without typing anything that a button can say."""
    # Given a customer who has chosen a tour, a date and travellers
    await customer.asks("hi", "What would you like to do")
    await customer.taps("book", "Which tour would you like")
    await customer.asks("1", "On which date")
    await customer.asks("24 Dec", "How many adults")
    await customer.asks("2", "How many children")
    await customer.asks("0", "full name of each traveller")
    await customer.asks("Tendai Moyo, Rudo Moyo", "Shall I book it")
    booked = await customer.taps("book", "Your reference is")
    reference = booked.text.split("*")[1]

    # When they pay in full with the code from the SMS
    await customer.taps("Pay in full", "Which number is the wallet")
    await customer.tap("Use")
    await customer.hears("code.*SMS|SMS.*code")
    receipt = await customer.asks(await customer.code(), "Receipt")

    # Then the receipt names everything, and the books agree with the provider
    order = await order_state(merchant, reference)
    assert order["payment_status"] == "paid"
    assert [order["total_minor"]] == await omari.charges(customer.wa_id)
    for words in ("TEST", "USD", "O'mari", reference, "nothing", "Africa/Harare"):
        assert words in receipt.text


async def test_pay_the_deposit_and_then_the_rest(
    customer: Chat, new_order: Any, merchant: httpx.AsyncClient, omari: Any
) -> None:
    """Half now, half later: two payments, two credits, nothing left."""
    order = await new_order(customer, 20000)
    await customer.asks("pay", "Pay for this one")
    await customer.taps("pay", "How much would you like to pay")
    await customer.taps("50%", "Which number is the wallet")
    await customer.asks(customer.wa_id, "code.*SMS|SMS.*code")
    first = await customer.asks(await customer.code(), "Receipt")
    assert "Left to pay: USD 100.00" in first.text

    await to_the_code(customer, "100")
    await customer.asks(await customer.code(), "Left to pay: nothing")

    state = await order_state(merchant, order["reference"])
    assert state["payment_status"] == "paid"
    assert [credit["amount_minor"] for credit in state["credits"]] == [10000, 10000]
    assert await omari.charges(customer.wa_id) == [10000, 10000]


async def test_a_wrong_code_twice_and_then_the_right_one(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """The same payment takes three tries, and is charged once."""
    await new_order(customer)
    await to_the_code(customer, "50")
    code = await customer.code()
    wrong = "000000" if code != "000000" else "111111"

    await customer.asks(wrong, "not right.*2")
    await customer.asks(wrong, "not right.*1")
    await customer.asks(code, "Receipt")

    assert await omari.charges(customer.wa_id) == [5000]


@pytest.mark.parametrize("word", ["cancel", "STOP", "quit", "abort"])
async def test_cancel_at_the_code(
    customer: Chat, new_order: Any, omari: Any, merchant: httpx.AsyncClient, word: str
) -> None:
    """A payment that is cancelled before its code took nothing, and the order is free again."""
    order = await new_order(customer)
    await to_the_code(customer, "50")

    await customer.asks(word, "cancelled. Nothing was taken")

    assert await omari.charges(customer.wa_id) == []
    cancelled = await merchant.post(f"/api/orders/{order['id']}/cancel")
    assert cancelled.status_code == 200


@pytest.mark.parametrize("steps", [1, 2, 3])
async def test_cancel_at_each_step_before_the_code(
    customer: Chat, new_order: Any, omari: Any, steps: int
) -> None:
    """At the reference, the amount or the number: nothing was started, and it says what is next."""
    await new_order(customer)
    script = [("pay", "Pay for this one"), ("1", "How much"), ("50", "Which number")]
    for said, heard in script[:steps]:
        await customer.asks(said, heard)

    await customer.asks("cancel", "cancelled. No payment was started")
    offer = await customer.hears("What would you like to do now")

    assert ["Pay", "My orders", "Menu"] == [title for _, title in offer.buttons]
    assert await omari.charges(customer.wa_id) == []


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [("decline", "was not made|did not go through"), ("insufficient_funds", "not.*enough")],
)
async def test_a_declined_charge_says_so_and_takes_nothing(
    customer: Chat, new_order: Any, omari: Any, behaviour: str, words: str
) -> None:
    """A definite no ends the payment; the next one may start at once."""
    await new_order(customer)
    await to_the_code(customer, "50")
    await omari.will("request", behaviour, times=1)

    await customer.asks(await customer.code(), words)
    await to_the_code(customer, "50")
    await customer.asks(await customer.code(), "Receipt")

    assert await omari.charges(customer.wa_id) == [5000]


async def test_pay_from_another_wallets_number(
    customer: Chat, new_order: Any, new_customer: Any, omari: Any
) -> None:
    """The wallet may be somebody else's: the code comes there, the receipt here."""
    other = new_customer()
    await new_order(customer)
    await to_the_code(customer, "50", wallet="0" + other.wa_id[3:])

    await customer.asks(await customer.code(other.wa_id), "Receipt")

    assert await omari.charges(other.wa_id) == [5000]


async def test_a_code_is_never_repeated_to_the_customer(customer: Chat, new_order: Any) -> None:
    """No message of ours holds the code that was typed."""
    await new_order(customer)
    await to_the_code(customer, "50")
    code = await customer.code()
    await customer.asks(code, "Receipt")

    ours = [m.text for m in await customer.everything() if m.direction == "out"]
    assert not [text for text in ours if code in text]


async def test_a_customer_without_a_phone_number_can_pay(
    new_customer: Any, new_order: Any, omari: Any
) -> None:
    """A business-scoped user id is enough to talk; the wallet's number is asked for."""
    customer = new_customer("ZW.10203040506070809010")
    wallet = "263778000001"
    await new_order(customer)
    await to_the_code(customer, "50", wallet=wallet)

    await customer.asks(await customer.code(wallet), "Receipt")

    assert await omari.charges(wallet) == [5000]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12,50", r"12\.50"),
        ("fifty", "for example|example"),
        ("0", "example|more than|least"),
        ("-5", "example|more than|least"),
        ("1.005", "example|decimal|cent"),
        ("0.50", r"1\.00"),
        ("500", r"200\.00"),
    ],
)
async def test_an_amount_that_cannot_be_paid_is_asked_again(
    customer: Chat, new_order: Any, omari: Any, typed: str, words: str
) -> None:
    """The answer says what is wrong and the right amount is taken after it."""
    await new_order(customer, 20000)
    await customer.asks("pay", "Pay for this one")
    await customer.taps("pay", "How much would you like to pay")

    await customer.asks(typed, words)
    await customer.asks("$50", "paying.*USD 50.00")

    assert await omari.charges(customer.wa_id) == []


async def test_the_reference_of_someone_elses_booking_is_not_found(
    customer: Chat, new_customer: Any, new_order: Any
) -> None:
    """A stranger's reference and one that does not exist get the same answer."""
    theirs = await new_order(new_customer())
    await new_order(customer)
    await customer.asks("pay", "Pay for this one")

    stranger = await customer.asks(theirs["reference"], "cannot find")
    nobody = await customer.asks("ZZZZZZZZ", "cannot find")

    assert stranger.text.replace(theirs["reference"], "") == nobody.text.replace("ZZZZZZZZ", "")


async def test_references_are_taken_in_any_spelling(customer: Chat, new_order: Any) -> None:
    """Lower case, spaces and dashes do not matter."""
    order = await new_order(customer)
    typed = order["reference"].lower()
    await customer.asks("pay", "Pay for this one")

    await customer.asks(f"{typed[:4]}-{typed[4:]}", "How much would you like to pay")
