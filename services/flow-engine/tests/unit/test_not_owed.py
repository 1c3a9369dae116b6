"""An order that nobody owes: it asks for nothing, and takes whatever arrives."""

from uuid import UUID

from flow_engine.domain.intents import Opening, refusal_to_open
from flow_engine.domain.ledger import Placement, Settled, credit_for
from flow_engine.domain.orders import (
    NOT_OWED,
    OrderState,
    refusal_to_cancel,
    status_after_unpaid_end,
    status_of,
)
from hypothesis import given
from hypothesis import strategies as st

ORDER = UUID(int=1)
amounts = st.integers(min_value=1, max_value=10**9)


@given(amounts)
def test_what_nobody_owes_asks_for_nothing_and_cannot_be_paid_on_a_wish(total: int) -> None:
    """Nothing is open, so no payment of it may be started by a conversation."""
    order = OrderState("USD", total, 0, NOT_OWED)
    wish = Opening(total, "USD", 1)

    assert 0 == order.open_minor
    assert "nothing_open" == refusal_to_open(order, wish, has_open_intent=False)
    assert refusal_to_open(order.owed_again(), wish, has_open_intent=False) is None
    assert refusal_to_cancel(order, has_open_intent=False, has_credit=False) is None


@given(amounts, amounts)
def test_every_cent_that_arrives_late_is_on_the_order(total: int, settled: int) -> None:
    """None is left out, none is doubled; a person looks exactly when it is more than was asked."""
    order = OrderState("USD", total, 0, NOT_OWED)
    credit = credit_for(Settled(ORDER, "omari", settled, "USD"), ORDER, order)

    assert Placement.ORDER is credit.placement
    assert 0 == sum(entry.amount_minor for entry in credit.entries)
    assert -settled == credit.entries[1].amount_minor
    assert ("overpaid" if settled > total else None) == credit.task


@given(amounts, st.integers(min_value=0, max_value=10**9))
def test_only_an_order_without_a_cent_ends_with_its_transaction(total: int, paid: int) -> None:
    """What was paid, or called off by the merchant, stays as it is."""
    order = OrderState("USD", total, paid, status_of(total, paid))
    cancelled = OrderState("USD", total, 0, "cancelled")

    assert (status_of(total, paid) if paid else NOT_OWED) == status_after_unpaid_end(order)
    assert "cancelled" == status_after_unpaid_end(cancelled)
