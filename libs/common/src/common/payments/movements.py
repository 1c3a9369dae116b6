"""Movements that another payment was settled by: two payments are never credited with one."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from common.log import get_logger
from common.payments.domain import Call, Charged, Held, Outcome, Paid, Policy
from common.payments.repository import Opened, PaymentRepository

log = get_logger(__name__)

FOREIGN: Final = "movement_of_another"
Answered = tuple[Opened, Call, Outcome]
Movement = tuple[str, str]
"""An account at the provider, and the key of a movement in it."""


async def without_foreign(
    repository: PaymentRepository, policy: Policy, answers: Sequence[Answered]
) -> list[Answered]:
    """Return the answers, those that name another payment's movement as held for a person."""
    named = [_movement_of(policy, answer) for answer in answers]
    wanted = {movement for movement in named if movement is not None}
    if not wanted:
        return list(answers)
    owners = await repository.find_movements(answers[0][0].payment.provider, wanted)
    return [
        _held_if_foreign(answer, movement, owners)
        for answer, movement in zip(answers, named, strict=True)
    ]


def _movement_of(policy: Policy, answer: Answered) -> Movement | None:
    one, call, outcome = answer
    if not isinstance(outcome, (Charged, Paid)):
        return None
    key = policy.shape.movement_of(call.attempt_id, outcome.provider_reference)
    return None if key is None else (one.attempts[call.attempt_id].account or "", key)


def _held_if_foreign(
    answer: Answered, movement: Movement | None, owners: Mapping[Movement, UUID]
) -> Answered:
    one, call, _ = answer
    owner = owners.get(movement) if movement is not None else None
    if owner is None or owner == one.payment.id:
        return answer
    log.error("payment.foreign_movement", payment_id=str(one.payment.id), of=str(owner))
    return one, call, Held(FOREIGN)
