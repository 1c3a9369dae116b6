"""Disputes: told once for each state, only forward, however the provider's record arrives."""

from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from common.contracts.payments import PaymentDisputed, PaymentHeld, PaymentRefundFailed
from common.errors import ConflictError
from common.money import Money
from common.payments.domain import (
    LINK,
    CallKind,
    DisputeState,
    OpenLink,
    Paid,
    Policy,
    Refunded,
    RefundStatus,
    RefundWish,
    SeenDispute,
    SeenRefund,
    Started,
    answers,
    refunds,
)
from common.payments.domain.disputes import is_forward
from common.payments.domain.refunds import left_of
from common.testing.clock import NOON
from common.testing.story import PaymentStory
from hypothesis import given
from hypothesis import strategies as st

USD_50, USD_20 = Money(5000, "USD"), Money(2000, "USD")
OPENED, DUE, WON, LOST = DisputeState
BY = NOON + timedelta(days=7)


@pytest.fixture
def settled() -> PaymentStory:
    """Give a payment of 50 dollars that arrived by a page."""
    return settled_story()


def settled_story() -> PaymentStory:
    """Return a payment of 50 dollars that arrived by a page."""
    story = PaymentStory(Policy(shape=LINK))
    story.made(CallKind.START, Started(OpenLink("https://pay.example/1")))
    story.wait(timedelta(seconds=10)).made(CallKind.QUERY, Paid(USD_50, "pi_1"))
    return story


def read(
    story: PaymentStory, *states: DisputeState, money: Money = USD_50
) -> list[PaymentDisputed]:
    """Read a record for each of the states of one dispute; returns what was said."""
    turn = story.turn()
    for state in states:
        seen = SeenDispute("dp_1", money, state, BY, "fraudulent")
        paid = Paid(USD_50, "pi_1", disputes=(seen,))
        answers.settle(turn, story.payment.attempts[0], paid)
    return [event for event in turn.events if isinstance(event, PaymentDisputed)]


def test_a_dispute_is_a_row_and_an_event_for_each_state(settled: PaymentStory) -> None:
    """With its deadline while one is left."""
    said = read(settled, OPENED, OPENED, DUE, DUE, LOST, LOST)

    assert ["opened", "evidence_due", "lost"] == [event.state for event in said]
    assert [BY, BY, None] == [event.due_at for event in said]
    assert 1 == len(settled.payment.disputes) == len({event.dispute_id for event in said})


def test_an_older_state_that_comes_late_changes_nothing(settled: PaymentStory) -> None:
    """Records may be read out of order."""
    said = read(settled, DUE, OPENED, WON, DUE, OPENED)

    assert ["evidence_due", "won"] == [event.state for event in said]


def test_what_was_lost_may_still_be_won(settled: PaymentStory) -> None:
    """Banks change their word: the money comes back, and is told."""
    assert ["opened", "lost", "won"] == [event.state for event in read(settled, LOST, WON)]


@pytest.mark.parametrize("held", [None, "return_changed", "voided_after_charge"])
def test_what_was_won_and_is_lost_after_all_is_for_a_person(
    settled: PaymentStory, held: str | None
) -> None:
    """Whatever else it is held for: nothing is silent, and nothing is moved twice."""
    settled.payment.hold_code = held
    turn = settled.turn()
    for state in (OPENED, WON, LOST, LOST):
        seen = SeenDispute("dp_1", USD_50, state, BY)
        answers.settle(turn, settled.payment.attempts[0], Paid(USD_50, "pi_1", disputes=(seen,)))

    assert ["opened", "won"] == [e.state for e in turn.events if isinstance(e, PaymentDisputed)]
    assert {"return_changed"} == {e.code for e in turn.events if isinstance(e, PaymentHeld)}
    assert settled.payment.needs_staff


def test_a_dispute_of_another_amount_than_before_is_for_a_person(settled: PaymentStory) -> None:
    """Each new amount is told once, and counts against what may be given back."""
    turn = settled.turn()
    for minor in (2000, 5000, 5000):
        seen = SeenDispute("dp_1", Money(minor, "USD"), OPENED, BY)
        answers.settle(turn, settled.payment.attempts[0], Paid(USD_50, "pi_1", disputes=(seen,)))
    (settlement,) = settled.payment.settlements

    held = [event for event in turn.events if isinstance(event, PaymentHeld)]
    assert [("return_changed", 5000)] == [(event.code, event.settled_minor) for event in held]
    assert 0 == left_of(turn, settlement)


