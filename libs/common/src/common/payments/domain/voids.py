"""Letting go of an attempt at the provider: a wish, a proof, or a fence round a charge in doubt."""

from datetime import datetime

from common.payments.domain import closing
from common.payments.domain.calls import Call, CallKind, CallState, Verdict
from common.payments.domain.outcomes import Done, Outcome
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.status import CLOSED, PaymentStatus
from common.payments.domain.turn import ASKED_PRIORITY, Turn


def fence(turn: Turn, attempt: Attempt) -> None:
    """Have an attempt voided that the provider just called unpaid, when its time has come."""
    at = fence_at(turn, attempt)
    if at is not None and at <= turn.now:
        turn.add_call(attempt, CallKind.CANCEL, at=turn.now, priority=ASKED_PRIORITY)


def fence_at(turn: Turn, attempt: Attempt) -> datetime | None:
    """Return when the attempt may be voided; None: not while things are as they are.

    Never while its charge is on its way, once one was accepted, or when a person is to judge.
    """
    payment, charge = turn.payment, turn.payment.charge_in_doubt(attempt.id)
    cancels = payment.cancels(attempt.id)
    is_closed = any(c.is_open or c.verdict is Verdict.ACCEPTED for c in cancels)
    if charge is None or charge.finished_at is None or is_closed or payment.hold_code:
        return None
    if payment.status is not PaymentStatus.UNKNOWN or payment.charge_in_flight() is not None:
        return None
    return turn.policy.fence_at(charge.finished_at, len(cancels))


def close_again(turn: Turn, attempt: Attempt) -> None:
    """Try again to close at the provider what is to be closed there, ever less often.

    Also when nobody can read whether it is still open.
    """
    tried = turn.payment.cancels(attempt.id)
    is_wished = turn.payment.closing in (Closing.CANCEL, Closing.EXPIRE)
    if is_wished and not any(call.is_open for call in tried):
        at = turn.now + turn.policy.young_every * max(1, len(tried))
        turn.add_call(attempt, CallKind.CANCEL, at=at, priority=ASKED_PRIORITY)


def may_cancel(turn: Turn, call: Call) -> bool:
    """Whether a cancel is still wanted: never of what may be on its way, or has settled."""
    payment, charge = turn.payment, turn.payment.charge_in_doubt(call.attempt_id)
    is_open = payment.status in (PaymentStatus.UNKNOWN, PaymentStatus.AWAITING_CUSTOMER)
    if payment.status is PaymentStatus.SUCCEEDED:
        is_wanted = False
    elif turn.policy.shape.cancel_is_final:
        is_wanted = payment.charge_in_flight() is None
    else:
        is_wanted = charge is None or (is_open and charge.state is CallState.DONE)
    if not is_wanted:
        turn.drop(CallKind.CANCEL)
    return is_wanted


def on_cancel(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
    """Close what is closed for good; else ask, for a cancel proves nothing by itself.

    What a person must judge stays open for him.
    """
    payment, is_final = turn.payment, turn.policy.shape.cancel_is_final
    is_live = payment.charge_in_doubt(attempt.id) is not None
    if not is_live or payment.status in (*CLOSED, PaymentStatus.SENDING):
        return
    if isinstance(outcome, Done) and is_final and payment.hold_code is None:
        closing.bury(turn, attempt)
    elif isinstance(outcome, Done) or is_final:
        turn.ask(attempt, at=turn.now, priority=ASKED_PRIORITY)
        if is_final:
            close_again(turn, attempt)


def is_fenced(turn: Turn, attempt: Attempt, query: Call) -> bool:
    """Whether this question was put after the provider had let go of the attempt."""
    return any(
        void.verdict is Verdict.ACCEPTED
        and void.finished_at is not None
        and query.started_at is not None
        and void.finished_at <= query.started_at
        for void in turn.payment.cancels(attempt.id)
    )
