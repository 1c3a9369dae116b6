"""A disputed payment: its money leaves once and comes back once, and each hears what is his."""

from datetime import timedelta
from typing import Any

import pytest
from common.contracts import SendMessage
from common.errors import ConflictError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.models import DisputeRow, LedgerTxnRow, TaskRow

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [m.content["text"]["body"] for m in uow.sent_of(SendMessage)]


async def test_an_open_dispute_takes_the_money_away_for_now(shop: Any, returns: Any) -> None:
    """Opened: one movement, the order is disputed, owes nothing more, and the customer hears."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order)
    id_ = new_id()
    first = await returns.dispute(settled, "opened", id_=id_)
    again = await returns.dispute(settled, "opened", id_=id_)

    after = await shop.reread(order)
    assert (after.paid_minor, after.disputed_minor, after.open_disputes) == (5_000, 5_000, 1)
    assert after.payment_status == "disputed"
    assert [t.kind for t in await shop.all(LedgerTxnRow)] == ["payment", "dispute"]
    assert "do not pay again" in texts(first)[0]
    assert texts(again) == []


async def test_the_merchant_has_a_task_with_a_deadline(shop: Any, returns: Any) -> None:
    """The task names the amount and until when evidence is due; a new deadline reaches it."""
    order = await shop.order()
    settled = await returns.settle(order)
    id_ = new_id()
    await returns.dispute(settled, "opened", id_=id_)
    later = NOON + timedelta(days=9)
    due = await returns.dispute(settled, "evidence_due", id_=id_, due_at=later)

    (task,) = await shop.all(TaskRow)
    assert (task.kind, task.reason, task.amount_minor) == ("dispute", "fraudulent", 5_000)
    assert task.due_at == later
    assert (await shop.all(DisputeRow))[0].state == "evidence_due"
    assert texts(due) == []


async def test_a_dispute_that_is_won_brings_the_money_back(shop: Any, returns: Any) -> None:
    """Won: it comes back once, the order is as before, the task closes, the customer hears."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order)
    id_ = new_id()
    await returns.dispute(settled, "opened", id_=id_)
    uow = await returns.dispute(settled, "won", id_=id_)
    await returns.dispute(settled, "won", id_=id_)
    await returns.dispute(settled, "opened", id_=id_)

    after = await shop.reread(order)
    assert (after.disputed_minor, after.open_disputes, after.payment_status) == (0, 0, "paid")
    assert await returns.balances() == {"provider:omari": 5_000, f"order:{order.id}": -5_000}
    assert await returns.open_tasks() == []
    assert "the payment stands" in texts(uow)[0]


async def test_a_dispute_that_is_lost_is_no_new_debt(shop: Any, returns: Any) -> None:
    """Lost: the money stays away, the customer owes nothing, and nothing more can go back."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order)
    id_ = new_id()
    await returns.dispute(settled, "opened", id_=id_)
    uow = await returns.dispute(settled, "lost", id_=id_)

    after = await shop.reread(order)
    assert (after.paid_minor, after.disputed_minor, after.open_disputes) == (5_000, 5_000, 0)
    assert after.payment_status == "paid"
    assert "gives the money back to you" in texts(uow)[0]
    assert (await shop.all(TaskRow))[0].resolution == "lost"
    with pytest.raises(ConflictError, match="Nothing is left"):
        await returns.ask(order, 1)


async def test_a_dispute_on_a_refunded_payment_shows_both(shop: Any, returns: Any) -> None:
    """A payment that was refunded and is disputed: both are booked, and a person has the task."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order)
    (part,), _ = await returns.ask(order, 5_000)
    await returns.tell(part)
    id_ = new_id()
    await returns.dispute(settled, "opened", id_=id_)

    after = await shop.reread(order)
    assert (after.refunded_minor, after.disputed_minor) == (5_000, 5_000)
    assert after.payment_status == "disputed"
    assert await returns.open_tasks() == [("dispute", "fraudulent")]
    await returns.dispute(settled, "won", id_=id_)
    assert (await shop.reread(order)).payment_status == "refunded"


async def test_disputed_money_does_not_go_back_a_second_time(shop: Any, returns: Any) -> None:
    """What the bank took counts against what arrived: only the rest can be refunded."""
    order = await shop.order()
    settled = await returns.settle(order)
    await returns.dispute(settled, "opened", id_=new_id(), disputed_minor=3_000)
    with pytest.raises(ConflictError, match=r"USD 20\.00"):
        await returns.ask(order, 2_001)

    (part,), _ = await returns.ask(order, 2_000)
    assert part.amount_minor == 2_000


async def test_two_disputes_keep_the_order_disputed_until_both_end(shop: Any, returns: Any) -> None:
    """While one of them is open the order is disputed."""
    order = await shop.order(total=6_000)
    one = await returns.settle(order, 3_000, minutes=1)
    two = await returns.settle(order, 3_000, minutes=2)
    first, second = new_id(), new_id()
    await returns.dispute(one, "opened", id_=first)
    await returns.dispute(two, "opened", id_=second)
    await returns.dispute(one, "lost", id_=first)
    assert (await shop.reread(order)).payment_status == "disputed"
    await returns.dispute(two, "won", id_=second)

    after = await shop.reread(order)
    assert (after.payment_status, after.disputed_minor) == ("paid", 3_000)


async def test_disputed_suspense_touches_no_order(shop: Any, returns: Any) -> None:
    """Money in suspense that is disputed leaves suspense; the order it is about stays as it is."""
    order = await shop.order()
    settled = await returns.settle(order, 130_000, currency="ZWG")
    await returns.dispute(settled, "opened", id_=new_id())

    after = await shop.reread(order)
    assert (after.disputed_minor, after.open_disputes) == (0, 0)
    assert await returns.balances() == {"provider:omari": 0, "suspense": 0}
    assert [d.order_id for d in await shop.all(DisputeRow)] == [order.id]


async def test_a_fact_that_is_rolled_back_is_taken_whole_the_next_time(
    shop: Any, returns: Any, deliver: Any, told: Any
) -> None:
    """Row, movement, amounts and task are one transaction."""
    order = await shop.order()
    settled = await returns.settle(order)
    event = returns.disputed(settled, "opened", id_=new_id())
    await deliver(told(event), commits=False)
    assert await shop.all(DisputeRow) == []
    assert (await shop.reread(order)).disputed_minor == 0

    await deliver(told(event))
    assert (await shop.reread(order)).disputed_minor == 5_000
    assert len(await shop.all(TaskRow)) == 1


async def test_a_dispute_that_is_lost_on_a_refunded_payment_is_shown_to_a_person(
    shop: Any, returns: Any
) -> None:
    """The payer has it twice: once from us, once from his bank."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order)
    (part,), _ = await returns.ask(order, 5_000)
    await returns.tell(part)
    id_ = new_id()
    await returns.dispute(settled, "opened", id_=id_)
    await returns.dispute(settled, "lost", id_=id_)

    assert await returns.open_tasks() == [("over_refunded", "more_than_arrived")]
    assert (await shop.reread(order)).payment_status == "refunded"
