"""Statuses come out of order and more than once."""

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from notifier.domain.state import ORDER, Summary, Times

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
WORDS = ("sent", "delivered", "read", "played", "failed", "deleted", "warning")
statuses = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.integers(0, 86_400).map(lambda seconds: START + timedelta(seconds=seconds)),
    ),
    max_size=12,
)


@given(told=statuses, seed=st.randoms(use_true_random=False))
def test_the_order_of_statuses_does_not_matter(
    told: list[tuple[str, datetime]], seed: random.Random
) -> None:
    """W-E6: one by one, shuffled, doubled or together, the result is the same."""
    shuffled = [*told, *told]
    seed.shuffle(shuffled)
    found = Times()
    for one in shuffled:
        found = found.merged([one])

    assert Times().merged(told) == found


@given(told=statuses)
def test_a_summary_never_goes_backwards(told: list[tuple[str, datetime]]) -> None:
    """W-E6: each status moves forward or changes nothing."""
    found = Times()
    for one in told:
        before = found.summary
        found = found.merged([one])

        assert ORDER.index(before) <= ORDER.index(found.summary)


@pytest.mark.parametrize("told", [*permutations(("sent", "delivered", "read", "failed"))])
def test_read_beats_everything_in_every_order(told: tuple[str, ...]) -> None:
    """All twenty-four orders of four statuses."""
    assert Times().merged((word, START) for word in told).summary is Summary.READ


@pytest.mark.parametrize(
    ("told", "summary"),
    [
        ((), Summary.NOTHING),
        (("sent",), Summary.SENT),
        (("sent", "failed"), Summary.FAILED),
        (("failed", "sent"), Summary.FAILED),
        (("failed", "delivered"), Summary.DELIVERED),
        (("delivered", "failed"), Summary.DELIVERED),
        (("read",), Summary.READ),
        (("played", "delivered"), Summary.READ),
        (("deleted", "warning"), Summary.NOTHING),
    ],
)
def test_failed_replaces_sent_and_never_delivered(told: tuple[str, ...], summary: Summary) -> None:
    """Facts: WhatsApp, section 3; `played` counts as read, other words as nothing."""
    assert summary is Times().merged((word, START) for word in told).summary


def test_each_time_is_the_earliest_that_was_told() -> None:
    """Two servers of Meta's may disagree by a second."""
    later = START + timedelta(seconds=1)

    assert Times(sent_at=START) == Times().merged([("sent", later), ("sent", START)])
