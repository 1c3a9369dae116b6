"""A payment that is approved, shown or opened outside the chat, as its customer sees it."""

import copy
import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from flow_engine.domain.book import FlowBook
from flow_engine.domain.conversation import (
    CancelPayment,
    CheckPayment,
    SendContent,
    StartPayment,
    SubmitCode,
)
from flow_engine.domain.definition import load_flows
from flow_engine.domain.engine import Engine
from flow_engine.flows import shipped_flows
from hypothesis import given
from hypothesis import strategies as st

Acting = Callable[..., Any]
URL = "https://pay.example.com/p/7"
UNTIL = "2026-11-25T12:05:00Z"
"""It is 12:00 by the merchant's clock, which is two hours ahead of this one."""
SOON = "2026-11-25T10:15:00Z"
NOTHING: dict[str, Any] = {"instruction": "", "shown_code": "", "url": "", "until": SOON}
KINDS: dict[str, dict[str, Any]] = {
    "approve": {"instruction": "Dial *151*2*4# and enter your PIN"},
    "show_code": {"shown_code": "77 88 99", "instruction": "Choose Pay by code"},
    "link": {"url": URL},
}
SHOWN = {"approve": "Dial *151*2*4#", "show_code": "*77 88 99*", "link": URL}


def required(talk: Any, kind: str, **more: Any) -> Any:
    """Let the provider say what must be done."""
    fields = NOTHING | KINDS.get(kind, {}) | {"action": kind, "test": False} | more
    return talk.learn("action_required", **fields)


@pytest.fixture
def acting(talk: Any) -> Acting:
    """Give a maker of conversations that wait for something to be done elsewhere."""

    def make(kind: str = "approve", **more: Any) -> Any:
        for text in ("pay", "yes", "50", "0771234567"):
            talk.say(text)
        return required(talk, kind, **more)

    return make


@pytest.mark.parametrize("kind", KINDS)
def test_what_to_do_is_shown_in_one_message_until_when(acting: Acting, kind: str) -> None:
    """The provider's own words, code or link; the amount; the merchant's time; two buttons."""
    talk = acting(kind)

    (sent,) = talk.effects(SendContent)
    for piece in (SHOWN[kind], "USD 50.00", "O'mari", "open until 12:15"):
        assert piece in talk.said
    assert (sent.money, talk.titles) == (True, ["Check payment", "Cancel"])
    assert "SMS" not in talk.said
    assert "TEST" not in talk.said


def test_only_a_test_says_test(acting: Acting) -> None:
    """No customer takes a rehearsal for his money, or his money for a rehearsal."""
    assert "TEST: no real money moves" in acting(test=True).said


def test_another_day_is_named(acting: Acting) -> None:
    """A link that lives for a day says which."""
    assert "until 26 Nov 2026, 12:00 (Africa/Harare)" in acting(until="2026-11-26T10:00:00Z").said


@given(length=st.integers(1, 1900), text=st.text(max_size=100))
def test_a_link_is_never_shortened(make_talk: Any, order_with: Any, length: int, text: str) -> None:
    """One that does not fit beside buttons goes out whole, without them."""
    talk = make_talk(orders=(order_with(),))
    for one in ("pay", "yes", "50", "0771234567"):
        talk.say(one)
    url = f"{URL}/{'x' * length}"

    assert f"{url}\n" in f"{required(talk, 'link', url=url, instruction=text).said}\n"


@given(text=st.text(min_size=900, max_size=1000))
def test_long_words_of_a_provider_leave_the_rest_whole(
    make_talk: Any, order_with: Any, text: str
) -> None:
    """Meta's limit cuts them alone: the code, the time and the amount stand."""
    talk = make_talk(orders=(order_with(),))
    for one in ("pay", "yes", "50", "0771234567"):
        talk.say(one)
    said = required(talk, "show_code", instruction=text, shown_code="9" * 200).said

    assert len(said) <= 1024
    for piece in ("9" * 200, "12:15", "USD 50.00"):
        assert piece in said


@pytest.mark.parametrize("typed", ["paid", "I have paid", "paid?", "check"])
def test_paid_asks_the_provider_now(acting: Acting, typed: str) -> None:
    """Once, and nothing else happens."""
    talk = acting().say(typed)

    assert len(talk.effects(CheckPayment)) == 1
    assert talk.effects(SubmitCode, StartPayment, CancelPayment) == []
    assert "I am asking O'mari now" in talk.said


def test_the_button_asks_too_and_repeats_no_instruction(acting: Acting) -> None:
    """What to do was said; the answer comes as it is known."""
    talk = acting().tap("omari:check")

    assert len(talk.effects(CheckPayment)) == 1
    assert "Dial" not in talk.said
    assert talk.step == "await_action"


@pytest.mark.parametrize("typed", ["123456", "1234", "01 23 45", "778899"])
@pytest.mark.parametrize("kind", KINDS)
def test_digits_are_no_code_while_something_is_done_elsewhere(
    acting: Acting, kind: str, typed: str
) -> None:
    """A PIN or a code of elsewhere is passed on to nobody, kept nowhere, and the customer told."""
    talk = acting(kind).say(typed)

    assert talk.effects(SubmitCode, CheckPayment) == []
    assert "type no code and no PIN here" in talk.said
    assert talk.session.wait.secret
    assert typed not in str(dataclasses.replace(talk.session, variables={}))


