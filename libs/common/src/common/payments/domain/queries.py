"""What the provider's own record says of an attempt, and when it is read again."""

from datetime import datetime

from common.payments.domain.calls import Call
from common.payments.domain.fences import Fences
from common.payments.domain.outcomes import (
    Charged,
    Declined,
    Held,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Pending,
    Unknown,
    WrongOtp,
)
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.requests import Requests
from common.payments.domain.status import PaymentStatus


class Queries(Fences, Requests):
    """Only the query decides what a charge call left open."""

    def on_query(self, query: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Take what it says, answer whoever asked, and plan the next look."""
        said = len(self.events)
        if isinstance(outcome, (Charged, Paid)):
            self.settle(attempt, outcome)
        elif isinstance(outcome, Held):
            self.hold(outcome.code)
        elif isinstance(outcome, (Declined, NotFound, Pending, WrongOtp)):
            self.on_unpaid(query, attempt, outcome)
        self._answer(nothing_said=len(self.events) == said)
        self.plan_query(attempt, silent=isinstance(outcome, (NotSent, Unknown)))

    def on_unpaid(
        self, query: Call, attempt: Attempt, outcome: Declined | NotFound | Pending | WrongOtp
    ) -> None:
        """Believe "unpaid" as far as it is proof, and see to it that it becomes proof."""
        payment = self.payment
        if not payment.may_be_charged():
            self.known_unpaid()
        elif payment.status is not PaymentStatus.UNKNOWN or payment.charge_in_flight():
            return
        elif isinstance(outcome, Declined):
            self.fail(outcome.reason)
        elif self.is_fenced(attempt, query) or self.is_absence(attempt, outcome):
            self.fail("not_charged")
        else:
            self.fence(attempt)

    def is_absence(self, attempt: Attempt, outcome: Outcome) -> bool:
        """Whether it was called absent, not just unpaid so far, and that is proof."""
        return not isinstance(outcome, Pending) and self.is_final_absence(attempt)

    def is_final_absence(self, attempt: Attempt) -> bool:
        """Whether "not found" proves it: long after the charge, and said twice, well apart.

        A wrong code that the query repeats may be the try before the one in doubt: no proof.
        """
        charge = self.payment.charge_in_doubt(attempt.id)
        if attempt.not_found_at is None:
            attempt.not_found_at = self.now
        if charge is None or charge.started_at is None:
            return False
        return self.now >= self.policy.proof_at(charge.started_at, attempt.not_found_at)

    def known_unpaid(self) -> None:
        """Do what waited for the proof that nothing was paid."""
        payment = self.payment
        if payment.status is not PaymentStatus.AWAITING_CUSTOMER:
            return
        if payment.closing is Closing.CANCEL:
            self.cancelled()
        elif payment.closing is Closing.EXPIRE:
            self.expired()
        elif payment.closing is Closing.RESEND:
            self.start_again()

    def plan_query(self, attempt: Attempt, *, silent: bool) -> None:
        """Write down the next look at an attempt that is not final."""
        payment, at = self.payment, None
        charge = payment.charge_in_doubt(attempt.id)
        if payment.status is PaymentStatus.SUCCEEDED:
            return
        if payment.status is PaymentStatus.UNKNOWN and charge is not None:
            at = self._next_look(attempt, charge, silent=silent)
            payment.needs_staff = payment.needs_staff or at is None
        elif payment.closing is Closing.EXPIRE:
            at = self.now + self.policy.young_every
        elif attempt.watch_until is not None:
            at = self.policy.next_watch(attempt.watch_until, self.now)
        if at is not None:
            self.ask(attempt, at=at)

    def _next_look(self, attempt: Attempt, charge: Call, *, silent: bool) -> datetime | None:
        """Return when to ask again; as soon as an answer can be proof."""
        sent_at = charge.started_at or charge.created_at
        at = self.policy.next_query(sent_at, self.now, silent=silent)
        if at is None:
            return None
        sooner = [self.fence_at(attempt)]
        if attempt.not_found_at is not None:
            sooner.append(self.policy.proof_at(sent_at, attempt.not_found_at))
        return min([at, *(moment for moment in sooner if moment and moment > self.now)])

    def _answer(self, *, nothing_said: bool) -> None:
        payment = self.payment
        if payment.asked and nothing_said:
            self.report(payment.asked)
        payment.asked = ""
        waiting = payment.status is PaymentStatus.AWAITING_CUSTOMER
        if waiting and payment.closing is not Closing.EXPIRE:
            payment.closing = Closing.NOTHING
