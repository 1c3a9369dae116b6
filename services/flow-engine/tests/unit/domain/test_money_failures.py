"""What went wrong with money in the systems before this one, each impossible here."""

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.conversation import (
    CancelPayment,
    CheckPayment,
    PaymentInput,
    ResendCode,
    SendContent,
    StartPayment,
    SubmitCode,
)

Maker = Callable[..., Any]


def test_w_o6_a_wrong_code_can_be_tried_again_for_the_same_payment(coding: Any) -> None:
    """A wrong code leaves the payment open, says how many tries are left, and takes the next."""
    coding.say("111111").learn("otp_refused", tries_left=2)
    assert "not right, 2 tries left" in coding.said
    assert coding.step == "payment_initiated_success"

    again = coding.say("222222").effects(SubmitCode)[0]

    assert again.code == "222222"
    assert again.payment_id == coding.session.wait.payment_id


def test_w_o8_a_flag_is_true_whether_it_is_written_as_text_or_not(make_talk: Maker) -> None:
    """A condition that compares with "true" holds for a variable that is true."""
    flow = {
        "name": "flags",
        "friendly_name": "Flags",
        "trigger_keywords": ["flags"],
        "initial_variables": {"flag": True},
        "steps": [
            {"name": "look", "type": "condition", "is_entry_point": True, "transitions": [
                {"to_step": "yes", "condition_config": {
                    "type": "variable_equals", "variable_name": "flag", "value": "true"}},
                {"to_step": "no"}]},
            {"name": "yes", "type": "end_flow", "config": {"message_config": {
                "message_type": "text", "text": {"body": "yes"}}}},
            {"name": "no", "type": "end_flow"},
        ],
    }  # fmt: skip

    assert make_talk(flows=[flow]).say("flags").said == "yes"


def test_w_o15_a_number_inside_a_sentence_is_no_code(coding: Any) -> None:
    """'is 2026 pricing out?' is answered, and sends no code."""
    coding.say("is 2026 pricing out?")

    assert coding.effects(SubmitCode) == []
    assert "4 to 6 digits" in coding.said


def test_w_o15_menu_leaves_the_code_question_and_the_payment_stays_open(coding: Any) -> None:
    """'menu' shows the menu; coming back offers the open payment instead of a second one."""
    coding.say("menu")
    assert (coding.step, coding.effects(CancelPayment)) == ("show_menu", [])

    coding.say("pay").say("yes")

    assert coding.titles == ["Enter code", "Check payment", "Cancel it"]


def test_w_o17_after_success_the_conversation_is_free(coding: Any) -> None:
    """After the payment 'menu' is the menu, and digits are no code."""
    coding.say("123456").learn("paid", settled="USD 50.00", left="USD 150.00")
    assert coding.waits_for is None

    assert coding.say("menu").step == "show_menu"
    assert coding.say("123456").effects(SubmitCode) == []


def test_w_o18_the_flow_writes_no_payment_state_of_its_own(coding: Any) -> None:
    """After success the engine only says what comes next: no booking, no payment, no receipt."""
    coding.say("123456").learn("paid", settled="USD 50.00", left="USD 150.00")

    assert [SendContent] == [type(one) for one in coding.turn.effects]
    assert "USD 150.00 is left" in coding.said


@pytest.mark.parametrize("typed", ["012345", "01 23 45", "012-345", " 0123 ", "00000"])
def test_a_code_keeps_its_zeros_and_loses_spaces_and_dashes(coding: Any, typed: str) -> None:
    """Four to six digits are a code however they are grouped."""
    code = coding.say(typed).effects(SubmitCode)[0].code

    assert code == typed.replace(" ", "").replace("-", "")


@pytest.mark.parametrize("typed", ["123", "1234567", "12345a", "hello", "12 34 56 78", "👍"])
def test_anything_else_asks_for_the_code_again_without_an_end(coding: Any, typed: str) -> None:
    """However often something else is typed, the code is asked for again."""
    for _ in range(8):
        coding.say(typed)

    assert coding.step == "payment_initiated_success"
    assert (coding.effects(SubmitCode), coding.titles) == ([], ["Resend code", "Cancel"])


def test_the_code_is_in_no_variable_and_in_no_text(coding: Any) -> None:
    """The code leaves in its effect alone."""
    coding.say("987654")

    assert "987654" not in str(coding.session)
    assert "987654" not in coding.said
    assert "987654" not in repr(coding.turn)
    assert coding.session.wait.secret


def test_the_code_prompt_says_what_to_expect(coding: Any) -> None:
    """Masked number, one to two minutes, the code's reference, support, and TEST."""
    for piece in ("SMS", "2637*****567", "1-2 minutes", "ETDC", "+263 867 700 123", "TEST"):
        assert piece in coding.said
    assert coding.titles == ["Resend code", "Cancel"]
    assert all(one.money for one in coding.effects(SendContent))


def test_a_code_before_it_was_asked_for_is_not_passed_on(talk: Any) -> None:
    """While the wallet is still asked for a code, digits wait for the new code."""
    for text in ("pay", "yes", "50", "0771234567"):
        talk.say(text)

    assert talk.say("123456").effects(SubmitCode, CheckPayment) == []
    assert "type the code again" in talk.said


