"""Whatever is asked, answered and waited for, in any order, of a way to pay of any shape."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from common.contracts.payments import PaymentCancelled, PaymentExpired, PaymentFailed
from common.money import Money
from common.payments.domain import (
    CLOSED,
    FENCE_MARKS,
    LINK,
    PUSH,
    Approve,
    Call,
    CallKind,
    CallState,
    Charged,
    Declined,
    Done,
    Ended,
    EnterCode,
    Held,
    NotFound,
    NotSent,
    NotSupported,
    OpenLink,
    Outcome,
    Paid,
    PaymentStatus,
    Pending,
    Policy,
    ShowCode,
    Started,
    Turn,
    Unknown,
    WrongOtp,
    claims,
    record,
    requests,
)
from common.testing.story import RULES, PaymentStory
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

UNPAID = (PaymentFailed, PaymentCancelled, PaymentExpired)
OUTCOMES = st.sampled_from(
    [
        Started(EnterCode("ETDC")),
        Started(Approve("Enter your PIN")),
        Started(ShowCode("483920")),
        Started(OpenLink("https://pay.example/1")),
        Charged("H5PS", settled=Money(5000, "USD"), code="000"),
        Charged("H5PS", code="000"),
        Paid(Money(3000, "USD"), "H5PS"),
        Paid(Money(3000, "ZWG"), "H5PS"),
        WrongOtp("055"),
        Declined("declined", "005"),
        Ended("expired"),
        Done("000"),
        NotSupported(),
        NotFound("025"),
        Pending("pending"),
        NotSent("connect_error"),
        Unknown("read_timeout"),
        Held("010"),
    ]
)


class AnyOrder(RuleBasedStateMachine):
    """Requests, claims, answers, callbacks and time in any order, sound or absurd."""

    policy: ClassVar[Policy] = Policy()

    def __init__(self) -> None:
        super().__init__()
        self.story = PaymentStory(self.policy)
        self.payment = self.story.payment
        self.settled: int | None = None
        self.wrong: list[str] = []

    def _turn(self, decide: Callable[[Turn], object]) -> None:
        turn = Turn(self.payment, self.story.now, self.policy)
        decide(turn)
        said = [event.TYPE for event in turn.events if isinstance(event, UNPAID)]
        if said and self.payment.may_be_charged():
            self.wrong += said

    @rule(what=st.sampled_from(sorted(RULES.keys() - {"open_payment"})))
    def ask(self, what: str) -> None:
        """Run a rule that takes nothing."""
        self._turn(RULES[what])

    @rule(seconds=st.sampled_from([1, 9, 20, 60, 600, 4000, 90000]))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.story.wait(timedelta(seconds=seconds))

    @rule(n=st.integers(1, 1000))
    def begin(self, n: int) -> None:
        """Claim what is due."""
        if not any(call.state is CallState.CALLING for call in self.payment.calls):
            self._turn(lambda turn: claims.begin(turn, UUID(int=n)))

    @precondition(lambda self: any(c.was_made for c in self.payment.calls))
    @rule(outcome=OUTCOMES, data=st.data())
    def answer(self, outcome: Outcome, data: st.DataObject) -> None:
        """Answer any call that was made, also again."""
        call = data.draw(st.sampled_from([c for c in self.payment.calls if c.was_made]))
        is_first = call.state is CallState.CALLING
        if is_first or isinstance(outcome, (Charged, Paid, Started)):
            self._turn(lambda turn: record.record(turn, call, outcome))

    @rule(data=st.data())
    def hint(self, data: st.DataObject) -> None:
        """Have a callback name any attempt, early, late, or of nothing that happened."""
        attempt = data.draw(st.sampled_from(self.payment.attempts))
        self._turn(lambda turn: requests.hint(turn, attempt))

    @invariant()
    def one_charge_in_doubt(self) -> None:
        """At most one call lacks a definite no."""
        assert sum(call.may_have_charged for call in self.payment.calls) <= 1

    @invariant()
    def unpaid_is_never_said_too_early(self) -> None:
        """Say of no payment that nothing was taken while it may be, or was."""
        assert not self.wrong

    @invariant()
    def settled_once(self) -> None:
        """Keep what settled for ever."""
        if self.settled is not None:
            assert self.payment.settled_minor == self.settled
            assert self.payment.status is PaymentStatus.SUCCEEDED
        self.settled = self.payment.settled_minor

    @invariant()
    def closed_sends_nothing(self) -> None:
        """Leave no start and no charge waiting in a closed payment."""
        if self.payment.status in CLOSED:
            kinds = {c.kind for c in self.payment.calls if c.state is CallState.DUE}
            assert not kinds & {CallKind.START, CallKind.CHARGE}

    @invariant()
    def doubt_is_asked_about(self) -> None:
        """Have a question due, or a person called, while anything may have been charged."""
        if self.payment.status in CLOSED or not self.payment.may_be_charged():
            return
        is_asked = any(_looks(call) for call in self.payment.calls if call.is_open)
        assert is_asked or self.payment.needs_staff


def _looks(call: Call) -> bool:
    return call.kind is not CallKind.CHARGE or call.state is CallState.CALLING


class AnyOrderOfPrompts(AnyOrder):
    """The same of a prompt on a phone."""

    policy = Policy(shape=PUSH)


class AnyOrderOfLinks(AnyOrder):
    """The same of a page."""

    policy = Policy(shape=LINK)


class AnyOrderOfFences(AnyOrder):
    """The same of a code whose void is a fence."""

    policy = Policy(fence_marks=FENCE_MARKS)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrderOfPrompts = AnyOrderOfPrompts.TestCase
TestAnyOrderOfLinks = AnyOrderOfLinks.TestCase
TestAnyOrderOfFences = AnyOrderOfFences.TestCase
for case in (TestAnyOrder, TestAnyOrderOfPrompts, TestAnyOrderOfLinks, TestAnyOrderOfFences):
    case.settings = settings(max_examples=120, stateful_step_count=40)
