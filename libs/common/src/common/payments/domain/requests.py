"""What people and callbacks ask of a payment; what people ask is answered by an event."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from common.errors import ConflictError, InvalidError
from common.money import Money
from common.payments.domain import closing, settlements
from common.payments.domain.calls import Call, CallKind
from common.payments.domain.outcomes import Paid
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.settlement import Source
from common.payments.domain.shape import MovementKey
from common.payments.domain.status import CLOSED, PaymentStatus
from common.payments.domain.turn import ASKED_PRIORITY, HINT_PRIORITY, Turn


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person read in the provider's portal, and who he is.

    `reference`: ours, of the attempt that it came by; needed only where several were charged.
    """

    money: Money
    provider_reference: str
    by: str
    reference: UUID | None = None


def open_payment(turn: Turn) -> None:
    """Accept a new payment: its first attempt waits for the caller."""
    turn.payment.start_deadline = turn.now + turn.policy.start_window
    turn.add_attempt()


def submit_otp(turn: Turn) -> Call | None:
    """Take the customer's code; returns the charge call that carries it.

    None: no code is waited for, so the wish counts as a check.
    """
    payment, attempt = turn.payment, turn.payment.attempt
    is_wanted = payment.status is PaymentStatus.AWAITING_CUSTOMER and not payment.closing
    if attempt is None or attempt.tries_left <= 0 or not is_wanted:
        check(turn)
        return None
    turn.move(PaymentStatus.SENDING)
    return turn.add_call(attempt, CallKind.CHARGE, at=turn.now)


def resend(turn: Turn) -> None:
    """Ask for another code: a new attempt, once the last is known unpaid; else it is a check."""
    payment = turn.payment
    if payment.status is not PaymentStatus.AWAITING_CUSTOMER or not turn.policy.shape.takes_codes:
        check(turn)
    elif payment.charges():
        close_after_asking(turn, Closing.RESEND)
        payment.asked = "check"
    else:
        start_again(turn)


def start_again(turn: Turn) -> None:
    """Open the next attempt of a payment that waits for its customer."""
    turn.payment.closing, turn.payment.asked = Closing.NOTHING, ""
    turn.payment.start_deadline = turn.now + turn.policy.start_window
    turn.payment.announced_at = None
    turn.move(PaymentStatus.SENDING)
    turn.add_attempt()


def cancel(turn: Turn) -> None:
    """Cancel: at once if our record proves unpaid, else when the provider has said so."""
    payment = turn.payment
    if payment.status in CLOSED or _cancelled_lately(turn):
        turn.report("cancel")
    elif not payment.charges():
        closing.cancelled(turn)
    elif payment.charge_in_flight() is not None:
        payment.closing = Closing.CANCEL
    else:
        _stop_sending(turn)
        close_after_asking(turn, Closing.CANCEL)
        payment.asked = "cancel"


def check(turn: Turn) -> None:
    """Ask the provider now, at most every `check_every`, and answer with the state."""
    payment = turn.payment
    charges = payment.charges()
    settled = payment.status is PaymentStatus.SUCCEEDED
    if settled or not charges or _asked_lately(turn) or payment.charge_in_flight():
        turn.report("check")
    else:
        payment.last_checked_at = turn.now
        payment.asked = payment.asked or "check"
        _ask_now(turn, charges[-1])


def hint(turn: Turn, attempt: Attempt) -> None:
    """Ask because a callback came, at most every `hint_every`; what it says is not believed.

    However many come, one question waits. None is asked where the answer is known: before a call
    that may move money was made, once it is settled and neither can another movement follow nor
    any of it go back, and past its watch.
    """
    if not _is_open(turn, attempt):
        return
    payment, last = turn.payment, turn.payment.hinted_at
    if last is None or last <= turn.now:
        pause = turn.policy.hint_every
        payment.hinted_at = turn.now if last is None else max(turn.now, last + pause)
    turn.ask(attempt, at=payment.hinted_at or turn.now, priority=HINT_PRIORITY, anew=True)


def _is_open(turn: Turn, attempt: Attempt) -> bool:
    """Whether the provider may have news of an attempt."""
    payment = turn.payment
    if payment.is_settled(attempt.id):
        return may_bring_more(turn, attempt)
    if attempt.watch_until is not None:
        return turn.now <= attempt.watch_until
    was_charged = any(call.attempt_id == attempt.id for call in payment.charges())
    return was_charged and payment.status not in CLOSED


