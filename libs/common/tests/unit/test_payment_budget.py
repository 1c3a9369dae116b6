"""Who goes first when a provider takes only so many requests in a minute."""

from datetime import timedelta

from common.payments.domain import CallKind, Closing, Minute, Pending, Rank, Unknown, claims
from common.payments.domain.budget import rank_of
from common.payments.domain.turn import HINT_PRIORITY, Turn
from common.testing.clock import NOON
from common.testing.story import PaymentStory
from hypothesis import given
from hypothesis import strategies as st

MINUTE = timedelta(minutes=1)
RANKS = st.lists(st.sampled_from(Rank), max_size=200)


def rank(story: PaymentStory, kind: CallKind) -> Rank:
    """Return the rank of the call of a kind that waits."""
    (call,) = [c for c in story.payment.calls if c.kind is kind and c.state == "due"]
    return rank_of(story.payment, call)


@given(st.integers(1, 60), RANKS)
def test_no_mix_uses_more_than_the_budget_and_a_fifth_is_kept_for_doubt(
    most: int, ranks: list[Rank]
) -> None:
    """Whatever comes in whatever order: doubt is refused only when nothing at all is left."""
    minute, taken = Minute(NOON, most), list[Rank]()
    for one in ranks:
        left = most - len(taken)
        is_taken = minute.take(one)
        assert is_taken is (left > (0 if one is Rank.DOUBT else most // 5))
        taken += [one] * is_taken

    others = [one for one in taken if one is not Rank.DOUBT]
    assert len(taken) == minute.used <= most
    assert len(others) <= most - most // 5


@given(st.integers(1, 60), RANKS)
def test_what_is_wanted_together_is_served_in_order_of_rank(most: int, ranks: list[Rank]) -> None:
    """Nobody less urgent leaves while somebody more urgent waits."""
    minute = Minute(NOON, most)
    served = {one: minute.take(one) for one in sorted(ranks)}
    refused = [one for one, is_taken in served.items() if not is_taken]

    assert not [one for one in served if served[one] and refused and one > min(refused)]


@given(st.integers(1, 60))
def test_any_budget_serves_everybody(most: int) -> None:
    """A small one keeps less than a whole request for doubt."""
    assert Minute(NOON, most).take(Rank.SCHEDULE)


def test_a_start_is_a_customers_who_waits(story: PaymentStory) -> None:
    """He has just said that he wants to pay."""
    assert Rank.ASKED is rank(story, CallKind.START)


def test_a_code_that_was_typed_goes_first(opened: PaymentStory) -> None:
    """It lives for minutes, and its customer is waiting for money to move."""
    opened.do("submit_otp")

    assert Rank.DOUBT is rank(opened, CallKind.CHARGE)


def test_a_question_about_a_charge_in_doubt_goes_first_whoever_asks(unknown: PaymentStory) -> None:
    """Planned or asked for."""
    planned = rank(unknown, CallKind.QUERY)
    unknown.do("check")

    assert [Rank.DOUBT, Rank.DOUBT] == [planned, rank(unknown, CallKind.QUERY)]


def test_watching_what_is_closed_comes_last(unknown: PaymentStory) -> None:
    """Nobody waits for it; a callback is a reason to look sooner."""
    unknown.wait(16 * MINUTE).made(CallKind.QUERY, Pending("pending"))
    unknown.wait(2 * MINUTE).made(CallKind.QUERY, Pending("pending"))
    (query,) = [c for c in unknown.payment.calls if c.state == "due"]
    planned = rank_of(unknown.payment, query)
    query.priority = HINT_PRIORITY

    assert "failed" == unknown.status
    assert [Rank.SCHEDULE, Rank.HINT] == [planned, rank_of(unknown.payment, query)]


def test_what_is_put_off_loses_nothing_but_time(unknown: PaymentStory) -> None:
    """Its call stays due, for the first moment of the next minute."""
    unknown.wait(MINUTE)
    turn = Turn(unknown.payment, unknown.now, unknown.policy)
    claims.put_off(turn, unknown.now + MINUTE)

    assert claims.choose(turn) is None
    assert [] == unknown.wait(MINUTE).made(CallKind.QUERY, Unknown("read_timeout"))
    assert Closing.NOTHING is unknown.payment.closing
