"""The whole protocol: requests, answers, queries and the passing of time."""

from uuid import UUID

from common.contracts.payments import PaymentStartDelayed
from common.payments.domain.calls import Call, CallKind, CallState, verdict_of
from common.payments.domain.outcomes import Charged, Outcome, Paid, Unknown
from common.payments.domain.queries import Queries
from common.payments.domain.status import STARTING, PaymentStatus


class Turn(Queries):
    """One decision about one payment; see the mixins for what each part promises."""

    def begin(self, token: UUID) -> Call | None:
        """Claim the call that is due first: from now on the provider may have seen it."""
        due = [c for c in self.payment.calls if c.state is CallState.DUE and c.next_at <= self.now]
        for call in sorted(due, key=lambda c: c.priority):
            if call.state is CallState.DUE and self.may_begin(call):
                call.state = CallState.CALLING
                call.token = token
                call.started_at = self.now
                return call
        return None

    def may_begin(self, call: Call) -> bool:
        """Whether the state still wants this call; one that it does not want is let go."""
        if call.kind is CallKind.START:
            return self._may_start(call)
        if call.kind is CallKind.CHARGE:
            return self._may_charge(call)
        return call.kind is not CallKind.CANCEL or self.may_cancel(call)

    def record(self, call: Call, outcome: Outcome, token: UUID | None = None) -> None:
        """Write down what became of a call, and go on from there.

        A call that was given up, or claimed again, counts only if it tells of money.
        """
        attempt = self.payment.attempt_by_id(call.attempt_id)
        if call.state is not CallState.CALLING or (token and token != call.token):
            if isinstance(outcome, (Charged, Paid)):
                self.settle(attempt, outcome)
            return
        call.state = CallState.DONE
        call.finished_at = self.now
        call.verdict = verdict_of(outcome)
        call.code = outcome.code
        if call.kind is CallKind.START:
            self.on_start(attempt, outcome)
        elif call.kind is CallKind.CHARGE:
            self.on_charge(call, attempt, outcome)
        elif call.kind is CallKind.QUERY:
            self.on_query(call, attempt, outcome)
        elif call.kind is CallKind.CANCEL:
            self.on_cancel(attempt, outcome)

    def lose(self) -> None:
        """Settle calls whose process is gone: in doubt, asked about, never repeated."""
        for call in list(self.payment.calls):
            if call.state is CallState.CALLING:
                self.record(call, Unknown("lost"))

    def announce(self) -> None:
        """Say that we do not know, of a charge that hangs; it may still answer.

        A start is called slow also while it waits for its turn: the customer waits all the same.
        """
        charge = self.payment.charge_in_flight()
        if self.payment.status not in STARTING:
            return
        if charge is None:
            self._announce_start()
        elif self.now - (charge.started_at or self.now) >= self.policy.announce_after:
            self.become_unknown()

    def forget_otp(self) -> None:
        """Let go of a code that could not be used in time, and ask the customer again."""
        for call in self.payment.calls:
            stale = self.now - call.created_at >= self.policy.otp_lives
            if call.kind is CallKind.CHARGE and call.state is CallState.DUE and stale:
                self._code_is_stale()
                return

    def _announce_start(self) -> None:
        """Say once, of each code that is asked for, that the provider takes long to send it."""
        payment = self.payment
        starts = [c for c in payment.calls if c.kind is CallKind.START and c.is_open]
        if not starts or payment.announced_at is not None or payment.start_deadline is None:
            return
        if self.now >= self.policy.slow_start_at(payment.start_deadline):
            payment.announced_at = self.now
            self.say(
                PaymentStartDelayed(payment_id=payment.id, provider=payment.provider, at=self.now)
            )

    def _may_start(self, call: Call) -> bool:
        if self.payment.status is PaymentStatus.NEW:
            self.move(PaymentStatus.SENDING)
        if self.payment.status is PaymentStatus.SENDING:
            return True
        self.drop(call.kind)
        return False

    def _may_charge(self, call: Call) -> bool:
        if self.payment.status is not PaymentStatus.SENDING or self.payment.may_be_charged():
            self.drop(CallKind.CHARGE)
            return False
        return self.now - call.created_at < self.policy.otp_lives

    def _code_is_stale(self) -> None:
        self.drop(CallKind.CHARGE)
        attempt = self.payment.attempt
        if self.payment.status is PaymentStatus.SENDING and attempt is not None:
            self.await_customer(attempt)
