"""What a person decides about money: once, by two people where two must, and told to whom it is."""

import asyncio
from typing import Any

import pytest
from common.contracts import SendMessage
from common.errors import ConflictError, NotFoundError
from common.ids import new_id
from flow_engine.models import AuditRow, IntentRow, LedgerTxnRow, TaskRow
from sqlalchemy import update

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [one.content["text"]["body"] for one in uow.sent_of(SendMessage)]


@pytest.fixture
def settle_zig(shop: Any, deliver: Any, told: Any, arrived: Any) -> Any:
    """Give what lets ZWG 1300.00 arrive for an order in USD."""

    async def settle() -> None:
        await deliver(told(arrived(await shop.intent(await shop.order()), 130_000, "ZWG")))

    return settle


async def statuses(shop: Any) -> list[str]:
    """Return the state of every intent."""
    return [row.status for row in await shop.all(IntentRow)]


async def test_other_currency_is_credited_to_an_order_of_that_currency(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Suspended money moves to the order that a person names, with a receipt.

    The order that waited takes payments again.
    """
    dollars, zig = await shop.order(), await shop.order(total=200_000, currency="ZWG")
    await deliver(told(arrived(await shop.intent(dollars), 130_000, "ZWG")))
    task, uow = await returns.resolve("suspense", "credit_order", order=zig.reference)

    after = await shop.reread(zig)
    assert (after.paid_minor, after.payment_status) == (130_000, "part_paid")
    assert (await shop.reread(dollars)).paid_minor == 0
    assert await statuses(shop) == ["paid"]
    assert (task.resolution, task.resolved_by) == ("credit_order", "Rudo")
    (said,) = texts(uow)
    for part in ("O'mari payment of ZWG 1,300.00", "H5PSK", zig.reference, "Left to pay: ZWG 700"):
        assert part in said
    assert await returns.balances() == {
        "provider:omari": 130_000, "suspense": 0, f"order:{zig.id}": -130_000,
    }  # fmt: skip


async def test_suspended_money_is_placed_once_whatever_is_said_again(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any, unit: Any
) -> None:
    """The same decision again answers the same; another is refused, and nothing is written."""
    dollars, zig = await shop.order(), await shop.order(total=200_000, currency="ZWG")
    await deliver(told(arrived(await shop.intent(dollars), 130_000, "ZWG")))
    first, _ = await returns.resolve("suspense", "credit_order", order=zig.reference)
    again = await returns.decide(first.id, "credit_order", order=zig.reference)

    assert (again.id, again.resolution) == (first.id, "credit_order")
    for action, given in (("credit_order", {"order": dollars.reference}), ("refund", {})):
        with pytest.raises(ConflictError) as refused:
            await returns.decide(first.id, action, **given)
        assert refused.value.code == "tasks:already_resolved"
    assert len(await shop.all(LedgerTxnRow)) == 2
    assert len(await shop.all(AuditRow)) == 1


async def test_sixteen_who_decide_at_once_place_it_once(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Of sixteen decisions about one task at the same time one is done, fifteen hear the same."""
    dollars, zig = await shop.order(), await shop.order(total=200_000, currency="ZWG")
    await deliver(told(arrived(await shop.intent(dollars), 130_000, "ZWG")))
    (task,) = await shop.all(TaskRow)
    done = await asyncio.gather(
        *(returns.decide(task.id, "credit_order", order=zig.reference) for _ in range(16))
    )

    assert {one.resolution for one in done} == {"credit_order"}
    assert (await shop.reread(zig)).paid_minor == 130_000
    assert len(await shop.all(AuditRow)) == 1


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"currency": "USD"}, "tasks:other_currency"),
        ({"currency": "ZWG", "status": "cancelled"}, "tasks:order_cancelled"),
    ],
)
async def test_an_order_that_cannot_take_it_is_refused(
    shop: Any, settle_zig: Any, returns: Any, *, other: dict[str, str], code: str
) -> None:
    """Money is put on no order of another currency and on none that is cancelled."""
    order = await shop.order(**other)
    await settle_zig()
    with pytest.raises(ConflictError) as refused:
        await returns.resolve("suspense", "credit_order", order=order.reference)

    assert refused.value.code == code
    assert (await shop.reread(order)).paid_minor == 0
    assert await shop.all(AuditRow) == []
    assert len(await shop.open_tasks()) == 1


