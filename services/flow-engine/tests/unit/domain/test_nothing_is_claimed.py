"""While a prompt, a code or a link may still be used, nobody is told that nothing was taken."""

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import Any, get_args, get_type_hints

import pytest
from flow_engine.domain.conversation import PaymentInput, StartPayment
from hypothesis import given
from hypothesis import strategies as st

CLAIM = re.compile(
    r"nothing (was|has been|is) (taken|paid|charged)|no money|not charged|was not made"
    r"|did not go through|not carried out|no payment was started|payment is cancelled"
    r"|not open any more",
    re.IGNORECASE,
)
SOON = "2026-11-25T10:15:00Z"
ENDS = {"paid", "declined", "cancelled", "expired", "refused"}
OUTCOMES = set(get_args(get_type_hints(PaymentInput)["outcome"]))
ACTION: dict[str, Any] = {
    "instruction": "Dial",
    "shown_code": "77 88",
    "url": "https://p.example/7",
}
STATES = [
    {"status": status, "asked": asked} | until
    for status, asked, until in product(
        ("awaiting_customer", "unknown", "sending"), ("check", "cancel"), ({"until": SOON}, {})
    )
]
REFUSALS = [
    {"status": "awaiting_customer", "asked": asked, "code": "payments:too_many"}
    for asked in ("otp", "resend", "cancel", "check")
]
NEWS: list[tuple[str, dict[str, Any]]] = [
    *(("action_required", ACTION | {"action": kind, "until": SOON})
      for kind in ("approve", "show_code", "link", "none")),
    ("unknown", {}),
    *(("state_reported", fields) for fields in (*STATES, *REFUSALS)),
]  # fmt: skip
"""What is said of a payment that is open elsewhere, by its service and by ourselves."""
SAID = [
    "paid", "hello", "123456", "cancel", "stop", "menu", "pay", "yes", "check payment", "cancel it",
    "show how to pay", "resend", "1", "2", "my bookings", "no", "balance", "ok",
]  # fmt: skip
Step = tuple[str, Any]


def started(make_talk: Callable[..., Any], order_with: Callable[..., Any], kind: str) -> Any:
    """Return a conversation in which something must be done elsewhere."""
    talk = make_talk(orders=(order_with(),))
    for text in ("pay", "yes", "50", "0771234567"):
        talk.say(text)
    return talk.learn("action_required", **ACTION, action=kind, until=SOON, test=False)


def go(talk: Any, step: Step) -> None:
    """Let one thing happen."""
    kind, value = step
    if kind == "say":
        talk.say(value)
    elif kind == "tap":
        talk.tap(value)
    elif kind == "later":
        later = talk.world.now + timedelta(minutes=value)
        talk.world = dataclasses.replace(talk.world, now=later)
    elif talk.waits_for == "payment":
        talk.learn(value[0], **value[1])


def test_every_outcome_that_is_no_end_is_in_the_table() -> None:
    """A new one is added here, or to the ends; a code's own are of payments that take codes.

    What is held is waited for no longer: its order keeps every other payment away.
    """
    of_codes = {"otp_requested", "otp_refused", "start_delayed"}

    assert OUTCOMES == ENDS | of_codes | {"held"} | {outcome for outcome, _ in NEWS}


def test_what_a_person_must_judge_is_waited_for_no_longer(make_talk: Any, order_with: Any) -> None:
    """The host says why; the conversation says nothing of its own, and is free."""
    talk = started(make_talk, order_with, "approve")
    talk.learn("held")

    assert talk.waits_for is None
    assert talk.said == ""


@pytest.mark.parametrize(("outcome", "fields"), NEWS)
@pytest.mark.parametrize("before", ["", "cancel", "paid", "menu"])
@pytest.mark.parametrize("minutes", [0, 30])
def test_no_news_of_an_open_prompt_claims_that_nothing_was_taken(
    make_talk: Any, order_with: Any, outcome: str, fields: dict[str, Any], before: str, minutes: int
) -> None:
    """Whatever was said before, and also when its time is over: only an end ends it."""
    talk = started(make_talk, order_with, "approve")
    if before:
        talk.say(before)
        assert CLAIM.search(talk.said) is None
    go(talk, ("later", minutes))
    go(talk, ("news", (outcome, fields)))

    assert CLAIM.search(talk.said) is None, talk.said


@given(
    kind=st.sampled_from(["approve", "show_code", "link", "none"]),
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("news"), st.sampled_from(NEWS)),
            st.tuples(st.just("say"), st.sampled_from(SAID)),
            st.tuples(st.just("tap"), st.sampled_from(["omari:check", "omari:cancel"])),
            st.tuples(st.just("later"), st.integers(1, 60)),
        ),
        max_size=12,
    ),
)
def test_no_conversation_claims_it_or_starts_a_second_payment(
    make_talk: Any, order_with: Any, kind: str, steps: list[Step]
) -> None:
    """Any row of messages and news before the provider's final word."""
    talk = started(make_talk, order_with, kind)
    for step in steps:
        go(talk, step)

        assert CLAIM.search(talk.said) is None, (steps, talk.said)
        assert talk.effects(StartPayment) == []
