"""The ledger's rules: what arrived is all there, on both sides."""

from uuid import UUID

import pytest
from common.ids import new_id
from flow_engine.domain.ledger import Placement, Settled, credit_for
from flow_engine.domain.orders import OrderState, refusal_to_cancel, status_of
from hypothesis import given
from hypothesis import strategies as st

MINOR = st.integers(min_value=1, max_value=10**12)
CURRENCY = st.sampled_from(["USD", "ZWG", "ZAR"])
ORDER_ID = UUID("0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10")


@st.composite
def orders(draw: st.DrawFn) -> OrderState | None:
    """Draw an order in any state, or none."""
    if draw(st.booleans()):
        return None
    total, paid = draw(MINOR), draw(st.integers(min_value=0, max_value=10**12))
    status = draw(st.sampled_from([status_of(total, paid), "cancelled"]))
    return OrderState(draw(CURRENCY), total, paid, status)


@given(MINOR, CURRENCY, orders())
def test_every_movement_sums_to_zero(minor: int, currency: str, order: OrderState | None) -> None:
    """Whatever arrives for whatever order, the entries sum to zero in one currency."""
    credit = credit_for(Settled(new_id(), "omari", minor, currency), ORDER_ID, order)

    assert sum(entry.amount_minor for entry in credit.entries) == 0
    assert {entry.currency for entry in credit.entries} == {currency}
    assert credit.entries[0].amount_minor == minor


@given(MINOR, CURRENCY, orders())
def test_what_no_order_takes_is_in_suspense_with_a_task(
    minor: int, currency: str, order: OrderState | None
) -> None:
    """Money is on its order, or in suspense where a person is told to look."""
    credit = credit_for(Settled(new_id(), "omari", minor, currency), ORDER_ID, order)
    takes_it = order is not None and order.currency == currency and not order.is_cancelled

    assert (credit.placement is Placement.ORDER) == takes_it
    assert takes_it or credit.task is not None


def test_nothing_is_never_settled() -> None:
    """A settled payment of nothing is no payment."""
    with pytest.raises(ValueError, match="more than nothing"):
        Settled(new_id(), "omari", 0, "USD")


@pytest.mark.parametrize(
    ("total", "paid", "status"),
    [
        (100, 0, "unpaid"),
        (100, 1, "part_paid"),
        (100, 99, "part_paid"),
        (100, 100, "paid"),
        (100, 101, "overpaid"),
    ],
)
def test_w_o18_the_status_follows_from_the_amounts(total: int, paid: int, status: str) -> None:
    """W-O18: the payment status is one of five words, and the amounts alone decide."""
    assert status_of(total, paid) == status


@given(MINOR, st.integers(min_value=0, max_value=10**12))
def test_what_is_left_is_never_below_zero(total: int, paid: int) -> None:
    """An overpaid order has nothing left to pay, not less than nothing."""
    state = OrderState("USD", total, paid, status_of(total, paid))

    assert state.open_minor == max(0, total - paid)


@pytest.mark.parametrize(
    ("paid", "is_open", "has_credit", "code"),
    [
        (0, False, False, None),
        (0, True, False, "open_intent"),
        (1, False, True, "money_received"),
        (0, False, True, "money_received"),
    ],
)
def test_an_order_with_money_is_not_cancelled(
    paid: int, *, is_open: bool, has_credit: bool, code: str | None
) -> None:
    """An order is cancelled only while no money came and none is on its way."""
    state = OrderState("USD", 100, paid, status_of(100, paid))

    assert refusal_to_cancel(state, has_open_intent=is_open, has_credit=has_credit) == code
