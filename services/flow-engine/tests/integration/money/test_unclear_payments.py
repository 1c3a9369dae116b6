"""A payment nobody is sure of: what a person finds out goes to the service that asked for it."""

from typing import Any

import pytest
from common.contracts import PaymentFailed, PaymentUnknown, RequestRefused, SendMessage
from common.errors import ConflictError, InvalidError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.models import IntentRow, TaskRow

pytestmark = pytest.mark.database
_CLOSED = {
    "nothing_arrived": ("nothing_arrived", "not_charged"),
    "release_order": ("released", "released"),
}
"""The reason that the service is given, and the code with which it ends the payment."""


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [one.content["text"]["body"] for one in uow.sent_of(SendMessage)]


async def statuses(shop: Any) -> list[str]:
    """Return the state of every intent."""
    return [row.status for row in await shop.all(IntentRow)]


async def test_an_amount_that_a_person_entered_is_told_to_the_payments_service(
    shop: Any, deliver: Any, told: Any, held: Any, arrived: Any, returns: Any
) -> None:
    """`010` names no amount: a person reads it in the portal, and the service settles it.

    Its event credits it; until then the order goes on waiting.
    """
    order = await shop.order()
    intent = await shop.intent(order)
    await deliver(told(held(intent)))
    given = {"amount_minor": 3_000, "provider_reference": "H5PORTAL"}
    _, uow = await returns.resolve("payment_held", "enter_amount", **given)
    (call,) = uow.requests

    assert (call.method, call.path) == ("POST", f"/v1/payments/{intent.payment_id}/settlements")
    assert call.body == given | {"currency": "USD", "by": "Rudo"}
    assert await statuses(shop) == ["held"]
    said = texts(await deliver(told(arrived(intent, 3_000, provider_reference="H5PORTAL"))))
    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (3_000, "part_paid")
    assert "Left to pay: USD 70.00" in said[0]
    assert (await statuses(shop), await shop.open_tasks()) == (["paid"], [])


@pytest.mark.parametrize("action", ["nothing_arrived", "release_order"])
async def test_a_payment_nobody_is_sure_of_is_closed_by_its_service(
    shop: Any, deliver: Any, told: Any, returns: Any, action: str
) -> None:
    """The decision goes to the payments service; its event ends the payment and is told."""
    reason, code = _CLOSED[action]
    intent = await shop.intent(await shop.order(), status="unknown")
    about: dict[str, Any] = {"payment_id": intent.payment_id, "provider": "omari", "at": NOON}
    await deliver(told(PaymentUnknown(**about, needs_staff=True)))
    _, uow = await returns.resolve("payment_unknown", action)
    (call,) = uow.requests

    assert call.path == f"/v1/payments/{intent.payment_id}/release"
    assert call.body == {"reason": reason, "by": "Rudo"}
    assert await statuses(shop) == ["unknown"]
    said = texts(await deliver(told(PaymentFailed(**about, code=code))))
    assert (len(said), await statuses(shop)) == (1, ["declined"])


@pytest.mark.parametrize("action", ["enter_amount", "release_order"])
async def test_a_decision_that_the_service_does_not_take_opens_its_task_again(
    shop: Any, deliver: Any, told: Any, held: Any, returns: Any, action: str
) -> None:
    """Nobody believes it done: the task is back with the reason, and can be decided anew."""
    intent = await shop.intent(await shop.order())
    await deliver(told(held(intent)))
    given = {"amount_minor": 3_000, "provider_reference": "H5"} if action[0] == "e" else {}
    _, uow = await returns.resolve("payment_held", action, **given)
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="POST",
        path=uow.requests[0].path,
        code="lanes:expired",
    )
    await deliver(told(refusal))

    assert await shop.open_tasks() == [("payment_held", "lanes:expired", 5_000, "USD")]
    _, uow = await returns.resolve("payment_held", action, by="Farai", **given)
    assert len(uow.requests) == 1


