"""What an answer to a start or a charge does to a payment.

Success settles whenever it comes; the rest counts only for the call that it answers.
"""

from typing import Final

from common.contracts.payments import PaymentOtpRefused, PaymentUnknown
from common.payments.domain import closing, disputes, refund_sightings, requests, settlements
from common.payments.domain.actions import EnterCode
from common.payments.domain.calls import Call, CallKind, Verdict
from common.payments.domain.outcomes import (
    Charged,
    Declined,
    Held,
    NotSent,
    Outcome,
    Paid,
    Started,
    WrongOtp,
)
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.status import CLOSED, UNPAID_CLOSED, PaymentStatus
from common.payments.domain.turn import ASKED_PRIORITY, Turn

_IN_DOUBT: Final = (PaymentStatus.SENDING, PaymentStatus.UNKNOWN)


def accept(turn: Turn, attempt: Attempt, outcome: Charged | Paid) -> None:
    """Settle what was named; an amount that was not named is asked for once.

    What names no movement settles nothing: it is asked about until its record does.
    """
    payment, is_named = turn.payment, outcome.settled is not None
    if is_named or payment.status is PaymentStatus.SUCCEEDED:
        settle(turn, attempt, outcome)
        return
    if turn.policy.shape.movement_of(attempt.id, outcome.provider_reference) is not None:
        attempt.charged_reference = outcome.provider_reference or str(attempt.id)
        attempt.debit_reference = outcome.debit_reference
    turn.ask(attempt, at=turn.now, priority=ASKED_PRIORITY)


def settle(turn: Turn, attempt: Attempt, outcome: Charged | Paid) -> None:
    """Settle what arrived, and take what went back of it since.

    What names no movement leaves it unknown, and is asked about.
    """
    if settlements.settle(turn, attempt, outcome):
        if isinstance(outcome, Paid):
            _take_back(turn, attempt, outcome)
        return
    if turn.payment.status is PaymentStatus.SENDING:
        become_unknown(turn)
    turn.ask(attempt, at=turn.now + turn.policy.check_every)


def _take_back(turn: Turn, attempt: Attempt, outcome: Paid) -> None:
    movement = turn.policy.shape.movement_of(attempt.id, outcome.provider_reference)
    settlement = turn.payment.settlement_of(movement) if movement else None
    if settlement is None:
        return
    for refund in outcome.refunds:
        refund_sightings.see(turn, settlement, refund)
    for dispute in outcome.disputes:
        disputes.see(turn, settlement, dispute)


def hold(turn: Turn, code: str) -> None:
    """Keep the payment open for a person: its state is not ours to judge.

    He is called also to one that was said to have ended unpaid, or to have succeeded.
    """
    payment = turn.payment
    is_news, payment.needs_staff = not payment.needs_staff, True
    payment.hold_code = code
    if payment.status not in CLOSED:
        payment.closing = Closing.NOTHING
        payment.announced_at = payment.announced_at or turn.now
        if payment.status is not PaymentStatus.UNKNOWN:
            turn.move(PaymentStatus.UNKNOWN)
    if is_news:
        settlements.say_held(turn, code)


