"""The ledger's rules: what arrived is all there, on both sides."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from common.ids import new_id
from common.money import Money
from flow_engine.domain.ledger import Movement, MovementKind, Placement, Settled, credit_for
from flow_engine.domain.orders import OrderState, refusal_to_cancel, status_of
from hypothesis import given
from hypothesis import strategies as st

MINOR = st.integers(min_value=1, max_value=10**12)
CURRENCY = st.sampled_from(["USD", "ZWG", "ZAR"])
NOON = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
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
    ("before", "total", "paid", "refunded", "disputes", "status"),
    [
        ("unpaid", 100, 0, 0, 0, "unpaid"),
        ("unpaid", 100, 1, 0, 0, "part_paid"),
        ("unpaid", 100, 99, 0, 0, "part_paid"),
        ("unpaid", 100, 100, 0, 0, "paid"),
        ("unpaid", 100, 101, 0, 0, "overpaid"),
        ("paid", 100, 101, 1, 0, "part_refunded"),
        ("paid", 100, 100, 1, 0, "part_refunded"),
        ("part_paid", 100, 50, 50, 0, "refunded"),
        ("paid", 100, 100, 100, 0, "refunded"),
        ("refunded", 100, 200, 100, 0, "part_refunded"),
        ("paid", 100, 100, 0, 1, "disputed"),
        ("refunded", 100, 100, 100, 1, "disputed"),
        ("disputed", 100, 100, 0, 0, "paid"),
        ("disputed", 100, 100, 100, 0, "refunded"),
        ("cancelled", 100, 100, 100, 1, "cancelled"),
        ("cancelled", 100, 0, 0, 0, "cancelled"),
        ("not_owed", 100, 0, 0, 0, "not_owed"),
        ("not_owed", 100, 100, 0, 0, "paid"),
    ],
)
def test_w_o18_the_status_follows_by_precedence(
    before: str, total: int, paid: int, refunded: int, disputes: int, status: str
) -> None:
    """W-O18: cancelled, disputed, refunded, part_refunded, overpaid, paid, part_paid, unpaid.

    The first that holds is the status; what nobody owes is not owed until money comes after all.
    """
    state = OrderState("USD", total, paid, before, refunded, disputes)

    assert state.status_now() == status


@given(MINOR, st.integers(min_value=0, max_value=10**12), st.data())
def test_neither_a_refund_nor_a_dispute_reopens_a_debt(
    total: int, paid: int, data: st.DataObject
) -> None:
    """What is left to pay is the total less what arrived, whatever went back afterwards."""
    refunded = data.draw(st.integers(min_value=0, max_value=paid))
    disputes = data.draw(st.integers(min_value=0, max_value=2))
    state = OrderState("USD", total, paid, "unpaid", refunded, disputes)
    state = replace(state, payment_status=state.status_now())

    assert state.open_minor == max(0, total - paid)


@given(
    st.lists(st.tuples(st.sampled_from(MovementKind), st.sampled_from(Placement), MINOR)),
    CURRENCY,
)
def test_whatever_moves_all_accounts_together_hold_nothing(
    drawn: list[tuple[MovementKind, Placement, int]], currency: str
) -> None:
    """Each movement has two sides that sum to zero; what leaves a provider's account was owed."""
    made = [_movement(kind, place, Money(minor, currency)) for kind, place, minor in drawn]
    entries = [entry for movement in made for entry in movement.entries]

    assert all(sum(entry.amount_minor for entry in one.entries) == 0 for one in made)
    assert {entry.currency for entry in entries} <= {currency}
    gone = {MovementKind.REFUND, MovementKind.DISPUTE}
    held = sum(e.amount_minor for e in entries if e.account.startswith("provider:"))
    came = sum(
        -one.amount.minor if one.kind in gone else one.amount.minor
        for one in made
        if one.kind is not MovementKind.PLACED
    )
    assert held == came


def test_what_is_placed_leaves_suspense_for_its_order() -> None:
    """Suspended money that a person puts on an order is owed to that order, and no more held."""
    placed = _movement(MovementKind.PLACED, Placement.ORDER, Money(500, "USD"))

    assert [(e.account, e.amount_minor) for e in placed.entries] == [
        ("suspense", 500),
        (f"order:{ORDER_ID}", -500),
    ]


def _movement(kind: MovementKind, placement: Placement, amount: Money) -> Movement:
    return Movement(
        kind=kind,
        movement_id=new_id(),
        payment_id=new_id(),
        settlement_id=new_id(),
        provider="omari",
        provider_reference="A1",
        amount=amount,
        happened_at=NOON,
        placement=placement,
        order_id=ORDER_ID,
    )


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