@pytest.mark.parametrize("kind", KINDS)
def test_digits_after_menu_are_no_code_either(acting: Acting, kind: str) -> None:
    """Only a payment that waits for a code is given one."""
    assert acting(kind).say("menu").say("123456").effects(SubmitCode) == []


def test_leaving_names_the_payment_and_the_way_back(acting: Acting) -> None:
    """It stays open; coming back shows what to do again, and starts no second payment."""
    talk = acting("link").say("menu")
    assert "Your payment of USD 50.00 for K7QX2M4B is still open. It waits for you" in talk.said

    talk.say("pay").say("yes")
    assert talk.titles == ["Show how to pay", "Check payment", "Cancel it"]
    assert talk.effects(StartPayment) == []
    assert URL in talk.say("show how to pay").said
    assert talk.step == "await_action"


@pytest.mark.parametrize(
    ("kind", "not_so"),
    [
        ("approve", "do not approve it"),
        ("show_code", "do not use its code"),
        ("link", "do not pay on its page"),
    ],
)
def test_a_cancel_of_what_cannot_be_taken_back_is_told_so(
    acting: Acting, kind: str, not_so: str
) -> None:
    """The provider is asked; then: still open until when, and not to be done."""
    talk = acting(kind).say("cancel")
    assert len(talk.effects(CancelPayment)) == 1
    talk.learn("state_reported", status="awaiting_customer", asked="cancel", until=SOON)

    assert f"still open until 12:15; {not_so}" in talk.said
    assert "do not approve or pay it" in talk.say("ok?").said
    talk.say("paid?").learn("state_reported", status="awaiting_customer", asked="check", until=SOON)
    assert not_so in talk.said
    assert "is cancelled. Nothing was taken" in talk.learn("cancelled").said


def test_a_check_of_what_was_not_done_says_until_when(acting: Acting) -> None:
    """Not approved so far is no end: the wait goes on, and approving it late still pays."""
    talk = acting().say("paid?")
    talk.learn("state_reported", status="awaiting_customer", asked="check", until=SOON)

    assert "not approved so far. It is open until 12:15" in talk.said
    assert talk.step == "await_action"
    assert "USD 150.00 is left" in talk.learn("paid", left="USD 150.00", settled="USD 50.00").said


@pytest.mark.parametrize("asked", ["check", "cancel"])
def test_after_its_time_nobody_is_told_that_it_is_open_or_over(acting: Acting, asked: str) -> None:
    """The provider's final word is missing: not to be paid any more, and not again."""
    talk = acting()
    talk.world = dataclasses.replace(talk.world, now=talk.world.now.replace(hour=11))
    talk.learn("state_reported", status="awaiting_customer", asked=asked, until=SOON)

    assert "time" in talk.said
    assert "over at 12:15" in talk.said
    assert "any more" in talk.said
    assert "is open until" not in talk.said


def test_a_code_that_comes_after_all_takes_the_place_of_the_action(acting: Acting) -> None:
    """One payment shows one way: the code's prompt stands, and digits are a code again."""
    talk = acting("link").learn("otp_requested", otp_reference="ETDC", masked_msisdn="2637*****567")

    assert "ETDC" in talk.said
    assert URL not in talk.said + str(talk.session)
    assert len(talk.say("123456").effects(SubmitCode)) == 1


def test_an_action_takes_the_place_of_a_code(coding: Any) -> None:
    """And digits are no code any more."""
    required(coding, "approve")

    assert (coding.step, coding.session.variables["payment"]["otp_reference"]) == (
        "await_action",
        "",
    )
    assert coding.say("123456").effects(SubmitCode) == []


def test_what_cannot_be_shown_is_told_and_can_be_cancelled(acting: Acting) -> None:
    """A person looks; nothing is shown that would not help, and he need not wait for ever."""
    talk = acting("none")

    assert "A person looks at it. Please do not pay again" in talk.said
    assert talk.titles == ["Check payment", "Cancel"]
    assert len(talk.tap("omari:cancel").effects(CancelPayment)) == 1


def test_an_action_follows_a_start_that_was_in_doubt(acting: Acting) -> None:
    """The traced start was found after all: what to do is shown, and nothing is started again."""
    talk = acting().learn("unknown")
    assert talk.step == "await_payment_outcome"

    assert "Dial" in required(talk, "approve").said
    assert talk.effects(StartPayment) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_flow_that_knows_no_action_tells_it_in_plain_words(acting: Acting, kind: str) -> None:
    """A merchant's own flow of an earlier version leaves nobody without his link."""
    flows = copy.deepcopy(shipped_flows())
    for step in next(one for one in flows if one["name"] == "omari_payment")["steps"]:
        exits = step.get("config", {}).get("exits", {})
        if "action_required" in exits:
            del exits["action_required"]
            step["config"]["entry_messages"].pop("action", None)
    talk = acting()
    talk.engine = Engine(FlowBook(load_flows(flows)))
    required(talk, kind)

    for piece in (SHOWN[kind], "O'mari payment of USD 50.00", "open until 12:15"):
        assert piece in talk.said
    assert talk.notes() == ["payment.action_not_expected"]
    assert talk.say("123456").effects(SubmitCode) == []
