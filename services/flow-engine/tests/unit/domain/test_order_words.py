"""A shop order is called an order and a booking a booking, wherever a customer reads of it."""

import json
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from flow_engine.domain.conversation import SendContent

CODE: dict[str, Any] = {
    "otp_reference": "ETDC", "masked_msisdn": "2637*****567", "tries_left": 3, "test": True,
}  # fmt: skip
PAID: dict[str, Any] = {
    "settled": "USD 200.00", "left": "USD 0.00", "left_minor": 0, "order_reference": "K7QX2M4B",
}  # fmt: skip


@pytest.fixture
def shop_talk(make_talk: Callable[..., Any], order_with: Callable[..., Any]) -> Any:
    """Give a conversation of a customer who owes for one shop order."""
    lamps = order_with(kind="order", description="Two lamps", travels_on=None)
    return make_talk(orders=(lamps,))


def words(talk: Any) -> str:
    """Return everything that the last turn shows: texts, buttons and rows; ids are not shown."""
    return "\n".join(
        text for one in talk.effects(SendContent) for text in _texts(one.content)
    ).lower()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from () if key in {"id", "type"} else _texts(item)
    elif isinstance(value, list | tuple):
        for item in cast("list[object]", value):
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize(
    "said",
    [
        ("menu",),
        ("menu", "what?"),
        ("pay",),
        ("pay", "what is that?"),
        ("pay", "WRONG999"),
        ("pay", "yes", "ZAR 5"),
        ("my orders",),
        ("my orders", "what is that?"),
        ("my orders", "WRONG999"),
        ("my orders", "1"),
        ("my orders", "1", "what?"),
        ("pay", "yes", "50", "cancel"),
    ],
    ids=", ".join,
)
def test_an_order_is_never_called_a_booking(shop_talk: Any, said: tuple[str, ...]) -> None:
    """Menu, lists, prompts and refusals use the word of what the customer has."""
    for text in said:
        shop_talk.say(text)

    assert "booking" not in words(shop_talk)
    assert words(shop_talk)


@pytest.mark.parametrize(
    ("outcome", "fields"), [("paid", PAID), ("expired", {}), ("cancelled", {}), ("declined", {})]
)
def test_the_end_of_a_payment_calls_an_order_an_order(
    shop_talk: Any, outcome: str, fields: dict[str, Any]
) -> None:
    """After the payment of a lamp nobody is told of a booking."""
    for text in ("pay", "yes", "200", "0771234567"):
        shop_talk.say(text)
    shop_talk.learn("otp_requested", **CODE).say("012345")
    shop_talk.learn(outcome, **fields)

    assert "booking" not in words(shop_talk)
    assert words(shop_talk)
    assert ("your order k7qx2m4b is paid in full" in words(shop_talk)) is (outcome == "paid")


def test_a_paid_order_is_shown_as_an_order(make_talk: Callable[..., Any], order_with: Any) -> None:
    """Also what is closed goes by its own word."""
    closed = order_with(kind="order", payment_status="cancelled", travels_on=None)
    talk = make_talk(orders=(closed,)).say("my orders").say("1")

    assert "this order is cancelled" in words(talk)
    assert "booking" not in words(talk)


def test_who_has_both_reads_both(make_talk: Callable[..., Any], order_with: Any) -> None:
    """A list of bookings and orders is called so, and its button is within Meta's 20 characters."""
    both = (order_with(), order_with(kind="order", reference="LAMP2345", description="Two lamps"))
    talk = make_talk(orders=both).say("balance")

    assert "you have 2 bookings and orders" in words(talk)
    assert "bookings and orders" in json.dumps(talk.effects(SendContent)[0].content).lower()


def test_a_booking_stays_a_booking(talk: Any) -> None:
    """Who has bookings only reads of no order."""
    talk.say("my bookings")

    assert "you have 1 booking." in words(talk)
    assert "order" not in words(talk)


@pytest.mark.parametrize(
    ("status", "refunded", "shown"),
    [
        ("refunded", 20_000, "this booking is refunded"),
        ("part_refunded", 5_000, "this booking is part refunded"),
        ("disputed", 0, "this booking is disputed"),
        ("paid", 0, "paid in full"),
    ],
)
def test_what_went_back_is_not_called_paid_in_full(
    make_talk: Callable[..., Any], order_with: Any, status: str, refunded: int, shown: str
) -> None:
    """Who looks at his booking reads what arrived and what of it was given back."""
    booking = order_with(
        total_minor=20_000, paid_minor=20_000, payment_status=status, refunded_minor=refunded
    )
    talk = make_talk(orders=(booking,)).say("my bookings")
    assert ("paid in full" in words(talk)) == (status == "paid")
    talk.tap(f"order:{booking.reference}")

    assert shown in words(talk)
    assert ("given back" in words(talk)) == (refunded > 0)
    assert ("paid in full" in words(talk)) == (status == "paid")
