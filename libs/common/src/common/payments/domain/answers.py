"""What a provider's answer does to a payment."""

from common.contracts.payments import PaymentOtpRefused, PaymentSucceeded, PaymentUnknown
from common.money import Money
from common.payments.domain.base import TurnBase
from common.payments.domain.calls import Call, CallKind, Verdict
from common.payments.domain.outcomes import (
    Charged,
    Declined,
    Held,
    NotSent,
    Outcome,
    Paid,
    Started,
    WrongOtp,
)
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.status import CLOSED, UNPAID_CLOSED, PaymentStatus

_IN_DOUBT = (PaymentStatus.SENDING, PaymentStatus.UNKNOWN)


class Answers(TurnBase):
    """Success settles whenever it comes; the rest counts only for the call it answers."""

    def settle(self, attempt: Attempt, outcome: Charged | Paid) -> None:
        """Record the money that arrived: what the provider says, else what it was asked for."""
        payment = self.payment
        settled = outcome.settled or Money(payment.amount_minor, payment.currency)
        if payment.status is PaymentStatus.SUCCEEDED:
            self._settled_twice(attempt, outcome)
            return
        if settled.currency != payment.currency:
            self.hold("other_currency")
            return
        late = payment.status in UNPAID_CLOSED
        self.move(PaymentStatus.SUCCEEDED)
        payment.closing, payment.asked, payment.code = Closing.NOTHING, "", None
        payment.settled_minor = settled.minor
        payment.provider_reference = outcome.provider_reference or str(attempt.id)
        payment.debit_reference = outcome.debit_reference
        self._look_at_voided(attempt)
        self.drop(CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL)
        self._say_succeeded(late=late)

    def hold(self, code: str) -> None:
        """Keep the payment open for a person: its state is not ours to judge."""
        self.payment.hold_code = code
        self.payment.needs_staff = True
        if self.payment.status not in CLOSED:
            self.payment.closing = Closing.NOTHING
            self.become_unknown()

    def on_start(self, attempt: Attempt, outcome: Outcome) -> None:
        """Wait for the customer, try again, or give up; no money has moved either way."""
        if isinstance(outcome, Started):
            self._opened(attempt, outcome)
        elif not isinstance(outcome, (NotSent, Declined)):
            self.watch(attempt)
        if self.payment.status is not PaymentStatus.SENDING or isinstance(outcome, Started):
            return
        if isinstance(outcome, Declined):
            self._start_failed(outcome.reason)
        else:
            self._start_later(attempt, same=isinstance(outcome, NotSent))

    def on_charge(self, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Settle, refuse, or say that it is in doubt."""
        if isinstance(outcome, (Charged, Paid)):
            self.settle(attempt, outcome)
        elif self.payment.status not in _IN_DOUBT:
            return
        elif isinstance(outcome, WrongOtp):
            self.wrong_otp(attempt)
        elif isinstance(outcome, Declined):
            self.fail(outcome.reason)
        elif isinstance(outcome, NotSent):
            self.fail("provider_unavailable")
        else:
            self.in_doubt(call, attempt, outcome)

    def in_doubt(self, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Say that we do not know, and have the provider asked."""
        if isinstance(outcome, Held):
            self.payment.hold_code = outcome.code
            self.payment.needs_staff = True
        self.become_unknown()
        sent_at = call.started_at or self.now
        first = sent_at + self.policy.query_marks[0]
        self.ask(attempt, at=max(self.now, first))
        if self.payment.closing is Closing.CANCEL:
            self.report("cancel")

    def become_unknown(self) -> None:
        """Announce once that the outcome of the charge is not known."""
        payment = self.payment
        if payment.status is not PaymentStatus.UNKNOWN:
            self.move(PaymentStatus.UNKNOWN)
        if payment.announced_at is None:
            payment.announced_at = self.now
            self.say(PaymentUnknown(payment_id=payment.id, provider=payment.provider, at=self.now))

    def wrong_otp(self, attempt: Attempt) -> None:
        """Let the customer try again, up to the policy's tries, unless he asked to cancel."""
        payment = self.payment
        attempt.tries_left -= 1
        if payment.closing is Closing.CANCEL:
            self.move(PaymentStatus.AWAITING_CUSTOMER)
            payment.asked = "cancel"
            self.ask(attempt, at=self.now, priority=0)
        elif attempt.tries_left <= 0:
            self.fail("otp_exhausted")
        else:
            self.move(PaymentStatus.AWAITING_CUSTOMER)
            self.say(
                PaymentOtpRefused(
                    payment_id=payment.id,
                    provider=payment.provider,
                    at=self.now,
                    otp_reference=attempt.otp_reference or "",
                    tries_left=attempt.tries_left,
                )
            )

    def _opened(self, attempt: Attempt, outcome: Started) -> None:
        attempt.otp_reference = outcome.otp_reference
        attempt.opened_at = self.now
        attempt.tries_left = self.policy.tries
        if self.payment.status is PaymentStatus.SENDING:
            self.await_customer(attempt, lives=self.policy.expires_after)
        elif self.payment.status in UNPAID_CLOSED:
            self.add_call(attempt, CallKind.CANCEL, at=self.now)

    def _start_later(self, attempt: Attempt, *, same: bool) -> None:
        """Try again within the window: the same start if it was not sent, else another."""
        policy = self.policy
        is_soon = same or attempt.number == 1
        at = self.now + (policy.start_pause if is_soon else policy.replace_pause)
        if at > (self.payment.start_deadline or self.now):
            self._start_failed("provider_unavailable")
        elif same:
            self.add_call(attempt, CallKind.START, at=at)
        else:
            self.add_attempt(at=at)

    def _start_failed(self, code: str) -> None:
        earlier = self.payment.attempt
        if earlier is None or earlier.tries_left <= 0:
            self.fail(code)
        else:
            self.await_customer(earlier)

    def _settled_twice(self, attempt: Attempt, outcome: Charged | Paid) -> None:
        """Ignore the same success heard again; another attempt's is for a person."""
        same = self.payment.provider_reference in (outcome.provider_reference, str(attempt.id))
        if not same and outcome.provider_reference:
            self.payment.needs_staff = True
            self.payment.hold_code = "second_success"

    def _look_at_voided(self, attempt: Attempt) -> None:
        """Have a person look whether money that came despite a void was given back by it."""
        cancels = self.payment.cancels(attempt.id)
        if any(call.verdict is Verdict.ACCEPTED for call in cancels):
            self.payment.needs_staff = True
            self.payment.hold_code = "voided_after_charge"

    def _say_succeeded(self, *, late: bool) -> None:
        payment = self.payment
        self.say(
            PaymentSucceeded(
                payment_id=payment.id,
                provider=payment.provider,
                at=self.now,
                settled_minor=payment.settled_minor or 0,
                currency=payment.currency,
                provider_reference=payment.provider_reference or "",
                late=late,
                test=payment.test,
                hold_code=payment.hold_code,
            )
        )
