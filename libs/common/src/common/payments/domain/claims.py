"""Which call is made next: written down as under way before it leaves."""

from datetime import datetime
from uuid import UUID

from common.payments.domain import refunds, voids
from common.payments.domain.budget import rank_of
from common.payments.domain.calls import Call, CallKind, CallState
from common.payments.domain.status import PaymentStatus
from common.payments.domain.turn import Turn


def begin(turn: Turn, token: UUID) -> Call | None:
    """Claim the call that is due first: from now on the provider may have seen it."""
    call = choose(turn)
    if call is not None:
        start(turn, call, token)
    return call


def choose(turn: Turn) -> Call | None:
    """Return the call that is due first, of those that the state still wants."""
    payment = turn.payment
    due = [c for c in payment.calls if c.state is CallState.DUE and c.next_at <= turn.now]
    for call in sorted(due, key=lambda c: (rank_of(payment, c), c.priority)):
        if call.state is CallState.DUE and may_begin(turn, call):
            return call
    return None


def start(turn: Turn, call: Call, token: UUID) -> None:
    """Write down that a call is on its way: the provider may have seen it."""
    call.state = CallState.CALLING
    call.token = token
    call.started_at = turn.now
    if call.moves_money:  # that it was slow to start says nothing of a doubt
        turn.payment.announced_at = None
    if call.kind is CallKind.REFUND:
        refunds.sent(turn, call)


def put_off(turn: Turn, until: datetime) -> None:
    """Let what is due wait until then, without letting go of any of it."""
    for call in turn.payment.calls:
        if call.state is CallState.DUE and call.next_at <= turn.now:
            call.next_at = until


def may_begin(turn: Turn, call: Call) -> bool:
    """Whether the state still wants this call; one that it does not want is let go."""
    if call.kind is CallKind.START:
        return _may_start(turn, call)
    if call.kind is CallKind.CHARGE:
        return _may_charge(turn, call)
    if call.kind is CallKind.REFUND:
        return refunds.may_send(turn, call)
    return call.kind is not CallKind.CANCEL or voids.may_cancel(turn, call)


def _may_start(turn: Turn, call: Call) -> bool:
    is_over = turn.now >= turn.payment.expires_at
    if turn.payment.status is PaymentStatus.NEW and not is_over:
        turn.move(PaymentStatus.SENDING)
    if turn.payment.status is PaymentStatus.SENDING and not turn.payment.may_be_charged():
        return True
    turn.drop(call.kind)
    return False


def _may_charge(turn: Turn, call: Call) -> bool:
    if turn.payment.status is not PaymentStatus.SENDING or turn.payment.may_be_charged():
        turn.drop(CallKind.CHARGE)
        return False
    return turn.now - call.created_at < turn.policy.otp_lives