def may_bring_more(turn: Turn, attempt: Attempt) -> bool:
    """Whether the record of what is settled may show more: another movement, or what went back."""
    policy, spans = turn.policy, list[timedelta]()
    if policy.shape.movement is not MovementKey.ATTEMPT:
        spans.append(policy.watch_for)
    if policy.shape.has_news:
        spans.append(policy.news_for)
    settled = [one.settled_at for one in turn.payment.settlements if one.attempt_id == attempt.id]
    return any(turn.now <= at + span for at in settled for span in spans)


def enter_amount(turn: Turn, entered: Entered) -> None:
    """Settle what a person read in the provider's portal; entered again it is the same movement.

    Raises ConflictError when nothing was charged, or when its movement was settled with another
    amount; InvalidError when it is not said which attempt, or which movement, it was.
    """
    attempt = _attempt_meant(turn, entered.reference)
    outcome = Paid(entered.money, entered.provider_reference)
    movement = turn.policy.shape.movement_of(attempt.id, entered.provider_reference)
    if movement is None:
        raise InvalidError("The provider's reference is needed.", code="payments:reference_needed")
    mine = [one for one in turn.payment.settlements if one.attempt_id == attempt.id]
    if any((one.movement, one.money) != (movement, entered.money) for one in mine):
        raise ConflictError(
            "Another amount, or another movement, is settled by this attempt already: see what is"
            " credited.",
            code="payments:already_settled",
        )
    settlements.settle(turn, attempt, outcome, source=Source.STAFF, by=entered.by)


def _attempt_meant(turn: Turn, reference: UUID | None) -> Attempt:
    """Return the attempt that money came by: the only one that was charged, unless it is named."""
    charged = list(dict.fromkeys(call.attempt_id for call in turn.payment.charges()))
    if not charged:
        raise ConflictError("Nothing was charged by this payment.", code="payments:not_charged")
    meant = [one for one in charged if reference in (None, one)]
    if len(meant) != 1:
        raise InvalidError(
            "Name our reference of the attempt, as the portal shows it: "
            + ", ".join(map(str, charged)),
            code="payments:which_attempt",
        )
    return turn.payment.attempt_by_id(meant[0])


def release(turn: Turn, *, nothing_arrived: bool) -> None:
    """Close a payment that a person was called to: nothing arrived, or nobody can find out.

    It is watched all the same. Released again it stays closed. Raises ConflictError for one that
    no person was called to, or whose charge is on its way.
    """
    payment = turn.payment
    if payment.status in CLOSED:
        if payment.status is not PaymentStatus.SUCCEEDED:
            payment.needs_staff, payment.hold_code = False, None
        return
    if not payment.needs_staff or payment.charge_in_flight() is not None:
        raise ConflictError(
            "This payment is still being asked about: nobody was called to it.",
            code="payments:not_held",
        )
    payment.closing, payment.hold_code = Closing.NOTHING, None
    for call in payment.charges():
        attempt = payment.attempt_by_id(call.attempt_id)
        attempt.dead_at = attempt.dead_at or turn.now
    closing.fail(turn, "not_charged" if nothing_arrived else "released")


def close_after_asking(turn: Turn, wish: Closing) -> None:
    """Ask before closing; what can be closed at the provider is closed there first."""
    payment, charge = turn.payment, turn.payment.charges()[-1]
    payment.closing = wish
    payment.last_checked_at = turn.now
    attempt, shape = payment.attempt_by_id(charge.attempt_id), turn.policy.shape
    if shape.cancel_is_final and payment.charge_in_doubt(attempt.id) is not None:
        if not any(c.is_open for c in payment.cancels(attempt.id)):
            turn.add_call(attempt, CallKind.CANCEL, at=turn.now, priority=ASKED_PRIORITY)
        return
    _ask_now(turn, charge)


def _ask_now(turn: Turn, charge: Call) -> None:
    attempt = turn.payment.attempt_by_id(charge.attempt_id)
    turn.ask(attempt, at=turn.now, priority=ASKED_PRIORITY)


def _stop_sending(turn: Turn) -> None:
    turn.drop(CallKind.START, CallKind.CHARGE)
    if turn.payment.status is PaymentStatus.SENDING and not turn.payment.may_be_charged():
        turn.move(PaymentStatus.AWAITING_CUSTOMER)


def _cancelled_lately(turn: Turn) -> bool:
    return turn.payment.closing is Closing.CANCEL and _asked_lately(turn)


def _asked_lately(turn: Turn) -> bool:
    last = turn.payment.last_checked_at
    return last is not None and turn.now - last < turn.policy.check_every
