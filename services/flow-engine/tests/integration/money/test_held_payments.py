"""Money that arrives otherwise than was asked for: kept, told, and before a person."""

from typing import Any

import pytest
from common.contracts import (
    PaymentFailed,
    PaymentHeld,
    PaymentStateReported,
    PaymentUnknown,
    SendMessage,
)
from common.errors import ConflictError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.domain.conversation import Session, Turn, Wait
from flow_engine.models import IntentRow, LedgerTxnRow, TaskRow
from flow_engine.service.releasing import release_task

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [one.content["text"]["body"] for one in uow.sent_of(SendMessage)]


async def the_intent(shop: Any) -> Any:
    """Return the one intent."""
    (intent,) = await shop.all(IntentRow)
    return intent


async def test_another_currency_is_kept_in_suspense_and_holds_its_order(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """What arrived is a movement of its own, in suspense, and the order takes no other payment.

    A person has a task, and the customer reads what arrived and that a person looks.
    """
    order = await shop.order()
    intent = await shop.intent(order)
    uow = await deliver(told(arrived(intent, 130_000, "ZWG")))

    (txn,) = await shop.all(LedgerTxnRow)
    assert (txn.placement, txn.amount_minor, txn.currency) == ("suspense", 130_000, "ZWG")
    assert (await shop.reread(order)).paid_minor == 0
    row = await the_intent(shop)
    assert (row.status, row.held_minor, row.held_currency) == ("held", 130_000, "ZWG")
    assert await shop.open_tasks() == [("suspense", "other_currency", 130_000, "ZWG")]
    (said,) = texts(uow)
    assert "We received ZWG 1,300.00" in said
    assert "a person looks at it now. Please do not pay again" in said


async def test_the_hold_of_what_is_credited_already_changes_nothing(
    shop: Any, deliver: Any, told: Any, arrived: Any, held: Any
) -> None:
    """The event that says why it is held comes before or after the credit: one task, one text."""
    intent = await shop.intent(await shop.order())
    event = arrived(intent, 130_000, "ZWG", hold_code="other_currency")
    why = held(
        intent,
        "other_currency",
        settlement_id=event.settlement_id,
        settled_minor=130_000,
        currency="ZWG",
    )
    said = [texts(await deliver(told(one))) for one in (why, event, why)]

    assert [len(one) for one in said] == [0, 1, 0]
    assert await shop.open_tasks() == [("suspense", "other_currency", 130_000, "ZWG")]
    assert (await the_intent(shop)).status == "held"


async def test_a_part_that_is_known_goes_to_the_order_with_a_task(
    shop: Any, deliver: Any, told: Any, arrived: Any, held: Any
) -> None:
    """A part of what was asked for is credited as it came, and a person looks why."""
    order = await shop.order()
    intent = await shop.intent(order)
    event = arrived(intent, 3_000)
    await deliver(told(event))
    of_it: dict[str, Any] = {
        "settlement_id": event.settlement_id,
        "settled_minor": 3_000,
        "currency": "USD",
    }
    await deliver(told(held(intent, "partial", **of_it)), told(held(intent, "partial", **of_it)))

    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (3_000, "part_paid")
    assert await shop.open_tasks() == [("payment_held", "partial", 3_000, "USD")]


async def test_without_an_amount_the_order_waits_for_a_person_and_it_is_said_once(
    shop: Any, deliver: Any, told: Any, held: Any
) -> None:
    """An answer that names no amount credits nothing; the order waits and the customer knows."""
    order = await shop.order()
    intent = await shop.intent(order)
    said = [texts(await deliver(told(held(intent)))) for _ in range(2)]

    assert [len(one) for one in said] == [1, 0]
    assert "not how much was paid. A person looks at it now. Please do not pay again" in said[0][0]
    assert (await the_intent(shop)).status == "held"
    assert await shop.all(LedgerTxnRow) == []
    assert await shop.open_tasks() == [("payment_held", "unreadable_amount", 5_000, "USD")]


async def test_a_hold_of_a_payment_that_is_paid_is_a_task_only(
    shop: Any, deliver: Any, told: Any, arrived: Any, held: Any
) -> None:
    """What is credited stays credited, and the order goes on."""
    intent = await shop.intent(await shop.order())
    await deliver(told(arrived(intent)))
    uow = await deliver(told(held(intent, "contradiction")))

    assert texts(uow) == []
    assert (await the_intent(shop)).status == "paid"
    assert await shop.open_tasks() == [("payment_held", "contradiction", 5_000, "USD")]


async def test_a_hold_of_a_payment_that_was_called_over_takes_its_order_back(
    shop: Any, deliver: Any, told: Any, held: Any
) -> None:
    """An expired payment of which money may have come holds its order again.

    The customer is told, who had read that nothing was taken.
    """
    intent = await shop.intent(await shop.order(), status="expired")
    uow = await deliver(told(held(intent)))

    assert len(texts(uow)) == 1
    row = await the_intent(shop)
    assert (row.status, row.closed_at) == ("held", None)


async def test_a_held_payment_leaves_the_running_payment_of_its_order_alone(
    shop: Any, deliver: Any, told: Any, held: Any
) -> None:
    """Another payment that is being collected is never stopped by a doubt about an old one."""
    order = await shop.order()
    old = await shop.intent(order, status="expired")
    new = await shop.intent(order)
    await deliver(told(held(old)))

    found = {row.payment_id: row.status for row in await shop.all(IntentRow)}
    assert found == {old.payment_id: "expired", new.payment_id: "charging"}
    assert len(await shop.open_tasks()) == 1


@pytest.mark.parametrize("status", ["unknown", "sending", "awaiting_customer"])
async def test_no_news_but_an_end_takes_a_held_payment_out_of_a_persons_hands(
    shop: Any, deliver: Any, told: Any, status: str, held: Any
) -> None:
    """Answers to a check come on meanwhile: the order goes on waiting for the person."""
    intent = await shop.intent(await shop.order())
    about: dict[str, Any] = {"payment_id": intent.payment_id, "provider": "omari", "at": NOON}
    await deliver(told(held(intent)))
    await deliver(told(PaymentStateReported(**about, status=status, asked="check")))
    await deliver(told(PaymentUnknown(**about)))

    assert (await the_intent(shop)).status == "held"


async def test_what_settles_by_itself_closes_its_tasks(
    shop: Any, deliver: Any, told: Any, arrived: Any, held: Any
) -> None:
    """A settlement makes clear what a person was asked for: his tasks close as settled."""
    order = await shop.order()
    intent = await shop.intent(order)
    doubt = PaymentUnknown(
        payment_id=intent.payment_id, provider="omari", at=NOON, needs_staff=True
    )
    await deliver(told(doubt), told(held(intent)))
    assert len(await shop.open_tasks()) == 2
    await deliver(told(arrived(intent)))

    assert await shop.open_tasks() == []
    assert {task.resolution for task in await shop.all(TaskRow)} == {"settled"}
    assert (await the_intent(shop)).status == "paid"


@pytest.mark.parametrize("code", ["not_charged", "declined"])
async def test_what_ends_by_itself_closes_its_tasks(
    shop: Any, deliver: Any, told: Any, code: str, held: Any
) -> None:
    """A definite end does so too, and the order takes a payment again."""
    intent = await shop.intent(await shop.order())
    await deliver(told(held(intent)))
    end = PaymentFailed(payment_id=intent.payment_id, provider="omari", at=NOON, code=code)
    uow = await deliver(told(end))

    assert [task.resolution for task in await shop.all(TaskRow)] == ["ended"]
    assert (await the_intent(shop)).status == "declined"
    assert len(texts(uow)) == 1


async def test_a_settlement_leaves_tasks_about_money_that_arrived(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """Suspended money still waits for its person when the right currency arrives beside it."""
    order = await shop.order()
    intent = await shop.intent(order)
    await deliver(told(arrived(intent, 130_000, "ZWG")))
    await deliver(told(arrived(intent, provider_reference="second")))

    assert (await shop.reread(order)).paid_minor == 5_000
    assert (await the_intent(shop)).status == "held"
    assert await shop.open_tasks() == [
        ("suspense", "other_currency", 130_000, "ZWG"),
        ("overpaid", "paid_again", 5_000, "USD"),
    ]


async def test_money_of_an_unknown_payment_that_is_held_has_a_task(
    shop: Any, deliver: Any, told: Any
) -> None:
    """A payment that nobody here opened is before a person all the same."""
    await deliver(told(PaymentHeld(payment_id=new_id(), provider="omari", at=NOON, code="partial")))

    assert await shop.open_tasks() == [("payment_held", "partial", None, None)]


async def test_the_conversation_that_waits_hears_that_it_is_held_and_never_of_success(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any, arrived: Any
) -> None:
    """Money in another currency does not pay the order: the flow hears that a person judges it."""
    intent = await shop.intent(await shop.order())
    session = Session("pay", 1, "wait", wait=Wait("payment", 1, intent.payment_id))
    conversations.turns = [Turn(session, ()), Turn(session, ())]
    await deliver(wrote("pay"))
    await deliver(told(arrived(intent, 130_000, "ZWG")))

    assert conversations.given[-1][1].outcome == "held"


async def test_who_wants_to_pay_meanwhile_is_shown_what_arrived(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any, arrived: Any
) -> None:
    """The order's open payment names what came: the flow says so instead of opening another."""
    intent = await shop.intent(await shop.order())
    await deliver(told(arrived(intent, 130_000, "ZWG")))
    await deliver(wrote("pay"))
    (order,) = conversations.given[-1][2].orders

    assert order.open_intent.status == "held"
    assert (order.open_intent.arrived.minor, order.open_intent.arrived.currency) == (
        130_000, "ZWG",
    )  # fmt: skip


async def test_a_task_whose_order_waits_is_resolved_and_not_just_released(
    shop: Any, deliver: Any, told: Any, unit: Any, house: Any, held: Any
) -> None:
    """Closing the task alone would leave the order closed to every payment, for ever."""
    intent = await shop.intent(await shop.order())
    await deliver(told(held(intent)))
    (task,) = await shop.all(TaskRow)
    async with unit() as uow:
        with pytest.raises(ConflictError) as refused:
            await release_task(uow, task.id, house)

    assert refused.value.code == "tasks:must_be_resolved"
    for action in ("enter_amount", "nothing_arrived", "release_order"):
        assert action in refused.value.detail
