"""Money that arrived becomes a settlement: a movement of its own, whatever was asked for.

Nothing else writes one, or says that a payment succeeded.
"""

from dataclasses import replace
from typing import Final

from common.contracts.payments import PaymentHeld, PaymentSucceeded
from common.ids import derived_id
from common.money import Money
from common.payments.domain.calls import CallKind, Verdict
from common.payments.domain.outcomes import Charged, Paid
from common.payments.domain.payment import Attempt, Closing
from common.payments.domain.settlement import Settlement, Source
from common.payments.domain.shape import MovementKey
from common.payments.domain.status import UNPAID_CLOSED, PaymentStatus
from common.payments.domain.turn import Turn

OTHER_CURRENCY: Final = "other_currency"
CHANGED: Final = "movement_changed"
RETURN_CHANGED: Final = "return_changed"
VOIDED: Final = "voided_after_charge"


def settle(
    turn: Turn,
    attempt: Attempt,
    outcome: Charged | Paid,
    *,
    source: Source = Source.PROVIDER,
    by: str = "",
) -> bool:
    """Write down what arrived, once for each movement; False: the answer names no movement.

    An amount that nobody named is what was asked for; it is watched for its record, as is what a
    person named. A known movement that comes back with another amount is for a person, and changes
    nothing; so is any movement of an attempt of which a person said what arrived.
    """
    adopt(turn)
    movement = turn.policy.shape.movement_of(attempt.id, outcome.provider_reference)
    if movement is None:
        return False
    known = turn.payment.settlement_of(movement) or _named_by_staff(turn, attempt)
    if known is not None:
        _look_at_known(turn, known, outcome)
        return True
    new = _settlement(turn, attempt, outcome, movement)
    is_wish = outcome.settled is None
    new = replace(new, source=Source.WISH if is_wish else source, named_by=by)
    _take(turn, attempt, new)
    return True


def _named_by_staff(turn: Turn, attempt: Attempt) -> Settlement | None:
    if not turn.payment.is_named_by_staff(attempt.id):
        return None
    return next(one for one in turn.payment.settlements if one.attempt_id == attempt.id)


def adopt(turn: Turn) -> None:
    """Write the settlement of a payment that a release before settled; it was said then."""
    payment = turn.payment
    if payment.status is not PaymentStatus.SUCCEEDED or payment.settlements:
        return
    charges = payment.charges()
    said_yes = [call for call in charges if call.verdict is Verdict.ACCEPTED]
    meant = next((call.attempt_id for call in (*said_yes[-1:], *charges[-1:])), None)
    attempt_id = meant or payment.attempts[-1].id
    reference = payment.provider_reference or str(attempt_id)
    payment.settlements.append(
        Settlement(
            id=payment.id,
            attempt_id=attempt_id,
            movement=turn.policy.shape.movement_of(attempt_id, reference) or reference,
            amount_minor=payment.settled_minor or 0,
            currency=payment.currency,
            provider_reference=reference,
            settled_at=payment.updated_at or turn.now,
            debit_reference=payment.debit_reference,
        )
    )


def _settlement(turn: Turn, attempt: Attempt, outcome: Charged | Paid, movement: str) -> Settlement:
    payment = turn.payment
    arrived = outcome.settled or Money(payment.amount_minor, payment.currency)
    return Settlement(
        id=derived_id(str(payment.id), "settlement", movement),
        attempt_id=attempt.id,
        movement=movement,
        amount_minor=arrived.minor,
        currency=arrived.currency,
        provider_reference=outcome.provider_reference or str(attempt.id),
        settled_at=turn.now,
        debit_reference=outcome.debit_reference,
    )


