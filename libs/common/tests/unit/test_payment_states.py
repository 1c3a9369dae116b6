"""The states of a payment: all pairs, one door, and what no path can do."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from common.money import Money
from common.payments.domain import (
    CLOSED,
    TRANSITIONS,
    CallKind,
    Charged,
    Declined,
    EnterCode,
    Held,
    IllegalTransitionError,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Payment,
    PaymentStatus,
    Pending,
    Policy,
    Started,
    Turn,
    Unknown,
    WrongOtp,
    claims,
    record,
    requests,
)
from common.testing.clock import NOON
from common.testing.story import RULES
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

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
OUTCOMES = st.sampled_from(
    [
        Started(EnterCode("ETDC")),
        Charged("H5PS", settled=Money(5000, "USD"), code="000"),
        Paid(Money(3000, "USD"), "H5PS"),
        Paid(Money(3000, "ZWG"), "H5PS"),
        WrongOtp("055"),
        Declined("declined", "005"),
        NotFound("025"),
        Pending("pending"),
        NotSent("connect_error"),
        Unknown("read_timeout"),
        Held("010"),
    ]
)


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


class AnyOrder(RuleBasedStateMachine):
    """Requests, claims, answers and time in any order, sound or absurd."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.payment = a_payment()
        self.settled: int | None = None
        requests.open_payment(self._turn())

    def _turn(self) -> Turn:
        return Turn(self.payment, self.now, Policy())

    @rule(
        what=st.sampled_from(
            ["submit_otp", "resend", "cancel", "check", "expire", "announce", "lose", "forget_otp"]
        )
    )
    def ask(self, what: str) -> None:
        """Run a rule that takes nothing."""
        RULES[what](self._turn())

    @rule(seconds=st.sampled_from([1, 9, 20, 60, 600, 4000, 90000]))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    @rule(n=st.integers(1, 1000))
    def begin(self, n: int) -> None:
        """Claim what is due."""
        if not any(call.token and call.state == "calling" for call in self.payment.calls):
            claims.begin(self._turn(), UUID(int=n))

    @precondition(lambda self: any(c.was_made for c in self.payment.calls))
    @rule(outcome=OUTCOMES, data=st.data())
    def answer(self, outcome: Outcome, data: st.DataObject) -> None:
        """Answer any call that was made, also again."""
        call = data.draw(st.sampled_from([c for c in self.payment.calls if c.was_made]))
        if call.state == "calling" or isinstance(outcome, (Charged, Paid)):
            record.record(self._turn(), call, outcome)

    @invariant()
    def one_charge_in_doubt(self) -> None:
        """At most one charge call lacks a definite no."""
        assert sum(call.may_have_charged for call in self.payment.calls) <= 1

    @invariant()
    def settled_once(self) -> None:
        """Keep what settled for ever."""
        if self.settled is not None:
            assert self.payment.settled_minor == self.settled
            assert self.payment.status is S.SUCCEEDED
        self.settled = self.payment.settled_minor

    @invariant()
    def closed_sends_nothing(self) -> None:
        """Leave no start and no charge waiting in a closed payment."""
        if self.payment.status in CLOSED:
            kinds = {c.kind for c in self.payment.calls if c.state == "due"}
            assert not kinds & {CallKind.START, CallKind.CHARGE}


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=120, stateful_step_count=40)
