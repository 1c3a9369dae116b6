"""What the provider's own record says of an attempt, and when it is read again.

Only a record that carries our reference decides: money, a listed final word, or "unpaid so far",
which becomes proof with time. Whatever else came back is no answer.
"""

from datetime import datetime

from common.contracts.payments import PaymentUnknown
from common.payments.domain import answers, closing, requests, voids
from common.payments.domain.calls import Call, CallKind
from common.payments.domain.outcomes import (
    OTHER_ACCOUNT,
    Charged,
    Declined,
    Ended,
    Held,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Pending,
    Started,
    Unknown,
    WrongOtp,
)
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.shape import StartAgain
from common.payments.domain.status import PaymentStatus
from common.payments.domain.turn import Turn

_OPEN = (PaymentStatus.UNKNOWN, PaymentStatus.AWAITING_CUSTOMER)
Unpaid = Declined | Ended | NotFound | Pending | WrongOtp


def on_query(turn: Turn, query: Call, attempt: Attempt, outcome: Outcome) -> None:
    """Take what it says, answer whoever asked, and plan the next look."""
    said = len(turn.events)
    if isinstance(outcome, Started):
        on_found(turn, attempt, outcome)
    elif isinstance(outcome, Held):
        answers.hold(turn, outcome.code)
    elif isinstance(outcome, (Charged, Paid)):
        answers.settle(turn, attempt, outcome)
    elif attempt.charged_reference is not None:
        confirm(turn, attempt, outcome)
    elif turn.payment.is_named_by_staff(attempt.id):
        _hold_against_staff(turn, outcome)
    elif isinstance(outcome, Unpaid):
        on_unpaid(turn, query, attempt, outcome)
    elif not turn.payment.may_be_charged():
        known_unpaid(turn)
    _answer(turn, nothing_said=len(turn.events) == said)
    plan_query(turn, attempt, outcome)


