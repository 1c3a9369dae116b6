"""What was agreed is looked at once more when it is used, and asked again when it changed."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.conversation import (
    CancelPayment,
    CheckPayment,
    CreateBooking,
    StartPayment,
    SubmitCode,
)
from flow_engine.domain.world import OpenIntent, PaymentMethod
from hypothesis import given
from hypothesis import strategies as st

Maker = Callable[..., Any]
PAYNOW = PaymentMethod("paynow", "Paynow", frozenset({"USD"}))


def change(talk: Any, **world: Any) -> Any:
    """Let the world change while the customer thinks."""
    talk.world = dataclasses.replace(talk.world, **world)
    return talk


def later(talk: Any, days: int) -> Any:
    """Let days pass."""
    world = talk.world
    return change(
        talk, now=world.now + timedelta(days=days), today=world.today + timedelta(days=days)
    )


@pytest.fixture
def summary(new_talk: Any) -> Any:
    """Give a conversation at the summary of a tour of tomorrow, USD 120.00."""
    for text in ("book", "tour:falls", "tomorrow", "1", "0", "Tendai Moyo"):
        new_talk.say(text)
    return new_talk


def test_a_day_that_is_over_is_not_booked(summary: Any) -> None:
    """Four days after the summary its day is asked for again, and nothing else is."""
    later(summary, 4).say("yes")

    assert summary.effects(CreateBooking) == []
    assert "Thu 26 Nov 2026 is over." in summary.said
    assert summary.step == "ask_date"
    booked = summary.say("tomorrow").say("yes").effects(CreateBooking)
    assert [one.travels_on.isoformat() for one in booked] == ["2026-11-30"]


def test_the_day_of_travel_itself_is_not_over(summary: Any) -> None:
    """Today can be booked, as it can be asked for."""
    assert len(later(summary, 1).say("yes").effects(CreateBooking)) == 1


def test_a_price_that_changed_is_asked_again(summary: Any) -> None:
    """Both prices are named; only a new yes books, at the new one."""
    tours = tuple(dataclasses.replace(one, adult_minor=13000) for one in summary.world.tours)
    change(summary, tours=tours).say("yes")

    assert summary.effects(CreateBooking) == []
    assert "it was USD 120.00 and is USD 130.00 now" in summary.said
    assert "*Total: USD 130.00*" in summary.said
    assert [one.total_minor for one in summary.say("yes").effects(CreateBooking)] == [13000]


@given(prices=st.lists(st.integers(1, 10**7), min_size=1, max_size=5))
def test_the_total_that_was_shown_last_is_the_total_that_is_booked(
    make_talk: Maker, prices: list[int]
) -> None:
    """Whatever the price does between two answers."""
    talk = make_talk()
    for text in ("book", "tour:falls", "tomorrow", "1", "0", "Tendai Moyo"):
        talk.say(text)
    for price in prices:
        shown = talk.session.variables["quote"]["total_minor"]
        tours = (dataclasses.replace(talk.world.tours[0], adult_minor=price),)
        booked = change(talk, tours=tours).say("yes").effects(CreateBooking)
        if booked:
            assert [shown] == [one.total_minor for one in booked]
            return
        assert shown != price


@pytest.mark.parametrize("words", [("yes",), ("change", "1")])
def test_a_tour_that_is_sold_no_more_is_not_booked(summary: Any, words: tuple[str, ...]) -> None:
    """It is said, and the others are shown."""
    for text in words[:-1]:
        summary.say(text)
    change(summary, tours=summary.world.tours[1:]).say(words[-1])

    assert summary.effects(CreateBooking) == []
    assert "is not offered any more" in summary.said or "not offered any more" in summary.said
    assert summary.titles == ["Hwange safari"]


def test_a_tour_that_ended_while_names_were_typed_is_said(new_talk: Any) -> None:
    """The price is asked when the names are known, and the tour with it."""
    for text in ("book", "tour:falls", "tomorrow", "1", "0"):
        new_talk.say(text)
    change(new_talk, tours=new_talk.world.tours[1:]).say("Tendai Moyo")

    assert "Victoria Falls day is not offered any more." in new_talk.said
    assert new_talk.step == "choose_tour"


@pytest.mark.parametrize("paid", [5000, 19000])
@pytest.mark.parametrize("words", [("200",), ("USD 200.00",), ("50", "0771234567")])
def test_a_balance_that_changed_is_said_and_asked_again(
    talk: Any, order_with: Maker, paid: int, words: tuple[str, ...]
) -> None:
    """Also when the amount still fits: it was agreed for another balance."""
    for text in ("pay", "yes", *words[:-1]):
        talk.say(text)
    change(talk, orders=(order_with(paid_minor=paid),)).say(words[-1])

    assert talk.effects(StartPayment) == []
    assert f"it was USD 200.00 and is USD {(20000 - paid) / 100:.2f} now" in talk.said
    assert talk.step == "display_booking_and_ask_amount"
    talk.say("5")
    assert [one.amount_minor for one in talk.say("0771234567").effects(StartPayment)] == [500]


def test_pay_in_full_is_the_total_that_the_booking_named(summary: Any, order_with: Maker) -> None:
    """A total that the merchant changed meanwhile is asked again, never charged unasked."""
    summary.say("yes")
    order = dataclasses.replace(summary.world.orders[0], total_minor=99000)
    change(summary, orders=(order,)).say("pay in full")

    assert "it was USD 120.00 and is USD 990.00 now" in summary.said
    assert summary.step == "display_booking_and_ask_amount"
    assert summary.say("50").step == "ask_phone_number"


def test_a_method_that_was_switched_off_is_said(talk: Any) -> None:
    """Between the choice and the number of the wallet; another one can be chosen."""
    change(talk, methods=(*talk.world.methods, PAYNOW))
    for text in ("pay", "yes", "50", "1"):
        talk.say(text)
    change(talk, methods=(PAYNOW,)).say("0771234567")

    assert talk.effects(StartPayment) == []
    assert "was switched off" in talk.said
    assert [one.provider for one in talk.say("50").say("0771234567").effects(StartPayment)] == [
        "paynow"
    ]


def test_a_method_that_was_switched_off_while_it_was_offered_is_said(talk: Any) -> None:
    """The others are offered again for the same amount."""
    others = (PAYNOW, dataclasses.replace(PAYNOW, provider="stripe", title="Card"))
    change(talk, methods=(*talk.world.methods, *others))
    for text in ("pay", "yes", "50"):
        talk.say(text)
    change(talk, methods=others).say("1")

    assert "was switched off" in talk.said
    assert (talk.step, talk.titles) == ("ask_payment_channel", ["Paynow", "Card"])


@pytest.mark.parametrize("answer", ["enter code", "check payment", "cancel it", "stop"])
@pytest.mark.parametrize("newer", [None, OpenIntent(UUID(int=6), "omari", 9000, "awaiting_code")])
def test_an_open_payment_that_ended_is_not_taken_for_a_newer_one(
    make_talk: Maker, order_with: Maker, answer: str, newer: OpenIntent | None
) -> None:
    """What was offered is done to the payment that was named, or is asked again."""
    first = OpenIntent(UUID(int=5), "omari", 5000, "awaiting_code", "ETDC", "2637*****567")
    talk = make_talk(orders=(order_with(open_intent=first),)).say("pay").say("yes")
    change(talk, orders=(order_with(open_intent=newer),)).say(answer)

    assert talk.effects(CancelPayment, CheckPayment) == []
    assert ("USD 90.00" if newer else "USD 50.00 is not open any more") in talk.said


def test_a_code_is_not_used_when_money_came_meanwhile(coding: Any) -> None:
    """An earlier payment that succeeds late must not be paid a second time."""
    order = dataclasses.replace(coding.world.orders[0], paid_minor=18000)
    change(coding, orders=(order,)).say("123456")

    assert coding.effects(SubmitCode) == []
    assert len(coding.effects(CancelPayment)) == 1
    assert "USD 20.00 is left to pay" in coding.said
    assert "cancelled" in coding.learn("cancelled").said


def test_a_code_is_used_while_the_payment_fits(coding: Any) -> None:
    """A part that was paid meanwhile leaves room for this one."""
    order = dataclasses.replace(coding.world.orders[0], paid_minor=15000)

    assert len(change(coding, orders=(order,)).say("123456").effects(SubmitCode)) == 1


def test_use_my_number_pays_from_the_number_that_it_showed(talk: Any) -> None:
    """The chat's number changed between the question and the tap: it is confirmed first."""
    for text in ("pay", "yes", "50"):
        talk.say(text)
    moved = dataclasses.replace(talk.world.customer, phone="263779999999")
    assert not change(talk, customer=moved).tap("phone:own").effects(StartPayment)
    started = talk.say("Yes, send the code").effects(StartPayment)

    assert [one.payer_msisdn for one in started] == ["263771234567"]


def test_who_pays_is_asked_when_the_number_changed_meanwhile(talk: Any) -> None:
    """The person may be another since *pay*; what was agreed goes on after a yes."""
    for text in ("pay", "yes", "50"):
        talk.say(text)
    person = dataclasses.replace(talk.world.customer, must_confirm=True)
    change(talk, customer=person).say("0771234567")
    assert talk.effects(StartPayment) == []
    assert "still the person who booked" in talk.said

    talk.say("yes").say("0771234567")
    assert [one.amount_minor for one in talk.effects(StartPayment)] == [5000]
