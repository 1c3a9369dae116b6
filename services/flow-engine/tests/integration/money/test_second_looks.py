"""Nothing of money ends without a name, and what goes back unasked is before a person."""

from typing import Any

import pytest
from common.errors import ConflictError
from common.ids import new_id
from flow_engine.models import AuditRow, RefundRow, TaskRow
from flow_engine.service.erasure import erase_customer
from flow_engine.service.merchant import read_books
from flow_engine.service.refund_approval import confirm_refund
from flow_engine.service.releasing import release_task

pytestmark = pytest.mark.database


async def _open(shop: Any, kind: str) -> TaskRow:
    found = [t for t in await shop.all(TaskRow) if t.kind == kind and t.released_at is None]
    assert len(found) == 1, found
    return found[0]


async def test_a_task_of_money_is_not_released(
    shop: Any, returns: Any, unit: Any, house: Any
) -> None:
    """What has actions of money is resolved, by name: releasing it would give the money up."""
    order = await shop.order(total=5_000)
    await returns.settle(order, 55_000)
    task = await _open(shop, "overpaid")
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await release_task(uow, task.id, house)
    assert refused.value.code == "tasks:must_be_resolved"
    assert "keep_overpaid" in str(refused.value)
    assert await returns.open_tasks() == [("overpaid", "overpaid")]


async def test_a_failed_refund_is_not_released(
    shop: Any, returns: Any, unit: Any, house: Any
) -> None:
    """Money that stayed here is before a person until he decides about it."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_failed(part)
    task = await _open(shop, "refund_failed")
    with pytest.raises(ConflictError, match="refunded"):
        async with unit() as uow:
            await release_task(uow, task.id, house)


@pytest.fixture
async def changed(shop: Any, returns: Any, deliver: Any, told: Any, held: Any) -> None:
    """Let the record of a payment that is booked say another amount."""
    order = await shop.order()
    intent = await shop.intent(order)
    event = await returns.settle(order, intent=intent)
    says = {"settlement_id": event.settlement_id, "settled_minor": 7_000, "currency": "USD"}
    await deliver(told(held(intent, "movement_changed", **says)))


@pytest.mark.usefixtures("changed")
async def test_a_changed_record_gives_nothing_back_and_is_released(
    shop: Any, returns: Any, unit: Any, house: Any
) -> None:
    """Nobody knows that any of it is too much: a person looks and closes it, which is audited."""
    with pytest.raises(ConflictError, match="released"):
        await returns.resolve("movement_changed", "refund")
    task = await _open(shop, "movement_changed")
    async with unit() as uow:
        await release_task(uow, task.id, house)
    (audit,) = await shop.all(AuditRow)
    assert (audit.action, audit.task_id, await returns.open_tasks()) == ("released", task.id, [])


async def test_small_refunds_of_one_person_add_up(shop: Any, returns: Any) -> None:
    """One person gives back up to the limit of an order, however many refunds he asks for."""
    order = await shop.order(total=50_000)
    await returns.settle(order, 50_000)
    for _ in range(3):
        await returns.ask(order, 10_000)
    states = sorted(part.status for part in await shop.all(RefundRow))
    assert states == ["waiting_for_second", "waiting_for_second", "wished"]


async def test_parts_of_a_task_add_up(shop: Any, returns: Any) -> None:
    """The same of a task that is decided in parts."""
    order = await shop.order(total=5_000)
    await returns.settle(order, 45_000)
    await returns.resolve("overpaid", "refund", amount_minor=10_000)
    task, _ = await returns.resolve("overpaid", "refund", amount_minor=10_000)
    assert (task.released_at, task.first_by) == (None, "Rudo")
    assert sum(part.amount_minor for part in await shop.all(RefundRow)) == 10_000


async def test_what_went_back_since_is_not_agreed_to(shop: Any, returns: Any, unit: Any) -> None:
    """A refund that was made elsewhere may be the one that waits: it is asked for anew."""
    order = await shop.order(total=50_000)
    event = await returns.settle(order, 50_000)
    (part,), _ = await returns.ask(order, 20_000)
    await returns.tell_elsewhere(event, 20_000)
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await confirm_refund(uow, order.reference, part.request_id, "Tendai")
    assert refused.value.code == "refunds:changed_since"


async def test_suspended_money_that_came_back_has_a_task(shop: Any, returns: Any) -> None:
    """A dispute that is won leaves money in suspense: a person decides about that too."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    event = await returns.settle(first, 130_000, currency="ZWG")
    id_ = new_id()
    await returns.dispute(event, "opened", id_=id_, disputed_minor=40_000)
    await returns.resolve("suspense", "credit_order", order=other.reference)
    await returns.dispute(event, "won", id_=id_, disputed_minor=40_000)
    task = await _open(shop, "suspense")
    assert (task.amount_minor, (await returns.balances())["suspense"]) == (40_000, -40_000)


