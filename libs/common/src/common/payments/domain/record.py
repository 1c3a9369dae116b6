"""What became of a call is written down, and the payment goes on from there."""

from uuid import UUID

from common.payments.domain import answers, queries, refund_answers, voids
from common.payments.domain.calls import Call, CallKind, CallState, verdict_of
from common.payments.domain.outcomes import Charged, Outcome, Paid, Started, Unknown
from common.payments.domain.payment import Attempt
from common.payments.domain.shape import StartAgain
from common.payments.domain.turn import Turn


def record(turn: Turn, call: Call, outcome: Outcome, token: UUID | None = None) -> None:
    """Take the outcome of a call.

    One that was given up, or claimed again, counts only if it tells of money, or of a start whose
    answer nobody else has.
    """
    attempt = turn.payment.attempt_by_id(call.attempt_id)
    if call.state is not CallState.CALLING or (token and token != call.token):
        _too_late(turn, call, attempt, outcome)
        return
    call.state = CallState.DONE
    call.finished_at = turn.now
    call.verdict = verdict_of(outcome)
    call.code = outcome.code
    match call.kind:
        case CallKind.START:
            answers.on_start(turn, call, attempt, outcome)
        case CallKind.CHARGE:
            answers.on_charge(turn, call, attempt, outcome)
        case CallKind.QUERY:
            queries.on_query(turn, call, attempt, outcome)
        case CallKind.CANCEL:
            voids.on_cancel(turn, attempt, outcome)
        case CallKind.REFUND:
            refund_answers.on_refund(turn, call, outcome)
        case CallKind.REFUND_QUERY:
            refund_answers.on_question(turn, call, outcome)


def lose(turn: Turn) -> None:
    """Settle calls whose process is gone: in doubt, asked about, never repeated."""
    for call in list(turn.payment.calls):
        if call.state is CallState.CALLING:
            record(turn, call, Unknown("lost"))


def _too_late(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
    if call.refund_id is not None:
        refund_answers.accept(turn, turn.payment.refund_of(call), outcome)
    elif isinstance(outcome, (Charged, Paid)):
        answers.accept(turn, attempt, outcome)
    elif isinstance(outcome, Started) and turn.policy.shape.start_again is not StartAgain.REPLACE:
        queries.on_found(turn, attempt, outcome, call)
