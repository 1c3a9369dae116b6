"""Which call is made next: written down as under way before it leaves."""

from uuid import UUID

from common.payments.domain import voids
from common.payments.domain.calls import Call, CallKind, CallState
from common.payments.domain.status import PaymentStatus
from common.payments.domain.turn import Turn


def begin(turn: Turn, token: UUID) -> Call | None:
    """Claim the call that is due first: from now on the provider may have seen it."""
    due = [c for c in turn.payment.calls if c.state is CallState.DUE and c.next_at <= turn.now]
    for call in sorted(due, key=lambda c: c.priority):
        if call.state is CallState.DUE and may_begin(turn, call):
            call.state = CallState.CALLING
            call.token = token
            call.started_at = turn.now
            if call.moves_money:  # that it was slow to start says nothing of a doubt
                turn.payment.announced_at = None
            return call
    return None


def may_begin(turn: Turn, call: Call) -> bool:
    """Whether the state still wants this call; one that it does not want is let go."""
    if call.kind is CallKind.START:
        return _may_start(turn, call)
    if call.kind is CallKind.CHARGE:
        return _may_charge(turn, call)
    return call.kind is not CallKind.CANCEL or voids.may_cancel(turn, call)


def _may_start(turn: Turn, call: Call) -> bool:
    if turn.payment.status is PaymentStatus.NEW:
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
