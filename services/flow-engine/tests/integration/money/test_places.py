"""What lies where: a decision moves what lies at its place, and nothing of another."""

from typing import Any

import pytest
from common.errors import ConflictError
from flow_engine.models import OrderRow, RefundRow, TaskRow
from flow_engine.service.refund_approval import withdraw_refund

pytestmark = pytest.mark.database


@pytest.fixture
async def parted(shop: Any, returns: Any) -> tuple[OrderRow, RefundRow]:
    """Give an order with 900.00 of 1300.00 that came suspended, and the refund of the rest."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    await returns.settle(first, 130_000, currency="ZWG", can_refund=False)
    await returns.resolve("suspense", "refund", amount_minor=40_000)
    (part,) = await shop.all(RefundRow)
    await returns.resolve("suspense", "credit_order", order=other.reference)
    return other, part


@pytest.fixture
async def failed(shop: Any, returns: Any) -> tuple[OrderRow, RefundRow]:
    """Give the same, of a refund that the provider was asked for and did not make."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    await returns.settle(first, 130_000, currency="ZWG")
    await returns.resolve("suspense", "refund", amount_minor=40_000)
    (part,) = await shop.all(RefundRow)
    await returns.resolve("suspense", "credit_order", order=other.reference)
    await returns.tell_failed(part)
    return other, part


async def test_suspended_money_that_stayed_goes_back_out_of_suspense(
    shop: Any, returns: Any, failed: tuple[OrderRow, RefundRow]
) -> None:
    """A part that lies in suspense goes back out of it, also when the rest is on an order."""
    other, part = failed
    await returns.resolve("refund_failed", "refund")
    again = next(one for one in await shop.all(RefundRow) if one.id != part.id)
    await returns.tell(again, provider_reference="re_2")
    after, balances = await shop.reread(other), await returns.balances()
    assert (balances["suspense"], after.refunded_minor) == (0, 0)


async def test_an_order_gives_back_no_more_than_was_placed_on_it(
    shop: Any, returns: Any, failed: tuple[OrderRow, RefundRow]
) -> None:
    """Of a settlement that lies in two places, an order gives back what lies on it."""
    other, _ = failed
    with pytest.raises(ConflictError) as refused:
        await returns.ask(other, 130_000)
    assert (refused.value.code, "90000" in str(refused.value)) == ("refunds:over_arrived", True)
    await returns.ask(other, 90_000)
    assert (await shop.reread(other)).paid_minor == 90_000


async def test_what_was_withdrawn_is_placed_after_the_rest(
    shop: Any, returns: Any, unit: Any, parted: tuple[OrderRow, RefundRow]
) -> None:
    """Suspended money is put on an order as often as some of it is left in suspense."""
    other, part = parted
    async with unit() as uow:
        await withdraw_refund(uow, str(part.order_id), part.request_id, "Rudo")
    await returns.decide(part.task_id, "credit_order", order=other.reference)
    after, balances = await shop.reread(other), await returns.balances()
    assert (after.paid_minor, balances["suspense"]) == (130_000, 0)
    assert await returns.open_tasks() == []


async def test_a_task_of_a_rest_places_the_rest(shop: Any, returns: Any, unit: Any) -> None:
    """A decision about a part places that part; what came back has a task of its own."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    await returns.settle(first, 130_000, currency="ZWG", can_refund=False)
    await returns.resolve("suspense", "refund", amount_minor=40_000)
    (part,) = await shop.all(RefundRow)
    rest = next(t for t in await shop.all(TaskRow) if t.kind == "suspense" and not t.released_at)
    async with unit() as uow:
        await withdraw_refund(uow, first.reference, part.request_id, "Rudo")
    await returns.decide(rest.id, "credit_order", order=other.reference)
    left = [(t.kind, t.amount_minor) for t in await shop.all(TaskRow) if not t.released_at]
    assert ((await shop.reread(other)).paid_minor, left) == (90_000, [("suspense", 40_000)])


async def test_a_part_of_a_reopened_task_leaves_a_rest_too(
    shop: Any, returns: Any, unit: Any
) -> None:
    """Whatever a decision leaves undecided is before a person, however often it was in parts."""
    order = await shop.order(total=5_000)
    await returns.settle(order, 9_000, can_refund=False)
    over = next(t for t in await shop.all(TaskRow) if t.kind == "overpaid")
    await returns.decide(over.id, "refund", amount_minor=2_500)
    await returns.resolve("overpaid", "refund")
    part = next(p for p in await shop.all(RefundRow) if p.amount_minor == 2_500)
    async with unit() as uow:
        await withdraw_refund(uow, order.reference, part.request_id, "Rudo")
    await returns.decide(over.id, "refund", amount_minor=1_000)
    left = [t for t in await shop.all(TaskRow) if t.kind == "overpaid" and not t.released_at]
    assert [t.amount_minor for t in left] == [1_500]
