"""Giving back of what a settlement brought: wished, sent, done or failed, each told once.

What an answer means while nothing is certain is with `refund_answers`, and what the provider's
record shows of others with `refund_sightings`.
"""

from uuid import UUID

from common.contracts.payments import PaymentRefunded, PaymentRefundFailed
from common.errors import ConflictError, InvalidError, RefusedError
from common.money import Money
from common.payments.domain import settlements
from common.payments.domain.calls import Call, CallKind, CallState, Verdict
from common.payments.domain.returns import Refund, RefundStatus, RefundWish
from common.payments.domain.settlement import Settlement
from common.payments.domain.turn import HINT_PRIORITY, Turn


def wish(turn: Turn, wished: RefundWish) -> None:
    """Take a wish to give back; the same one again is one.

    Raises RefusedError where the provider takes no refund from us; ConflictError for another body
    under the same id, for a settlement that is not there, and for more than is left of it.
    """
    settlements.adopt(turn)
    known = turn.payment.refund_by_id(wished.refund_id)
    if known is None:
        settlement = _refundable(turn, wished)
        turn.payment.refunds.append(_refund(turn, wished))
        attempt = turn.payment.attempt_by_id(settlement.attempt_id)
        turn.add_call(attempt, CallKind.REFUND, at=turn.now, refund_id=wished.refund_id)
    elif not known.is_of(wished):
        raise ConflictError("This refund exists with other details.", code="payments:other_body")


def _refund(turn: Turn, wished: RefundWish) -> Refund:
    return Refund(
        id=wished.refund_id,
        settlement_id=wished.settlement_id,
        amount_minor=wished.money.minor,
        currency=wished.money.currency,
        reason=wished.reason,
        created_at=turn.now,
    )


def _refundable(turn: Turn, wished: RefundWish) -> Settlement:
    if not turn.policy.shape.can_refund:
        raise RefusedError(
            "This provider takes no refund request: give the money back by hand.",
            code="payments:refund_not_supported",
        )
    settlement = turn.payment.settlement_by_id(wished.settlement_id)
    if settlement is None:
        raise ConflictError(
            "Nothing arrived by this settlement: it is not this payment's.",
            code="payments:no_such_settlement",
        )
    if wished.money.currency != settlement.currency:
        raise InvalidError(
            f"It arrived in {settlement.currency}, and goes back in it.", code="payments:currency"
        )
    left = left_of(turn, settlement)
    if wished.money.minor > left:
        raise ConflictError(
            f"Only {left} (minor units) is left of this settlement to give back.",
            code="payments:over_settled",
        )
    return settlement


def left_of(turn: Turn, settlement: Settlement) -> int:
    """Return what of a settlement neither went back, nor may, nor is taken away by a dispute."""
    payment = turn.payment
    back = [*payment.refunds, *payment.disputes]
    taken = sum(one.taken_minor for one in back if one.settlement_id == settlement.id)
    return settlement.amount_minor - taken


def is_over(turn: Turn, settlement_id: UUID) -> bool:
    """Whether more went back of a settlement, or still may, than it brought."""
    settlement = turn.payment.settlement_by_id(settlement_id)
    return settlement is not None and left_of(turn, settlement) < 0


def may_send(turn: Turn, call: Call) -> bool:
    """Whether a refund is to be sent now; one that ended meanwhile is let go.

    One call of a settlement at a time: the next waits for its answer. One that was to be repeated
    is asked about instead, when what others took meanwhile leaves too little for it.
    """
    refund = turn.payment.refund_of(call)
    if refund.status not in (RefundStatus.WISHED, RefundStatus.UNKNOWN):
        _let_go(turn, refund)
        return False
    if refund.status is RefundStatus.UNKNOWN and is_over(turn, refund.settlement_id):
        call.kind = CallKind.REFUND_QUERY
        return True
    return not any(
        other.kind is CallKind.REFUND
        and other.state is CallState.CALLING
        and turn.payment.refund_of(other).settlement_id == refund.settlement_id
        for other in turn.payment.calls
    )


def sent(turn: Turn, call: Call) -> None:
    """Write down that a refund is on its way: the provider may have it."""
    refund = turn.payment.refund_of(call)
    refund.tried_at = refund.tried_at or turn.now
    refund.sent_at, refund.absent_at = turn.now, None
    if refund.status is RefundStatus.WISHED:
        refund.status = RefundStatus.SENT


def done(turn: Turn, refund: Refund, given: Money, provider_reference: str) -> None:
    """Count what went back, once, also of what was called failed.

    What the record showed before under the same name is that one, and is not counted again.
    """
    if refund.status is RefundStatus.DONE:
        return
    if _is_counted(turn, refund, provider_reference):
        fail(turn, refund, "already_refunded")
        return
    refund.status, refund.done_at = RefundStatus.DONE, turn.now
    refund.refunded_minor, refund.provider_reference = given.minor, provider_reference
    refund.code, refund.needs_staff = None, False
    _let_go(turn, refund)
    _say_refunded(turn, refund)
    _let_others_go_on(turn, refund)


def fail(turn: Turn, refund: Refund, code: str) -> None:
    """End a refund that was not made, definitely; one that was done stays done."""
    if refund.status in (RefundStatus.DONE, RefundStatus.FAILED):
        return
    refund.status, refund.code, refund.done_at = RefundStatus.FAILED, code, turn.now
    refund.needs_staff = False
    _let_go(turn, refund)
    turn.say(PaymentRefundFailed, refund_id=refund.id, code=code)
    _let_others_go_on(turn, refund)


def _say_refunded(turn: Turn, refund: Refund) -> None:
    """Say that it went back."""
    turn.say(
        PaymentRefunded,
        refund_id=refund.id,
        settlement_id=refund.settlement_id,
        refunded_minor=refund.taken_minor,
        currency=refund.currency,
        provider_reference=refund.provider_reference,
    )


def _is_counted(turn: Turn, refund: Refund, provider_reference: str) -> bool:
    return provider_reference != "" and any(
        other.provider_reference == provider_reference and other.id != refund.id
        for other in turn.payment.refunds
        if other.settlement_id == refund.settlement_id
    )


def _let_others_go_on(turn: Turn, ended: Refund) -> None:
    """Refuse what no longer fits, and have what waited for this end read again."""
    refuse_what_does_not_fit(turn, ended.settlement_id)
    settlement = turn.payment.settlement_by_id(ended.settlement_id)
    if ended.is_awaited and settlement is not None:
        ended.is_awaited = False
        attempt = turn.payment.attempt_by_id(settlement.attempt_id)
        turn.ask(attempt, at=turn.now, priority=HINT_PRIORITY, anew=True)


def refuse_what_does_not_fit(turn: Turn, settlement_id: UUID) -> None:
    """Refuse wishes, the newest first, for which nothing is left any more: the provider has none.

    Somebody gave it back at the provider, or the payer's bank took it, meanwhile.
    """
    for refund in reversed(turn.payment.refunds):
        is_its = refund.settlement_id == settlement_id
        is_wished = is_its and refund.status is RefundStatus.WISHED
        if is_wished and is_over(turn, settlement_id):
            fail(turn, refund, "over_settled")


def _let_go(turn: Turn, refund: Refund) -> None:
    """Let go of calls of a refund that were not made."""
    for call in turn.payment.calls:
        if call.refund_id == refund.id and call.state is CallState.DUE:
            call.state, call.finished_at = CallState.DROPPED, turn.now
            call.verdict = Verdict.NOT_SENT
