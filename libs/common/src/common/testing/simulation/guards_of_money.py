"""Guards of what arrived, each with what is wrong without it."""

from uuid import UUID

from common.payments.domain import (
    Attempt,
    Charged,
    MovementKey,
    Paid,
    Payment,
    PaymentStatus,
    Shape,
    Turn,
    requests,
    settlements,
)
from common.testing.simulation.removal import Rule, without


@without(Payment, "settlement_of")
def a_movement_is_settled_once(_rule: Rule) -> Rule:
    """Forget which movements are known: the same success heard again is another."""
    return lambda *_: None


@without(settlements, "settle")
def another_currency_is_settled_too(rule: Rule) -> Rule:
    """Settle what was asked for only: what came in another currency is nowhere."""

    def settle(turn: Turn, attempt: Attempt, outcome: Charged | Paid, **more: object) -> bool:
        arrived = outcome.settled
        is_other = arrived is not None and arrived.currency != turn.payment.currency
        return is_other or rule(turn, attempt, outcome, **more)

    return settle


@without(settlements, "settle")
def a_second_movement_is_settled_too(rule: Rule) -> Rule:
    """Take whatever comes after the first success for its echo."""

    def settle(turn: Turn, attempt: Attempt, outcome: Charged | Paid, **more: object) -> bool:
        is_paid = turn.payment.status is PaymentStatus.SUCCEEDED
        return is_paid or rule(turn, attempt, outcome, **more)

    return settle


@without(requests, "may_bring_more")
def what_is_settled_may_bring_more(_rule: Rule) -> Rule:
    """Ask nothing when a callback comes for what is settled."""
    return lambda *_: False


@without(Shape, "movement_of")
def an_answer_without_its_movement_settles_nothing(_rule: Rule) -> Rule:
    """Name a movement by whatever the answer happens to have."""

    def movement_of(shape: Shape, attempt_id: UUID, provider_reference: str) -> str:
        if shape.movement is MovementKey.ATTEMPT:
            return str(attempt_id)
        return provider_reference or str(attempt_id)

    return movement_of
