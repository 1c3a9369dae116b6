"""When a payment's time is over and its provider told nothing, a person looks, and it is said."""

from typing import Any

import pytest
from common.contracts import PaymentUnknown, SendMessage
from common.testing.clock import NOON
from flow_engine.domain.conversation import Session, Turn, Wait
from flow_engine.models import IntentRow, TaskRow

pytestmark = pytest.mark.database


def about(intent: Any) -> dict[str, Any]:
    """Return what every event names."""
    return {"payment_id": intent.payment_id, "provider": "omari", "at": NOON}


def texts(uow: Any) -> list[str]:
    """Return what was said."""
    return [one.content["text"]["body"] for one in uow.sent_of(SendMessage)]


async def statuses(shop: Any) -> list[str]:
    """Return the state of every intent."""
    return [row.status for row in await shop.all(IntentRow)]


async def test_when_nothing_was_learnt_a_person_is_asked_once_and_the_customer_hears_so(
    shop: Any, deliver: Any, told: Any
) -> None:
    """The first doubt and the person that looks are told once each; there is one task."""
    intent = await shop.intent(await shop.order(), status="awaiting_action")
    doubt = PaymentUnknown(**about(intent))
    staff = PaymentUnknown(**about(intent), needs_staff=True)
    said = [texts(await deliver(told(event))) for event in (doubt, doubt, staff, staff, doubt)]

    assert [len(one) for one in said] == [1, 0, 1, 0, 0]
    assert "We are asking O'mari; please do not pay again" in said[0][0]
    assert "A person looks at it now. Please do not pay again" in said[2][0]
    (task,) = await shop.all(TaskRow)
    assert (task.kind, task.reason, task.payment_id) == (
        "payment_unknown", "not_resolved", intent.payment_id,
    )  # fmt: skip
    assert await statuses(shop) == ["unknown"]


async def test_a_person_is_asked_also_where_nobody_doubted_before(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any
) -> None:
    """A prompt that was never answered for: said once, also to the conversation that waits."""
    intent = await shop.intent(await shop.order(), status="awaiting_action")
    session = Session("pay", 1, "wait", wait=Wait("payment", 1, intent.payment_id))
    conversations.turns = [Turn(session, ()), Turn(session, ())]
    await deliver(wrote("pay"))
    uow = await deliver(told(PaymentUnknown(**about(intent), needs_staff=True)))

    assert len(texts(uow)) == 1
    assert conversations.given[-1][1].outcome == "unknown"


@pytest.mark.parametrize(("status", "tasks"), [("expired", 1), ("paid", 0)])
async def test_a_person_is_asked_about_a_payment_that_was_called_over(
    shop: Any, deliver: Any, told: Any, status: str, tasks: int
) -> None:
    """Unless it was paid; the customer heard its end and is told nothing new."""
    intent = await shop.intent(await shop.order(), status=status)
    uow = await deliver(told(PaymentUnknown(**about(intent), needs_staff=True)))

    assert (texts(uow), len(await shop.all(TaskRow))) == ([], tasks)
    assert await statuses(shop) == [status]
