"""A payment's story, told decision by decision: no row, no network, a clock that stands."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from common.payments.domain import (
    Call,
    CallKind,
    CallState,
    Outcome,
    Payment,
    Policy,
    Turn,
    claims,
    record,
    requests,
    timeouts,
)
from common.testing.clock import NOON

TOKEN = UUID(int=7)
POLICY = Policy()
RULES: dict[str, Callable[[Turn], object]] = {
    rule.__name__: rule
    for rule in (
        requests.open_payment, requests.submit_otp, requests.resend, requests.cancel,
        requests.check, timeouts.expire, timeouts.announce, timeouts.forget_otp, record.lose,
    )
}  # fmt: skip
"""What can be asked of a payment, by name."""


class PaymentStory:
    """One payment; each step tells what was said, by the words between `payment.` and `.v1`."""

    def __init__(self, policy: Policy = POLICY) -> None:
        self.policy = policy
        self.now: datetime = NOON
        self.payment = Payment(
            id=UUID(int=1),
            provider="omari",
            method="omari",
            amount_minor=5000,
            currency="USD",
            masked_msisdn="2637*****187",
            created_at=NOON,
            expires_at=NOON + policy.new_expires_after,
        )
        self.do("open_payment")

    def wait(self, by: timedelta) -> "PaymentStory":
        """Let time pass."""
        self.now += by
        return self

    def do(self, what: str) -> list[str]:
        """Run one rule."""
        turn = Turn(self.payment, self.now, self.policy)
        RULES[what](turn)
        return [event.TYPE.split(".")[1] for event in turn.events]

    def turn(self) -> Turn:
        """Return a turn of this moment, for a rule that needs more than the turn."""
        return Turn(self.payment, self.now, self.policy)

    def call(self, kind: CallKind) -> Call:
        """Claim the call that is due, which must be of this kind."""
        call = claims.begin(Turn(self.payment, self.now, self.policy), TOKEN)
        if call is None or call.kind is not kind:
            raise LookupError(f"no {kind} is due")
        return call

    def answer(self, call: Call, outcome: Outcome, token: UUID | None = TOKEN) -> list[str]:
        """Record an outcome."""
        turn = Turn(self.payment, self.now, self.policy)
        record.record(turn, call, outcome, token)
        return [event.TYPE.split(".")[1] for event in turn.events]

    def made(self, kind: CallKind, outcome: Outcome) -> list[str]:
        """Claim a call and answer it at once."""
        return self.answer(self.call(kind), outcome)

    def due(self, kind: CallKind) -> list[datetime]:
        """Return when calls of a kind are due."""
        calls = self.payment.calls
        return [c.next_at for c in calls if c.kind is kind and c.state is CallState.DUE]

    @property
    def status(self) -> str:
        """Return the state's word."""
        return self.payment.status.value
