"""What a person gives back: from a task, by hand, out of suspense or of an order."""

from typing import Any

import pytest
from common.contracts import SendMessage
from common.errors import ConflictError, NotFoundError
from common.ids import new_id
from flow_engine.models import RefundRow, TaskRow
from flow_engine.service.erasure import erase_customer
from flow_engine.service.refund_approval import withdraw_refund

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [m.content["text"]["body"] for m in uow.sent_of(SendMessage)]


async def test_a_refund_by_hand_is_a_task_that_a_person_finishes(shop: Any, returns: Any) -> None:
    """Where the provider takes no refund a person gives it back and says so, once."""
    order = await shop.order()
    event = await returns.settle(order, can_refund=False)
    (part,), asked = await returns.ask(order, 2_000)
    (task,) = await shop.all(TaskRow)
    assert (part.status, asked.requests, texts(asked)) == ("manual", [], [])
    assert (task.amount_minor, task.currency, task.refund_id) == (2_000, "USD", part.id)
    assert task.settlement_id == event.settlement_id
    _, done = await returns.resolve("refund_by_hand", "refunded", provider_reference="CASH-7")

    after = await shop.reread(order)
    assert (after.refunded_minor, after.payment_status) == (2_000, "part_refunded")
    (row,) = await shop.all(RefundRow)
    assert (row.status, row.provider_reference) == ("done", "CASH-7")
    assert "CASH-7" in texts(done)[0]
    (closed,) = await shop.all(TaskRow)
    assert (closed.resolution, closed.released_at is not None) == ("refunded", True)


async def test_a_refund_that_failed_may_be_given_back_by_hand(shop: Any, returns: Any) -> None:
    """By hand it is a refund of its own: should the failed one show after all, both are booked."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_failed(part)
    await returns.resolve("refund_failed", "refunded", provider_reference="CASH-1")
    assert (await shop.reread(order)).refunded_minor == 2_000
    await returns.tell(part)

    assert (await shop.reread(order)).refunded_minor == 4_000


async def test_what_nobody_can_find_out_a_person_says(shop: Any, returns: Any) -> None:
    """After its time a person says what the portal shows; what is told later is not booked anew."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    for _ in range(2):
        await returns.tell_unknown(part, needs_staff=True)
    assert await returns.open_tasks() == [("refund_unknown", "not_resolved")]
    await returns.resolve("refund_unknown", "refunded", provider_reference="re_1")
    await returns.tell(part)
    await returns.tell_failed(part)

    after = await shop.reread(order)
    assert (after.refunded_minor, len(await shop.all(RefundRow))) == (2_000, 1)
    assert await returns.open_tasks() == []


async def test_suspended_money_is_refunded_from_its_task(shop: Any, returns: Any) -> None:
    """Money of another currency goes back from suspense; the order's amounts stay."""
    order = await shop.order()
    event = await returns.settle(order, 130_000, currency="ZWG")
    with pytest.raises(NotFoundError):
        await returns.ask(order, 1, settlement_id=event.settlement_id)
    _, uow = await returns.resolve("suspense", "refund")
    (part,) = await shop.all(RefundRow)
    assert [call.body["amount_minor"] for call in uow.requests] == [130_000]
    await returns.tell(part)

    after = await shop.reread(order)
    assert (after.paid_minor, after.refunded_minor, after.payment_status) == (0, 0, "unpaid")
    assert set((await returns.balances()).values()) == {0}


async def test_money_of_a_cancelled_order_still_goes_back(
    shop: Any, returns: Any, unit: Any, database: Any
) -> None:
    """Money that came for an order that was cancelled goes back from its task."""
    order = await shop.order()
    intent = await shop.intent(order, status="expired")
    async with database.begin() as session:
        row = await session.get(type(order), order.id)
        row.payment_status = "cancelled"
    await returns.settle(order, intent=intent)
    _, uow = await returns.resolve("suspense", "refund", amount_minor=2_000)

    assert [call.body["amount_minor"] for call in uow.requests] == [2_000]
    assert (await shop.reread(order)).payment_status == "cancelled"


