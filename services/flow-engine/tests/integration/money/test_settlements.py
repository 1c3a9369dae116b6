"""Each settlement of a payment is a credit of its own, made once, whatever else is known."""

from typing import Any

import pytest
from common.contracts import PaymentExpired, PaymentFailed, PaymentUnknown, SendMessage
from common.testing.clock import NOON
from flow_engine.models import IntentRow, LedgerEntryRow, LedgerTxnRow

pytestmark = pytest.mark.database


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [one.content["text"]["body"] for one in uow.sent_of(SendMessage)]


async def test_a_payment_that_succeeds_twice_is_credited_twice_with_a_task(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """Two attempts of one payment that both settle: a row and a credit for each.

    There is a task for the second though the balance took it, and the customer reads so.
    """
    order = await shop.order()
    intent = await shop.intent(order)
    first, second = arrived(intent), arrived(intent, provider_reference="second", late=True)
    await deliver(told(first))
    uow = await deliver(told(second), told(second), told(first))

    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (10_000, "paid")
    assert len(await shop.all(LedgerTxnRow)) == 2
    assert await shop.open_tasks() == [("overpaid", "paid_again", 5_000, "USD")]
    (said,) = texts(uow)
    assert "one more payment than was asked for: a person looks at it" in said


async def test_a_movement_that_comes_back_with_another_amount_is_a_task_and_no_row(
    shop: Any, deliver: Any, told: Any, arrived: Any, held: Any
) -> None:
    """What was credited is never changed: the record's new amount stands before a person."""
    order = await shop.order()
    intent = await shop.intent(order)
    event = arrived(intent)
    await deliver(told(event))
    again = event.model_copy(update={"settled_minor": 7_000})
    said = held(
        intent,
        "movement_changed",
        settlement_id=event.settlement_id,
        settled_minor=7_000,
        currency="USD",
    )
    await deliver(told(again), told(said), told(said))

    assert (await shop.reread(order)).paid_minor == 5_000
    assert len(await shop.all(LedgerTxnRow)) == 1
    assert await shop.open_tasks() == [("movement_changed", "movement_changed", 7_000, "USD")]


async def test_a_credit_of_the_release_before_is_known_again_by_its_reference(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """A payment credited before settlements had names is not credited again under a name."""
    order = await shop.order()
    intent = await shop.intent(order)
    await deliver(told(arrived(intent, settlement_id=None)))
    await deliver(told(arrived(intent)), told(arrived(intent, settlement_id=None)))

    assert (await shop.reread(order)).paid_minor == 5_000
    await deliver(told(arrived(intent, provider_reference="second")))
    assert (await shop.reread(order)).paid_minor == 10_000


async def test_what_was_given_up_says_that_it_may_arrive_and_never_that_nothing_was_taken(
    shop: Any, deliver: Any, told: Any
) -> None:
    """Nobody knows what became of it: the customer may pay again, and reads what happens then."""
    intent = await shop.intent(await shop.order(), status="unknown")
    end = PaymentFailed(payment_id=intent.payment_id, provider="omari", at=NOON, code="released")
    (said,) = texts(await deliver(told(end)))

    assert "could not find out what became of" in said
    assert "Type *pay* to pay again. If that money arrives after all, we tell you here" in said
    assert "Nothing was taken" not in said
    (row,) = await shop.all(IntentRow)
    assert (row.status, row.code) == ("declined", "released")


async def test_released_after_a_week_and_paid_late_is_overpaid(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """The order was paid anew meanwhile: what arrives late is credited, with an overpaid task."""
    order = await shop.order(total=5_000)
    old = await shop.intent(order, status="unknown")
    about: dict[str, Any] = {"payment_id": old.payment_id, "provider": "omari", "at": NOON}
    await deliver(told(PaymentUnknown(**about, needs_staff=True)))
    await deliver(told(PaymentFailed(**about, code="released")))
    new = await shop.intent(order)
    await deliver(told(arrived(new)))
    uow = await deliver(told(arrived(old, late=True, provider_reference="late")))

    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (10_000, "overpaid")
    assert await shop.open_tasks() == [("overpaid", "overpaid", 5_000, "USD")]
    assert "went through after all" in texts(uow)[0]


async def test_an_overpaid_task_names_what_is_too_much(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """Of USD 60.00 that arrive where USD 50.00 are due, USD 10.00 are before a person."""
    intent = await shop.intent(await shop.order(total=5_000))
    await deliver(told(arrived(intent, 6_000)))

    assert await shop.open_tasks() == [("overpaid", "overpaid", 1_000, "USD")]


async def test_accounts_of_everything_that_arrived_sum_to_zero(
    shop: Any, deliver: Any, told: Any, arrived: Any
) -> None:
    """Held, suspended, paid twice: what the providers hold is what orders and suspense own."""
    order = await shop.order()
    intent = await shop.intent(order)
    for minor, currency in ((5_000, "USD"), (130_000, "ZWG"), (700, "USD")):
        event = arrived(intent, minor, currency, provider_reference=str(minor))
        await deliver(told(event), told(event))
    await deliver(told(PaymentExpired(payment_id=intent.payment_id, provider="omari", at=NOON)))

    sums: dict[tuple[str, str], int] = {}
    for entry in await shop.all(LedgerEntryRow):
        key = (entry.account, entry.currency)
        sums[key] = sums.get(key, 0) + entry.amount_minor
    assert sums == {
        ("provider:omari", "USD"): 5_700,
        ("provider:omari", "ZWG"): 130_000,
        (f"order:{order.id}", "USD"): -5_700,
        ("suspense", "ZWG"): -130_000,
    }
