"""Any button of any earlier message, pressed at any later moment of any shipped flow."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flow_engine.domain.conversation import SendContent, Session
from flow_engine.domain.definition import GLOBAL_IDS
from flow_engine.domain.reply_ids import base_of
from hypothesis import given, settings
from hypothesis import strategies as st

EARLIER = "That button is from an earlier message."
ANSWERS = {
    "choose_tour": ("tour:falls", "tour:hwange"),
    "ask_date": ("24 Dec", "28 Dec"),
    "ask_adults": ("1", "2"),
    "ask_children": ("0",),
    "ask_travellers": ("Tendai Moyo", "Tendai Moyo, Rudo Moyo"),
    "show_summary": ("yes", "change", "yes"),
    "ask_how_to_pay": ("1", "2", "3", "pay later"),
    "show_menu": ("book", "pay", "my bookings"),
    "choose_booking": ("1", "2"),
    "show_open": ("pay",),
    "confirm_identity": ("yes",),
    "offer_only_booking": ("yes",),
    "ask_booking_reference": ("K7QX2M4B", "Z9YX8W7V"),
    "open_payment": ("1", "2", "3"),
    "display_booking_and_ask_amount": ("50", "1", "12,50", "150"),
    "ask_phone_number": ("0771234567", "yes"),
    "payment_initiated_success": ("resend", "123456", "cancel", "what?"),
    "await_payment_outcome": ("check", "cancel", "what?"),
}
"""What takes each step of the shipped flows further, and sometimes back."""
WORDS = st.sampled_from(["menu", "book", "pay", "my bookings", "agent", "cancel", "no idea", "2"])
NEWS = st.sampled_from(
    ["otp_requested", "otp_requested", "otp_requested", "otp_refused", "paid", "declined",
     "cancelled", "expired", "unknown"]
)  # fmt: skip
WALKS = st.one_of(
    st.tuples(
        st.just("book"),
        st.sampled_from(["tour:falls", "tour:hwange"]),
        st.sampled_from(["24 Dec", "28 Dec"]),
        *(st.just(text) for text in ("1", "0", "Tendai Moyo", "yes", "pay in full", "0771234567")),
    ),
    st.tuples(
        st.just("pay"),
        st.sampled_from(["K7QX2M4B", "Z9YX8W7V"]),
        st.sampled_from(["50", "1", "12,50"]),
        st.just("0771234567"),
    ),
)
MOVE = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 3)),
    st.tuples(st.just("walk"), st.tuples(WALKS, st.integers(1, 9))),
    st.tuples(st.just("walk"), st.tuples(WALKS, st.integers(1, 9))),
    st.tuples(st.just("press"), st.integers(0, 200)),
    st.tuples(st.just("press namesake"), st.integers(0, 200)),
    st.tuples(st.just("press namesake"), st.integers(0, 200)),
    st.tuples(st.just("say"), WORDS),
    st.tuples(st.just("learn"), NEWS),
)
"""A walk is begun from the menu and left where it is; a namesake is offered now, too."""


@dataclass(frozen=True)
class Seen:
    """A button, and what the conversation was about when it came."""

    reply_id: str
    about: tuple[Any, ...]


def about(session: Session | None) -> tuple[Any, ...]:
    """Return what a conversation is about: its payment, else the question with what it knows."""
    if session is None:
        return ()
    if session.wait is not None and session.wait.payment_id is not None:
        return (session.wait.payment_id,)
    return (session.flow, session.step, json.dumps(session.variables, sort_keys=True))


def place(session: Session | None) -> tuple[Any, ...]:
    """Return everything of a conversation that an answer could change."""
    if session is None or session.wait is None:
        return ()
    rest = (session.flow, session.version, session.step, session.retries, session.wait)
    return (*rest, json.dumps(session.variables, sort_keys=True))


def move(talk: Any, step: tuple[str, Any], seen: list[Seen]) -> None:
    """Let one thing happen, and remember the buttons that it brought."""
    kind, value = step
    if kind == "say":
        say(talk, value, seen)
    elif kind == "learn":
        known = len(talk.sent)
        talk.learn(value, otp_reference="ETDC", masked_msisdn="2637*****567", tries_left=2)
        seen += [Seen(one, about(talk.session)) for one in talk.sent[known:]]
    elif kind == "walk":
        for text in ("menu", *value[0][: value[1]]):
            say(talk, text, seen)
    elif kind == "answer":
        answers = ANSWERS.get(talk.step or "", ("menu",))
        say(talk, answers[int(value) % len(answers)], seen)
    elif found := [one for one in seen if kind == "press" or is_offered(talk, one)]:
        press(talk, found[int(value) % len(found)], seen)


def is_offered(talk: Any, button: Seen) -> bool:
    """Say whether a button of the same name can be answered now."""
    return talk.session is not None and base_of(button.reply_id) in dict(talk.session.options)


def say(talk: Any, text: str, seen: list[Seen]) -> None:
    """Type a text."""
    known = len(talk.sent)
    talk.say(text)
    seen += [Seen(one, about(talk.session)) for one in talk.sent[known:]]


def press(talk: Any, button: Seen, seen: list[Seen]) -> None:
    """Press it: it is right, harmless, or it says that it is old and changes nothing."""
    before, known = talk.session, len(talk.sent)
    talk.press(button.reply_id)
    seen += [Seen(one, about(talk.session)) for one in talk.sent[known:]]
    if EARLIER in talk.said:
        assert place(before) == place(talk.session)
        assert talk.effects(SendContent) == list(talk.turn.effects)
    elif button.about == about(before):
        return
    else:
        assert base_of(button.reply_id) in GLOBAL_IDS
        assert talk.session is None or talk.session.flow == GLOBAL_IDS[base_of(button.reply_id)]


@settings(max_examples=300)
@given(moves=st.lists(MOVE, min_size=3, max_size=16))
def test_any_button_of_any_earlier_message_is_right_or_is_said_to_be_old(
    make_talk: Callable[..., Any], order_with: Callable[..., Any], moves: list[tuple[str, Any]]
) -> None:
    """Never another offer, order, amount or payment than the one that its message was about."""
    other = order_with(id=UUID(int=78), reference="Z9YX8W7V", total_minor=90000)
    talk, seen = make_talk(orders=(order_with(), other)), list[Seen]()
    for step in moves:
        move(talk, step, seen)


@settings(max_examples=60)
@given(moves=st.lists(MOVE, max_size=10))
def test_the_title_of_a_current_button_can_always_be_typed(
    make_talk: Callable[..., Any], order_with: Callable[..., Any], moves: list[tuple[str, Any]]
) -> None:
    """Typed or tapped, the newest question hears the same."""
    talk, seen = make_talk(orders=(order_with(),)), list[Seen]()
    for step in moves:
        move(talk, step, seen)
    if talk.session is None or not talk.session.options:
        return
    session, world = talk.session, talk.world
    base, title = session.options[0]
    typed = (talk.say(title).step, *kinds(talk))
    talk.session, talk.world = session, world
    tapped = (talk.tap(base).step, *kinds(talk))

    assert typed == tapped


def kinds(talk: Any) -> list[str]:
    """Return what the last turn did."""
    return [type(one).__name__ for one in talk.turn.effects]