async def test_a_failed_refund_of_suspended_money_goes_to_an_order(shop: Any, returns: Any) -> None:
    """What could not go back is put where it belongs; on an order it is already there."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    await returns.settle(first, 130_000, currency="ZWG")
    await returns.resolve("suspense", "refund")
    (part,) = await shop.all(RefundRow)
    await returns.tell_failed(part)
    await returns.resolve("refund_failed", "credit_order", order=other.reference)
    assert (await shop.reread(other)).paid_minor == 130_000
    assert await returns.open_tasks() == []


async def test_money_on_an_order_is_not_put_on_another(shop: Any, returns: Any) -> None:
    """A failed refund of an order's own money leaves it where it is."""
    order, other = await shop.order(), await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_failed(part)
    with pytest.raises(ConflictError) as refused:
        await returns.resolve("refund_failed", "credit_order", order=other.reference)
    assert refused.value.code == "tasks:wrong_action"


async def test_by_hand_and_by_the_provider_are_two_movements(shop: Any, returns: Any) -> None:
    """Ours was made after all, under another reference than the one given by hand."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_unknown(part, needs_staff=True)
    await returns.resolve("refund_unknown", "refunded", provider_reference="CASH-1")
    for _ in range(2):
        await returns.tell(part, provider_reference="re_1")
    assert (await shop.reread(order)).refunded_minor == 4_000
    assert await returns.open_tasks() == [("over_refunded", "made_after_all")]


async def test_a_late_success_beside_its_replacement_is_told(shop: Any, returns: Any) -> None:
    """A refund that failed, was replaced and then done all the same went back twice."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_failed(part)
    await returns.resolve("refund_failed", "refund")
    again = next(p for p in await shop.all(RefundRow) if p.id != part.id)
    await returns.tell(again, provider_reference="re_2")
    await returns.tell(part, provider_reference="re_1")
    assert (await shop.reread(order)).refunded_minor == 4_000
    assert await returns.open_tasks() == [("over_refunded", "made_after_all")]


async def test_a_refund_that_fails_anew_has_a_new_task(shop: Any, returns: Any) -> None:
    """Failed, done, and back with us: the task of the first failure is closed, not this one."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_failed(part)
    await returns.tell(part)
    await returns.tell_failed(part, "came_back")
    assert await returns.open_tasks() == [("refund_failed", "came_back")]


async def test_the_audit_names_what_moved(shop: Any, returns: Any) -> None:
    """Not what the task was about: a dispute had taken some of it."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=200_000)
    event = await returns.settle(first, 130_000, currency="ZWG")
    await returns.dispute(event, "opened", id_=new_id(), disputed_minor=40_000)
    await returns.resolve("suspense", "credit_order", order=other.reference)
    (audit,) = await shop.all(AuditRow)
    assert audit.amount_minor == (await shop.reread(other)).paid_minor == 90_000


async def test_the_credits_of_all_orders_are_what_arrived(
    shop: Any, returns: Any, unit: Any
) -> None:
    """Money that was put on an order is shown there, and no more where it was suspended."""
    first = await shop.order()
    other = await shop.order(currency="ZWG", total=100_000)
    await returns.settle(first, 130_000, currency="ZWG")
    await returns.resolve("suspense", "credit_order", order=other.reference)
    async with unit() as uow:
        orders = await read_books(uow.session, [first, other])
    assert [[minor for _, minor in one.credits] for one in orders] == [[], [130_000]]


async def test_more_given_back_than_paid_is_refunded(shop: Any, returns: Any) -> None:
    """An order of which all went back, and more, is not part_refunded."""
    order = await shop.order()
    event = await returns.settle(order)
    (part,), _ = await returns.ask(order, 5_000)
    await returns.tell(part)
    await returns.tell_elsewhere(event, 1_000)
    assert (await shop.reread(order)).payment_status == "refunded"


async def test_whose_money_is_here_is_not_forgotten(shop: Any, returns: Any, unit: Any) -> None:
    """While a task of his money is open we may owe it him."""
    order = await shop.order()
    await returns.settle(order, 130_000, currency="ZWG")
    await returns.resolve("suspense", "refund")
    (part,) = await shop.all(RefundRow)
    await returns.tell_failed(part)
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await erase_customer(uow, order.customer_id)
    assert refused.value.code == "customers:open_money"
