"""Guards of what is sent and what is credited, each with what is wrong without it."""

from common.payments.domain import (
    Attempt,
    Call,
    CallKind,
    CallState,
    Charged,
    Outcome,
    Paid,
    PaymentStatus,
    Turn,
    Unknown,
    Verdict,
    answers,
    claims,
    closing,
    record,
    requests,
)
from common.testing.simulation.removal import Rule, without


@without(answers, "in_doubt")
def silence_is_no_failure(_rule: Rule) -> Rule:
    """Take a charge, or a prompt, without an answer for refused."""

    def in_doubt(turn: Turn, *_: object) -> None:
        closing.fail(turn, "declined")

    return in_doubt


@without(record, "lose")
def a_lost_charge_is_not_repeated(rule: Rule) -> Rule:
    """Make a call again whose process died."""

    def lose(turn: Turn) -> None:
        for call in turn.payment.calls:
            if call.state is CallState.CALLING and call.moves_money:
                call.state, call.token = CallState.DUE, None
        rule(turn)

    return lose


@without(claims, "may_begin")
def a_charge_waits_for_the_last_one(rule: Rule) -> Rule:
    """Begin whatever is due, as if each charge before had been refused."""

    def may_begin(turn: Turn, call: Call) -> bool:
        for other in turn.payment.charges():
            other.verdict = Verdict.REFUSED
        return call.kind is CallKind.CHARGE or rule(turn, call)

    return may_begin


@without(answers, "in_doubt")
def doubt_is_no_wrong_code(rule: Rule) -> Rule:
    """Ask the customer for another code after a charge without an answer."""

    def in_doubt(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        if call.kind is CallKind.START:
            rule(turn, call, attempt, outcome)
            return
        call.verdict = Verdict.REFUSED
        answers.wrong_otp(turn, attempt)

    return in_doubt


@without(answers, "settle")
def what_arrived_is_credited(rule: Rule) -> Rule:
    """Credit what was asked for, not what arrived."""

    def settle(turn: Turn, attempt: Attempt, outcome: Charged | Paid) -> None:
        rule(turn, attempt, Charged(outcome.provider_reference, code=outcome.code))

    return settle


@without(answers, "accept")
def an_unnamed_amount_is_asked_for(_rule: Rule) -> Rule:
    """Credit an accepted charge that names no amount as it was asked for."""
    return answers.settle


@without(record, "lose")
def a_lost_call_is_asked_about(_rule: Rule) -> Rule:
    """Forget a claim that was given up."""

    def lose(turn: Turn) -> None:
        for call in turn.payment.calls:
            if call.state is CallState.CALLING:
                call.state, call.verdict = CallState.DONE, Verdict.UNKNOWN

    return lose


@without(answers, "wrong_otp")
def codes_are_few(rule: Rule) -> Rule:
    """Let codes be guessed for ever."""

    def wrong_otp(turn: Turn, attempt: Attempt) -> None:
        attempt.tries_left += 1
        rule(turn, attempt)

    return wrong_otp


@without(requests, "resend")
def no_other_code_in_doubt(rule: Rule) -> Rule:
    """Send another code, and charge it, while the last charge is in doubt."""

    def resend(turn: Turn) -> None:
        if turn.payment.status is not PaymentStatus.UNKNOWN:
            rule(turn)
            return
        turn.move(PaymentStatus.AWAITING_CUSTOMER)
        for call in turn.payment.charges():
            call.verdict = Verdict.REFUSED
        requests.start_again(turn)

    return resend


@without(answers, "on_start")
def no_other_prompt_in_doubt(rule: Rule) -> Rule:
    """Push a prompt again whose answer was lost."""

    def on_start(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        if isinstance(outcome, Unknown) and call.moves_money:
            call.verdict, call.moves_money = Verdict.REFUSED, False
        rule(turn, call, attempt, outcome)

    return on_start


@without(answers, "accept")
def a_start_that_was_paid_is_money(rule: Rule) -> Rule:
    """Believe in money of charges by code only."""

    def accept(turn: Turn, attempt: Attempt, outcome: Charged | Paid) -> None:
        if turn.policy.shape.takes_codes:
            rule(turn, attempt, outcome)

    return accept


@without(answers, "on_charge")
def a_late_answer_counts(rule: Rule) -> Rule:
    """Take any answer of a hanging charge for a no once its silence was announced."""

    def on_charge(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
        if turn.payment.status is PaymentStatus.UNKNOWN:
            closing.fail(turn, "declined")
        else:
            rule(turn, call, attempt, outcome)

    return on_charge
