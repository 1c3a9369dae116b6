"""An excess goes back once, whoever gives it back: its task follows what is still too much."""

import asyncio
from typing import Any

import pytest
from common.contracts import SendMessage
from common.errors import ConflictError
from common.ids import new_id
from flow_engine.models import IntentRow, RefundRow, TaskRow
from flow_engine.service.refund_approval import withdraw_refund

pytestmark = pytest.mark.database


async def excess(shop: Any) -> list[tuple[int | None, str | None]]:
    """Return amount and resolution of each task about too much."""
    found = [task for task in await shop.all(TaskRow) if task.kind == "overpaid"]
    return [(task.amount_minor, task.resolution) for task in found]


async def test_an_excess_that_went_back_otherwise_closes_its_task(shop: Any, returns: Any) -> None:
    """By a refund of the order: the task closes by itself, and gives nothing back a second time."""
    order = await shop.order(total=5_000)
    await returns.settle(order, 6_000)
    await returns.ask(order, 1_000)
    assert await excess(shop) == [(1_000, "given_back")]
    (task,) = await shop.all(TaskRow)
    for action in ("refund", "keep_overpaid"):
        with pytest.raises(ConflictError, match="given_back"):
            await returns.decide(task.id, action)

    assert [part.amount_minor for part in await shop.all(RefundRow)] == [1_000]


async def test_an_excess_that_went_back_in_part_leaves_the_rest(shop: Any, returns: Any) -> None:
    """The task asks for what is still too much, and what is said to be kept is no more than it."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order, 6_000)
    await returns.tell_elsewhere(settled, 400)
    assert await excess(shop) == [(600, None)]
    _, uow = await returns.resolve("overpaid", "keep_overpaid")

    (said,) = uow.sent_of(SendMessage)
    assert "USD 6.00 above the price" in said.content["text"]["body"]


async def test_an_excess_that_all_ask_for_at_once_goes_back_once(shop: Any, returns: Any) -> None:
    """Of decisions about the task and refunds of the order that come at once one gives it back."""
    order = await shop.order(total=5_000)
    await returns.settle(order, 6_000)
    (task,) = await shop.all(TaskRow)
    await asyncio.gather(
        *(returns.decide(task.id, "refund") for _ in range(4)),
        returns.ask(order, 1_000),
        return_exceptions=True,
    )
    asked = sum(part.amount_minor for part in await shop.all(RefundRow))

    assert asked in (1_000, 2_000), "the order's own refund may be one more wish of a person"
    assert len([p for p in await shop.all(RefundRow) if p.task_id]) <= 1
    assert [how for _, how in await excess(shop)] in (["given_back"], ["refund"])


async def test_an_excess_that_comes_back_stands_before_a_person_again(
    shop: Any, returns: Any, unit: Any
) -> None:
    """A refund that is withdrawn, or a dispute that is won, opens the task anew."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order, 6_000, can_refund=False)
    (part,), _ = await returns.ask(order, 1_000)
    async with unit() as uow:
        await withdraw_refund(uow, order.reference, part.request_id, "Rudo")
    assert await excess(shop) == [(1_000, None)]
    id_ = new_id()
    await returns.dispute(settled, "opened", id_=id_)
    assert await excess(shop) == [(1_000, "given_back")]
    await returns.dispute(settled, "won", id_=id_)

    assert await excess(shop) == [(1_000, None)]


async def test_what_waits_for_a_second_person_ends_when_its_money_went_back(
    shop: Any, returns: Any
) -> None:
    """A refund that can never be agreed to any more asks nobody."""
    order = await shop.order(total=20_000)
    settled = await returns.settle(order, 20_000)
    await returns.ask(order, 15_000)
    await returns.tell_elsewhere(settled, 20_000)

    assert await returns.open_tasks() == []
    assert sorted(part.status for part in await shop.all(RefundRow)) == ["done", "failed"]


@pytest.mark.parametrize("end", ["refunded", "lost"])
async def test_suspended_money_that_is_gone_lets_its_order_go(
    shop: Any, returns: Any, *, end: str
) -> None:
    """Given back in the portal, or lost to a dispute: the task closes and the order is free."""
    order = await shop.order()
    intent = await shop.intent(order)
    settled = await returns.settle(order, 130_000, intent=intent, currency="ZWG")
    assert [row.status for row in await shop.all(IntentRow)] == ["held"]
    if end == "refunded":
        await returns.tell_elsewhere(settled, 30_000)
        found = {task.kind: task.amount_minor for task in await shop.all(TaskRow)}
        assert found["suspense"] == 100_000
        await returns.tell_elsewhere(settled, 100_000)
    else:
        await returns.dispute(settled, "lost", id_=new_id())

    assert "suspense" not in [kind for kind, _ in await returns.open_tasks()]
    assert [row.status for row in await shop.all(IntentRow)] == ["paid"]


async def test_of_a_task_that_is_open_again_a_part_leaves_the_rest_again(
    shop: Any, returns: Any, unit: Any
) -> None:
    """What is too much always stands before somebody, however often a refund is withdrawn."""
    order = await shop.order(total=5_000)
    await returns.settle(order, 9_000, can_refund=False)
    over, _ = await returns.resolve("overpaid", "refund", amount_minor=2_500)
    await returns.resolve("overpaid", "refund")
    parts = {part.amount_minor: part for part in await shop.all(RefundRow)}
    async with unit() as uow:
        await withdraw_refund(uow, order.reference, parts[2_500].request_id, "Rudo")
    await returns.decide(over.id, "refund", amount_minor=1_000)

    found = await shop.open_tasks()
    assert ("overpaid", "overpaid", 1_500, "USD") in found


async def test_a_refund_that_waits_says_how_it_is_agreed_to(shop: Any, returns: Any) -> None:
    """Its task is neither resolved nor released: the refusal names what to call."""
    order = await shop.order(total=20_000)
    await returns.settle(order, 20_000)
    await returns.ask(order, 15_000)
    with pytest.raises(ConflictError) as refused:
        await returns.resolve("refund_waiting", "refund")

    assert "/confirm" in refused.value.detail
    assert "/withdraw" in refused.value.detail
