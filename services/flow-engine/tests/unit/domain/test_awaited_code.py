"""A code finds the payment that waits for it, and words find their way at the code."""

import dataclasses
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.conversation import CancelPayment, SubmitCode
from flow_engine.domain.world import OpenIntent

QUESTION: dict[str, Any] = {
    "name": "ask",
    "type": "question",
    "is_entry_point": True,
    "config": {
        "message_config": {"message_type": "text", "text": {"body": "Well?"}},
        "reply_config": {"save_to_variable": "answer", "expected_type": "text"},
    },
    "transitions": [{"to_step": "done"}],
}
DONE: dict[str, Any] = {
    "name": "done",
    "type": "end_flow",
    "config": {"message_config": {"message_type": "text", "text": {"body": "Kept {{ answer }}"}}},
}


def a_question(expected_type: str, **more: Any) -> dict[str, Any]:
    """Give a flow that asks once, and says what it kept."""
    config = QUESTION["config"]
    asked = {**config["reply_config"], "expected_type": expected_type, **more}
    step = {**QUESTION, "config": {**config, "reply_config": asked}}
    return {
        "name": "toy",
        "friendly_name": "Toy",
        "trigger_keywords": ["toy"],
        "initial_variables": {"currency": "USD"},
        "steps": [step, DONE],
    }


def an_intent(number: int, amount_minor: int = 5000) -> OpenIntent:
    """Give a payment that waits for its code."""
    return OpenIntent(UUID(int=number), "omari", amount_minor, "awaiting_code", "ETDC", "2637***")


def test_leaving_for_the_menu_names_the_payment_that_stays_open(coding: Any) -> None:
    """The customer hears which payment waits, for what, and that the code can be typed here."""
    coding.say("menu")

    assert "Your payment of USD 50.00 for K7QX2M4B is still open." in coding.said
    assert "just type it here" in coding.said
    assert coding.step == "show_menu"


@pytest.mark.parametrize("typed", ["012345", "012 345", "*012345*", "٠١٢٣٤٥"])
def test_a_code_after_menu_goes_to_the_payment_that_waits(coding: Any, typed: str) -> None:
    """It is submitted once, for that payment, and the conversation is back at its outcome."""
    payment_id = coding.session.wait.payment_id
    (given,) = coding.say("menu").say(typed).effects(SubmitCode)

    assert (given.payment_id, given.code) == (payment_id, "012345")
    assert (coding.step, coding.session.wait.payment_id) == ("await_payment_outcome", payment_id)
    assert "012345" not in str(coding.session) + coding.said
    coding.learn("paid", settled="USD 50.00", left="USD 150.00", order_reference="K7QX2M4B")
    assert "USD 150.00 is left to pay" in coding.said


def test_with_two_payments_that_wait_the_code_is_used_for_none(
    make_talk: Any, order_with: Any
) -> None:
    """A code is never guessed to a payment: both are named, and it is used up by neither."""
    orders = (
        order_with(open_intent=an_intent(1)),
        order_with(id=UUID(int=2), reference="AAAA1111", open_intent=an_intent(2, 700)),
    )
    talk = make_talk(orders=orders).say("menu").say("012345")

    assert talk.effects(SubmitCode) == []
    assert "USD 50.00 for K7QX2M4B\nUSD 7.00 for AAAA1111" in talk.said
    assert "012345" not in str(talk.session) + talk.said


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (a_question("amount", currency_variable="currency"), "1500"),
        (a_question("number"), "2026"),
        (a_question("date"), "25-12-26"),
    ],
)
def test_digits_that_answer_the_question_are_no_code(
    make_talk: Any, order_with: Any, question: Any, typed: str
) -> None:
    """Where digits were asked for they are the answer, also while a payment waits for a code."""
    talk = make_talk(flows=[question], orders=(order_with(open_intent=an_intent(1)),))
    talk.say("toy").say(typed)

    assert talk.effects(SubmitCode) == []
    assert talk.said.startswith("Kept ")


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        (a_question("amount", currency_variable="currency"), "012345"),
        (a_question("number", maximum=12), "4829"),
        (a_question("date"), "482913"),
        (a_question("reference"), "482913"),
        (a_question("text"), "482913"),
        (a_question("phone"), "482913"),
    ],
)
def test_digits_that_cannot_be_the_answer_are_the_code(
    make_talk: Any, order_with: Any, question: Any, typed: str
) -> None:
    """A code is never kept as a name or a reference: the payment that waits gets it."""
    talk = make_talk(flows=[question], orders=(order_with(open_intent=an_intent(1)),))
    talk.say("toy").say(typed)

    assert [one.code for one in talk.effects(SubmitCode)] == [typed]


