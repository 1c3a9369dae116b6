"""The fence: an attempt whose charge was cut is voided, so that it can be called unpaid soon."""

from datetime import datetime

from common.payments.domain.answers import Answers
from common.payments.domain.calls import Call, CallKind, CallState, Verdict
from common.payments.domain.outcomes import Done, Outcome
from common.payments.domain.payment import Attempt
from common.payments.domain.status import PaymentStatus


class Fences(Answers):
    """A cancel proves nothing by itself: only an answer to a query that was asked after it does."""

    def fence(self, attempt: Attempt) -> None:
        """Have an attempt voided that the provider just called unpaid, when its time has come."""
        at = self.fence_at(attempt)
        if at is not None and at <= self.now:
            self.add_call(attempt, CallKind.CANCEL, at=self.now, priority=0)

    def fence_at(self, attempt: Attempt) -> datetime | None:
        """Return when the attempt may be voided; None: not while things are as they are.

        Never while its charge is on its way, once one was accepted, or when a person is to judge.
        """
        payment, charge = self.payment, self.payment.charge_in_doubt(attempt.id)
        cancels = payment.cancels(attempt.id)
        is_closed = any(c.is_open or c.verdict is Verdict.ACCEPTED for c in cancels)
        if charge is None or charge.finished_at is None or is_closed or payment.hold_code:
            return None
        if payment.status is not PaymentStatus.UNKNOWN or payment.charge_in_flight() is not None:
            return None
        return self.policy.fence_at(charge.finished_at, len(cancels))

    def may_cancel(self, call: Call) -> bool:
        """Whether a cancel is still wanted: never of what may be on its way, or has settled."""
        charge = self.payment.charge_in_doubt(call.attempt_id)
        is_wanted = charge is None or (
            self.payment.status is PaymentStatus.UNKNOWN and charge.state is CallState.DONE
        )
        if not is_wanted:
            self.drop(CallKind.CANCEL)
        return is_wanted

    def on_cancel(self, attempt: Attempt, outcome: Outcome) -> None:
        """Ask once more when the provider let go of a charge in doubt; else nothing is known."""
        in_doubt = self.payment.charge_in_doubt(attempt.id) is not None
        is_open = self.payment.status is PaymentStatus.UNKNOWN
        if isinstance(outcome, Done) and in_doubt and is_open:
            self.ask(attempt, at=self.now, priority=0)

    def is_fenced(self, attempt: Attempt, query: Call) -> bool:
        """Whether this question was put after the provider had let go of the attempt."""
        return any(
            fence.verdict is Verdict.ACCEPTED
            and fence.finished_at is not None
            and query.started_at is not None
            and fence.finished_at <= query.started_at
            for fence in self.payment.cancels(attempt.id)
        )
