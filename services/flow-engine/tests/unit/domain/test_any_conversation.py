"""Whatever comes, in whatever order: no turn raises, and nothing goes beyond a limit."""

import json
from collections.abc import Callable
from typing import Any

from flow_engine.domain.conversation import SendContent, Session, Wait
from flow_engine.domain.readers import read_code
from flow_engine.domain.sessions import session_from_data, session_to_data
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "menu", "agent", "cancel", "pay", "book", "my bookings", "yes", "no", "1", "2", "3", "9",
        "50", "12,50", "200", "0.5", "tomorrow", "24 Dec", "Tendai Moyo", "0771234567", "123456",
        "paid?", "resend", "K7QX2M4B", "change", "{{ customer }}", "", " ", "\x00", "💳", "-1",
    ]
)  # fmt: skip
TAPS = st.sampled_from(
    ["mari:menu", "mari:pay", "mari:book", "mari:my_bookings", "omari:resend", "omari:cancel",
     "omari:check", "omari:pay_full", "phone:own", "tour:falls", "book:confirm", "book:pay_full",
     "nonsense"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["image", "audio", "location", "reaction", "system", "unsupported", "edit", "revoke", "order",
     "contacts", "hologram", "interactive"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
CONTENT = st.dictionaries(KINDS, JSON, max_size=2)
NEWS = st.tuples(
    st.sampled_from(
        ["otp_requested", "otp_refused", "paid", "declined", "cancelled", "expired", "unknown",
         "state_reported", "refused"]
    ),
    st.dictionaries(
        st.sampled_from(
            ["otp_reference", "masked_msisdn", "tries_left", "code", "status", "retry_at",
             "left", "asked", "test"]
        ),
        st.sampled_from(["ETDC", 2, "otp", "start", "awaiting_customer", "2026-11-25T11:00Z",
         True]),
    ),
)  # fmt: skip
STEP = st.one_of(
    st.tuples(st.just("say"), WORDS | st.text(max_size=5000)),
    st.tuples(st.just("tap"), TAPS),
    st.tuples(st.just("send"), st.tuples(KINDS, CONTENT)),
    st.tuples(st.just("learn"), NEWS),
    st.tuples(st.just("release"), st.none()),
)


def do(talk: Any, step: tuple[str, Any]) -> None:
    """Give one input."""
    match step:
        case ("say", text):
            talk.say(text)
        case ("tap", reply_id):
            talk.tap(reply_id)
        case ("send", (kind, content)):
            talk.send(kind, None, content)
        case ("learn", (outcome, fields)):
            talk.learn(outcome, **fields)
        case _:
            talk.release()


def check_interactive(message: dict[str, Any]) -> None:
    """Hold an interactive message to Meta's limits (facts/whatsapp.md 4.2)."""
    action = message["action"]
    assert 1 <= len(message["body"]["text"]) <= 1024
    if message["type"] == "button":
        titles = [one["reply"]["title"] for one in action["buttons"]]
        assert 1 <= len(titles) == len(set(titles)) <= 3
        assert all(1 <= len(one) <= 20 for one in titles)
    else:
        rows = [row for part in action["sections"] for row in part["rows"]]
        assert 1 <= len(rows) <= 10
        assert len(action["button"]) <= 20
        assert all(1 <= len(row["title"]) <= 24 and len(row["id"]) <= 200 for row in rows)
        assert all(len(row.get("description", "")) <= 72 for row in rows)


def check(content: dict[str, Any]) -> None:
    """Hold a message to Meta's limits."""
    if content["type"] == "text":
        assert 1 <= len(content["text"]["body"]) <= 4096
        assert "{{" not in content["text"]["body"]
    else:
        check_interactive(content["interactive"])


@settings(max_examples=150)
@given(steps=st.lists(STEP, max_size=14))
def test_no_sequence_of_inputs_raises_or_goes_beyond_a_limit(
    make_talk: Callable[..., Any], order_with: Callable[..., Any], steps: list[tuple[str, Any]]
) -> None:
    """Every turn answers within Meta's limits, and the session survives JSON."""
    talk = make_talk(orders=(order_with(),))
    for step in steps:
        do(talk, step)

        assert len(talk.turn.effects) <= talk.engine._limits.effects_per_turn + 2
        for effect in talk.effects(SendContent):
            check(effect.content)
        if talk.session:
            assert len(json.dumps(talk.session.variables)) <= talk.engine._limits.variables_size


@settings(max_examples=60)
@given(steps=st.lists(STEP, max_size=10), word=st.sampled_from(["menu", "agent"]))
def test_the_global_words_always_work(
    make_talk: Callable[..., Any],
    order_with: Callable[..., Any],
    steps: list[tuple[str, Any]],
    word: str,
) -> None:
    """After anything at all, 'menu' is the menu and 'agent' is a person."""
    talk = make_talk(orders=(order_with(),))
    for step in steps:
        do(talk, step)
    talk.say(word)

    assert talk.step == ("show_menu" if word == "menu" else None)


@given(text=st.text(max_size=30))
def test_a_code_is_four_to_six_ascii_digits(text: str) -> None:
    """Whatever is typed, what counts as a code is digits and nothing else."""
    code = read_code(text)

    assert code is None or (code.isascii() and code.isdigit() and 4 <= len(code) <= 6)


@given(
    variables=st.dictionaries(
        st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    ),
    payment_id=st.none() | st.uuids(),
    generation=st.integers(0, 9),
    options=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3),
)
def test_a_session_survives_json(
    variables: dict[str, Any], payment_id: Any, generation: int, options: list[tuple[str, str]]
) -> None:
    """There and back, the same."""
    wait = Wait("payment" if payment_id else "reply", generation, payment_id, secret=True)
    session = Session("a", 1, "b", variables, 1, generation, wait, tuple(options))

    assert session == session_from_data(json.loads(json.dumps(session_to_data(session))))
