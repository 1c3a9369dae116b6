"""Guards of what goes back, each with what is wrong without it."""

from datetime import timedelta

from common.payments.domain import (
    Call,
    CallKind,
    DisputeState,
    NotFound,
    Refund,
    RefundStatus,
    SeenRefund,
    Settlement,
    Turn,
    disputes,
    refund_answers,
    refund_sightings,
    refunds,
)
from common.testing.simulation.removal import Rule, without


@without(refunds, "left_of")
def no_more_goes_back_than_arrived(_rule: Rule) -> Rule:
    """Take every wish, whatever went back before."""

    def left_of(_turn: Turn, settlement: Settlement) -> int:
        return settlement.amount_minor

    return left_of


@without(refunds, "sent")
def a_refund_is_written_down_before_it_is_sent(_rule: Rule) -> Rule:
    """Send it, and leave it as it was until its answer comes."""
    return lambda *_: None


@without(refund_answers, "plan")
def a_refund_in_doubt_is_not_sent_again(rule: Rule) -> Rule:
    """Make it again, though the provider counts both."""

    def plan(turn: Turn, refund: Refund) -> None:
        if refund.status is not RefundStatus.UNKNOWN:
            rule(turn, refund)
            return
        sent = next(c for c in turn.payment.calls if c.refund_id == refund.id)
        attempt = turn.payment.attempt_by_id(sent.attempt_id)
        at = turn.now + timedelta(minutes=1)
        turn.add_call(attempt, CallKind.REFUND, at=at, refund_id=refund.id)

    return plan


@without(refund_answers, "may_repeat")
def a_key_is_used_again_only_where_it_counts_once(_rule: Rule) -> Rule:
    """Repeat a refund under its key at any provider."""
    return lambda *_: True


@without(refund_answers, "plan")
def a_refund_in_doubt_is_asked_about(_rule: Rule) -> Rule:
    """Forget a refund without an answer."""
    return lambda *_: None


@without(refund_answers, "is_absent")
def an_absent_refund_is_said_twice(_rule: Rule) -> Rule:
    """Take the first "no such refund" for proof."""
    return lambda *_: True


@without(refund_answers, "is_absent")
def an_absent_refund_takes_its_time(_rule: Rule) -> Rule:
    """Take two answers for proof, however young it is."""

    def is_absent(turn: Turn, _question: Call, refund: Refund) -> bool:
        first = refund.absent_at
        return first is not None and turn.now >= first + timedelta(seconds=10)

    return is_absent


@without(refunds, "done")
def a_refund_is_told_once(rule: Rule) -> Rule:
    """Count again what is heard again."""

    def done(turn: Turn, refund: Refund, *more: object) -> None:
        if refund.status is RefundStatus.DONE:
            refund.status = RefundStatus.SENT
        rule(turn, refund, *more)

    return done


@without(refund_sightings, "see")
def one_that_may_be_ours_waits(rule: Rule) -> Rule:
    """Count what the record shows as somebody else's while ours is in doubt."""

    def see(turn: Turn, settlement: Settlement, seen: SeenRefund) -> None:
        mine = [one for one in turn.payment.refunds if one.is_in_doubt]
        kept = [one.status for one in mine]
        for one in mine:
            one.status = RefundStatus.WISHED
        rule(turn, settlement, seen)
        for one, status in zip(mine, kept, strict=True):
            one.status = status if one.status is RefundStatus.WISHED else one.status

    return see


@without(refund_sightings, "see")
def what_was_given_back_by_hand_is_seen(rule: Rule) -> Rule:
    """Look for our own refunds only."""

    def see(turn: Turn, settlement: Settlement, seen: SeenRefund) -> None:
        if any(one.seen_key is None for one in turn.payment.refunds):
            rule(turn, settlement, seen)

    return see


@without(disputes, "is_forward")
def disputes_go_only_forward(_rule: Rule) -> Rule:
    """Take whatever state a record shows."""

    def is_forward(before: DisputeState, after: DisputeState) -> bool:
        return before is not after

    return is_forward


@without(refund_answers, "on_question")
def what_is_pending_is_not_absent(rule: Rule) -> Rule:
    """Take any answer without money for "no such refund"."""

    def on_question(turn: Turn, question: Call, outcome: object) -> None:
        silent = type(outcome).__name__ in ("Pending", "Unknown")
        rule(turn, question, NotFound("404") if silent else outcome)

    return on_question
