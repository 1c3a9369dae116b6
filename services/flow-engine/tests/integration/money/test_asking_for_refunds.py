"""Who asks for money back: never more than arrived, and above a limit never alone."""

import asyncio
from typing import Any

import pytest
from common.contracts import SendMessage
from common.errors import ConflictError, NotFoundError
from common.ids import new_id
from flow_engine.models import RefundRow, TaskRow
from flow_engine.service.refund_approval import confirm_refund, withdraw_refund
from flow_engine.service.releasing import release_task

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [m.content["text"]["body"] for m in uow.sent_of(SendMessage)]


async def test_more_than_is_left_is_refused_with_what_is_left(shop: Any, returns: Any) -> None:
    """A refund bigger than what is left is a 409 that says how much is left; nothing is written."""
    order = await shop.order()
    await returns.settle(order)
    await returns.ask(order, 4_000)
    with pytest.raises(ConflictError) as refused:
        await returns.ask(order, 1_001)

    assert refused.value.code == "refunds:over_arrived"
    assert "USD 10.00 (1000 in minor units)" in refused.value.detail
    assert len(await shop.all(RefundRow)) == 1


async def test_nothing_that_arrived_is_nothing_to_give_back(shop: Any, returns: Any) -> None:
    """An order without money refunds nothing, and no settlement of another order."""
    order, other = await shop.order(), await shop.order()
    event = await returns.settle(other)
    with pytest.raises(ConflictError, match="Nothing is left"):
        await returns.ask(order, 1)
    with pytest.raises(NotFoundError):
        await returns.ask(order, 1, settlement_id=event.settlement_id)


async def test_a_refund_is_asked_of_the_payments_service_and_not_announced(
    shop: Any, returns: Any
) -> None:
    """Asked for it is a request to the service, in its own lane; the customer hears nothing yet."""
    order = await shop.order()
    event = await returns.settle(order)
    (part,), uow = await returns.ask(order, 2_000)
    (call,) = uow.requests

    assert (part.status, texts(uow)) == ("wished", [])
    assert call.path == f"/v1/payments/{event.payment_id}/refunds"
    assert call.body == {
        "refund_id": str(part.id),
        "settlement_id": str(event.settlement_id),
        "amount_minor": 2_000,
        "currency": "USD",
        "reason": "changed his mind",
    }
    assert (call.secret, call.key) == (True, f"refund:{part.id}")


async def test_the_newest_settlement_gives_first_and_a_person_the_rest(
    shop: Any, returns: Any
) -> None:
    """A refund is split: from the newest whose provider can refund; what is left by hand."""
    order = await shop.order()
    old = await returns.settle(order, 3_000, minutes=1)
    by_hand = await returns.settle(order, 3_000, minutes=3, can_refund=False)
    new = await returns.settle(order, 3_000, minutes=2)
    parts, uow = await returns.ask(order, 7_000)

    assert [(p.settlement_id, p.amount_minor, p.status) for p in parts] == [
        (new.settlement_id, 3_000, "wished"),
        (old.settlement_id, 3_000, "wished"),
        (by_hand.settlement_id, 1_000, "manual"),
    ]
    assert len({p.request_id for p in parts}) == 1
    assert len(uow.requests) == 2
    assert await returns.open_tasks() == [("refund_by_hand", "not_supported")]


async def test_16_racing_refunds_never_give_back_more_than_arrived(shop: Any, returns: Any) -> None:
    """Of refunds that come at once none gives back what another has taken."""
    order = await shop.order()
    await returns.settle(order, 3_000, minutes=1)
    await returns.settle(order, 2_000, minutes=2, can_refund=False)
    found = await asyncio.gather(
        *(returns.ask(order, 700) for _ in range(16)), return_exceptions=True
    )
    parts = await shop.all(RefundRow)

    assert {type(one) for one in found} == {tuple, ConflictError}
    assert sum(part.amount_minor for part in parts) == 4_900
    by_settlement: dict[Any, int] = {}
    for part in parts:
        by_settlement[part.settlement_id] = (
            by_settlement.get(part.settlement_id, 0) + part.amount_minor
        )
    assert sorted(by_settlement.values()) == [1_900, 3_000]


