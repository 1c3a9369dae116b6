"""What goes back: never more than arrived, booked once, and told to the customer once done."""

import asyncio
from typing import Any

import pytest
from common.contracts import PaymentRefunded, RequestRefused, SendMessage
from common.errors import ConflictError, NotFoundError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.models import LedgerTxnRow, RefundRow, TaskRow
from flow_engine.service.refunds import confirm_refund

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


async def test_a_refund_that_is_done_is_booked_once_and_told(shop: Any, returns: Any) -> None:
    """Done: one movement, the order's amounts and status follow, the customer reads it once."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    first = await returns.tell(part)
    again = await returns.tell(part)

    after = await shop.reread(order)
    assert (after.paid_minor, after.refunded_minor) == (5_000, 2_000)
    assert after.payment_status == "part_refunded"
    assert [t.kind for t in await shop.all(LedgerTxnRow)] == ["payment", "refund"]
    assert await returns.balances() == {"provider:omari": 3_000, f"order:{order.id}": -3_000}
    for said in ("USD 20.00", order.reference, "re_1", "within a day", "TEST"):
        assert said in texts(first)[0]
    assert texts(again) == []


async def test_several_parts_go_back_until_nothing_is_left(shop: Any, returns: Any) -> None:
    """Partial refunds add up; what is refunded whole is `refunded` and is not owed again."""
    order = await shop.order(total=5_000)
    await returns.settle(order)
    for minor in (1_000, 1_500, 2_500):
        (part,), _ = await returns.ask(order, minor)
        await returns.tell(part)

    after = await shop.reread(order)
    assert (after.refunded_minor, after.payment_status) == (5_000, "refunded")
    assert (after.total_minor - after.paid_minor) == 0
    with pytest.raises(ConflictError):
        await returns.ask(order, 1)


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


async def test_a_refund_that_a_person_made_at_the_provider_is_booked_once(
    shop: Any, returns: Any
) -> None:
    """What the provider tells of a manual refund settles it; its task closes by itself."""
    order = await shop.order()
    event = await returns.settle(order, can_refund=False)
    (part,), _ = await returns.ask(order, 2_000)
    first = await returns.tell(part, refund_id=new_id(), provider_reference="P-1")
    await returns.tell(part, refund_id=new_id(), provider_reference="P-1")

    assert (await shop.reread(order)).refunded_minor == 2_000
    assert len(await shop.all(RefundRow)) == 1
    assert await returns.open_tasks() == []
    assert "P-1" in texts(first)[0]
    assert event.settlement_id == part.settlement_id


async def test_a_refund_made_at_the_provider_is_booked_whoever_made_it(
    shop: Any, returns: Any, deliver: Any, told: Any
) -> None:
    """A refund that nobody here asked for is in the ledger and on the order, once."""
    order = await shop.order()
    event = await returns.settle(order)
    elsewhere = PaymentRefunded(
        payment_id=event.payment_id,
        provider="omari",
        at=NOON,
        refund_id=new_id(),
        settlement_id=event.settlement_id,
        refunded_minor=1_500,
        currency="USD",
        provider_reference="re_9",
    )
    for _ in range(2):
        await deliver(told(elsewhere))

    assert (await shop.reread(order)).refunded_minor == 1_500
    (part,) = await shop.all(RefundRow)
    assert (part.status, part.asked_by) == ("done", "omari")
    with pytest.raises(ConflictError, match=r"USD 35\.00"):
        await returns.ask(order, 3_501)


async def test_more_back_than_arrived_is_booked_and_a_person_looks(shop: Any, returns: Any) -> None:
    """What the provider says is booked, also when it is more than arrived: with a task."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 5_000)
    await returns.tell(part)
    await returns.tell(part, refund_id=new_id(), provider_reference="re_2", minor=500)

    assert (await shop.reread(order)).refunded_minor == 5_500
    assert await returns.open_tasks() == [("over_refunded", "more_than_arrived")]


async def test_a_refund_that_fails_is_told_to_a_person_and_asked_again(
    shop: Any, returns: Any
) -> None:
    """Failed: nothing is booked, the customer hears nothing; asked again it is a new refund."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    failed = await returns.tell_failed(part)
    assert (texts(failed), (await shop.reread(order)).refunded_minor) == ([], 0)
    assert await returns.open_tasks() == [("refund_failed", "declined")]
    _, again = await returns.resolve("refund_failed", "refund")
    (new,) = [row for row in await shop.all(RefundRow) if row.id != part.id]
    await returns.tell(new)

    assert [call.body["refund_id"] for call in again.requests] == [str(new.id)]
    assert (new.amount_minor, new.request_id != part.request_id) == (2_000, True)
    assert (await shop.reread(order)).refunded_minor == 2_000
    assert await returns.open_tasks() == []


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


async def test_a_refused_request_fails_its_part_alone(
    shop: Any, returns: Any, deliver: Any, told: Any
) -> None:
    """The payments service would not ask for it: that part fails with a task, once."""
    order = await shop.order()
    await returns.settle(order)
    (one,), _ = await returns.ask(order, 2_000)
    (other,), _ = await returns.ask(order, 1_000)
    (row,) = [row for row in await shop.all(RefundRow) if row.id == one.id]
    refusal = RequestRefused(
        request_id=row.call_id,
        service="payments-omari",
        method="POST",
        path=f"/v1/payments/{one.payment_id}/refunds",
        status=409,
        code="payments:over_settled",
    )
    for _ in range(2):
        await deliver(told(refusal))

    found = {row.id: (row.status, row.code) for row in await shop.all(RefundRow)}
    assert found == {one.id: ("failed", "payments:over_settled"), other.id: ("wished", None)}
    assert await returns.open_tasks() == [("refund_failed", "payments:over_settled")]


async def test_a_refund_with_a_lost_answer_counts_until_it_is_known(
    shop: Any, returns: Any
) -> None:
    """Unknown is no failure: it counts, the customer hears nothing, and done books it once."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 5_000)
    uow = await returns.tell_unknown(part)
    assert (texts(uow), await returns.open_tasks()) == ([], [])
    with pytest.raises(ConflictError):
        await returns.ask(order, 1)
    await returns.tell(part)
    await returns.tell_unknown(part)

    assert (await shop.reread(order)).payment_status == "refunded"
    assert (await shop.all(RefundRow))[0].status == "done"


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


async def test_money_that_came_back_to_us_is_booked_back_and_told(shop: Any, returns: Any) -> None:
    """A refund that was done and fails afterwards: the order has it again, and he is told."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell(part)
    uow = await returns.tell_failed(part)
    await returns.tell_failed(part)
    await returns.tell(part)

    after = await shop.reread(order)
    assert (after.refunded_minor, after.payment_status) == (0, "part_paid")
    assert await returns.balances() == {"provider:omari": 5_000, f"order:{order.id}": -5_000}
    assert "did not arrive" in texts(uow)[0]
    assert await returns.open_tasks() == [("refund_failed", "declined")]


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


async def test_less_than_was_asked_for_is_booked_as_it_is(shop: Any, returns: Any) -> None:
    """The provider's amount counts; what is missing is a person's."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell(part, minor=1_500)

    assert (await shop.reread(order)).refunded_minor == 1_500
    (task,) = [task for task in await shop.all(TaskRow) if task.released_at is None]
    assert (task.kind, task.reason, task.amount_minor) == ("refund_failed", "other_amount", 500)
