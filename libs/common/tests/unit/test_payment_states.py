"""The states of a payment: all pairs, one door, and what no path can do."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from common.payments.domain import (
    TRANSITIONS,
    IllegalTransitionError,
    Payment,
    PaymentStatus,
    Policy,
    Turn,
)
from common.testing.clock import NOON

S = PaymentStatus
LEGAL = {
    (S.NEW, S.SENDING), (S.NEW, S.FAILED), (S.NEW, S.EXPIRED), (S.NEW, S.CANCELLED),
    (S.SENDING, S.AWAITING_CUSTOMER), (S.SENDING, S.UNKNOWN), (S.SENDING, S.SUCCEEDED),
    (S.SENDING, S.FAILED), (S.SENDING, S.CANCELLED),
    (S.AWAITING_CUSTOMER, S.SENDING), (S.AWAITING_CUSTOMER, S.UNKNOWN),
    (S.AWAITING_CUSTOMER, S.SUCCEEDED), (S.AWAITING_CUSTOMER, S.FAILED),
    (S.AWAITING_CUSTOMER, S.EXPIRED), (S.AWAITING_CUSTOMER, S.CANCELLED),
    (S.UNKNOWN, S.AWAITING_CUSTOMER), (S.UNKNOWN, S.SUCCEEDED), (S.UNKNOWN, S.FAILED),
    (S.UNKNOWN, S.CANCELLED),
    (S.FAILED, S.SUCCEEDED), (S.EXPIRED, S.SUCCEEDED), (S.CANCELLED, S.SUCCEEDED),
}  # fmt: skip


def a_payment(status: PaymentStatus = S.NEW) -> Payment:
    """Build a payment."""
    return Payment(
        id=UUID(int=1),
        provider="omari",
        method="omari",
        amount_minor=5000,
        currency="USD",
        masked_msisdn="2637*****187",
        created_at=NOON,
        expires_at=NOON + timedelta(minutes=1),
        status=status,
    )


@pytest.mark.parametrize(("before", "after"), list(product(S, S)))
def test_a_payment_moves_only_where_the_table_leads(before: S, after: S) -> None:
    """All sixty-four pairs, through the one door."""
    turn = Turn(a_payment(before), NOON, Policy())
    if (before, after) in LEGAL:
        turn.move(after)

        assert after is turn.payment.status
    else:
        with pytest.raises(IllegalTransitionError):
            turn.move(after)
        assert before is turn.payment.status


def test_success_wins_and_never_leaves() -> None:
    """From everywhere but NEW there is a way to it, and none from it."""
    assert frozenset() == TRANSITIONS[S.SUCCEEDED]
    assert {s for s in S if S.SUCCEEDED in TRANSITIONS[s]} == set(S) - {S.NEW, S.SUCCEEDED}
