"""Who goes next to a recipient, and how fast."""

from datetime import UTC, datetime, timedelta

from common.ids import new_id
from hypothesis import given
from hypothesis import strategies as st
from notifier.domain.lane import Candidate, next_of
from notifier.domain.pacing import Limits, Pace
from notifier.domain.state import State

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LIMITS = Limits()


def _one(state: State, priority: int, seq: int, *, after: int = 0) -> Candidate:
    return Candidate(new_id(), state, priority, seq, NOW + SECOND * after)


def test_nobody_waits_in_an_empty_lane() -> None:
    """Nothing to do until something comes."""
    assert next_of([], NOW, NOW) is None


def test_money_goes_before_chat() -> None:
    """Whichever came first."""
    chat, money = _one(State.WAITING, 5, 1), _one(State.WAITING, 0, 2)

    assert (money, NOW) == next_of([chat, money], NOW, NOW)


def test_chat_waits_for_money_that_was_refused_for_a_moment() -> None:
    """Receipts before chat, also while a receipt waits to be repeated."""
    chat, money = _one(State.WAITING, 5, 1), _one(State.WAITING, 0, 2, after=3)

    assert (money, NOW + SECOND * 3) == next_of([chat, money], NOW, NOW)


def test_money_waits_for_money_of_unknown_outcome() -> None:
    """At most until that is sent once more."""
    unknown, money = _one(State.UNKNOWN, 0, 1, after=60), _one(State.WAITING, 0, 2)

    assert (unknown, NOW + SECOND * 60) == next_of([unknown, money], NOW, NOW)


def test_chat_passes_everything_of_unknown_outcome() -> None:
    """The customer is not left in silence."""
    unknown, chat = _one(State.UNKNOWN, 0, 1, after=60), _one(State.WAITING, 5, 2)

    assert (chat, NOW) == next_of([unknown, chat], NOW, NOW)


def test_money_passes_chat_of_unknown_outcome() -> None:
    """A prompt that may be lost delays no receipt."""
    unknown, money = _one(State.UNKNOWN, 5, 1, after=60), _one(State.WAITING, 0, 2)

    assert (money, NOW) == next_of([unknown, money], NOW, NOW)


def test_nobody_goes_before_the_bucket_allows() -> None:
    """A pace holds for everybody in the lane."""
    money = _one(State.WAITING, 0, 1)

    assert (money, NOW + SECOND) == next_of([money], NOW + SECOND, NOW)


def test_a_burst_goes_at_once_then_one_in_six_seconds() -> None:
    """Twenty at once; the twenty-first six seconds later."""
    pace, now = Pace(), NOW
    waits: list[timedelta] = []
    for _ in range(23):
        free_at = pace.free_at(LIMITS, now)
        waits.append(free_at - now)
        now = free_at
        pace = Pace(pace.full_after(LIMITS, now))

    assert [timedelta(0)] * 20 + [timedelta(seconds=6)] * 3 == waits


@given(gaps=st.lists(st.integers(0, 60_000), min_size=1, max_size=120))
def test_no_window_of_time_holds_more_than_burst_and_pace_allow(gaps: list[int]) -> None:
    """Whenever they are asked for: in any t seconds at most 20 + t/6 are sent."""
    pace, now, went = Pace(), NOW, list[datetime]()
    for gap in gaps:
        now = pace.free_at(LIMITS, now + timedelta(milliseconds=gap))
        pace = Pace(pace.full_after(LIMITS, now))
        went.append(now)

    for first in range(len(went)):
        for last in range(first, len(went)):
            allowed = LIMITS.burst + (went[last] - went[first]) / LIMITS.interval
            assert last - first + 1 <= allowed


def test_metas_refusals_block_a_recipient_longer_each_time() -> None:
    """1, 4, 16 … seconds, a little over an hour at most."""
    until = [(Pace(refusals=x).blocked_after(NOW) - NOW).total_seconds() for x in range(9)]

    assert until == [1, 4, 16, 64, 256, 1024, 4096, 4096, 4096]
    assert NOW + SECOND == Pace(blocked_until=NOW + SECOND).free_at(LIMITS, NOW)
