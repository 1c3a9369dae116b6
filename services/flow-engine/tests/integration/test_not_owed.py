"""Orders that were made for a merchant's transaction: nobody's debt, whatever comes later."""

from datetime import timedelta
from typing import Any

import pytest
from common.contracts import (
    PaymentCancelled,
    PaymentExpired,
    PaymentFailed,
    PaymentSucceeded,
    PaymentUnknown,
    RequestRefused,
    SendMessage,
)
from common.db import Database
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.domain.conversation import SubmitCode, Turn
from flow_engine.models import ContactRow, IntentRow, LedgerEntryRow, OrderRow, TaskRow
from flow_engine.repository.orders import SHOWN
from sqlalchemy import delete, update

pytestmark = pytest.mark.database


@pytest.fixture
async def transaction(shop: Any, database: Database) -> tuple[OrderRow, IntentRow]:
    """Give an order that was made for a transaction, of which nothing was heard yet."""
    order = await shop.order(total=5_000)
    intent = await shop.intent(order, status="opening")
    async with database.begin() as session:
        await session.execute(
            update(OrderRow)
            .where(OrderRow.id == order.id)
            .values(for_transaction=True, version=OrderRow.version + 1)
        )
        await session.execute(
            update(IntentRow).values(
                merchant_reference=new_id(), contact_id=None, version=IntentRow.version + 1
            )
        )
    return order, intent


def ends(intent: IntentRow) -> list[Any]:
    """Return every way in which a payment ends unpaid."""
    about: dict[str, Any] = {"payment_id": intent.payment_id, "provider": "omari", "at": NOON}
    return [
        PaymentFailed(**about, code="declined"),
        PaymentCancelled(**about),
        PaymentExpired(**about),
        RequestRefused(
            request_id=new_id(),
            service="payments-omari",
            method="PUT",
            path=f"/v1/payments/{intent.payment_id}",
            status=429,
            code="payments:too_many_starts",
        ),
    ]


def success(intent: IntentRow, **more: Any) -> PaymentSucceeded:
    """Return what a provider says that knows better, late."""
    fields: dict[str, Any] = {
        "payment_id": intent.payment_id,
        "provider": "omari",
        "at": NOON,
        "settled_minor": 5_000,
        "currency": "USD",
        "provider_reference": "H5",
        "late": True,
    }
    return PaymentSucceeded(**(fields | more))


@pytest.mark.parametrize("way", range(4))
async def test_however_it_ends_unpaid_the_order_is_nobodys_debt(
    shop: Any, deliver: Any, told: Any, transaction: Any, way: int
) -> None:
    """Voided, failed, expired or refused: it is not owed, which is not cancelled."""
    order, intent = transaction
    await deliver(told(ends(intent)[way]))

    assert "not_owed" == (await shop.reread(order)).payment_status


async def test_no_chat_knows_of_an_order_that_is_not_owed(
    deliver: Any, told: Any, wrote: Any, conversations: Any, transaction: Any
) -> None:
    """What nobody owes is neither listed nor offered."""
    _, intent = transaction
    await deliver(told(ends(intent)[0]))
    await deliver(wrote("pay"))

    assert () == conversations.given[-1][2].orders


async def test_however_many_transactions_there_were_a_customers_own_order_is_seen(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, database: Database
) -> None:
    """A till that asks again and again hides no debt, and no payment whose code is on its way."""
    mine = await shop.order()
    intent = await shop.intent(mine, status="awaiting_code")
    for _ in range(SHOWN):
        await shop.order()
    later = {"created_at": NOON + timedelta(seconds=1), "version": OrderRow.version + 1}
    async with database.begin() as session:
        others = update(OrderRow).where(OrderRow.id != mine.id)
        await session.execute(
            others.values(for_transaction=True, payment_status="not_owed", **later)
        )
    conversations.turns = [Turn(None, (SubmitCode(intent.payment_id, "012345"),))]
    uow = await deliver(wrote("012345"))

    assert [mine.reference] == [one.reference for one in conversations.given[-1][2].orders]
    assert [f"/v1/payments/{intent.payment_id}/otp"] == [one.path for one in uow.requests]


async def test_an_unknown_payment_leaves_its_order_owed(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any, transaction: Any
) -> None:
    """It ends only when that is final; meanwhile no chat offers to pay it."""
    order, intent = transaction
    await deliver(told(PaymentUnknown(payment_id=intent.payment_id, provider="omari", at=NOON)))
    await deliver(wrote("pay"))

    assert "unpaid" == (await shop.reread(order)).payment_status
    assert () == conversations.given[-1][2].orders


@pytest.mark.parametrize("way", range(4))
async def test_a_late_success_is_credited_to_the_order_with_a_receipt(
    shop: Any, deliver: Any, told: Any, transaction: Any, way: int
) -> None:
    """Money that shows after all is on its order, once, and its payer hears of it."""
    order, intent = transaction
    await deliver(told(ends(intent)[way]))
    uow = await deliver(told(success(intent)))
    await deliver(told(success(intent)))
    await deliver(told(ends(intent)[way]))

    found = await shop.reread(order)
    entries = {row.account: row.amount_minor for row in await shop.all(LedgerEntryRow)}
    (receipt,) = uow.sent_of(SendMessage)
    assert ("paid", 5_000) == (found.payment_status, found.paid_minor)
    assert {"provider:omari": 5_000, f"order:{order.id}": -5_000} == entries
    assert "went through after all" in receipt.content["text"]["body"]
    assert "paid in full" in receipt.content["text"]["body"]
    assert [] == await shop.all(TaskRow)


async def test_a_late_success_that_nobody_can_be_told_of_is_a_task(
    shop: Any, deliver: Any, told: Any, transaction: Any, database: Database
) -> None:
    """The merchant's program was told "voided", and there is no chat: a person must know."""
    order, intent = transaction
    await deliver(told(ends(intent)[1]))
    async with database.begin() as session:
        await session.execute(delete(ContactRow))
    uow = await deliver(told(success(intent)))

    (task,) = await shop.all(TaskRow)
    assert [] == uow.sent
    assert ("message_failed", "no_conversation", order.id) == (
        task.kind,
        task.reason,
        task.order_id,
    )
    assert "paid" == (await shop.reread(order)).payment_status