@pytest.mark.parametrize("typed", ["paid?", "pay", "Paid", "654321"])
def test_while_charging_the_provider_is_asked_and_nothing_is_sent_twice(
    coding: Any, typed: str
) -> None:
    """'paid?', 'pay' and a second code ask the provider now."""
    coding.say("123456").say(typed)

    assert len(coding.effects(CheckPayment)) == 1
    assert coding.effects(SubmitCode, StartPayment) == []


def test_while_charging_any_other_message_hears_that_we_confirm(coding: Any) -> None:
    """A message while the wallet is charged is answered."""
    assert "We are confirming" in coding.say("123456").say("hello??").said


@pytest.mark.parametrize("word", ["cancel", "STOP", "Quit.", " abort "])
def test_a_cancel_word_at_the_code_asks_the_provider_first(coding: Any, word: str) -> None:
    """The payment is cancelled when the provider has said so, not before."""
    coding.say(word)
    assert len(coding.effects(CancelPayment)) == 1
    assert "cancelled" not in coding.said

    coding.learn("cancelled")

    assert "is cancelled. Nothing was taken" in coding.said


def test_resend_asks_for_a_fresh_code(coding: Any) -> None:
    """The button asks the wallet again, and the new reference is shown."""
    assert len(coding.tap("omari:resend").effects(ResendCode)) == 1

    coding.learn("otp_requested", otp_reference="WXYZ", masked_msisdn="2637*****567")

    assert "WXYZ" in coding.said


@pytest.mark.parametrize(
    ("outcome", "fields", "said"),
    [
        ("paid", {"left": "USD 0.00"}, "paid in full"),
        ("declined", {"code": "insufficient_funds"}, "not enough money"),
        ("cancelled", {}, "cancelled"),
        ("expired", {}, "ran out"),
    ],
)
def test_every_exit_of_the_money_wait_ends_honestly(
    coding: Any, outcome: Any, fields: dict[str, Any], said: str
) -> None:
    """Each final outcome is told and the session is free."""
    coding.say("123456").learn(outcome, **fields)

    assert said in coding.said
    assert coding.waits_for is None


def test_unknown_keeps_waiting_for_the_same_payment(coding: Any) -> None:
    """After unknown nothing is said twice, and a late success still resumes."""
    payment_id = coding.session.wait.payment_id
    coding.say("123456").learn("unknown")
    assert (coding.said, coding.session.wait.payment_id) == ("", payment_id)

    assert "paid in full" in coding.learn("paid", left="USD 0.00").said


def test_an_event_of_another_payment_changes_nothing(coding: Any) -> None:
    """Only the payment that is waited for resumes the conversation."""
    before = coding.session
    coding.give(PaymentInput(UUID(int=5), "paid", {}))

    assert (coding.session, coding.notes()) == (before, ["payment.not_awaited"])


def test_a_refused_start_says_when_to_try_again(talk: Any) -> None:
    """A limit of our own says the day and the time in the merchant's zone: it may be tomorrow."""
    for text in ("pay", "yes", "50", "0771234567"):
        talk.say(text)
    talk.learn("refused", code="payments:too_many_starts", retry_at="2026-11-25T11:00:00Z")

    assert "try again after 25 Nov 2026, 13:00" in talk.said
    assert talk.waits_for is None


def test_a_refused_resend_leaves_the_payment_open(coding: Any) -> None:
    """A limit on resending says the time, and the code can still be typed."""
    coding.tap("omari:resend").learn("refused", retry_at="2026-11-25T10:05:00Z")
    assert "12:05" in coding.said

    assert len(coding.say("123456").effects(SubmitCode)) == 1


@pytest.mark.parametrize("asked", ["otp", "resend", "cancel", "check"])
def test_a_refused_request_is_told_as_a_state_with_its_reason(coding: Any, asked: str) -> None:
    """The host reports a refusal as a state with a code; the payment stays open."""
    coding.say("123456").learn(
        "state_reported", asked=asked, code="payments:too_many", status="awaiting_customer",
        retry_at="2026-11-25T10:05:00Z",
    )  # fmt: skip

    assert "12:05" in coding.said
    assert coding.waits_for == "payment"


def test_a_state_is_said_without_an_old_reason(coding: Any) -> None:
    """After a refusal the next state is told as it is."""
    coding.say("123456").learn("state_reported", asked="check", code="payments:too_many")
    coding.learn("state_reported", asked="check", status="unknown")

    assert "not confirmed the payment yet" in coding.said


def test_the_same_message_always_opens_the_same_payment(talk: Any) -> None:
    """The payment's id follows from customer, message and step."""
    for text in ("pay", "yes", "50"):
        talk.say(text)
    before = dataclasses.replace(talk)
    first = talk.say("0771234567").effects(StartPayment)[0]

    assert before.say("0771234567").effects(StartPayment)[0] == first


def test_the_buttons_beside_a_code_can_be_typed_by_their_number(coding: Any) -> None:
    """'1' resends and '2' cancels: a code has four digits or more."""
    assert len(coding.say("1").effects(ResendCode)) == 1
    assert len(coding.say("2").effects(CancelPayment)) == 1


def test_a_code_that_begins_like_a_number_stays_a_code(coding: Any) -> None:
    """'0002' is what the SMS says, never the second button."""
    assert len(coding.say("0002").effects(SubmitCode)) == 1