async def test_two_people_agree_above_the_limit(shop: Any, returns: Any, unit: Any) -> None:
    """Above the limit nothing leaves before another name agrees; the same name is a 409."""
    order = await shop.order(total=20_000)
    await returns.settle(order, 20_000)
    (part,), uow = await returns.ask(order, 10_001, by="Rudo")
    assert (part.status, uow.requests) == ("waiting_for_second", [])
    with pytest.raises(ConflictError) as same:
        async with unit() as again:
            await confirm_refund(again, order.reference, part.request_id, " rudo")
    async with unit() as second:
        (confirmed,) = await confirm_refund(second, order.reference, part.request_id, "Tariro")
    async with unit() as repeated:
        await confirm_refund(repeated, order.reference, part.request_id, "tariro")
    with pytest.raises(ConflictError) as third:
        async with unit() as late:
            await confirm_refund(late, order.reference, part.request_id, "Farai")

    assert (same.value.code, third.value.code) == ("refunds:same_person", "refunds:not_waiting")
    assert (confirmed.status, confirmed.confirmed_by) == ("wished", "Tariro")
    assert (len(second.requests), len(repeated.requests)) == (1, 0)


async def test_what_waits_for_a_second_person_is_reserved(shop: Any, returns: Any) -> None:
    """A refund that nobody has agreed to counts already: no other gives the same money back."""
    order = await shop.order(total=20_000)
    await returns.settle(order, 20_000)
    await returns.ask(order, 15_000)
    with pytest.raises(ConflictError, match=r"USD 50\.00"):
        await returns.ask(order, 6_000)


async def test_a_late_success_after_a_refund_is_credited(shop: Any, returns: Any) -> None:
    """Money that arrives after a refund counts as arrived, and can go back too."""
    order = await shop.order(total=5_000)
    late = await shop.intent(order, status="expired")
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 5_000)
    await returns.tell(part)
    await returns.settle(order, intent=late, minutes=5)

    after = await shop.reread(order)
    assert (after.paid_minor, after.refunded_minor) == (10_000, 5_000)
    assert after.payment_status == "part_refunded"
    (again,), _ = await returns.ask(order, 5_000)
    await returns.tell(again)
    assert (await shop.reread(order)).payment_status == "refunded"


async def test_a_refund_that_waits_can_be_taken_back(shop: Any, returns: Any, unit: Any) -> None:
    """What waits for a second person, or for a hand, is taken back: its money is free again."""
    order = await shop.order(total=20_000)
    await returns.settle(order, 15_000, can_refund=False)
    (waiting,), _ = await returns.ask(order, 14_000)
    async with unit() as uow:
        await withdraw_refund(uow, order.reference, waiting.request_id, "Rudo")
    (manual,), _ = await returns.ask(order, 9_000)
    for _ in range(2):
        async with unit() as uow:
            await withdraw_refund(uow, order.reference, manual.request_id, "Rudo")
    assert await returns.open_tasks() == []
    await returns.ask(order, 15_000)

    found = {row.id: (row.status, row.code) for row in await shop.all(RefundRow)}
    assert found[waiting.id] == found[manual.id] == ("failed", "withdrawn")


async def test_a_refund_on_its_way_cannot_be_taken_back(shop: Any, returns: Any, unit: Any) -> None:
    """Once a provider may have been asked, only its answer says what became of it."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await withdraw_refund(uow, order.reference, part.request_id, "Rudo")

    assert refused.value.code == "refunds:on_its_way"


async def test_what_a_dispute_took_meanwhile_is_not_agreed_to(
    shop: Any, returns: Any, unit: Any
) -> None:
    """A second person agrees to what is still there: disputed money has gone already."""
    order = await shop.order(total=20_000)
    settled = await returns.settle(order, 20_000)
    (part,), _ = await returns.ask(order, 15_000)
    await returns.dispute(settled, "opened", id_=new_id())
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await confirm_refund(uow, order.reference, part.request_id, "Tariro")

    assert refused.value.code == "refunds:over_arrived"


async def test_a_refund_that_waits_is_a_task_until_it_is_agreed_to(
    shop: Any, returns: Any, unit: Any, house: Any
) -> None:
    """A second person sees what waits for him; such a task is not released while it counts."""
    order = await shop.order(total=20_000)
    await returns.settle(order, 20_000)
    (part,), _ = await returns.ask(order, 15_000)
    (task,) = await shop.all(TaskRow)
    assert (task.kind, task.amount_minor) == ("refund_waiting", 15_000)
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await release_task(uow, task.id, house)
    async with unit() as uow:
        await confirm_refund(uow, order.reference, part.request_id, "Tariro")

    assert refused.value.code == "tasks:must_be_resolved"
    assert await returns.open_tasks() == []