def on_start(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
    """Wait for the customer, try again, ask, or give up, by what a start can do."""
    if isinstance(outcome, Started):
        opened(turn, call, attempt, outcome)
    elif isinstance(outcome, (Charged, Paid)):
        accept(turn, attempt, outcome)
    elif call.moves_money and not isinstance(outcome, (NotSent, Declined)):
        in_doubt(turn, call, attempt, outcome)
    elif turn.payment.status in _IN_DOUBT:
        _not_started(turn, attempt, outcome)
    elif not turn.is_repeated() and not isinstance(outcome, (NotSent, Declined)):
        turn.watch(attempt)


def on_charge(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
    """Settle, refuse, or say that it is in doubt."""
    if isinstance(outcome, (Charged, Paid)):
        accept(turn, attempt, outcome)
    elif turn.payment.status not in _IN_DOUBT:
        return
    elif isinstance(outcome, WrongOtp):
        wrong_otp(turn, attempt)
    elif isinstance(outcome, Declined):
        closing.fail(turn, outcome.reason)
    elif isinstance(outcome, NotSent):
        closing.fail(turn, "provider_unavailable")
    else:
        in_doubt(turn, call, attempt, outcome)


def in_doubt(turn: Turn, call: Call, attempt: Attempt, outcome: Outcome) -> None:
    """Say that we do not know, and have the provider asked.

    What is no definite no to this kind of call is none, whatever it is to others.
    """
    if not call.may_have_charged:
        call.verdict = Verdict.UNKNOWN
    if turn.payment.status not in _IN_DOUBT:
        return
    if isinstance(outcome, Held):
        hold(turn, outcome.code)
    else:
        become_unknown(turn)
    sent_at = call.started_at or turn.now
    first = sent_at + turn.policy.query_marks[0]
    turn.ask(attempt, at=max(turn.now, first))
    if turn.payment.closing is Closing.CANCEL:
        turn.report("cancel")


def become_unknown(turn: Turn, *, needs_staff: bool = False) -> None:
    """Announce once that the outcome is not known, and once that a person must look."""
    payment = turn.payment
    if payment.status is not PaymentStatus.UNKNOWN:
        turn.move(PaymentStatus.UNKNOWN)
    if payment.announced_at is None or needs_staff:
        payment.announced_at = payment.announced_at or turn.now
        turn.say(PaymentUnknown, needs_staff=needs_staff)


def wrong_otp(turn: Turn, attempt: Attempt) -> None:
    """Let the customer try again, up to the policy's tries, unless he asked to cancel."""
    payment = turn.payment
    attempt.tries_left -= 1
    if payment.closing is Closing.CANCEL:
        turn.move(PaymentStatus.AWAITING_CUSTOMER)
        payment.asked = "cancel"
        turn.ask(attempt, at=turn.now, priority=ASKED_PRIORITY)
    elif attempt.tries_left <= 0:
        closing.fail(turn, "otp_exhausted")
    else:
        turn.move(PaymentStatus.AWAITING_CUSTOMER)
        turn.say(
            PaymentOtpRefused,
            otp_reference=attempt.otp_reference or "",
            tries_left=attempt.tries_left,
        )


def opened(turn: Turn, start: Call | None, attempt: Attempt, outcome: Started) -> None:
    """Take what the customer must do; told only while the payment is still wanted."""
    _note_opening(turn, start, attempt, outcome)
    status = turn.payment.status
    if status in UNPAID_CLOSED:
        _let_go(turn, attempt)
    elif status not in _IN_DOUBT:
        return
    elif turn.payment.closing is Closing.CANCEL:
        turn.move(PaymentStatus.AWAITING_CUSTOMER)
        turn.payment.closing = Closing.NOTHING
        requests.cancel(turn)
    elif isinstance(outcome.action, EnterCode):
        turn.await_code(attempt, lives=turn.policy.expires_after)
    else:
        turn.await_action(attempt, outcome.action)


def start_failed(turn: Turn, code: str) -> None:
    """Fall back to a code that was sent earlier and is still good; else close."""
    earlier = turn.payment.attempt
    if earlier is None or earlier.tries_left <= 0:
        closing.fail(turn, code)
    else:
        turn.await_code(earlier)


def _note_opening(turn: Turn, start: Call | None, attempt: Attempt, outcome: Started) -> None:
    """Write down what was opened; a page whose link nobody will be given cannot be paid."""
    is_code = isinstance(outcome.action, EnterCode)
    attempt.opened_at = turn.now
    if outcome.facts:
        turn.facts[attempt.id] = outcome.facts
    if isinstance(outcome.action, EnterCode):
        attempt.otp_reference = outcome.action.reference
        attempt.tries_left = turn.policy.tries
    else:
        until, latest = outcome.action.until, turn.now + turn.policy.action_lives
        attempt.action_until = None if until is None else min(until, latest)
    is_told = turn.payment.status in _IN_DOUBT
    if start is not None and (is_code or is_told):
        start.verdict = Verdict.ACCEPTED
        start.moves_money = not is_code and CallKind.START in turn.policy.shape.charging


def _let_go(turn: Turn, attempt: Attempt) -> None:
    if turn.policy.shape.can_cancel:
        turn.add_call(attempt, CallKind.CANCEL, at=turn.now)
    if turn.payment.charge_in_doubt(attempt.id) is not None:
        turn.watch(attempt)


def _not_started(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
    if isinstance(outcome, Declined):
        start_failed(turn, outcome.reason)
        return
    is_same = isinstance(outcome, NotSent) or turn.is_repeated()
    if not is_same:
        turn.watch(attempt)
    _start_later(turn, attempt, same=is_same)


def _start_later(turn: Turn, attempt: Attempt, *, same: bool) -> None:
    """Try again within the window: the same start if that is safe, else another attempt.

    Not once the customer wished to cancel: nothing is sent any more.
    """
    if turn.payment.status is PaymentStatus.UNKNOWN:
        start_failed(turn, "provider_unavailable")
        return
    if turn.payment.closing is Closing.CANCEL:
        closing.cancelled(turn)
        return
    policy = turn.policy
    is_soon = same or attempt.number == 1
    at = turn.now + (policy.start_pause if is_soon else policy.replace_pause)
    if at > (turn.payment.start_deadline or turn.now):
        start_failed(turn, "provider_unavailable")
    elif same:
        turn.add_call(attempt, CallKind.START, at=at)
    else:
        turn.add_attempt(at=at)
