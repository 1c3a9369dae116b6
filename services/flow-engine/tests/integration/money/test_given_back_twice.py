"""What went back twice is either refused or shown to a person, never booked in silence."""

import asyncio
from typing import Any

import pytest
from common.errors import ConflictError
from common.ids import new_id
from flow_engine.models import RefundRow, TaskRow

pytestmark = pytest.mark.database


async def tasks(shop: Any) -> list[tuple[str, str, int | None]]:
    """Return kind, reason and amount of each open task."""
    found = [task for task in await shop.all(TaskRow) if task.released_at is None]
    return sorted((task.kind, task.reason, task.amount_minor) for task in found)


@pytest.mark.parametrize("state", ["opened", "lost"])
async def test_what_is_given_by_hand_on_top_of_a_dispute_is_shown_to_a_person(
    shop: Any, returns: Any, *, state: str
) -> None:
    """The payer has it twice, or will: what a person did is booked, and somebody must look."""
    order = await shop.order(total=5_000)
    settled = await returns.settle(order, can_refund=False)
    await returns.ask(order, 5_000)
    await returns.dispute(settled, state, id_=new_id())
    assert ("refund_by_hand", "gone_already", 5_000) in await tasks(shop)
    await returns.resolve("refund_by_hand", "refunded", provider_reference="CASH-1")

    assert ("over_refunded", "more_than_arrived", 5_000) in await tasks(shop)


@pytest.mark.parametrize("again", ["REF77A", "ref 77a", " Ref77A"])
async def test_one_reference_is_one_refund(shop: Any, returns: Any, *, again: str) -> None:
    """A reference that is booked closes no second task: the refusal names the refund it is of."""
    order = await shop.order()
    await returns.settle(order, can_refund=False)
    (first,), _ = await returns.ask(order, 1_000)
    await returns.resolve("refund_by_hand", "refunded", provider_reference="REF77A")
    await returns.ask(order, 1_500)
    with pytest.raises(ConflictError) as refused:
        await returns.resolve("refund_by_hand", "refunded", provider_reference=again)

    assert refused.value.code == "tasks:reference_used"
    assert str(first.request_id) in refused.value.detail
    assert (await shop.reread(order)).refunded_minor == 1_000
    await returns.resolve("refund_by_hand", "refunded", provider_reference="REF77B")
    assert (await shop.reread(order)).refunded_minor == 2_500


async def test_one_reference_closes_one_task_of_those_that_name_it_at_once(
    shop: Any, returns: Any
) -> None:
    """Two orders, one reference, at the same time: one is booked."""
    for _ in range(2):
        order = await shop.order()
        await returns.settle(order, can_refund=False)
        await returns.ask(order, 1_000)
    found = [task for task in await shop.all(TaskRow) if task.kind == "refund_by_hand"]
    answers = await asyncio.gather(
        *(returns.decide(task.id, "refunded", provider_reference="R1") for task in found),
        return_exceptions=True,
    )

    assert len([one for one in answers if isinstance(one, ConflictError)]) == 1
    assert sorted(part.status for part in await shop.all(RefundRow)) == ["done", "manual"]


async def test_what_the_portal_told_is_not_booked_again_by_hand(shop: Any, returns: Any) -> None:
    """Made in the portal for another amount: its reference closes no other refund."""
    order = await shop.order()
    settled = await returns.settle(order, can_refund=False)
    await returns.ask(order, 2_000)
    await returns.tell_elsewhere(settled, 1_950)
    with pytest.raises(ConflictError, match="re_9 is the reference"):
        await returns.resolve("refund_by_hand", "refunded", provider_reference="re_9")

    assert (await shop.reread(order)).refunded_minor == 1_950


async def test_what_was_given_by_hand_is_known_however_its_reference_is_written(
    shop: Any, returns: Any
) -> None:
    """The provider tells it later in its own spelling: it is the same refund."""
    order = await shop.order()
    settled = await returns.settle(order, can_refund=False)
    await returns.ask(order, 2_000)
    await returns.resolve("refund_by_hand", "refunded", provider_reference=" RE_ 9")
    await returns.tell_elsewhere(settled, 2_000)

    assert (await shop.reread(order)).refunded_minor == 2_000


async def test_a_dispute_of_more_than_arrived_is_shown_to_a_person(shop: Any, returns: Any) -> None:
    """It is booked as told, and somebody must look."""
    settled = await returns.settle(await shop.order(), 5_000)
    await returns.dispute(settled, "opened", id_=new_id(), disputed_minor=6_000)

    assert ("over_refunded", "more_than_arrived", 6_000) in await tasks(shop)


async def test_more_than_was_asked_for_is_shown_to_a_person(shop: Any, returns: Any) -> None:
    """The provider gave more than the wish: booked as it is, with a task for the difference."""
    order = await shop.order()
    await returns.settle(order, 5_000)
    (part,), _ = await returns.ask(order, 2_000)
    await returns.tell(part, minor=4_500)

    assert await tasks(shop) == [("over_refunded", "other_amount", 2_500)]
    assert (await shop.reread(order)).refunded_minor == 4_500
