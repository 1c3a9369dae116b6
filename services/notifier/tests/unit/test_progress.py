"""What comes next for a delivery."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from notifier.domain.outcome import Accepted, NotSent, Outcome, Refused, Unknown
from notifier.domain.progress import (
    MOST_HOLDS,
    Cause,
    Heard,
    Next,
    Standing,
    after_outcome,
    after_refusal,
    after_statuses,
    backoff,
    refusal_before_call,
)
from notifier.domain.state import State, Summary

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
MINUTE = timedelta(minutes=1)
CHAT = Standing(
    state=State.SENDING,
    is_money=False,
    doubts=0,
    refusals=0,
    holds=0,
    called_at=NOW - timedelta(seconds=20),
    give_up_at=NOW + DAY,
)
MONEY = replace(CHAT, is_money=True)
ENDINGS = [Accepted("wamid.1"), Refused("131026"), NotSent("http:x"), Unknown("http:500")]


def _after(outcome: Outcome, standing: Standing = MONEY, heard: Heard | None = None) -> Next:
    return after_outcome(outcome, standing, heard or Heard(), NOW, unknown_wait=MINUTE)


def test_an_unknown_send_waits_from_the_moment_it_was_made() -> None:
    """Sixty seconds without a status, counted from the send and not from the timeout."""
    expected = Next(State.UNKNOWN, NOW + timedelta(seconds=40), Cause.DOUBT, "http:500")

    assert expected == _after(Unknown("http:500"))


@pytest.mark.parametrize("outcome", ENDINGS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("summary", [Summary.DELIVERED, Summary.READ])
def test_what_was_delivered_is_done_whatever_the_answer(outcome: Outcome, summary: Summary) -> None:
    """The customer has it; an answer that was lost or refused changes nothing."""
    assert Next(State.ACCEPTED, NOW) == _after(outcome, heard=Heard(summary))


def test_an_unknown_send_with_a_sent_status_is_accepted() -> None:
    """The status came before the timeout."""
    assert Next(State.ACCEPTED, NOW) == _after(Unknown("x"), heard=Heard(Summary.SENT))


def test_a_failed_status_before_the_answer_counts_with_it() -> None:
    """Accepted and failed is failed."""
    heard = Heard(Summary.FAILED, "131047")

    assert _after(Accepted("wamid.1"), heard=heard).state is State.HELD
    assert _after(Unknown("x"), CHAT, heard).state is State.FAILED


@pytest.mark.parametrize("code", ["131047", "131026", "130472", "190", "999999", "notifier:x"])
def test_money_that_failed_for_good_is_held(code: str) -> None:
    """It goes out when the customer next writes; chat is only recorded."""
    assert Next(State.HELD, NOW, Cause.HOLD, code) == after_refusal(code, MONEY, NOW)
    assert Next(State.FAILED, NOW, Cause.END, code) == after_refusal(code, CHAT, NOW)


def test_money_goes_at_once_when_the_customer_has_written_meanwhile() -> None:
    """The no is older than the window."""
    standing = replace(MONEY, is_window_new=True)

    assert after_refusal("131047", standing, NOW).state is State.WAITING


def test_money_is_not_held_for_ever() -> None:
    """After five times it stays failed: a person knows since the first."""
    assert after_refusal("131047", replace(MONEY, holds=MOST_HOLDS), NOW).state is State.FAILED


def test_refused_content_is_not_held() -> None:
    """It would be refused again."""
    assert after_refusal("100", MONEY, NOW).state is State.FAILED


@pytest.mark.parametrize(("refusals", "seconds"), [(0, 1), (1, 4), (2, 16), (3, 64)])
def test_a_pair_limit_waits_four_to_the_x_seconds(refusals: int, seconds: int) -> None:
    """Facts: WhatsApp, section 6."""
    found = after_refusal("131056", replace(CHAT, refusals=refusals), NOW)

    assert Next(State.WAITING, NOW + timedelta(seconds=seconds), Cause.PASSING, "131056") == found


def test_passing_refusals_end_at_last() -> None:
    """A dozen in a row, or the end of the day, and it is final."""
    assert after_refusal("130429", replace(CHAT, refusals=12), NOW).state is State.FAILED
    late = replace(MONEY, give_up_at=NOW)
    assert after_refusal("130429", late, NOW).state is State.HELD


def test_what_did_not_leave_is_tried_again_soon() -> None:
    """Nothing was sent, so nothing need be waited for."""
    found = _after(NotSent("http:ConnectError"))

    assert (found.state, found.cause) == (State.WAITING, Cause.PASSING)
    assert found.at - NOW < timedelta(seconds=2)


def test_backoff_grows_to_a_minute() -> None:
    """Doubled each time with a quarter of jitter."""
    assert backoff(0) < timedelta(seconds=1.3)
    assert timedelta(seconds=45) <= backoff(50) <= timedelta(seconds=75)


@pytest.mark.parametrize(
    ("doubts", "give_up_at", "wrote_at", "code"),
    [
        (0, NOW + DAY, None, None),
        (1, NOW + DAY, NOW - DAY + timedelta(seconds=1), None),
        (2, NOW + DAY, NOW, "notifier:unknown"),
        (0, NOW, NOW, "notifier:gave_up"),
        (0, NOW + DAY, NOW - DAY, "131047"),
    ],
)
def test_what_need_not_be_sent_is_known_before(
    doubts: int, give_up_at: datetime, wrote_at: datetime | None, code: str | None
) -> None:
    """W-E14: two doubts, a day without getting through, or a window that is closed."""
    assert code == refusal_before_call(doubts, give_up_at, wrote_at, NOW)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("summary", list(Summary))
def test_statuses_move_a_state_forward_only(state: State, summary: Summary) -> None:
    """All pairs: delivered ends everything, sent ends a doubt, failed ends what is open."""
    found = after_statuses(Heard(summary, "131026"), replace(MONEY, state=state), NOW)

    assert _expected(state, summary) == (None if found is None else found.state)


def _expected(state: State, summary: Summary) -> State | None:
    if state is State.SENDING or summary is Summary.NOTHING:
        return None
    if summary is Summary.FAILED:
        return State.HELD if state in {State.ACCEPTED, State.UNKNOWN} else None
    if state is State.ACCEPTED:
        return None
    ends = summary is not Summary.SENT or state is State.UNKNOWN
    return State.ACCEPTED if ends else None
