"""What became of a refund: booked once, and told to the customer once it is done."""

from typing import Any

import pytest
from common.contracts import RequestRefused, SendMessage
from common.errors import ConflictError
from common.ids import new_id
from flow_engine.models import LedgerTxnRow, RefundRow, TaskRow
from sqlalchemy import text

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [m.content["text"]["body"] for m in uow.sent_of(SendMessage)]


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
    for said in ("USD 20.00", order.reference, "re_1", "own messages", "TEST"):
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
    shop: Any, returns: Any
) -> None:
    """A refund that nobody here asked for is in the ledger and on the order, once."""
    order = await shop.order()
    event = await returns.settle(order)
    id_ = new_id()
    for _ in range(2):
        await returns.tell_elsewhere(event, 1_500, refund_id=id_)

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


async def test_less_than_was_asked_for_is_booked_as_it_is(shop: Any, returns: Any) -> None:
    """The provider's amount counts; what is missing is a person's."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell(part, minor=1_500)

    assert (await shop.reread(order)).refunded_minor == 1_500
    (task,) = [task for task in await shop.all(TaskRow) if task.released_at is None]
    assert (task.kind, task.reason, task.amount_minor) == ("refund_failed", "other_amount", 500)


async def test_who_cannot_be_reached_is_a_task(shop: Any, returns: Any, database: Any) -> None:
    """A refund is booked although nobody can be told; a person is asked to tell him."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    async with database.begin() as session:
        await session.execute(text("update customer set phone = null, version = version + 1"))
    uow = await returns.tell(part)

    assert uow.sent_of(SendMessage) == []
    assert (await shop.reread(order)).refunded_minor == 2_000
    assert await returns.open_tasks() == [("message_failed", "no_conversation")]


async def test_two_refunds_of_one_reference_are_two(shop: Any, returns: Any) -> None:
    """What the provider tells under two ids is two refunds, whatever reference it gives them."""
    order = await shop.order()
    event = await returns.settle(order)
    await returns.tell_elsewhere(event, 1_000)
    await returns.tell_elsewhere(event, 1_000)

    assert (await shop.reread(order)).refunded_minor == 2_000


async def test_a_refund_that_is_made_after_it_was_asked_for_anew_is_shown_to_a_person(
    shop: Any, returns: Any
) -> None:
    """Failed, asked for again, and then both are made: booked, and somebody looks."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_failed(part)
    await returns.resolve("refund_failed", "refund")
    await returns.tell(part)

    assert (await shop.reread(order)).refunded_minor == 2_000
    assert await returns.open_tasks() == [("over_refunded", "made_after_all")]


async def test_a_refund_told_in_another_currency_is_on_no_order(shop: Any, returns: Any) -> None:
    """What the provider says in another currency is booked as said, and a person looks."""
    order = await shop.order()
    await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell(part, currency="ZWG")

    assert (await shop.reread(order)).refunded_minor == 0
    assert await returns.open_tasks() == [("over_refunded", "more_than_arrived")]


async def test_what_somebody_gave_back_meanwhile_is_nobodys_task(shop: Any, returns: Any) -> None:
    """A refund that turns out to be one made at the provider is booked as that one, once."""
    order = await shop.order()
    event = await returns.settle(order)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell_elsewhere(event, 2_000)
    await returns.tell_failed(part, "already_refunded")

    assert (await shop.reread(order)).refunded_minor == 2_000
    assert await returns.open_tasks() == []