@pytest.mark.parametrize("kind", ["refund", "dispute"])
def test_what_goes_back_in_another_currency_is_for_a_person(
    settled: PaymentStory, kind: str
) -> None:
    """It is neither counted nor silent."""
    turn, money = settled.turn(), Money(130_000, "ZWG")
    paid = Paid(USD_50, "pi_1", refunds=(SeenRefund("re_1", money),))
    if kind == "dispute":
        paid = Paid(USD_50, "pi_1", disputes=(SeenDispute("dp_1", money, OPENED),))
    answers.settle(turn, settled.payment.attempts[0], paid)

    (event,) = turn.events
    assert isinstance(event, PaymentHeld)
    assert ("return_changed", 130_000, "ZWG") == (event.code, event.settled_minor, event.currency)


def test_what_is_first_seen_at_its_end_is_said_to_have_been_opened(settled: PaymentStory) -> None:
    """Else a ledger would bring back what it never took away."""
    assert ["opened", "lost"] == [event.state for event in read(settled, LOST)]


def test_what_is_disputed_is_not_given_back_as_well(settled: PaymentStory) -> None:
    """The bank takes it already; once it was won it may be given back."""
    read(settled, OPENED, money=Money(4000, "USD"))
    (settlement,) = settled.payment.settlements
    wish = RefundWish(UUID(int=101), settlement.id, USD_20, "ill")
    with pytest.raises(ConflictError, match="Only 1000"):
        refunds.wish(settled.turn(), wish)

    read(settled, WON, money=Money(4000, "USD"))
    refunds.wish(settled.turn(), wish)
    assert 1 == len(settled.due(CallKind.REFUND))


def test_a_refund_that_was_not_sent_yet_gives_way_to_a_dispute(settled: PaymentStory) -> None:
    """The payer does not get it twice."""
    (settlement,) = settled.payment.settlements
    refunds.wish(settled.turn(), RefundWish(UUID(int=101), settlement.id, USD_20, "ill"))
    turn = settled.turn()
    seen = SeenDispute("dp_1", USD_50, OPENED)
    answers.settle(turn, settled.payment.attempts[0], Paid(USD_50, "pi_1", disputes=(seen,)))

    assert ["over_settled"] == [e.code for e in turn.events if isinstance(e, PaymentRefundFailed)]
    assert RefundStatus.FAILED is settled.payment.refunds[0].status


def test_a_dispute_of_what_was_given_back_is_told_all_the_same(settled: PaymentStory) -> None:
    """A person sees both and sends the refund as evidence."""
    (settlement,) = settled.payment.settlements
    refunds.wish(settled.turn(), RefundWish(UUID(int=101), settlement.id, USD_50, "ill"))
    settled.made(CallKind.REFUND, Refunded(USD_50, "re_1"))

    assert ["opened"] == [event.state for event in read(settled, OPENED)]


def test_the_record_that_settles_a_payment_tells_of_what_went_back_too() -> None:
    """A page that was paid, refunded and disputed before anybody asked."""
    story = PaymentStory(Policy(shape=LINK))
    story.made(CallKind.START, Started(OpenLink("https://pay.example/1")))
    paid = Paid(
        USD_50,
        "pi_1",
        refunds=(SeenRefund("re_1", USD_20),),
        disputes=(SeenDispute("dp_1", Money(3000, "USD"), OPENED),),
    )
    said = story.wait(timedelta(seconds=10)).made(CallKind.QUERY, paid)

    assert ["succeeded", "refunded", "disputed"] == said


@given(states=st.lists(st.sampled_from(DisputeState), max_size=12))
def test_in_any_order_each_state_is_said_once_and_only_forward(states: list[DisputeState]) -> None:
    """The first takes the money away; what was lost may be won, and nothing follows that."""
    said = [DisputeState(event.state) for event in read(settled_story(), *states)]

    assert all(is_forward(before, after) for before, after in pairwise(said))
    assert (said[0] in (OPENED, DUE)) if states else not said
    assert WON not in said[:-1]
