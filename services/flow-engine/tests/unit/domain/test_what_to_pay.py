"""What is paid, how much, how, and by whom."""

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from common.money import Money
from flow_engine.domain.conversation import (
    AskPerson,
    CancelPayment,
    CheckPayment,
    CreateBooking,
    IdentityDenied,
    StartPayment,
    SubmitCode,
)
from flow_engine.domain.world import OpenIntent, Order, PaymentMethod

Maker = Callable[..., Any]


def test_w_o7_the_amount_that_was_chosen_is_the_amount_that_is_asked_for(talk: Any) -> None:
    """USD 5 chosen is USD 5.00 asked of the wallet."""
    for text in ("pay", "yes", "5", "0771234567"):
        talk.say(text)

    started = talk.effects(StartPayment)[0]
    assert (started.amount_minor, started.currency) == (500, "USD")


@pytest.mark.parametrize(
    ("typed", "limit"),
    [("200.01", "at most USD 200.00"), ("0.99", "The smallest payment is USD 1.00")],
)
def test_w_o8_the_limits_of_an_amount_are_kept_and_said(talk: Any, typed: str, limit: str) -> None:
    """Over the open balance or under the minimum nothing starts, and the limit is named."""
    talk.say("pay").say("yes").say(typed)

    assert limit in talk.said
    assert talk.step == "display_booking_and_ask_amount"


def test_paying_from_another_wallet_asks_that_wallet(talk: Any) -> None:
    """The number that is typed is the payer's, once it is said that its owner agrees."""
    for text in ("pay", "yes", "50", "+263 78 555 1234"):
        talk.say(text)
    assert not talk.effects(StartPayment)
    assert "0785 551 234* is not the number of this chat" in talk.said
    talk.say("yes, send the code")

    assert talk.effects(StartPayment)[0].payer_msisdn == "263785551234"


def test_a_customer_without_a_number_types_one(make_talk: Maker, order_with: Maker) -> None:
    """Nothing is offered as a button when the chat has no number."""
    talk = make_talk(orders=(order_with(),))
    talk.world = dataclasses.replace(
        talk.world, customer=dataclasses.replace(talk.world.customer, phone=None)
    )
    for text in ("pay", "yes", "50"):
        talk.say(text)
    assert (talk.step, talk.titles) == ("ask_phone_number", [])

    assert "not the number of this chat" in talk.say("0771234567").said
    assert len(talk.say("Yes, send the code").effects(StartPayment)) == 1


def test_another_number_is_typed_instead(talk: Any) -> None:
    """Who mistyped, or was refused, names another; the chat's own number needs no question."""
    for text in ("pay", "yes", "50", "+263 78 555 1234", "another number"):
        talk.say(text)
    assert talk.step == "ask_phone_number"

    assert "263771234567" == talk.say("0771234567").effects(StartPayment)[0].payer_msisdn


def test_anything_but_a_yes_sends_no_code_to_anothers_number(talk: Any) -> None:
    """The question is asked again; a second number that is typed there is not taken for a yes."""
    for text in ("pay", "yes", "50", "+263 78 555 1234", "0785551235", "ok", "hm"):
        talk.say(text)
        assert not talk.effects(StartPayment)


@pytest.mark.parametrize("typed", ["077", "0861234567", "abc", "26377123456", "+44 7700 900123"])
def test_a_wrong_number_is_asked_for_again_with_an_example(talk: Any, typed: str) -> None:
    """Only Zimbabwean mobile numbers start a payment."""
    talk.say("pay").say("yes").say("50").say(typed)

    assert talk.effects(StartPayment) == []
    assert "0771 234 567" in talk.said


@pytest.mark.parametrize("typed", ["50", "50.00", "$50", "USD 50", "50 usd"])
def test_an_amount_is_read_as_it_is_meant(talk: Any, typed: str) -> None:
    """All of these are USD 50.00."""
    assert "USD 50.00" in talk.say("pay").say("yes").say(typed).said


