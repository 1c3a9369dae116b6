"""What an answer to a refund, or to a question about it, does; only a definite one ends it.

A refund without an answer may have been made. It is never sent again until the provider has said
twice, well apart, that it knows of none, unless it takes the same one again under its key.
"""

from datetime import datetime

from common.contracts.payments import PaymentRefundUnknown
from common.payments.domain import refund_sightings, refunds
from common.payments.domain.calls import Call, CallKind, CallState, Verdict
from common.payments.domain.outcomes import (
    Declined,
    NotFound,
    NotSent,
    NotSupported,
    Outcome,
    Pending,
    Refunded,
)
from common.payments.domain.returns import Refund, RefundStatus, SeenRefund
from common.payments.domain.turn import Turn


def on_refund(turn: Turn, call: Call, outcome: Outcome) -> None:
    """Take the answer to a refund that was sent."""
    refund = turn.payment.refund_of(call)
    if accept(turn, refund, outcome) or not refund.is_in_doubt:
        return
    if isinstance(outcome, Declined):
        refunds.fail(turn, refund, "declined")
    elif isinstance(outcome, NotSupported):
        refunds.fail(turn, refund, "not_supported")
    elif isinstance(outcome, NotSent):
        _not_sent(turn, refund)
    else:
        call.verdict = Verdict.UNKNOWN
        _in_doubt(turn, refund, outcome)


def on_question(turn: Turn, question: Call, outcome: Outcome) -> None:
    """Take what the provider says of a refund that it may have, and plan the next look."""
    refund = turn.payment.refund_of(question)
    if accept(turn, refund, outcome) or not refund.is_in_doubt:
        return
    if isinstance(outcome, Declined):
        refunds.fail(turn, refund, "declined")
    elif isinstance(outcome, NotFound) and is_absent(turn, question, refund):
        _send_anew(turn, refund)
    else:
        if isinstance(outcome, NotFound):
            refund.absent_at = refund.absent_at or turn.now
        elif isinstance(outcome, Pending):
            refund.absent_at = None
        plan(turn, refund)


def accept(turn: Turn, refund: Refund, outcome: Outcome) -> bool:
    """Count what went back, whenever it is told; False: nothing is said of money.

    What has no name at the provider, or is in another currency, is no answer: its record tells. A
    second one that was made under the same id is another refund.
    """
    if not isinstance(outcome, Refunded) or outcome.refunded.currency != refund.currency:
        return False
    name = outcome.provider_reference
    settlement = turn.payment.settlement_by_id(refund.settlement_id)
    if not name or settlement is None:
        return False
    if refund.status is RefundStatus.DONE and refund.provider_reference != name:
        refund_sightings.see(turn, settlement, SeenRefund(name, outcome.refunded, name))
    else:
        refunds.done(turn, refund, outcome.refunded, name)
    return True


def is_absent(turn: Turn, question: Call, refund: Refund) -> bool:
    """Whether the second "no such refund" was asked for late enough, well after the first."""
    if refund.absent_at is None or refund.sent_at is None:
        return False
    asked_at = question.started_at or turn.now
    return asked_at >= turn.policy.dead_at(refund.sent_at, refund.absent_at)


def plan(turn: Turn, refund: Refund) -> None:
    """Ask again, or make it again where that is safe; at the end a person must look."""
    at = turn.policy.next_refund_look(refund.doubted_at or turn.now, turn.now)
    if at is None:
        _call_staff(turn, refund)
    elif refund.status is RefundStatus.UNKNOWN and may_repeat(turn, refund, at):
        _send_again(turn, refund, at)
    else:
        _ask(turn, refund, _sooner(turn, refund, at))


def _in_doubt(turn: Turn, refund: Refund, outcome: Outcome) -> None:
    """Say once that we do not know; what the provider works on is known."""
    refund.doubted_at = refund.doubted_at or refund.sent_at
    if not isinstance(outcome, Pending):
        refund.status = RefundStatus.UNKNOWN
        if refund.announced_at is None:
            refund.announced_at = turn.now
            turn.say(PaymentRefundUnknown, refund_id=refund.id)
    plan(turn, refund)


