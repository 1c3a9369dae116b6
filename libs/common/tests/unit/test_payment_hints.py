"""A callback is a reason to ask now: it changes nothing by itself, however it comes."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from common.money import Money
from common.payments.domain import (
    CODE,
    PUSH,
    Approve,
    CallKind,
    CallState,
    Declined,
    EnterCode,
    NotFound,
    Outcome,
    Paid,
    PaymentStatus,
    Pending,
    Policy,
    Started,
    Turn,
    Unknown,
    claims,
    record,
    requests,
)
from common.testing.clock import NOON
from common.testing.story import TOKEN, PaymentStory
from hypothesis import given, settings
from hypothesis import strategies as st

SECOND = timedelta(seconds=1)
START, QUERY = CallKind.START, CallKind.QUERY
PROMPTED = Started(Approve("Dial *151*2*4#", NOON + timedelta(minutes=5)))
NEVER = timedelta(days=9)
ALONE = Policy(
    shape=replace(PUSH, poll_marks=()), dead_apart=NEVER, dead_after=NEVER, cadence=(),
    query_marks=(NEVER, 2 * NEVER), silent_for=timedelta(), watch_marks=(),
)  # fmt: skip
"""Nothing but hints has the provider asked."""


def hint(story: PaymentStory) -> list[Any]:
    """Let a callback come; returns what was said."""
    turn = Turn(story.payment, story.now, story.policy)
    requests.hint(turn, story.payment.attempts[-1])
    return turn.events


def facts(story: PaymentStory) -> dict[str, Any]:
    """Return all of a payment but its questions and when it was hinted at."""
    found = asdict(story.payment)
    found["calls"] = [asdict(c) for c in story.payment.calls if c.kind is not QUERY]
    return {name: found[name] for name in found.keys() - {"hinted_at", "calls_made"}}


@pytest.fixture
def prompted() -> PaymentStory:
    """Give a payment whose prompt stands on the phone."""
    story = PaymentStory(ALONE)
    story.made(START, PROMPTED)
    story.payment.calls = [c for c in story.payment.calls if c.kind is not QUERY]
    return story


def test_a_callback_before_the_start_asks_nothing() -> None:
    """The provider cannot know of it: "no such payment" would count as proof against it later."""
    story = PaymentStory(ALONE)

    assert ([], []) == (hint(story), story.due(QUERY))


def test_not_found_before_a_start_that_may_have_arrived_proves_nothing() -> None:
    """Only what is said after the start counts towards "it never arrived"."""
    story = PaymentStory(Policy(shape=PUSH))
    turn = Turn(story.payment, story.now, story.policy)
    turn.ask(story.payment.attempts[0], at=story.now, priority=0)
    story.made(QUERY, NotFound("not_found"))
    story.wait(50 * SECOND).made(START, Unknown("read_timeout"))
    story.wait(20 * SECOND).made(QUERY, NotFound("not_found"))

    assert PaymentStatus.UNKNOWN is story.payment.status


def test_a_callback_before_anything_was_charged_asks_nothing() -> None:
    """Our own record proves it unpaid while no code was sent on."""
    story = PaymentStory(replace(ALONE, shape=CODE))
    story.made(START, Started(EnterCode("ETDC")))

    assert ([], []) == (hint(story), story.due(QUERY))


def test_a_flood_does_not_put_off_the_next_true_callback(prompted: PaymentStory) -> None:
    """A thousand repeats leave one question, and the one after it ten seconds later."""
    for _ in range(1000):
        hint(prompted)
    prompted.made(QUERY, Pending("sent"))
    hint(prompted)

    assert [prompted.now + 10 * SECOND] == prompted.due(QUERY)


def test_a_callback_for_what_ended_uncharged_asks_nothing() -> None:
    """Declined at its start: it is not watched, so nobody asks, in ten years neither."""
    story = PaymentStory(replace(ALONE, shape=CODE))
    story.made(START, Declined("declined", "refused"))

    assert PaymentStatus.FAILED is story.payment.status
    assert ([], []) == (hint(story), story.due(QUERY))


def test_a_callback_past_the_watch_asks_nothing(prompted: PaymentStory) -> None:
    """Seven days after its end the last word is spoken; until then it is asked about."""
    turn = Turn(prompted.payment, prompted.now, prompted.policy)
    (attempt,) = prompted.payment.attempts
    turn.watch(attempt)
    prompted.payment.status = PaymentStatus.EXPIRED
    prompted.wait(timedelta(days=7)).payment.calls[1:] = []
    hint(prompted)
    within = prompted.due(QUERY)
    prompted.made(QUERY, Pending("sent"))
    prompted.wait(11 * SECOND)
    hint(prompted)

    assert ([NOON + timedelta(days=7)], []) == (within, prompted.due(QUERY))


ANSWERS: list[Outcome] = [
    Pending("sent"), Unknown("html"), NotFound("not_found"), Paid(Money(5000, "USD"), "P-1"),
]  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.just("hint"),
        st.integers(0, 400_000).map(lambda n: timedelta(milliseconds=n)),
        st.sampled_from(ANSWERS),
        st.sampled_from(["cancel", "expire", "check"]),
        st.sampled_from([timedelta(days=6), timedelta(days=8)]),
    ),
    max_size=60,
)


def _play(story: PaymentStory, step: Any) -> None:
    if isinstance(step, timedelta):
        story.wait(step)
    elif isinstance(step, str):
        story.do(step)
    else:
        turn = Turn(story.payment, story.now, story.policy)
        call = claims.begin(turn, TOKEN)
        if call is not None:
            outcome = PROMPTED if call.kind is START else step
            record.record(turn, call, outcome, TOKEN)


@given(steps=STEPS, begun=st.booleans())
def test_hints_of_any_kind_change_nothing_but_when_is_asked(
    steps: list[Any], *, begun: bool
) -> None:
    """Early, repeated, lying, after the end, past the watch: no state, no event, no other call.

    At most one question waits, and the moments that hints choose are ten seconds apart.
    """
    story = PaymentStory(Policy(shape=PUSH))
    if begun:
        story.made(START, PROMPTED)
    chosen: list[datetime] = []
    for step in steps:
        if step != "hint":
            _play(story, step)
            continue
        before = facts(story)
        assert [] == hint(story)
        assert before == facts(story)
        assert len(story.due(QUERY)) <= 1
        at = story.payment.hinted_at
        chosen += [at] if at is not None and at not in chosen else []

    assert all(later - sooner >= 10 * SECOND for sooner, later in pairwise(chosen))


@given(st.lists(st.integers(0, 30_000), max_size=80))
@settings(deadline=None)
def test_however_hints_come_the_provider_is_asked_once_in_ten_seconds(pauses: list[int]) -> None:
    """Each question is made as soon as it is due; nothing but hints asks here."""
    story = PaymentStory(ALONE)
    story.made(START, PROMPTED)
    story.payment.calls = [c for c in story.payment.calls if c.kind is not QUERY]
    asked: list[datetime] = []
    for pause in pauses:
        _ask_until(story, story.now + timedelta(milliseconds=pause), asked)
        hint(story)
    _ask_until(story, story.now + timedelta(minutes=1), asked)

    assert bool(asked) == bool(pauses)
    assert all(later - sooner >= 10 * SECOND for sooner, later in pairwise(asked))


def _ask_until(story: PaymentStory, until: datetime, asked: list[datetime]) -> None:
    """Make every question that is due by then, at its moment."""
    while due := [at for at in story.due(QUERY) if at <= until]:
        story.now = max(story.now, due[0])
        story.made(QUERY, Unknown("html"))
        asked.append(story.now)
        _drop_planned(story)
    story.now = until


def _drop_planned(story: PaymentStory) -> None:
    """Let go of what the schedule planned: it is years away, and a hint would join it."""
    for call in story.payment.calls:
        if call.kind is QUERY and call.next_at > story.now + NEVER / 2:
            call.state = CallState.DROPPED


def test_a_callback_that_comes_while_a_question_is_under_way_is_asked_about_after_it(
    prompted: PaymentStory,
) -> None:
    """The answer may be older than the news: "sent", and "paid" a second later."""
    hint(prompted)
    asked = prompted.call(QUERY)
    hint(prompted)
    assert [] == prompted.answer(asked, Pending("sent"))

    assert [prompted.now + 10 * SECOND] == prompted.due(QUERY)
