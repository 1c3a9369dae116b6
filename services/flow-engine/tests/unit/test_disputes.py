"""The rules of disputes: the amount leaves once and comes back once, whatever is told when."""

import pytest
from common.money import Money
from flow_engine.domain.disputes import OPEN, Change, DisputeState, change_of
from flow_engine.domain.refund_texts import ReturnedMoney, dispute_text
from flow_engine.domain.world import Merchant
from hypothesis import given
from hypothesis import strategies as st

O, E, W, L = DisputeState.OPENED, DisputeState.EVIDENCE_DUE, DisputeState.WON, DisputeState.LOST  # noqa: E741 - a table


@given(st.lists(st.sampled_from(list(DisputeState)), min_size=1, max_size=12))
def test_any_order_of_facts_takes_the_amount_once(told: list[DisputeState]) -> None:
    """After any facts the money is away or it is not, as the state says, and never twice."""
    state: DisputeState | None = None
    away = opened = 0
    for fact in told:
        change = change_of(state, fact)
        state, away, opened = (
            change.state,
            away + int(change.takes) - int(change.returns),
            opened + change.opened,
        )
        assert away == int(state is not W)
        assert opened == int(state in OPEN)


@pytest.mark.parametrize(
    ("present", "told", "change"),
    [
        (None, O, Change(O, takes=True, opened=1)),
        (None, L, Change(L, takes=True)),
        (None, W, Change(W)),
        (O, E, Change(E)),
        (E, O, Change(E)),
        (E, W, Change(W, returns=True, opened=-1)),
        (O, L, Change(L, opened=-1)),
        (L, O, Change(L)),
        (L, W, Change(W, returns=True)),
        (W, L, Change(W)),
    ],
)
def test_what_each_fact_moves(
    present: DisputeState | None, told: DisputeState, change: Change
) -> None:
    """Opened takes, won returns, lost is final unless it is won after all."""
    assert change_of(present, told) == change


def test_the_customer_hears_only_what_concerns_him() -> None:
    """He hears that it was opened and how it ended; the merchant's deadline is none of his."""
    merchant = Merchant("Mosi Tours", "+263 77 000 0000", "Africa/Harare")
    disputed = ReturnedMoney(Money(5_000, "USD"), "stripe", None, "K3512PA5")
    said = {state: dispute_text(state, disputed, merchant) for state in DisputeState}

    assert said[E] is None
    assert all("USD 50.00 for K3512PA5" in (said[state] or "") for state in (O, W, L))
    assert "do not pay again" in (said[O] or "")
