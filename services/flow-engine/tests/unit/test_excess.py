"""What is too much on an order: what arrived above its total, less what went since."""

from datetime import timedelta
from uuid import UUID

from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.domain.excess import Arrived, Gone, over_now
from hypothesis import given
from hypothesis import strategies as st

A, B = UUID(int=1), UUID(int=2)
MINUTES = st.integers(0, 20).map(lambda n: NOON + timedelta(minutes=n))
ARRIVED = st.lists(
    st.builds(
        Arrived,
        st.builds(new_id),
        st.integers(1, 10**6),
        MINUTES,
        st.just(NOON),
        is_extra=st.just(value=False),
    ),
    max_size=6,
)
GONE = st.lists(st.builds(Gone, st.just(A), st.integers(1, 10**6), MINUTES), max_size=6)


def arrived(name: UUID, minor: int, minute: int, *, extra: bool = False) -> Arrived:
    """Return money that arrived so many minutes after noon."""
    return Arrived(name, minor, NOON + timedelta(minutes=minute), NOON, extra)


@given(st.integers(1, 10**6), ARRIVED)
def test_with_nothing_gone_it_is_what_is_above_the_total(total: int, found: list[Arrived]) -> None:
    """In whatever order it arrived."""
    paid = sum(one.amount_minor for one in found)

    assert over_now(total, found, []) == max(0, paid - total)


@given(st.integers(1, 10**6), ARRIVED, GONE)
def test_it_is_never_more_than_arrived_and_never_below_nothing(
    total: int, found: list[Arrived], gone: list[Gone]
) -> None:
    """Whatever went, and whenever."""
    assert 0 <= over_now(total, found, gone) <= max(0, sum(o.amount_minor for o in found) - total)


def test_what_went_back_before_takes_nothing_from_what_arrives_later() -> None:
    """An order that was given back whole: late money is all too much."""
    found = [arrived(A, 5_000, 0), arrived(B, 5_000, 9)]
    back = Gone(A, 5_000, NOON + timedelta(minutes=5))

    assert over_now(5_000, found, [back]) == 5_000


def test_a_payment_that_came_twice_is_too_much_below_the_total_too() -> None:
    """The whole of it, until as much went back."""
    found = [arrived(A, 2_000, 0), arrived(B, 2_000, 1, extra=True)]

    assert over_now(5_000, found, []) == 2_000
    assert over_now(5_000, found, [Gone(A, 1_500, NOON + timedelta(minutes=2))]) == 500
