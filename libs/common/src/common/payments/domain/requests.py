"""What people ask of a payment: a code, another code, a cancel, a check."""

from common.payments.domain.base import ASKED_PRIORITY, TurnBase
from common.payments.domain.calls import Call, CallKind
from common.payments.domain.payment import Closing
from common.payments.domain.status import CLOSED, PaymentStatus


class Requests(TurnBase):
    """The wishes; each answers with an event, at once or when the provider has answered."""

    def open(self) -> None:
        """Accept a new payment: its first attempt waits for the caller."""
        self.payment.start_deadline = self.now + self.policy.start_window
        self.add_attempt()

    def submit_otp(self) -> Call | None:
        """Take the customer's code; returns the charge call that carries it.

        None: no code is waited for, so the wish counts as a check.
        """
        payment, attempt = self.payment, self.payment.attempt
        is_wanted = payment.status is PaymentStatus.AWAITING_CUSTOMER and not payment.closing
        if attempt is None or attempt.tries_left <= 0 or not is_wanted:
            self.check()
            return None
        self.move(PaymentStatus.SENDING)
        payment.announced_at = None
        return self.add_call(attempt, CallKind.CHARGE, at=self.now)

    def resend(self) -> None:
        """Ask for another code: a new attempt, once the last is known unpaid."""
        payment = self.payment
        if payment.status is not PaymentStatus.AWAITING_CUSTOMER:
            self.check()
        elif payment.charges():
            self._close_after_asking(Closing.RESEND)
            payment.asked = "check"
        else:
            self.start_again()

    def start_again(self) -> None:
        """Open the next attempt of a payment that waits for its customer."""
        self.payment.closing, self.payment.asked = Closing.NOTHING, ""
        self.payment.start_deadline = self.now + self.policy.start_window
        self.payment.announced_at = None
        self.move(PaymentStatus.SENDING)
        self.add_attempt()

    def cancel(self) -> None:
        """Cancel: at once if our record proves unpaid, else when the provider has said so."""
        payment = self.payment
        if payment.status in CLOSED or self._cancelled_lately():
            self.report("cancel")
        elif not payment.charges():
            self.cancelled()
        elif payment.charge_in_flight() is not None:
            payment.closing = Closing.CANCEL
        else:
            self._stop_sending()
            self._close_after_asking(Closing.CANCEL)
            payment.asked = "cancel"

    def check(self) -> None:
        """Ask the provider now, at most every `check_every`, and answer with the state."""
        payment = self.payment
        charges = payment.charges()
        settled = payment.status is PaymentStatus.SUCCEEDED
        if settled or not charges or self._asked_lately() or payment.charge_in_flight():
            self.report("check")
        else:
            payment.last_checked_at = self.now
            payment.asked = payment.asked or "check"
            self._ask_now(charges[-1])

    def expire(self) -> None:
        """Close a payment whose time ran out, once it is known unpaid."""
        payment = self.payment
        if self.now < payment.expires_at or payment.closing is not Closing.NOTHING:
            return
        if payment.status not in (PaymentStatus.NEW, PaymentStatus.AWAITING_CUSTOMER):
            return
        if payment.charges():
            self._close_after_asking(Closing.EXPIRE)
        else:
            self.expired()

    def _close_after_asking(self, closing: Closing) -> None:
        self.payment.closing = closing
        self.payment.last_checked_at = self.now
        self._ask_now(self.payment.charges()[-1])

    def _ask_now(self, charge: Call) -> None:
        attempt = self.payment.attempt_by_id(charge.attempt_id)
        self.ask(attempt, at=self.now, priority=ASKED_PRIORITY)

    def _stop_sending(self) -> None:
        self.drop(CallKind.START, CallKind.CHARGE)
        if self.payment.status is PaymentStatus.SENDING:
            self.move(PaymentStatus.AWAITING_CUSTOMER)

    def _cancelled_lately(self) -> bool:
        return self.payment.closing is Closing.CANCEL and self._asked_lately()

    def _asked_lately(self) -> bool:
        last = self.payment.last_checked_at
        return last is not None and self.now - last < self.policy.check_every
