"""When an intent may be opened, and which facts still change it."""

from itertools import product

import pytest
from flow_engine.domain.intents import OPEN, IntentStatus, Opening, next_status, refusal_to_open
from flow_engine.domain.orders import OrderState, status_of
from hypothesis import given
from hypothesis import strategies as st

PAIRS = list(product(IntentStatus, IntentStatus))


def order(total: int = 10_000, paid: int = 0) -> OrderState:
    """Return an order in dollars."""
    return OrderState("USD", total, paid, status_of(total, paid))


@given(
    st.integers(min_value=1, max_value=10**6),
    st.integers(min_value=0, max_value=10**6),
    st.integers(min_value=1, max_value=10**6),
    st.integers(min_value=1, max_value=10**4),
)
def test_what_may_be_opened_fits_the_balance(
    total: int, paid: int, amount: int, minimum: int
) -> None:
    """Any amount from the minimum to the open balance may be paid; a small balance in full."""
    state = order(total, paid)
    code = refusal_to_open(state, Opening(amount, "USD", minimum), has_open_intent=False)
    fits = 0 < amount <= state.open_minor and amount >= min(minimum, state.open_minor)

    assert (code is None) == fits


def test_an_open_intent_keeps_others_away() -> None:
    """The second way to pay first resolves the first."""
    wish = Opening(100, "USD", 100)

    assert refusal_to_open(order(), wish, has_open_intent=True) == "open_intent"


def test_currencies_are_never_mixed() -> None:
    """An order in dollars takes no other currency."""
    wish = Opening(100, "ZWG", 100)

    assert refusal_to_open(order(), wish, has_open_intent=False) == "other_currency"


def test_a_cancelled_order_takes_no_payment() -> None:
    """Nothing is owed for a cancelled order."""
    state = OrderState("USD", 100, 0, "cancelled")
    wish = Opening(100, "USD", 100)

    assert refusal_to_open(state, wish, has_open_intent=False) == "order_cancelled"


@pytest.mark.parametrize(("present", "told"), PAIRS)
def test_success_wins_and_stays(present: IntentStatus, told: IntentStatus) -> None:
    """After any pair of facts: paid if either is, else the first end, else what was told.

    While a person judges a payment, no news but an end takes it out of his hands.
    """
    after = next_status(present, told)
    if IntentStatus.PAID in (present, told):
        assert after is IntentStatus.PAID
    elif present is IntentStatus.HELD and told in OPEN:
        assert after is IntentStatus.HELD
    elif present in OPEN:
        assert after is told
    else:
        assert after is present
