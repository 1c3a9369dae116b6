"""An order whose money was given back: it takes none by itself, duns nobody, may be cancelled."""

from datetime import timedelta
from typing import Any

import pytest
from common.contracts import SendMessage
from common.errors import ConflictError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.models import IntentRow
from flow_engine.service.merchant import cancel_order
from flow_engine.service.refund_approval import confirm_refund

pytestmark = pytest.mark.database


def cancels(uow: Any, intent: IntentRow) -> bool:
    """Tell whether this unit of work asks for the payment's end."""
    return f"/v1/payments/{intent.payment_id}/cancel" in [call.path for call in uow.requests]


async def test_a_refund_of_all_stops_the_payment_that_is_open(shop: Any, returns: Any) -> None:
    """Nobody pays for what was called off; a refund of a part leaves the balance to be paid."""
    order = await shop.order(total=10_000)
    await returns.settle(order, 5_000)
    other = await shop.intent(order, amount=5_000)
    _, part = await returns.ask(order, 1_000)
    assert not cancels(part, other)
    _, rest = await returns.ask(order, 4_000)

    assert cancels(rest, other)


async def test_a_refund_of_all_that_waits_stops_it_once_it_is_agreed_to(
    shop: Any, returns: Any, unit: Any
) -> None:
    """Until the second person has agreed nothing is called off."""
    order = await shop.order(total=50_000)
    await returns.settle(order, 20_000)
    other = await shop.intent(order, amount=30_000)
    (part,), asked = await returns.ask(order, 20_000)
    assert not cancels(asked, other)
    async with unit() as uow:
        await confirm_refund(uow, order.reference, part.request_id, "Farai")

    assert cancels(uow, other)


async def test_a_refund_of_all_in_the_portal_stops_it_too(shop: Any, returns: Any) -> None:
    """Whoever gave it back."""
    order = await shop.order(total=10_000)
    settled = await returns.settle(order, 5_000)
    other = await shop.intent(order, amount=5_000)
    uow = await returns.tell_elsewhere(settled, 5_000)

    assert cancels(uow, other)


async def test_late_money_of_an_order_that_was_given_back_duns_nobody(
    shop: Any, returns: Any, deliver: Any, told: Any, unit: Any
) -> None:
    """It is credited, a person has the task for all of it, and the receipt asks for nothing."""
    order = await shop.order(total=10_000)
    late = await shop.intent(order, status="expired", amount=5_000)
    await returns.settle(order, 5_000)
    (part,), _ = await returns.ask(order, 5_000)
    await returns.tell(part)
    event = returns.succeeded(late).model_copy(update={"at": NOON + timedelta(minutes=9)})
    uow = await deliver(told(event))

    (said,) = uow.sent_of(SendMessage)
    assert "Left to pay" not in said.content["text"]["body"]
    assert "was given back" in said.content["text"]["body"]
    assert await shop.open_tasks() == [("overpaid", "order_refunded", 5_000, "USD")]
    task, _ = await returns.resolve("overpaid", "refund")
    assert (task.resolution, task.amount_minor) == ("refund", 5_000)


@pytest.mark.parametrize("end", ["refunded", "lost"])
async def test_an_order_all_of_whose_money_went_back_may_be_cancelled(
    shop: Any, returns: Any, unit: Any, *, end: str
) -> None:
    """Given back or lost to a dispute, for good; while any of it is there it may not."""
    order = await shop.order(total=10_000)
    settled = await returns.settle(order, 5_000)
    (part,), _ = await returns.ask(order, 5_000)
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await cancel_order(uow, order.reference)
    assert refused.value.code == "orders:money_received"
    if end == "refunded":
        await returns.tell(part)
    else:
        await returns.tell_failed(part)
        await returns.dispute(settled, "lost", id_=new_id())
    async with unit() as uow:
        await cancel_order(uow, order.reference)

    assert (await shop.reread(order)).payment_status == "cancelled"