def test_without_a_payment_that_waits_digits_are_words(make_talk: Any, order_with: Any) -> None:
    """A payment that is being charged takes no second code from elsewhere."""
    intent = dataclasses.replace(an_intent(1), status="charging")
    talk = make_talk(orders=(order_with(open_intent=intent),)).say("menu").say("482913")

    assert talk.effects(SubmitCode) == []


@pytest.mark.parametrize("words", ["cancel please", "stop it", "I want to cancel this payment!"])
def test_cancel_with_small_words_is_cancel_at_the_code(coding: Any, words: str) -> None:
    """The payment is asked to end, as by the word alone."""
    coding.say(words)

    assert len(coding.effects(CancelPayment)) == 1


@pytest.mark.parametrize("words", ["don't cancel", "do not stop it", "cancel my booking"])
def test_what_is_no_wish_to_cancel_cancels_nothing(coding: Any, words: str) -> None:
    """Only words that change nothing may stand beside it."""
    coding.say(words)

    assert coding.effects(CancelPayment) == []


def test_an_edited_message_is_answered_truthfully(talk: Any) -> None:
    """Who edits "500" to "50" hears that the first one counts, and nothing changes."""
    talk.say("pay").say("yes").say("100")
    before = talk.session
    edit = {"original_message_id": "wamid.1", "message": {"type": "text", "text": {"body": "50"}}}
    talk.send("edit", None, {"edit": edit})

    assert "what you sent first still counts" in talk.said
    assert talk.session == before


@pytest.mark.parametrize("kind", ["unknown", "gif", "hologram", ""])
def test_a_type_that_nobody_knows_is_answered(talk: Any, kind: str) -> None:
    """At a question the documented text comes, and the question again; first of all the menu."""
    assert "What would you like to do" in talk.send(kind, None, {}).said
    assert "I can read text and buttons here." in talk.send(kind, None, {}).said


def test_a_day_that_may_mean_two_is_asked_back_and_tapped(make_talk: Any) -> None:
    """5/6 is in June or in May: both days are offered, and the one that is tapped is kept."""
    talk = make_talk(flows=[a_question("date")]).say("toy").say("05/06/2027")
    assert talk.said == "Do you mean Sat 5 Jun 2027 or Thu 6 May 2027?"
    assert talk.titles == ["Sat 5 Jun 2027", "Thu 6 May 2027"]

    assert talk.tap("date:2027-05-06").said == "Kept 2027-05-06"


@pytest.mark.parametrize("typed", ["1", "Sat 5 Jun 2027", "5 june 2027"])
def test_a_day_that_was_asked_back_can_be_typed(make_talk: Any, typed: str) -> None:
    """By its number, as it is written, or otherwise."""
    talk = make_talk(flows=[a_question("date")]).say("toy").say("05/06/2027").say(typed)

    assert talk.said == "Kept 2027-06-05"


def test_more_than_is_owed_is_refused_with_the_true_reason(talk: Any) -> None:
    """1500 for a balance of 200 is read, and called too much."""
    talk.say("pay").say("yes").say("1500")

    assert "USD 1,500.00 is more than what is left. You can pay at most USD 200.00." in talk.said


def test_a_code_after_menu_is_not_used_when_less_is_left_to_pay_than_it_would_take(
    make_talk: Any, order_with: Any
) -> None:
    """The last look before a code is used stands on every way to the payment, not on one."""
    late = order_with(paid_minor=18_000, open_intent=an_intent(1))
    talk = make_talk(orders=(late,)).say("menu").say("012345")

    assert talk.effects(SubmitCode) == []
    assert talk.effects(CancelPayment) == [CancelPayment(UUID(int=1))]
    assert "USD 20.00 is left to pay, less than the USD 50.00" in talk.said
    assert "012345" not in str(talk.session) + talk.said
    assert talk.session.wait.payment_id == UUID(int=1)
    assert "cancelled" in talk.learn("cancelled").said