def _take(turn: Turn, attempt: Attempt, new: Settlement) -> None:
    payment = turn.payment
    is_late = payment.status in (*UNPAID_CLOSED, PaymentStatus.SUCCEEDED)
    payment.settlements.append(new)
    if payment.status is not PaymentStatus.SUCCEEDED:
        _succeed(turn, new)
    if new.source is not Source.PROVIDER:
        turn.watch(attempt)
    is_other = new.currency != payment.currency
    code = VOIDED if _was_voided(turn, attempt) else OTHER_CURRENCY if is_other else None
    payment.hold_code = code or payment.hold_code
    payment.needs_staff = payment.hold_code is not None
    _say_succeeded(turn, new, code, late=is_late)
    if is_other:
        say_held(turn, OTHER_CURRENCY, new)


def _succeed(turn: Turn, first: Settlement) -> None:
    """Close the payment: what was held for want of an amount is held no longer."""
    payment = turn.payment
    turn.move(PaymentStatus.SUCCEEDED)
    payment.closing, payment.asked = Closing.NOTHING, ""
    payment.code = payment.hold_code = None
    is_same = first.currency == payment.currency
    payment.settled_minor = first.amount_minor if is_same else 0
    payment.provider_reference = first.provider_reference
    payment.debit_reference = first.debit_reference
    turn.drop(CallKind.START, CallKind.CHARGE, CallKind.QUERY, CallKind.CANCEL)
    charged = {call.attempt_id for call in payment.charges()}
    for other in payment.attempts:
        if other.id in charged and other.id != first.attempt_id:
            turn.watch(other)


def _look_at_known(turn: Turn, known: Settlement, outcome: Charged | Paid) -> None:
    """Call a person when a movement is told otherwise than it was written: nothing is changed.

    Another amount, or another name of the provider's. Told again it is said again: the record is
    read seldom by then, and whoever hears it knows what he has heard.
    """
    payment, told = turn.payment, outcome.settled or known.money
    names = (known.provider_reference, str(known.attempt_id))
    movement = turn.policy.shape.movement_of(known.attempt_id, outcome.provider_reference)
    is_key = turn.policy.shape.movement is MovementKey.PROVIDER_REFERENCE
    is_named = movement == known.movement if is_key else outcome.provider_reference in ("", *names)
    if told == known.money and (is_named or names[0] == names[1]):
        return
    payment.hold_code, payment.needs_staff = CHANGED, True
    as_told = replace(known, amount_minor=told.minor, currency=told.currency)
    reference = outcome.provider_reference or known.provider_reference
    say_held(turn, CHANGED, replace(as_told, provider_reference=reference))


def _was_voided(turn: Turn, attempt: Attempt) -> bool:
    """Whether money came despite a void: a person looks whether that gave it back."""
    return any(call.verdict is Verdict.ACCEPTED for call in turn.payment.cancels(attempt.id))


def look_at_return(turn: Turn, settlement: Settlement, told: Money) -> None:
    """Call a person to what went back, or is disputed, otherwise than is written down."""
    payment = turn.payment
    payment.hold_code, payment.needs_staff = payment.hold_code or RETURN_CHANGED, True
    as_told = replace(settlement, amount_minor=told.minor, currency=told.currency)
    say_held(turn, RETURN_CHANGED, as_told)


def say_held(turn: Turn, code: str, arrived: Settlement | None = None) -> None:
    """Say that a person must judge, and what arrived, where that is known."""
    named: dict[str, object] = {}
    if arrived is not None:
        named = {
            "settlement_id": arrived.id,
            "settled_minor": arrived.amount_minor,
            "currency": arrived.currency,
            "provider_reference": arrived.provider_reference,
        }
    turn.say(PaymentHeld, code=code, method=turn.payment.method, **named)


def _say_succeeded(turn: Turn, new: Settlement, code: str | None, *, late: bool) -> None:
    payment = turn.payment
    turn.say(
        PaymentSucceeded,
        settled_minor=new.amount_minor,
        currency=new.currency,
        provider_reference=new.provider_reference,
        late=late,
        test=payment.test,
        hold_code=code,
        settlement_id=new.id,
        method=payment.method,
        can_refund=turn.policy.shape.can_refund,
    )