@pytest.mark.parametrize("action", ["release_order", "nothing_arrived"])
async def test_above_the_limit_two_people_close_an_unclear_payment(
    shop: Any, deliver: Any, told: Any, held: Any, returns: Any, action: str
) -> None:
    """Nothing is asked of the service before both have agreed on the same action."""
    intent = await shop.intent(await shop.order(total=20_000), amount=10_001)
    await deliver(told(held(intent)))
    other = "nothing_arrived" if action == "release_order" else "release_order"
    calls: list[Any] = []
    for by, chosen in (("Rudo", other), ("Farai", action), ("Rudo", action)):
        _, uow = await returns.resolve("payment_held", chosen, by=by)
        calls.append([call.path.rpartition("/")[2] for call in uow.requests])

    assert calls == [[], [], ["release"]]


async def test_an_amount_is_entered_with_its_reference(
    shop: Any, deliver: Any, told: Any, held: Any, returns: Any
) -> None:
    """Without the provider's own reference the movement has no key: it is asked for."""
    await deliver(told(held(await shop.intent(await shop.order()))))
    with pytest.raises(InvalidError, match="provider_reference"):
        await returns.resolve("payment_held", "enter_amount", amount_minor=3_000)


async def test_a_task_that_settled_by_itself_is_not_decided_any_more(
    shop: Any, deliver: Any, told: Any, held: Any, arrived: Any, returns: Any
) -> None:
    """Who decides a moment too late hears that it is clear already, and nothing is asked."""
    intent = await shop.intent(await shop.order())
    await deliver(told(held(intent)))
    (task,) = await shop.all(TaskRow)
    await deliver(told(arrived(intent)))
    with pytest.raises(ConflictError, match="closed already, by 'settled'"):
        await returns.decide(task.id, "nothing_arrived")


async def test_a_decision_that_came_too_late_opens_nothing_again(
    shop: Any, deliver: Any, told: Any, held: Any, arrived: Any, returns: Any
) -> None:
    """The payment settled while its decision was on its way: refused, it leaves nothing to do."""
    intent = await shop.intent(await shop.order())
    await deliver(told(held(intent)))
    _, uow = await returns.resolve("payment_held", "nothing_arrived")
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="POST",
        path=uow.requests[0].path,
        code="payments:settled",
    )
    await deliver(told(arrived(intent)), told(refusal))

    assert await shop.open_tasks() == []
    assert [task.resolution for task in await shop.all(TaskRow)] == ["settled"]


@pytest.mark.parametrize("amount", [5_001, 12_000])
async def test_more_than_was_asked_for_is_entered_by_two(
    shop: Any, deliver: Any, told: Any, held: Any, returns: Any, *, amount: int
) -> None:
    """What one person mistypes would be credited, and could be given back."""
    await deliver(told(held(await shop.intent(await shop.order(), amount=5_000))))
    given = {"amount_minor": amount, "provider_reference": "H5PORTAL"}
    task, uow = await returns.resolve("payment_held", "enter_amount", **given)
    assert (task.first_by, task.released_at, uow.requests) == ("Rudo", None, [])
    _, uow = await returns.resolve("payment_held", "enter_amount", by="Farai", **given)

    assert [call.body["amount_minor"] for call in uow.requests] == [amount]


async def test_the_attempt_that_a_person_means_is_passed_on(
    shop: Any, deliver: Any, told: Any, held: Any, returns: Any
) -> None:
    """Where a payment had several attempts, the payments service asks which one was charged."""
    intent = await shop.intent(await shop.order())
    await deliver(told(held(intent)))
    given = {"amount_minor": 3_000, "provider_reference": "H5PORTAL"}
    attempt = new_id()
    _, uow = await returns.resolve("payment_held", "enter_amount", reference=attempt, **given)
    (call,) = uow.requests
    assert call.body["reference"] == str(attempt)
