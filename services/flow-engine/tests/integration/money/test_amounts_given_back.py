"""How much a person may give back from a task: of its money, in its currency, agreed by two."""

from typing import Any

import pytest
from common.errors import ConflictError
from flow_engine.domain.orders import status_of
from flow_engine.models import AuditRow, RefundRow

pytestmark = pytest.mark.database


async def refused(returns: Any, kind: str, action: str, **given: Any) -> ConflictError:
    """Decide about the open task of a kind, which must be refused; returns the refusal."""
    with pytest.raises(ConflictError) as caught:
        await returns.resolve(kind, action, **given)
    return caught.value


async def test_another_currency_that_is_named_does_not_raise_the_limit(
    shop: Any, returns: Any
) -> None:
    """What goes back is of the settlement's currency: naming another is refused."""
    await returns.settle(await shop.order(total=100), 60_100)
    for action, more in (("refund", {}), ("refund", {"amount_minor": 50_000})):
        error = await refused(returns, "overpaid", action, currency="ZWG", **more)
        assert error.code == "tasks:other_currency"
    task, _ = await returns.resolve("overpaid", "refund", amount_minor=50_000)

    assert (task.first_by, task.released_at) == ("Rudo", None)
    assert await shop.all(RefundRow) == []


@pytest.mark.parametrize("amount", [1_001, 6_000, 10**12])
async def test_no_more_than_the_task_is_about_goes_back(
    shop: Any, returns: Any, *, amount: int
) -> None:
    """More than the task's money is refused with the most that it takes, first call or second."""
    await returns.settle(await shop.order(total=5_000), 6_000)
    error = await refused(returns, "overpaid", "refund", amount_minor=amount)

    assert "Only USD 10.00 (1000 in minor units)" in error.detail
    assert await shop.all(RefundRow) == []
    assert await returns.open_tasks() == [("overpaid", "overpaid")]


@pytest.mark.parametrize("amount", [1_500, 89_999])
async def test_what_was_given_by_hand_is_what_the_task_says(
    shop: Any, returns: Any, *, amount: int
) -> None:
    """Another amount is refused, of a refund by hand and of one that failed."""
    order = await shop.order(total=100_000)
    by_hand = await returns.settle(order, 90_000, can_refund=False)
    await returns.settle(order, 10_000, minutes=1)
    (failed,), _ = await returns.ask(order, 1)
    await returns.tell_failed(failed)
    await returns.ask(order, 2_000, settlement_id=by_hand.settlement_id)
    for kind in ("refund_by_hand", "refund_failed"):
        given = {"provider_reference": f"CASH-{kind}", "amount_minor": amount}
        error = await refused(returns, kind, "refunded", **given)
        assert error.code == "tasks:other_amount"

    assert (await shop.reread(order)).refunded_minor == 0


async def test_what_went_back_by_hand_needs_two_where_no_two_had_agreed(
    shop: Any, returns: Any
) -> None:
    """A big refund that came back to us is given by hand on the word of two people."""
    order = await shop.order(total=50_000)
    settled = await returns.settle(order, 50_000)
    await returns.tell_elsewhere(settled, 50_000)
    (part,) = await shop.all(RefundRow)
    await returns.tell_failed(part)
    given = {"provider_reference": "CASH-1"}
    task, _ = await returns.resolve("refund_failed", "refunded", **given)
    assert (task.first_by, task.released_at) == ("Rudo", None)
    await returns.resolve("refund_failed", "refunded", by="Farai", **given)

    assert (await shop.reread(order)).refunded_minor == 50_000


async def test_two_people_agree_to_the_same_amount_or_not_at_all(shop: Any, returns: Any) -> None:
    """Who decides otherwise than the first one did agrees to nothing of his."""
    await returns.settle(await shop.order(total=100), 60_100)
    await returns.resolve("overpaid", "refund", by="Farai", amount_minor=50_000)
    await returns.resolve("overpaid", "refund", by="Rudo", amount_minor=9_000)

    (part,) = await shop.all(RefundRow)
    assert (part.asked_by, part.confirmed_by, part.amount_minor) == ("Rudo", None, 9_000)
    by = sorted((row.by_name, row.action) for row in await shop.all(AuditRow))
    assert by == [("Farai", "refund.first"), ("Rudo", "refund")]


def test_more_back_than_arrived_shows_as_refunded() -> None:
    """Twice given back is not a part."""
    assert status_of(5_000, 5_000, refunded_minor=10_000) == "refunded"
