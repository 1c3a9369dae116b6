"""The rare cases: what is gone, what is full, what comes at the wrong time."""

import dataclasses
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flow_engine.domain.actions import ACTIONS, ActionError, Scene
from flow_engine.domain.book import FlowBook, UnknownFlowError
from flow_engine.domain.conversation import (
    CancelPayment,
    MessageInput,
    PaymentInput,
    ReleaseInput,
    ResendCode,
    Session,
    StartPayment,
    SubmitCode,
    Wait,
)
from flow_engine.domain.definition import DefinitionError, Flow, load_flow
from flow_engine.domain.engine import Engine
from flow_engine.domain.outgoing import button_message, fill, with_body
from flow_engine.domain.rendering import RenderError, value_of
from flow_engine.domain.wording import deposit_of

Maker = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "variables", "code"),
    [
        (
            "quote",
            {"tour": {"id": str(UUID(int=1))}, "adults": "2", "travel_date": "2026-12-24"},
            "not_a_number",
        ),
        ("quote", {"tour": {"id": str(UUID(int=1))}, "adults": 1, "children": 0}, "not_a_date"),
        (
            "quote",
            {"tour": {"id": str(UUID(int=1))}, "adults": 0, "children": 0,
             "travel_date": "2026-12-24"},
            "nothing_to_pay",
        ),
        ("check_amount", {"order": {"reference": "NONE"}}, "order_gone"),
        (
            "check_amount",
            {"order": {"reference": "K7QX2M4B"}, "amount_reply": "x"},
            "not_an_amount",
        ),
        ("start_payment", {"order": {"reference": "NONE"}}, "order_gone"),
        ("submit_code", {"payment": {"id": str(UUID(int=5))}}, "no_code"),
        ("check_payment", {}, "no_payment"),
    ],
)  # fmt: skip
def test_an_action_that_cannot_run_says_why(
    world_with: Maker, order_with: Maker, name: str, variables: dict[str, Any], code: str
) -> None:
    """A code, never an exception of another kind."""
    scene = Scene(world_with(orders=(order_with(),)), variables, "wamid.1", "here")
    with pytest.raises(ActionError) as error:
        ACTIONS[name]().run(scene)

    assert code == error.value.code


def test_an_action_that_fails_ends_the_turn_honestly(make_talk: Maker, order_with: Maker) -> None:
    """A booking that vanished while we talked starts no payment."""
    talk = make_talk(orders=(order_with(),)).say("pay").say("yes").say("50")
    talk.world = dataclasses.replace(talk.world, orders=())
    talk.say("0771234567")

    assert talk.notes() == ["flow.failed.action.order_gone"]
    assert talk.effects(StartPayment) == []


def test_a_balance_that_changed_is_looked_at_again(make_talk: Maker, order_with: Maker) -> None:
    """What was paid elsewhere meanwhile is not paid twice."""
    talk = make_talk(orders=(order_with(),)).say("pay").say("yes").say("50")
    talk.world = dataclasses.replace(talk.world, orders=(order_with(paid_minor=19000),))
    talk.say("0771234567")

    assert talk.effects(StartPayment) == []
    assert "USD 10.00" in talk.said


def test_more_than_ten_tours_are_shown_page_by_page(make_talk: Maker) -> None:
    """Nine rows and 'More tours'; after the last page comes the first."""
    base = make_talk().world.tours[0]
    tours = tuple(
        dataclasses.replace(base, id=UUID(int=n + 1), code=f"t{n}", name=f"Tour {n}")
        for n in range(12)
    )
    talk = make_talk(tours=tours).say("book")
    assert [len(talk.titles), talk.titles[-1]] == [10, "More tours"]

    assert talk.say("10").titles[:2] == ["Tour 9", "Tour 10"]
    assert talk.say("more tours").titles[0] == "Tour 0"


def test_without_tours_a_person_is_offered(make_talk: Maker) -> None:
    """An empty shop is said."""
    assert "no tours" in make_talk(tours=()).say("book").said