def confirm(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
    """Believe an accepted charge that its record does not show; while it is silent, ask on.

    A record that says that it ended unpaid contradicts the acceptance: a person must judge, and
    from then on only a record of money settles.
    """
    if isinstance(outcome, (Declined, Ended)):
        answers.hold(turn, "contradiction")
        return
    if turn.payment.hold_code is not None:
        return
    age = turn.now - turn.payment.charged_at(attempt.id)
    if not isinstance(outcome, (NotSent, Unknown)) or age >= turn.policy.confirm_for:
        answers.settle(turn, attempt, _charged(attempt))
        return
    turn.ask(attempt, at=turn.now + turn.policy.check_every)
    if age >= turn.policy.announce_after and turn.payment.status is PaymentStatus.SENDING:
        answers.become_unknown(turn)


def _hold_against_staff(turn: Turn, outcome: Outcome) -> None:
    """Call the person again who entered what the record now says never arrived."""
    if isinstance(outcome, (Declined, Ended)):
        answers.hold(turn, "contradiction")


def on_found(turn: Turn, attempt: Attempt, outcome: Started, call: Call | None = None) -> None:
    """Go on with an attempt whose start was answered too late (by that call), or by its trace only.

    Of starts that are repeated it is the answered one that opened it, whatever the others come to.
    """
    if attempt.opened_at is None:
        is_start = call is not None and call.kind is CallKind.START and turn.is_repeated()
        start = call if is_start else turn.payment.last_start(attempt.id)
        answers.opened(turn, start, attempt, outcome)


def on_unpaid(turn: Turn, query: Call, attempt: Attempt, outcome: Unpaid) -> None:
    """Believe "unpaid" as far as it is proof, and see to it that it becomes proof."""
    payment = turn.payment
    if payment.charge_in_doubt(attempt.id) is not None:
        attempt.unpaid_at = attempt.unpaid_at or turn.now
        if isinstance(outcome, NotFound):
            attempt.absent_at = attempt.absent_at or turn.now
    if not payment.may_be_charged():
        known_unpaid(turn)
    elif not _may_end(turn, attempt):
        return
    elif isinstance(outcome, Declined):
        attempt.dead_at = turn.now
        closing.fail(turn, outcome.reason)
    elif is_proof(turn, query, attempt, outcome):
        closing.bury(turn, attempt)
    elif turn.policy.shape.cancel_is_final:
        voids.close_again(turn, attempt)
    else:
        voids.fence(turn, attempt)


def _may_end(turn: Turn, attempt: Attempt) -> bool:
    """Whether an answer about this attempt may end the payment.

    Not while a charge is on its way, a person is to judge, or what is in doubt is another attempt.
    """
    payment = turn.payment
    is_open = payment.status in _OPEN and payment.charge_in_flight() is None
    return is_open and not payment.hold_code and payment.charge_in_doubt(attempt.id) is not None


def is_proof(turn: Turn, query: Call, attempt: Attempt, outcome: Unpaid) -> bool:
    """Whether "unpaid so far" means that the attempt is dead."""
    is_voided = isinstance(outcome, Ended) and voids.is_fenced(turn, attempt, query)
    return is_voided or is_absent(turn, query, attempt, outcome) or is_dead(turn, query, attempt)


def is_absent(turn: Turn, query: Call, attempt: Attempt, outcome: Unpaid) -> bool:
    """Whether a start that is traced was called absent twice, well apart: it never arrived.

    What counts is when the second question was put, for its answer may be as old.
    """
    is_traced = turn.policy.shape.start_again is StartAgain.TRACE and attempt.opened_at is None
    if not is_traced or not isinstance(outcome, NotFound) or attempt.absent_at is None:
        return False
    return asked_at(turn, query) >= attempt.absent_at + turn.policy.dead_apart


def is_dead(turn: Turn, query: Call, attempt: Attempt) -> bool:
    """Whether the second question was put when it was long past, and well after the first answer.

    Never while it can be closed at the provider: then only that ends it.
    """
    charge = turn.payment.charge_in_doubt(attempt.id)
    if turn.policy.shape.cancel_is_final:
        return False
    if charge is None or charge.started_at is None or attempt.unpaid_at is None:
        return False
    return asked_at(turn, query) >= _dead_at(turn, attempt, charge.started_at, attempt.unpaid_at)


def _dead_at(turn: Turn, attempt: Attempt, sent_at: datetime, unpaid_at: datetime) -> datetime:
    """Return when a second "unpaid so far" is proof: not while the provider calls it open."""
    by_age = turn.policy.dead_at(sent_at, unpaid_at)
    return max(by_age, attempt.action_until or by_age)


def asked_at(turn: Turn, query: Call) -> datetime:
    """Return when a question left: what its answer says may be as old as that."""
    return query.started_at or turn.now


def known_unpaid(turn: Turn) -> None:
    """Do what waited for the proof that nothing was paid."""
    payment = turn.payment
    if payment.status is not PaymentStatus.AWAITING_CUSTOMER:
        return
    if payment.closing is Closing.CANCEL:
        closing.cancelled(turn)
    elif payment.closing is Closing.EXPIRE:
        closing.expired(turn)
    elif payment.closing is Closing.RESEND:
        requests.start_again(turn)


def plan_query(turn: Turn, attempt: Attempt, outcome: Outcome) -> None:
    """Write down the next look at an attempt that is not final."""
    payment, at = turn.payment, None
    silent = isinstance(outcome, (NotSent, Unknown))
    charge = payment.charge_in_doubt(attempt.id)
    if payment.is_settled(attempt.id):
        _ask_for_more(turn, attempt, silent=silent)
        return
    if payment.status in _OPEN and charge is not None:
        at = _next_look(turn, attempt, charge, silent=silent)
        is_mute = attempt.unpaid_at is None or outcome.code == OTHER_ACCOUNT
        is_again = silent and turn.now >= _sent_at(charge) + 2 * turn.policy.dead_after
        _call_staff(turn, charge, is_mute=is_mute or is_again, is_last=at is None)
    elif payment.hold_code is not None and attempt.watch_until is None:
        turn.watch(attempt)  # nothing is in doubt, but a person waits for what its record becomes
    elif attempt.watch_until is not None:
        at = turn.policy.next_watch(attempt.watch_until, turn.now)
    if at is not None:
        turn.ask(attempt, at=at)


def _ask_for_more(turn: Turn, attempt: Attempt, *, silent: bool) -> None:
    """Put a question again that a callback gave reason for, and that was not answered."""
    if silent and requests.may_bring_more(turn, attempt):
        settled = [s.settled_at for s in turn.payment.settlements if s.attempt_id == attempt.id]
        since = max(settled[-1], turn.payment.hinted_at or settled[-1])
        at = turn.policy.next_watch(since + turn.policy.watch_for, turn.now)
        if at is not None:
            turn.ask(attempt, at=at)


def _next_look(turn: Turn, attempt: Attempt, charge: Call, *, silent: bool) -> datetime | None:
    """Return when to ask again; as soon as an answer can be proof."""
    sent_at, policy = _sent_at(charge), turn.policy
    if turn.payment.status is PaymentStatus.AWAITING_CUSTOMER:
        at: datetime | None = policy.next_poll(sent_at, turn.now)
    else:
        at = policy.next_query(sent_at, turn.now, silent=silent)
    if at is None:
        return None
    sooner = [voids.fence_at(turn, attempt)]
    if attempt.unpaid_at is not None:
        sooner.append(_dead_at(turn, attempt, sent_at, attempt.unpaid_at))
    if attempt.absent_at is not None:
        sooner.append(attempt.absent_at + policy.dead_apart)
    return min([at, *(moment for moment in sooner if moment and moment > turn.now)])


def _call_staff(turn: Turn, charge: Call, *, is_mute: bool, is_last: bool) -> None:
    """Have a person look, and say so once, when its time is over.

    That is, when nothing was learnt by then, or as long again after it, or will be, because the
    account that it was opened under has no key of ours any more; or when it cannot be ended though
    it should be.
    """
    payment, sent_at = turn.payment, _sent_at(charge)
    lasts = turn.policy.dead_after
    is_silent = is_mute and turn.now >= sent_at + lasts
    is_waiting = payment.status is PaymentStatus.AWAITING_CUSTOMER
    is_stuck = is_waiting and turn.now >= payment.expires_at + lasts
    if (is_silent or is_stuck or is_last) and not payment.needs_staff:
        payment.needs_staff = True
        turn.say(PaymentUnknown, needs_staff=True)


def _sent_at(charge: Call) -> datetime:
    return charge.started_at or charge.created_at


def _charged(attempt: Attempt) -> Charged:
    return Charged(attempt.charged_reference or "", attempt.debit_reference)


def _answer(turn: Turn, *, nothing_said: bool) -> None:
    payment = turn.payment
    if payment.asked and nothing_said:
        turn.report(payment.asked)
    payment.asked = ""
    is_waiting = payment.status is PaymentStatus.AWAITING_CUSTOMER
    is_kept = payment.closing is Closing.EXPIRE or payment.may_be_charged()
    if is_waiting and not is_kept:
        payment.closing = Closing.NOTHING
