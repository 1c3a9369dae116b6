"""What the passing of time does to a payment."""

from common.contracts.payments import PaymentStartDelayed
from common.payments.domain import answers, closing, requests
from common.payments.domain.calls import CallKind, CallState
from common.payments.domain.payment import Closing
from common.payments.domain.status import STARTING, PaymentStatus
from common.payments.domain.turn import Turn


def expire(turn: Turn) -> None:
    """Close a payment whose time ran out, once it is known unpaid."""
    payment = turn.payment
    if turn.now < payment.expires_at or payment.closing is not Closing.NOTHING:
        return
    if payment.status not in (PaymentStatus.NEW, PaymentStatus.AWAITING_CUSTOMER):
        return
    if payment.charges():
        requests.close_after_asking(turn, Closing.EXPIRE)
    else:
        closing.expired(turn)


def announce(turn: Turn) -> None:
    """Say that we do not know, of a charge that hangs; it may still answer.

    A start is called slow also while it waits for its turn: the customer waits all the same.
    """
    charge = turn.payment.charge_in_flight()
    if turn.payment.status not in STARTING:
        return
    if charge is None:
        _announce_start(turn)
    elif turn.now - (charge.started_at or turn.now) >= turn.policy.announce_after:
        answers.become_unknown(turn)


def forget_otp(turn: Turn) -> None:
    """Let go of a code that could not be used in time, and ask the customer again."""
    for call in turn.payment.calls:
        is_stale = turn.now - call.created_at >= turn.policy.otp_lives
        if call.kind is CallKind.CHARGE and call.state is CallState.DUE and is_stale:
            _drop_code(turn)
            return


def ask_again(turn: Turn) -> None:
    """Ask about a charge for which no call is left: a process of the release before leaves it so.

    It reads a confirming question that was not answered as if nothing followed from it.
    """
    payment = turn.payment
    is_open = any(call.is_open for call in payment.calls)
    if payment.status is PaymentStatus.SENDING and payment.charges() and not is_open:
        turn.ask(payment.attempt_by_id(payment.charges()[-1].attempt_id), at=turn.now)


def _drop_code(turn: Turn) -> None:
    turn.drop(CallKind.CHARGE)
    attempt = turn.payment.attempt
    if turn.payment.status is PaymentStatus.SENDING and attempt is not None:
        turn.await_code(attempt)


def _announce_start(turn: Turn) -> None:
    """Say once, of each start, that the provider takes long to answer it."""
    payment = turn.payment
    starts = [c for c in payment.calls if c.kind is CallKind.START and c.is_open]
    if not starts or payment.announced_at is not None or payment.start_deadline is None:
        return
    if turn.now >= turn.policy.slow_start_at(payment.start_deadline):
        payment.announced_at = turn.now
        turn.say(PaymentStartDelayed)
