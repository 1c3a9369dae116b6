"""The protocol with one guard removed each: the simulation must catch every one of them."""

from datetime import datetime

from common.payments.domain import (
    CLOSED,
    Attempt,
    Call,
    CallKind,
    CallState,
    Charged,
    Closing,
    Done,
    Outcome,
    Paid,
    PaymentStatus,
    Turn,
    Verdict,
)


class TimeoutIsFailure(Turn):
    """A charge without an answer counts as refused (W-O4)."""

    def in_doubt(self, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Fail at once."""
        self.fail("declined")


class ChargeSentAgain(Turn):
    """A charge whose process died is made again."""

    def lose(self) -> None:
        """Put lost charges back in the queue."""
        for call in self.payment.calls:
            if call.state is CallState.CALLING and call.kind is CallKind.CHARGE:
                call.state, call.token = CallState.DUE, None
        super().lose()

    def may_begin(self, call: Call) -> bool:
        """Begin whatever is due."""
        return call.kind is CallKind.CHARGE or super().may_begin(call)


class DoubtIsWrongCode(Turn):
    """After a charge without an answer the customer is asked for another code."""

    def in_doubt(self, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Ask for another code."""
        call.verdict = Verdict.REFUSED
        self.wrong_otp(attempt)


class LateSuccessDropped(Turn):
    """What closed stays closed, though the money came."""

    def settle(self, attempt: Attempt, outcome: Charged | Paid) -> None:
        """Settle only what is open."""
        if self.payment.status not in CLOSED:
            super().settle(attempt, outcome)


class NobodyWatches(Turn):
    """A payment that closed is never looked at again."""

    def watch(self, attempt: Attempt) -> None:
        """Look at nothing."""


class AbsenceBelievedAtOnce(Turn):
    """The first "not found" counts as proof."""

    def is_final_absence(self, attempt: Attempt) -> bool:
        """Believe it."""
        return True


class CancelWithoutAsking(Turn):
    """A cancel closes the payment whatever its charge is doing."""

    def cancel(self) -> None:
        """Cancel whatever is open."""
        if self.payment.status not in CLOSED:
            self.cancelled()


class CancelForgetsItsCharge(Turn):
    """A refusal of any kind closes a payment that was to be cancelled, doubt included (W-O11)."""

    def in_doubt(self, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Cancel if that was wished."""
        if self.payment.closing is Closing.CANCEL:
            self.cancelled()
        else:
            super().in_doubt(call, attempt, outcome)


class AskedAmountCredited(Turn):
    """What was asked for is credited, not what arrived."""

    def settle(self, attempt: Attempt, outcome: Charged | Paid) -> None:
        """Forget what the provider says of the amount."""
        super().settle(attempt, Charged(outcome.provider_reference, code=outcome.code))


class LostAnswerIgnored(Turn):
    """A claim that was given up is not settled by the answer that comes after all, nor asked."""

    def lose(self) -> None:
        """Mark lost calls done and forget them."""
        for call in self.payment.calls:
            if call.state is CallState.CALLING:
                call.state, call.verdict = CallState.DONE, Verdict.UNKNOWN


class TriesWithoutEnd(Turn):
    """Codes may be guessed for ever."""

    def wrong_otp(self, attempt: Attempt) -> None:
        """Give the try back."""
        attempt.tries_left += 1
        super().wrong_otp(attempt)


class ResendInDoubt(Turn):
    """Another code is sent, and charged, while the last charge is in doubt."""

    def resend(self) -> None:
        """Open another attempt from any open state."""
        if self.payment.status is PaymentStatus.UNKNOWN:
            self.move(PaymentStatus.AWAITING_CUSTOMER)
            for call in self.payment.charges():
                call.verdict = Verdict.REFUSED
            self.start_again()
        else:
            super().resend()


class DoubtNeverAsked(Turn):
    """Nobody asks about a charge in doubt."""

    def ask(self, attempt: Attempt, *, at: object, priority: int | None = None) -> None:
        """Ask nothing."""


class RefusalForgetsMoney(Turn):
    """The answer of a hanging charge is ignored once its silence was announced."""

    def on_charge(self, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        """Take any answer for silence, and ask nothing."""
        if self.payment.status is PaymentStatus.UNKNOWN:
            self.fail("declined")
        else:
            super().on_charge(call, attempt, outcome)


class VoidIsProof(Turn):
    """An accepted void closes the payment, and nobody asks once more."""

    def on_cancel(self, attempt: Attempt, outcome: Outcome) -> None:
        """Believe it."""
        if isinstance(outcome, Done) and self.payment.status is PaymentStatus.UNKNOWN:
            self.fail("not_charged")


class OldAnswerIsProof(Turn):
    """Any refused or lost void counts as a fence."""

    def is_fenced(self, attempt: Attempt, query: Call) -> bool:
        """Look only whether one was tried."""
        return bool(self.payment.cancels(attempt.id))


class VoidsWhileCalling(Turn):
    """A charge that hangs is voided at once, while it is on its way."""

    def announce(self) -> None:
        """Void what is silent."""
        super().announce()
        charge = self.payment.charge_in_flight()
        if charge is not None:
            attempt = self.payment.attempt_by_id(charge.attempt_id)
            self.add_call(attempt, CallKind.CANCEL, at=self.now)

    def may_cancel(self, call: Call) -> bool:
        """Void whatever is due."""
        return True


class VoidsAtOnce(Turn):
    """A charge that was cut gets no time to arrive before it is voided."""

    def fence_at(self, attempt: Attempt) -> datetime | None:
        """Void at the first answer."""
        at = super().fence_at(attempt)
        return None if at is None else self.now


RULES: dict[str, type[Turn]] = {
    kind.__name__: kind
    for kind in (
        TimeoutIsFailure,
        ChargeSentAgain,
        DoubtIsWrongCode,
        LateSuccessDropped,
        NobodyWatches,
        AbsenceBelievedAtOnce,
        CancelWithoutAsking,
        CancelForgetsItsCharge,
        AskedAmountCredited,
        LostAnswerIgnored,
        TriesWithoutEnd,
        ResendInDoubt,
        DoubtNeverAsked,
        RefusalForgetsMoney,
        VoidIsProof,
        OldAnswerIsProof,
        VoidsWhileCalling,
        VoidsAtOnce,
    )
}
"""By name, each with one guard removed."""