@pytest.mark.parametrize("typed", ["fifty", "0", "-5", "1.234", "0.00", "5O"])
def test_what_is_no_amount_is_asked_for_again_with_an_example(talk: Any, typed: str) -> None:
    """Letters, nothing, less than nothing and three decimals are asked again."""
    talk.say("pay").say("yes").say(typed)

    assert talk.step == "display_booking_and_ask_amount"
    assert "50" in talk.said


def test_a_comma_is_asked_back(talk: Any) -> None:
    """'12,50' may mean two things: it is asked, and one tap or 'yes' answers."""
    talk.say("pay").say("yes").say("12,50")
    assert "Do you mean 12.50?" in talk.said

    assert "USD 12.50" in talk.say("yes").said


def test_with_one_method_the_channel_is_not_asked(talk: Any) -> None:
    """O'mari alone is chosen at once."""
    assert talk.say("pay").say("yes").say("50").step == "ask_phone_number"


def test_with_two_methods_the_channel_is_asked(make_talk: Maker, order_with: Maker) -> None:
    """Those that are switched on for the currency are offered, the others not."""
    ways = (
        PaymentMethod("omari", "O'mari", frozenset({"USD"})),
        PaymentMethod("paynow", "EcoCash", frozenset({"USD"})),
        PaymentMethod("stripe", "Card", frozenset({"ZAR"})),
    )
    talk = make_talk(orders=(order_with(),), methods=ways)
    talk.say("pay").say("yes").say("50")
    assert (talk.step, talk.titles) == ("ask_payment_channel", ["O'mari", "EcoCash"])

    assert talk.say("omari").step == "ask_phone_number"


def test_an_open_payment_is_offered_and_no_second_one_starts(
    make_talk: Maker, order_with: Maker
) -> None:
    """One open payment per order: enter the code, check, or cancel it."""
    intent = OpenIntent(UUID(int=5), "omari", 5000, "awaiting_code", "ETDC", "2637*****567")
    talk = make_talk(orders=(order_with(open_intent=intent),))
    talk.say("pay").say("yes")
    assert talk.titles == ["Enter code", "Check payment", "Cancel it"]

    code = talk.say("Enter code").say("123456").effects(SubmitCode)[0]

    assert code.payment_id == UUID(int=5)


@pytest.mark.parametrize(
    ("button", "effect"), [("omari:check", CheckPayment), ("omari:cancel", CancelPayment)]
)
def test_an_open_payment_can_be_checked_or_cancelled(
    make_talk: Maker, order_with: Maker, button: str, effect: type
) -> None:
    """The buttons act on the payment that is open."""
    intent = OpenIntent(UUID(int=5), "omari", 5000, "unknown")
    talk = make_talk(orders=(order_with(open_intent=intent),)).say("pay").say("yes").tap(button)

    assert [one.payment_id for one in talk.effects(effect)] == [UUID(int=5)]
    assert talk.waits_for == "payment"


def test_after_a_changed_number_the_person_confirms_before_paying(
    make_talk: Maker, order_with: Maker
) -> None:
    """No payment goes on before the person has confirmed; another person is somebody new."""
    talk = make_talk(orders=(order_with(),))
    changed = dataclasses.replace(talk.world.customer, must_confirm=True)
    talk.world = dataclasses.replace(talk.world, customer=changed)
    assert talk.say("pay").step == "confirm_identity"
    other = dataclasses.replace(talk)

    assert talk.say("yes").step == "offer_only_booking"
    assert other.say("no").effects(StartPayment, AskPerson) == []
    assert len(other.effects(IdentityDenied)) == 1


SECRETS = ("K7QX2M4B", "Victoria Falls", "200.00")


@pytest.mark.parametrize("text", ["menu", "pay", "my bookings", "balance", "pay K7QX2M4B", "hello"])
def test_nothing_of_an_order_is_said_before_the_person_confirmed(
    make_talk: Maker, order_with: Maker, text: str
) -> None:
    """Reading is gated as paying is: neither asked nor unasked, at no first word."""
    talk = make_talk(orders=(order_with(),))
    changed = dataclasses.replace(talk.world.customer, must_confirm=True)
    talk.world = dataclasses.replace(talk.world, customer=changed)
    for said in (text, "K7QX2M4B", "1"):
        told = talk.say(said).said
        assert not [secret for secret in SECRETS if secret in told], (said, told)
        if talk.step == "confirm_identity":
            break