def test_without_a_method_a_person_is_offered(make_talk: Maker, order_with: Maker) -> None:
    """A currency that no wallet takes is said."""
    talk = make_talk(orders=(order_with(currency="ZAR"),)).say("pay").say("yes").say("50")

    assert "ZAR" in talk.said
    assert "Talk to a person" in talk.titles


def test_a_session_of_a_flow_that_is_gone_starts_at_home(talk: Any) -> None:
    """The place is lost, the customer is not."""
    talk.session = Session("gone", 7, "here", wait=Wait("reply", 4), generation=4)
    talk.say("what?")

    assert (talk.step, talk.notes()) == ("show_menu", ["session.flow_gone"])


def test_a_session_at_a_step_that_is_gone_starts_again(talk: Any) -> None:
    """A step that no version has is a note and the menu."""
    talk.session = Session("main_menu", 1, "gone", wait=Wait("reply", 1), generation=1)
    talk.say("what?")

    assert (talk.step, talk.notes()) == ("show_menu", ["session.step_gone"])


def test_news_of_a_payment_at_a_step_that_does_not_wait_ends_honestly(talk: Any) -> None:
    """The host's money messages stay the truth; the conversation says it lost its place."""
    wait = Wait("payment", 1, UUID(int=5))
    talk.session = Session("main_menu", 1, "show_menu", wait=wait, generation=1)
    talk.give(PaymentInput(UUID(int=5), "paid", {}))

    assert talk.notes() == ["flow.failed.not_at_a_money_wait"]
    assert "payment is safe" in talk.said


@pytest.mark.parametrize("given", [ReleaseInput(), PaymentInput(UUID(int=1), "paid", {})])
def test_without_any_flow_nothing_raises(world_with: Maker, given: Any) -> None:
    """An empty book is answered honestly."""
    turn = Engine(FlowBook([])).turn(None, given, world_with())

    assert turn.session is None


def test_without_home_a_message_is_answered(world_with: Maker) -> None:
    """Even then the customer hears something."""
    given = MessageInput("wamid.1", "text", "hi", None, {}, world_with().now)
    turn = Engine(FlowBook([])).turn(None, given, world_with())

    assert [type(one).__name__ for one in turn.effects] == ["Note", "SendContent"]


def test_the_book_keeps_versions_apart(shipped: FlowBook) -> None:
    """A session's version stays, new conversations get the newest."""
    old = shipped.latest("main_menu")
    book = FlowBook([old, old.as_version(2)])

    assert (1, 2) == (book.get("main_menu", 1).version, book.latest("main_menu").version)
    with pytest.raises(UnknownFlowError):
        book.get("main_menu", 3)


def test_a_session_stays_in_its_version(make_talk: Maker, shipped: FlowBook) -> None:
    """A conversation that began in version 1 goes on there."""
    flows: list[Flow] = [
        shipped.latest(name) for name in ("main_menu", "book_tour", "talk_to_person")
    ]
    talk = make_talk().say("book")
    talk.engine = Engine(FlowBook([*flows, *(one.as_version(2) for one in flows)]))

    assert talk.say("1").session.version == 1
    assert talk.say("menu").session.version == 2


def test_cancel_while_cancelling_asks_only_once(coding: Any) -> None:
    """The second 'cancel' is answered, not sent again."""
    coding.say("cancel").say("cancel")

    assert coding.effects(CancelPayment) == []
    assert "cancel this payment" in coding.said


def test_a_cancel_that_came_too_late_is_said(coding: Any) -> None:
    """When the wallet has not decided the customer is asked to wait, and a success resumes."""
    coding.say("123456").say("cancel").learn("state_reported", asked="cancel", status="unknown")
    assert "not confirmed" in coding.said

    assert "paid in full" in coding.learn("paid", left="USD 0.00").said


