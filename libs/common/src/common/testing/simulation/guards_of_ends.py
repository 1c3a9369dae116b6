"""Guards of what is known, and of every end, each with what is wrong without it."""

from datetime import datetime

from common.payments.domain import (
    CLOSED,
    Attempt,
    Call,
    CallKind,
    Closing,
    Done,
    Outcome,
    PaymentStatus,
    StartAgain,
    Turn,
    Unknown,
    answers,
    closing,
    queries,
    requests,
    timeouts,
    voids,
)
from common.testing.simulation.removal import Rule, without


@without(answers, "settle")
def late_success_counts(rule: Rule) -> Rule:
    """Keep closed what closed, though the money came."""

    def settle(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
        if turn.payment.status not in CLOSED:
            rule(turn, attempt, outcome)

    return settle


@without(Turn, "watch")
def the_dead_are_watched(_rule: Rule) -> Rule:
    """Never look again at a payment that closed."""
    return lambda *_: None


@without(queries, "is_dead")
def dead_is_said_twice_and_late(_rule: Rule) -> Rule:
    """Take the first "unpaid so far" for proof."""
    return lambda *_: True


@without(queries, "is_dead")
def dead_takes_its_time(_rule: Rule) -> Rule:
    """Take two answers for proof, however soon."""

    def is_dead(turn: Turn, _query: Call, attempt: Attempt) -> bool:
        first = attempt.unpaid_at
        return first is not None and turn.now >= first + turn.policy.dead_apart

    return is_dead


@without(queries, "is_absent")
def absent_is_said_twice(_rule: Rule) -> Rule:
    """Take the first "no such prompt" for proof."""

    def is_absent(turn: Turn, _query: Call, attempt: Attempt, _outcome: Outcome) -> bool:
        is_traced = turn.policy.shape.start_again is StartAgain.TRACE
        return is_traced and attempt.opened_at is None

    return is_absent


@without(queries, "on_query")
def a_refused_question_says_nothing(rule: Rule) -> Rule:
    """Take a question that was refused for a refused payment."""

    def on_query(turn: Turn, query: Call, attempt: Attempt, outcome: Outcome) -> None:
        is_open = turn.payment.status is PaymentStatus.UNKNOWN
        if isinstance(outcome, Unknown) and outcome.code in ("003", "401") and is_open:
            attempt.dead_at = turn.now
            closing.fail(turn, "declined")
        else:
            rule(turn, query, attempt, outcome)

    return on_query


@without(requests, "cancel")
def cancel_asks_first(rule: Rule) -> Rule:
    """Cancel whatever the charge or the prompt is doing."""

    def cancel(turn: Turn) -> None:
        if turn.payment.status not in CLOSED:
            closing.cancelled(turn)
        else:
            rule(turn)

    return cancel


@without(timeouts, "expire")
def expiry_asks_first(_rule: Rule) -> Rule:
    """End a payment when its time is over, with its prompt or page still open."""

    def expire(turn: Turn) -> None:
        waits = turn.payment.status is PaymentStatus.AWAITING_CUSTOMER
        if turn.now >= turn.payment.expires_at and waits:
            closing.expired(turn)

    return expire


@without(answers, "in_doubt")
def a_cancel_leaves_its_doubt(rule: Rule) -> Rule:
    """Close a payment in doubt that was to be cancelled (W-O11)."""

    def in_doubt(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        if turn.payment.closing is Closing.CANCEL:
            closing.cancelled(turn)
        else:
            rule(turn, call, attempt, outcome)

    return in_doubt


@without(queries, "plan_query")
def doubt_is_asked_about(_rule: Rule) -> Rule:
    """Ask once about a charge in doubt, and never again."""

    def plan_query(*_: object, **__: object) -> None:
        return None

    return plan_query


@without(voids, "on_cancel")
def a_void_is_no_proof(rule: Rule) -> Rule:
    """Close by an accepted void, and ask nobody once more."""

    def on_cancel(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
        is_wallet = not turn.policy.shape.cancel_is_final
        if isinstance(outcome, Done) and turn.payment.status is PaymentStatus.UNKNOWN and is_wallet:
            closing.bury(turn, attempt)
        else:
            rule(turn, attempt, outcome)

    return on_cancel


@without(voids, "on_cancel")
def a_page_that_was_not_closed_is_open(rule: Rule) -> Rule:
    """Count a page as closed whatever the provider says of it."""

    def on_cancel(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
        waits = turn.payment.status is PaymentStatus.AWAITING_CUSTOMER
        rule(turn, attempt, Done() if waits else outcome)

    return on_cancel


@without(voids, "is_fenced")
def only_an_accepted_void_fences(_rule: Rule) -> Rule:
    """Take any refused or lost void for a fence."""

    def is_fenced(turn: Turn, attempt: Attempt, _query: Call) -> bool:
        return bool(turn.payment.cancels(attempt.id))

    return is_fenced


@without(timeouts, "announce")
def nothing_is_voided_on_its_way(rule: Rule) -> Rule:
    """Void a charge that hangs at once, while it is on its way."""

    def announce(turn: Turn) -> None:
        rule(turn)
        charge = turn.payment.charge_in_flight()
        if charge is not None:
            attempt = turn.payment.attempt_by_id(charge.attempt_id)
            turn.add_call(attempt, CallKind.CANCEL, at=turn.now)

    return announce


@without(voids, "may_cancel", guard="nothing_is_voided_on_its_way")
def any_void_leaves(_rule: Rule) -> Rule:
    """Void whatever is due."""
    return lambda *_: True


@without(voids, "fence_at")
def a_cut_charge_gets_time_to_arrive(rule: Rule) -> Rule:
    """Void a charge that was cut at the first answer."""

    def fence_at(turn: Turn, attempt: Attempt) -> datetime | None:
        return None if rule(turn, attempt) is None else turn.now

    return fence_at