async def test_what_a_release_before_credited_can_go_back_by_hand(
    shop: Any, returns: Any, deliver: Any, told: Any
) -> None:
    """A credit without a settlement is refunded by hand, and is known by its newer name too."""
    order = await shop.order()
    intent = await shop.intent(order)
    old = returns.succeeded(intent).model_copy(
        update={"settlement_id": None, "method": "", "can_refund": False}
    )
    await deliver(told(old))
    (part,), _ = await returns.ask(order, 2_000)
    assert (part.status, part.settlement_id) == ("manual", intent.payment_id)
    await returns.tell(part, refund_id=new_id(), settlement_id=new_id(), provider_reference="P-1")

    assert (await shop.reread(order)).refunded_minor == 2_000
    assert await returns.open_tasks() == []


async def test_money_that_a_person_placed_goes_back_from_where_it_lies(
    shop: Any, returns: Any
) -> None:
    """Suspended money that was put on an order is refunded from that order."""
    order = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    event = await returns.settle(order, 130_000, currency="ZWG")
    await returns.resolve("suspense", "credit_order", order=other.reference)
    (part,), uow = await returns.ask(other, 30_000)
    assert [call.path for call in uow.requests] == [f"/v1/payments/{event.payment_id}/refunds"]
    told = await returns.tell(part)

    after = await shop.reread(other)
    assert (after.paid_minor, after.refunded_minor) == (130_000, 30_000)
    assert (await returns.balances())[f"order:{other.id}"] == -100_000
    assert (await shop.reread(order)).refunded_minor == 0
    assert other.reference in texts(told)[0]


async def test_what_was_asked_back_from_suspense_leaves_suspense(shop: Any, returns: Any) -> None:
    """A refund on its way is not placed with the rest, and is booked out of suspense."""
    order = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    event = await returns.settle(order, 130_000, currency="ZWG")
    elsewhere = await returns.tell_elsewhere(event, 30_000)
    assert elsewhere.sent_of(SendMessage)
    await returns.resolve("suspense", "credit_order", order=other.reference)

    assert (await shop.reread(other)).paid_minor == 100_000
    assert await returns.balances() == {
        "provider:omari": 100_000,
        "suspense": 0,
        f"order:{other.id}": -100_000,
    }


async def test_the_rest_of_suspended_money_keeps_a_task(shop: Any, returns: Any) -> None:
    """A part that goes back closes its task, and another stands for what is left."""
    order = await shop.order()
    await returns.settle(order, 130_000, currency="ZWG")
    await returns.resolve("suspense", "refund", amount_minor=30_000)
    (rest,) = [task for task in await shop.all(TaskRow) if task.released_at is None]
    assert (rest.kind, rest.amount_minor, rest.currency) == ("suspense", 100_000, "ZWG")
    await returns.resolve("suspense", "refund")

    assert sorted(row.amount_minor for row in await shop.all(RefundRow)) == [30_000, 100_000]
    assert await returns.open_tasks() == []


async def test_money_on_its_way_back_refuses_it(shop: Any, returns: Any, unit: Any) -> None:
    """Who has yet to get his money must still be told when it is done."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await erase_customer(uow, order.customer_id)
    await returns.tell(part)
    async with unit() as uow:
        _, erased = await erase_customer(uow, order.customer_id)

    assert refused.value.code == "customers:open_refund"
    assert erased["refunds"] == 1
    (row,) = await shop.all(RefundRow)
    assert (row.reason, row.amount_minor, row.provider_reference) == ("(erased)", 2_000, "re_1")


async def test_suspended_money_stands_before_a_person_again_once_its_refund_is_withdrawn(
    shop: Any, returns: Any, unit: Any
) -> None:
    """Money that is not given back after all fits nowhere still: its task is open again."""
    order = await shop.order()
    await returns.settle(order, 130_000, currency="ZWG", can_refund=False)
    await returns.resolve("suspense", "refund")
    (part,) = await shop.all(RefundRow)
    assert await returns.open_tasks() == [("refund_by_hand", "not_supported")]
    async with unit() as uow:
        await withdraw_refund(uow, order.reference, part.request_id, "Rudo")

    assert await returns.open_tasks() == [("suspense", "other_currency")]
    await returns.resolve("suspense", "refund")
    assert [row.status for row in await shop.all(RefundRow)].count("manual") == 1