def _not_sent(turn: Turn, refund: Refund) -> None:
    """Send it later, within its window; one that may have been sent before stays in doubt."""
    if refund.status is RefundStatus.UNKNOWN:
        plan(turn, refund)
        return
    at = turn.now + turn.policy.refund_pause
    is_over = at > (refund.tried_at or turn.now) + turn.policy.refund_window
    _wish_again(turn, refund, at, is_over=is_over)


def _wish_again(turn: Turn, refund: Refund, at: datetime, *, is_over: bool) -> None:
    """Send later what the provider does not have, if its time lasts and as much is still left."""
    refund.status = RefundStatus.WISHED
    refunds.refuse_what_does_not_fit(turn, refund.settlement_id)
    if refund.status is not RefundStatus.WISHED:
        return
    if is_over:
        refunds.fail(turn, refund, "provider_unavailable")
    else:
        _add_call(turn, refund, CallKind.REFUND, at)


def may_repeat(turn: Turn, refund: Refund, at: datetime) -> bool:
    """Whether the provider still knows the key that the first was sent under, and it still fits."""
    if refund.doubted_at is None or refunds.is_over(turn, refund.settlement_id):
        return False
    return at < refund.doubted_at + turn.policy.shape.refund_key_lives


def _send_again(turn: Turn, refund: Refund, at: datetime) -> None:
    """Make the same request under the same key: whichever of them counts, it counts once."""
    _give_up_calls(turn, refund, Verdict.REPEATED)
    _add_call(turn, refund, CallKind.REFUND, at)


def _send_anew(turn: Turn, refund: Refund) -> None:
    """Send again what the provider never had, while its time lasts."""
    _give_up_calls(turn, refund, Verdict.NOT_FOUND)
    refund.absent_at = refund.tried_at = refund.doubted_at = None
    is_over = turn.now - refund.created_at > turn.policy.refund_lives
    _wish_again(turn, refund, turn.now, is_over=is_over)


def _give_up_calls(turn: Turn, refund: Refund, verdict: Verdict) -> None:
    for call in turn.payment.calls:
        is_its = call.refund_id == refund.id and call.kind is CallKind.REFUND
        if is_its and call.state is CallState.DONE and call.verdict is Verdict.UNKNOWN:
            call.verdict = verdict


def _sooner(turn: Turn, refund: Refund, at: datetime) -> datetime:
    """Return when an answer can be proof, if that is sooner."""
    if refund.absent_at is None or refund.sent_at is None:
        return at
    proof_at = turn.policy.dead_at(refund.sent_at, refund.absent_at)
    return min(at, proof_at) if proof_at > turn.now else at


def _ask(turn: Turn, refund: Refund, at: datetime) -> None:
    for call in turn.payment.calls:
        if call.refund_id == refund.id and call.kind is CallKind.REFUND_QUERY and call.is_open:
            call.next_at = min(call.next_at, at)
            return
    _add_call(turn, refund, CallKind.REFUND_QUERY, at)


def _add_call(turn: Turn, refund: Refund, kind: CallKind, at: datetime) -> None:
    settlement = turn.payment.settlement_by_id(refund.settlement_id)
    if settlement is None:
        raise LookupError("a refund of no settlement")
    attempt = turn.payment.attempt_by_id(settlement.attempt_id)
    turn.add_call(attempt, kind, at=at, refund_id=refund.id)


def _call_staff(turn: Turn, refund: Refund) -> None:
    if not refund.needs_staff:
        refund.needs_staff, refund.announced_at = True, refund.announced_at or turn.now
        _give_up_calls(turn, refund, Verdict.NOT_FOUND)
        turn.say(PaymentRefundUnknown, refund_id=refund.id, needs_staff=True)
