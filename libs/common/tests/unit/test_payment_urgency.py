"""How urgent a payment's lane is: what a caller keeps slots for."""

from datetime import UTC, datetime

import pytest
from common.ids import new_id
from common.payments.domain import QUESTIONS, Call, CallKind

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize("priority", [0, 3, 5])
@pytest.mark.parametrize(
    ("kind", "is_question"),
    [
        (CallKind.CHARGE, False),
        (CallKind.START, False),
        (CallKind.QUERY, True),
        (CallKind.CANCEL, True),
    ],
)
def test_questions_never_stand_in_the_queue_of_slow_calls(
    kind: CallKind, priority: int, *, is_question: bool
) -> None:
    """A start or a charge waits as long as the provider does; a question has slots of its own."""
    call = Call(new_id(), new_id(), kind, priority, NOW, NOW)

    assert (call.urgency >= QUESTIONS) is is_question


def test_a_question_that_a_customer_waits_for_goes_before_one_that_nobody_does() -> None:
    """Among questions the priority of the call still counts."""
    asked, planned = (Call(new_id(), new_id(), CallKind.QUERY, p, NOW, NOW) for p in (0, 3))

    assert asked.urgency < planned.urgency
