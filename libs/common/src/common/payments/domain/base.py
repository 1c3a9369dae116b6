"""One turn of the protocol: a payment, the moment, and what has been decided so far."""

from datetime import datetime, timedelta
from uuid import UUID

from common.contracts.payments import (
    PaymentCancelled,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentOtpRequested,
    PaymentStateReported,
)
from common.ids import derived_id
from common.payments.domain.calls import Call, CallKind, CallState, Verdict
from common.payments.domain.payment import Attempt, Closing, Payment
from common.payments.domain.policy import Policy
from common.payments.domain.status import PaymentStatus, checked

_PRIORITY = {CallKind.CHARGE: 0, CallKind.START: 1, CallKind.QUERY: 3, CallKind.CANCEL: 5}
ASKED_PRIORITY = 0


class TurnBase:
    """Changes one payment in memory; whoever holds its row saves it and sends `events`."""

    def __init__(self, payment: Payment, now: datetime, policy: Policy) -> None:
        self.payment = payment
        self.now = now
        self.policy = policy
        self.events: list[PaymentEvent] = []

    def move(self, to: PaymentStatus) -> None:
        """Change the state: the one door. Raises IllegalTransitionError."""
        self.payment.status = checked(self.payment.status, to)
        self.payment.updated_at = self.now

    def say(self, event: PaymentEvent) -> None:
        """Report a fact when the turn is saved."""
        self.events.append(event)

    def add_call(
        self, attempt: Attempt, kind: CallKind, *, at: datetime, priority: int | None = None
    ) -> Call:
        """Write down a call that is to be made."""
        payment = self.payment
        payment.calls_made += 1
        call = Call(
            id=derived_id(str(payment.id), "call", str(payment.calls_made)),
            attempt_id=attempt.id,
            kind=kind,
            priority=_PRIORITY[kind] if priority is None else priority,
            next_at=at,
            created_at=self.now,
        )
        payment.calls.append(call)
        return call

    def add_attempt(self, *, at: datetime | None = None) -> Attempt:
        """Open an attempt under a reference of its own and write down its start."""
        payment = self.payment
        number = len(payment.attempts) + 1
        attempt = Attempt(self._reference(number), number, self.now)
        payment.attempts.append(attempt)
        self.add_call(attempt, CallKind.START, at=at or self.now)
        return attempt

    def ask(self, attempt: Attempt, *, at: datetime, priority: int | None = None) -> None:
        """See to it that the provider is asked about the attempt at `at`, or sooner."""
        for call in self.payment.calls:
            if call.kind is not CallKind.QUERY or call.attempt_id != attempt.id:
                continue
            if call.state is CallState.DUE:
                call.next_at = min(call.next_at, at)
                if priority is not None:
                    call.priority = min(call.priority, priority)
                return
            if call.state is CallState.CALLING:
                return
        self.add_call(attempt, CallKind.QUERY, at=at, priority=priority)

    def drop(self, *kinds: CallKind) -> None:
        """Let go of calls that were written down and not made."""
        for call in self.payment.calls:
            if call.state is CallState.DUE and call.kind in kinds:
                call.state = CallState.DROPPED
                call.finished_at = self.now
                call.verdict = Verdict.NOT_SENT

    def watch(self, attempt: Attempt) -> None:
        """Keep asking about the attempt for a day: a late success must not be lost."""
        attempt.watch_until = self.now + self.policy.watch_for
        at = self.policy.next_watch(attempt.watch_until, self.now)
        if at is not None:
            self.ask(attempt, at=at)

    def await_customer(self, attempt: Attempt, *, lives: timedelta | None = None) -> None:
        """Wait for the customer's code of this attempt, and ask for it."""
        payment = self.payment
        self.move(PaymentStatus.AWAITING_CUSTOMER)
        if lives is not None:
            payment.expires_at = self.now + lives
        self.say(
            PaymentOtpRequested(
                payment_id=payment.id,
                provider=payment.provider,
                at=self.now,
                otp_reference=attempt.otp_reference or "",
                masked_msisdn=payment.masked_msisdn,
                tries_left=attempt.tries_left,
                test=payment.test,
            )
        )

    def fail(self, code: str) -> None:
        """Close the payment: a definite no. What was asked for before is thereby answered."""
        payment = self.payment
        if payment.closing is Closing.CANCEL:
            self.cancelled()
            return
        self._close(PaymentStatus.FAILED)
        payment.code = code
        self.say(
            PaymentFailed(payment_id=payment.id, provider=payment.provider, at=self.now, code=code)
        )

    def cancelled(self) -> None:
        """Close the payment on the customer's wish."""
        payment = self.payment
        self._close(PaymentStatus.CANCELLED)
        self.say(PaymentCancelled(payment_id=payment.id, provider=payment.provider, at=self.now))

    def expired(self) -> None:
        """Close the payment because its time ran out."""
        payment = self.payment
        self._close(PaymentStatus.EXPIRED)
        self.say(PaymentExpired(payment_id=payment.id, provider=payment.provider, at=self.now))

    def report(self, asked: str) -> None:
        """Answer a check or a cancel with the state as it stands."""
        payment = self.payment
        self.say(
            PaymentStateReported(
                payment_id=payment.id,
                provider=payment.provider,
                at=self.now,
                status=payment.status.value,
                asked="cancel" if asked == "cancel" else "check",
            )
        )

    def _close(self, to: PaymentStatus) -> None:
        payment = self.payment
        self.move(to)
        payment.closing = Closing.NOTHING
        payment.asked = ""
        self.drop(CallKind.START, CallKind.CHARGE)
        charged = {call.attempt_id for call in payment.charges()}
        for attempt in payment.attempts:
            if attempt.id in charged:
                self.watch(attempt)
            elif attempt.opened_at is not None:
                self.add_call(attempt, CallKind.CANCEL, at=self.now)

    def _reference(self, number: int) -> UUID:
        payment = self.payment
        if number == 1 and payment.merchant_reference is not None:
            return payment.merchant_reference
        return derived_id(str(payment.id), "attempt", str(number))