async def test_what_is_more_than_the_named_order_has_open_is_overpaid(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Placing more than is open leaves a task for the difference, on the order that has it."""
    zig = await shop.order(total=100_000, currency="ZWG")
    await deliver(told(arrived(await shop.intent(await shop.order()), 130_000, "ZWG")))
    await returns.resolve("suspense", "credit_order", order=zig.reference)

    assert (await shop.reread(zig)).payment_status == "overpaid"
    assert await shop.open_tasks() == [("overpaid", "overpaid", 30_000, "ZWG")]
    assert {task.order_id for task in await shop.all(TaskRow) if not task.released_at} == {zig.id}


async def test_an_order_that_is_not_there_and_a_task_that_is_not_there(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Both are a plain 404, and nothing changes."""
    await deliver(told(arrived(await shop.intent(await shop.order()), 130_000, "ZWG")))
    with pytest.raises(NotFoundError, match="no such order"):
        await returns.resolve("suspense", "credit_order", order="NONE0000")
    with pytest.raises(NotFoundError, match="no such task"):
        await returns.decide(new_id(), "refund")


async def test_an_overpayment_is_kept_by_one_person_below_the_limit(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """What is too much stays on its order, written down with who said so; no money moves.

    The customer is told.
    """
    order = await shop.order(total=5_000)
    await deliver(told(arrived(await shop.intent(order), 6_000)))
    task, uow = await returns.resolve("overpaid", "keep_overpaid")

    assert task.resolution == "keep_overpaid"
    assert f"The USD 10.00 above the price of {order.reference} stays" in texts(uow)[0]
    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (6_000, "overpaid")
    (row,) = await shop.all(AuditRow)
    assert (row.action, row.by_name, row.reason, row.amount_minor, row.order_id) == (
        "keep_overpaid", "Rudo", "looked at the portal", 1_000, order.id,
    )  # fmt: skip


async def test_above_the_limit_two_people_keep_an_overpayment(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """The first only writes it down; the same name again is refused, however it is written.

    The second does it, and both are in the audit.
    """
    await deliver(told(arrived(await shop.intent(await shop.order(total=100)), 10_101)))
    task, uow = await returns.resolve("overpaid", "keep_overpaid")
    assert (task.first_by, task.released_at, texts(uow)) == ("Rudo", None, [])
    for name in ("Rudo", " rudo ", "RUDO"):
        with pytest.raises(ConflictError) as refused:
            await returns.decide(task.id, "keep_overpaid", by=name)
        assert refused.value.code == "tasks:same_person"
    done, _ = await returns.resolve("overpaid", "keep_overpaid", by="Farai")

    assert (done.resolution, done.resolved_by) == ("keep_overpaid", "Farai")
    rows = sorted((row.action, row.by_name) for row in await shop.all(AuditRow))
    assert rows == [("keep_overpaid", "Farai"), ("keep_overpaid.first", "Rudo")]


async def test_a_currency_without_a_limit_always_needs_two(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Nobody said what is little in it: then one person is never enough."""
    await deliver(told(arrived(await shop.intent(await shop.order()), 1, "ZAR")))
    task, _ = await returns.resolve("suspense", "refund")

    assert (task.first_by, task.released_at) == ("Rudo", None)


async def test_an_action_that_a_task_does_not_take_names_those_it_takes(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """The answer tells the person what he can decide."""
    await deliver(told(arrived(await shop.intent(await shop.order(total=1)))))
    with pytest.raises(ConflictError) as refused:
        await returns.resolve("overpaid", "nothing_arrived")

    assert refused.value.code == "tasks:wrong_action"
    assert "It takes one of: refund, keep_overpaid." in refused.value.detail


async def test_suspended_money_that_is_refunded_lets_its_order_go(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Once a person decided to give it back, the order takes its payment again."""
    order = await shop.order()
    await deliver(told(arrived(await shop.intent(order), 130_000, "ZWG")))
    await returns.resolve("suspense", "refund")

    assert await statuses(shop) == ["paid"]
    assert await shop.open_tasks() == [("refund_by_hand", "not_supported", 130_000, "ZWG")]
    assert (await shop.reread(order)).payment_status == "unpaid"


async def test_of_a_part_that_goes_back_the_rest_stays_before_a_person(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """A refund of a part leaves a task for the rest, of which only the rest can be credited."""
    zig = await shop.order(total=200_000, currency="ZWG")
    intent = await shop.intent(await shop.order())
    await deliver(told(arrived(intent, 130_000, "ZWG", can_refund=True)))
    await returns.resolve("suspense", "refund", amount_minor=30_000)

    assert await shop.open_tasks() == [("suspense", "other_currency", 100_000, "ZWG")]
    assert await statuses(shop) == ["held"]
    await returns.resolve("suspense", "credit_order", order=zig.reference)
    assert (await shop.reread(zig)).paid_minor == 100_000
    assert (await statuses(shop), await shop.open_tasks()) == (["paid"], [])


async def test_what_goes_back_whole_is_not_credited_too(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """Suspended money that is on its way back cannot be put on an order any more."""
    zig = await shop.order(total=200_000, currency="ZWG")
    await deliver(told(arrived(await shop.intent(await shop.order()), 130_000, "ZWG")))
    task, _ = await returns.resolve("suspense", "refund")
    with pytest.raises(ConflictError, match="closed already"):
        await returns.decide(task.id, "credit_order", order=zig.reference)

    assert (await shop.reread(zig)).paid_minor == 0


async def test_a_small_amount_that_is_named_spares_no_second_person(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """What the task is about counts, whatever else the call says."""
    await deliver(told(arrived(await shop.intent(await shop.order(total=100)), 10_101)))
    task, _ = await returns.resolve("overpaid", "keep_overpaid", amount_minor=1, currency="USD")

    assert (task.first_by, task.released_at) == ("Rudo", None)


async def test_what_was_paid_twice_is_kept_and_never_called_too_much(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any
) -> None:
    """The balance took the second payment: the customer reads that it stays."""
    intent = await shop.intent(await shop.order())
    for reference in ("first", "second"):
        await deliver(told(arrived(intent, provider_reference=reference)))
    _, uow = await returns.resolve("overpaid", "keep_overpaid")

    assert "The USD 50.00 that arrived once more for" in texts(uow)[0]


async def test_tasks_of_the_release_before_are_about_all_that_arrived(
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any, *, database: Any
) -> None:
    """They name neither settlement nor amount: the credit does, and two people still must agree."""
    intent = await shop.intent(await shop.order(total=100))
    await deliver(told(arrived(intent, 10_101, settlement_id=None, hold_code="voided")))
    async with database.begin() as session:
        await session.execute(update(TaskRow).values(amount_minor=None, settlement_id=None))
    first, _ = await returns.resolve("overpaid", "refund")
    await returns.resolve("payment_held", "refund")

    assert (first.first_by, first.released_at) == ("Rudo", None)
    done, _ = await returns.resolve("overpaid", "refund", by="Farai")
    assert done.resolution == "refund"
    assert ("refund_by_hand", "not_supported", 10_101, "USD") in await shop.open_tasks()