@pytest.mark.parametrize(("answer", "shown"), [("yes", True), ("no", False)])
def test_the_answer_decides_what_is_shown(
    make_talk: Maker, order_with: Maker, answer: str, *, shown: bool
) -> None:
    """Who confirmed sees his bookings at once; who denied never does, however he asks."""
    talk = make_talk(orders=(order_with(),))
    changed = dataclasses.replace(talk.world.customer, must_confirm=True)
    talk.world = dataclasses.replace(talk.world, customer=changed)
    assert talk.say("my bookings").step == "confirm_identity"
    talk.say(answer)
    told = [str(talk.turn.effects)]
    told += [str(talk.say(text).turn.effects) for text in ("balance", "pay", "K7QX2M4B")]

    assert shown is ("Victoria Falls" in "".join(told))


def test_the_deposit_is_an_offer_and_never_a_floor(talk: Any) -> None:
    """Half is a button; less is taken too."""
    talk.say("pay").say("yes")
    assert talk.titles == ["USD 200.00", "50%: USD 100.00"]

    assert talk.say("1").step == "ask_phone_number"
    assert "USD 1.00" in talk.said


def test_less_than_the_minimum_is_left_and_can_be_paid(
    make_talk: Maker, order_with: Callable[..., Order]
) -> None:
    """The last cents of an order are never stuck under the minimum."""
    talk = make_talk(orders=(order_with(paid_minor=19950),))

    assert talk.say("pay").say("yes").say("0.50").step == "ask_phone_number"


def test_the_price_follows_the_season(new_talk: Any) -> None:
    """In the high season the season's price is booked, for adults and children."""
    for text in ("book", "1", "24 Dec", "2", "1", "Tendai Moyo, Rudo Moyo, Tino Moyo", "yes"):
        new_talk.say(text)

    booking = new_talk.effects(CreateBooking)[0]
    assert booking.total_minor == 2 * 15000 + 7500
    assert booking.travellers == ("Tendai Moyo", "Rudo Moyo", "Tino Moyo")


@pytest.mark.parametrize(
    ("arrived", "said"),
    [
        (Money(130_000, "ZWG"), "We received ZWG 1,300.00 for K7QX2M4B, which is paid in USD."),
        (None, "Your payment of USD 50.00 for K7QX2M4B is not clear yet."),
    ],
)
def test_an_order_that_a_person_judges_is_not_paid_meanwhile(
    make_talk: Maker, order_with: Maker, arrived: Money | None, said: str
) -> None:
    """Who types *pay* reads what arrived and that a person looks; nothing is started."""
    held = OpenIntent(UUID(int=5), "omari", 5_000, "held", arrived=arrived)
    talk = make_talk(orders=(order_with(open_intent=held),))
    talk.say("pay")

    assert talk.said.startswith(said)
    assert (
        "A person looks at it. Please do not pay again; we will write the result here." in talk.said
    )
    assert "Talk to a person" in talk.titles
    assert not talk.effects(StartPayment, CheckPayment, CancelPayment)


@pytest.mark.parametrize(
    ("arrived", "said"),
    [
        (Money(130_000, "ZWG"), "We received ZWG 1,300.00 for K7QX2M4B, which is paid in USD."),
        (None, "Your payment of USD 50.00 for K7QX2M4B is not clear yet."),
    ],
)
def test_who_looks_at_his_order_reads_that_a_person_judges_it(
    make_talk: Maker, order_with: Maker, arrived: Money | None, said: str
) -> None:
    """It is neither called open nor offered to be paid."""
    held = OpenIntent(UUID(int=5), "omari", 5_000, "held", arrived=arrived)
    talk = make_talk(orders=(order_with(open_intent=held),))
    talk.say("my bookings").tap("order:K7QX2M4B")

    assert said in talk.said
    assert "do not pay again" in talk.said
    assert "Left to pay" not in talk.said
    assert "Pay" not in talk.titles
