"""The ends of a payment that is not paid, as far as anybody can know."""

from common.contracts.payments import PaymentCancelled, PaymentExpired, PaymentFailed
from common.payments.domain.calls import CallKind
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.status import PaymentStatus
from common.payments.domain.turn import Turn


def fail(turn: Turn, code: str) -> None:
    """Close the payment: a definite no. A cancel that was wished before is thereby done."""
    if turn.payment.closing is Closing.CANCEL:
        cancelled(turn)
        return
    _close(turn, PaymentStatus.FAILED)
    turn.payment.code = code
    turn.say(PaymentFailed, code=code)


def cancelled(turn: Turn) -> None:
    """Close the payment on the customer's wish."""
    _close(turn, PaymentStatus.CANCELLED)
    turn.say(PaymentCancelled)


def expired(turn: Turn) -> None:
    """Close the payment because its time ran out."""
    _close(turn, PaymentStatus.EXPIRED)
    turn.say(PaymentExpired)


def bury(turn: Turn, attempt: Attempt) -> None:
    """Close a payment whose attempt is dead, by what it waited for."""
    attempt.dead_at = turn.now
    payment = turn.payment
    if payment.closing is Closing.CANCEL:
        cancelled(turn)
    elif payment.status is PaymentStatus.AWAITING_CUSTOMER:
        expired(turn)
    else:
        fail(turn, "not_charged")


def _close(turn: Turn, to: PaymentStatus) -> None:
    payment = turn.payment
    turn.move(to)
    payment.closing, payment.asked = Closing.NOTHING, ""
    payment.needs_staff = payment.hold_code is not None
    turn.drop(CallKind.START, CallKind.CHARGE)
    charged = {call.attempt_id for call in payment.charges()}
    for attempt in payment.attempts:
        if attempt.id in charged:
            turn.watch(attempt)
        elif attempt.opened_at is not None and turn.policy.shape.can_cancel:
            turn.add_call(attempt, CallKind.CANCEL, at=turn.now)
