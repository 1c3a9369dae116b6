"""How long what the customer must do stays open, by the provider's word and by ours."""

from datetime import datetime, timedelta

import pytest
from common.payments.domain import (
    LINK,
    PUSH,
    CallKind,
    NotSent,
    OpenLink,
    Pending,
    Policy,
    Shape,
    ShowCode,
    Started,
    Turn,
    record,
)
from common.testing.clock import NOON
from common.testing.story import TOKEN, PaymentStory

MINUTE = timedelta(minutes=1)
START, QUERY = CallKind.START, CallKind.QUERY
PUSHES = Policy(shape=PUSH)


def told_until(story: PaymentStory, outcome: Started) -> datetime:
    """Answer the start, and return until when the customer is told that he can pay."""
    call = story.call(START)
    turn = Turn(story.payment, story.now, story.policy)
    record.record(turn, call, outcome, TOKEN)
    return turn.events[-1].model_dump()["expires_at"]


def ends_at(story: PaymentStory, *, most: timedelta) -> tuple[datetime, list[str]]:
    """Let time pass while the provider says "not paid so far"; returns when, and what, it ended."""
    said = list[str]()
    while not said and story.now < NOON + most:
        said = story.wait(MINUTE / 6).do("expire")
        if any(at <= story.now for at in story.due(QUERY)):
            said += story.made(QUERY, Pending("sent"))
    return story.now, said


def test_a_code_is_not_dead_before_the_provider_says_that_it_runs_out() -> None:
    """Its word is newer than our policy: until then nobody is told that nothing was taken."""
    story, until = PaymentStory(PUSHES), NOON + 60 * MINUTE
    assert until == told_until(story, Started(ShowCode("483920", until=until)))

    assert (until, ["expired"]) == ends_at(story, most=120 * MINUTE)


def test_an_end_beyond_all_reason_is_not_believed() -> None:
    """No order is blocked for years by one strange date."""
    story, until = PaymentStory(PUSHES), NOON + timedelta(days=9000)

    assert NOON + timedelta(days=1) == told_until(story, Started(ShowCode("4839", until=until)))


def test_who_is_given_a_page_hears_when_we_close_it() -> None:
    """The provider would keep it open for longer."""
    story = PaymentStory(Policy(shape=LINK, expires_after=20 * MINUTE))
    page = OpenLink("https://pay.example/1", until=NOON + 40 * MINUTE)

    assert NOON + 20 * MINUTE == told_until(story, Started(page))


@pytest.mark.parametrize("shape", [PUSH, LINK])
def test_nothing_is_pushed_once_the_time_to_start_is_over(shape: Shape) -> None:
    """After an outage no prompt comes out of the blue: the payment expires."""
    story = PaymentStory(Policy(shape=shape)).wait(180 * MINUTE)

    with pytest.raises(LookupError):
        story.call(START)
    assert ["expired"] == story.do("expire")


def test_nothing_is_pushed_once_a_cancel_was_wished() -> None:
    """The start that was under way never left: it is not tried again."""
    story = PaymentStory(PUSHES)
    start = story.call(START)
    assert [] == story.do("cancel")

    assert ["cancelled"] == story.answer(start, NotSent("connect_error"))
    assert [] == story.due(START)
