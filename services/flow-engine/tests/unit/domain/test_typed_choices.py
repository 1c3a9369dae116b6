"""An offered choice is taken in the words that people use for it, with polite ones beside it."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from flow_engine.domain.choosing import choose

Maker = Callable[..., Any]
SUMMARY: Final = (
    ("book:confirm", "Yes, book it"),
    ("book:change", "Change"),
    ("book:cancel", "Cancel"),
)
SHARES: Final = (("omari:pay_full", "USD 80.00"), ("omari:pay_deposit", "50%: USD 40.00"))
UP_TO_THE_NAMES: Final = ("book", "tour:falls", "tomorrow", "1", "0", "Tendai Moyo")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("perhaps", []),
        ("please", []),
        ("yes and no", []),
        ("yes please", ["book:confirm"]),
        ("ok yes", ["book:confirm"]),
        ("ndapota hongu", ["book:confirm"]),
        ("yebo ngicela", ["book:confirm"]),
        ("change please", ["book:change"]),
        ("back", ["book:change"]),
        ("1 please", ["book:confirm"]),
        ("no wait", ["book:change", "book:cancel"]),
        ("aiwa", ["book:change", "book:cancel"]),
    ],
)
def test_polite_words_change_nothing_about_a_choice(typed: str, meant: list[str]) -> None:
    """A "no" that two options could be is asked back; it never books."""
    assert [one for one, _ in choose(typed, SUMMARY, by_number=True)] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("50", []),
        ("half of 50", []),
        ("not all", []),
        ("half or all", []),
        ("half", ["omari:pay_deposit"]),
        ("the deposit please", ["omari:pay_deposit"]),
        ("all", ["omari:pay_full"]),
        ("everything", ["omari:pay_full"]),
        ("I want to pay in full", ["omari:pay_full"]),
    ],
)
def test_a_share_is_named_in_words(typed: str, meant: list[str]) -> None:
    """Half is the deposit's button and all the full amount's; a sum is never one of them."""
    assert [one for one, _ in choose(typed, SHARES, by_number=False)] == meant


def test_a_no_where_nothing_is_asked_with_yes_means_nothing() -> None:
    """At the code's wait "no" cancels nothing."""
    offered = (("omari:resend", "Resend code"), ("omari:cancel", "Cancel"))

    assert choose("no wait", offered, by_number=True) == ()


def at_the_summary(make_talk: Maker) -> Any:
    """Return a conversation that asks whether to book."""
    talk = make_talk()
    for text in UP_TO_THE_NAMES:
        talk.say(text)
    return talk


def test_a_no_at_the_summary_is_asked_back(make_talk: Maker) -> None:
    """It may mean to change or to cancel: nothing is booked and nothing is lost."""
    talk = at_the_summary(make_talk).say("no wait")

    assert "Which one do you mean" in talk.said
    assert talk.step == "show_summary"
    assert "nothing was booked" in talk.say("cancel").said


def test_a_booking_is_made_and_half_of_it_paid_in_words(make_talk: Maker) -> None:
    """A "yes please" books and a "half" pays the deposit."""
    talk = at_the_summary(make_talk)

    assert "How would you like to pay" in talk.say("yes please").said
    assert talk.say("half").session.flow == "omari_payment"


@pytest.mark.parametrize("typed", ["half", "deposit", "all", "everything"])
def test_an_offered_amount_is_taken_in_words(
    make_talk: Maker, order_with: Maker, typed: str
) -> None:
    """Where the amount is asked, the offered ones have names."""
    talk = make_talk(orders=(order_with(),)).say("pay").say("yes please")

    assert talk.step == "display_booking_and_ask_amount"
    assert talk.say(typed).step == "ask_phone_number"


@pytest.mark.parametrize(
    ("typed", "said"), [("30/2/2027", "There is no such day"), ("yesterday", "That day is over")]
)
def test_a_day_that_cannot_be_booked_says_why(make_talk: Maker, typed: str, said: str) -> None:
    """A day that does not exist and one that is over are no unread texts."""
    talk = make_talk().say("book").say("tour:falls")

    assert said in talk.say(typed).said
    assert talk.step == "ask_date"


@pytest.mark.parametrize("paid", [(), (8000,)])
def test_pay_says_that_nothing_is_owed(
    make_talk: Maker, order_with: Maker, paid: tuple[int, ...]
) -> None:
    """No reference is asked for when none could be paid: all is paid, or nothing was bought."""
    orders = tuple(order_with(total_minor=one, paid_minor=one) for one in paid)
    talk = make_talk(orders=orders).say("pay")

    assert "You have nothing left to pay here" in talk.said
    assert talk.session.wait is None