def test_a_state_that_still_awaits_the_code_asks_for_it(coding: Any) -> None:
    """After a check says that nothing was taken the code can be typed again."""
    coding.say("123456").tap("omari:check")
    coding.learn("state_reported", asked="check", status="awaiting_customer")
    assert coding.step == "payment_initiated_success"

    assert len(coding.say("654321").effects(SubmitCode)) == 1


def test_resend_can_be_typed(coding: Any) -> None:
    """'resend' is the button."""
    assert len(coding.say("resend").effects(ResendCode)) == 1


def test_an_old_button_says_so(talk: Any) -> None:
    """A button that is not offered any more asks again."""
    talk.say("pay").tap("book:confirm")

    assert "earlier message" in talk.said


@pytest.mark.parametrize(
    ("button", "step"),
    [("mari:menu", "show_menu"), ("mari:book", "choose_tour"),
     ("mari:my_bookings", "choose_booking"), ("mari:pay", "offer_only_booking")],
)  # fmt: skip
def test_global_buttons_work_however_old_they_are(talk: Any, button: str, step: str) -> None:
    """Whatever is asked now."""
    assert talk.say("pay").say("yes").tap(button).step == step


def test_a_list_that_is_none_cannot_be_sent(shipped: FlowBook) -> None:
    """Buttons come from a list of id and title, or the text is not made."""
    step: Any = shipped.latest("omari_payment").step("ask_payment_channel")
    message = step.config.message_config
    for wrong in ("text", [{"id": "a"}], [3]):
        with pytest.raises(RenderError):
            fill(message, {"amount": "x", "method_buttons": wrong})


def test_many_buttons_become_a_list_and_none_a_text(shipped: FlowBook) -> None:
    """What WhatsApp cannot show as buttons is shown otherwise."""
    four = tuple((str(n), f"Option {n}") for n in range(4))
    assert button_message("Choose", four).content["interactive"]["type"] == "list"
    assert button_message("Choose", ()).content["type"] == "text"

    step: Any = shipped.latest("omari_payment").step("ask_phone_number")
    names: dict[str, Any] = {"amount": "x", "method": {"title": "y"}, "phone_buttons": []}
    assert with_body(step.config.message_config, "z", names).content["type"] == "text"


def test_a_value_that_is_missing_is_no_value() -> None:
    """One name that is not there cannot be passed on."""
    with pytest.raises(RenderError):
        value_of("{{ a.b }}", {"a": {}})


def test_half_of_an_odd_amount_is_rounded_up() -> None:
    """No cent is lost."""
    assert deposit_of(101) == 51


@pytest.mark.parametrize(
    ("action", "why"),
    [
        (
            {"action_type": "set_variable",
             "params": {"variable_name": "payment", "value_template": 1}},
            "engine's own",
        ),
        (
            {"action_type": "set_variables", "params": {"variables": {"customer": 1}}},
            "engine's own",
        ),
        ({"action_type": "find_booking", "params": {"table": "users"}}, "table"),
    ],
)  # fmt: skip
def test_an_action_cannot_set_what_the_engine_fills(action: dict[str, Any], why: str) -> None:
    """Reserved names and unknown parameters are refused at load."""
    flow = {
        "name": "toy",
        "friendly_name": "Toy",
        "steps": [
            {"name": "act", "type": "action", "is_entry_point": True,
             "config": {"actions_to_run": [action]}, "transitions": [{"to_step": "done"}]},
            {"name": "done", "type": "end_flow"},
        ],
    }  # fmt: skip
    with pytest.raises(DefinitionError, match=why):
        load_flow(flow)


def test_yes_to_an_open_payment_does_not_hide_cancel(make_talk: Maker, order_with: Maker) -> None:
    """'cancel' where an open payment is offered cancels that payment."""
    talk = make_talk(orders=(order_with(),))
    for text in ("pay", "yes", "50", "0771234567", "menu", "pay", "yes"):
        talk.say(text)
    assert talk.step == "open_payment"

    assert len(talk.say("stop").effects(CancelPayment)) == 1
