"""What arrived is credited exactly once, whatever comes twice, late or out of order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from common.contracts import PaymentFailed, PaymentSucceeded, SendMessage
from common.db import Database
from common.errors import InvalidError
from common.ids import new_id
from common.lanes.api import Delivery
from common.testing.clock import NOON
from flow_engine.domain.conversation import PaymentInput, SendContent, Session, Turn, Wait
from flow_engine.models import IntentRow, LedgerEntryRow, LedgerTxnRow, TaskRow
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

pytestmark = pytest.mark.database
Told = Callable[..., Delivery]


def succeeded(
    payment_id: UUID, minor: int = 5_000, *, currency: str = "USD", late: bool = False
) -> PaymentSucceeded:
    """Return the event of a settled payment."""
    return PaymentSucceeded(
        payment_id=payment_id,
        provider="omari",
        at=NOON,
        settled_minor=minor,
        currency=currency,
        provider_reference="H5PSKURANNR1LKS7AJ0KV50KZG",
        late=late,
        test=True,
    )


def texts(uow: Any) -> list[str]:
    """Return the texts that were sent."""
    return [m.content["text"]["body"] for m in uow.sent_of(SendMessage)]


async def test_w_o1_a_payment_is_credited_once(shop: Any, deliver: Any, told: Told) -> None:
    """W-O1: USD 50.00 that arrived leaves USD 50.00 on the order, not twice that."""
    order = await shop.order()
    intent = await shop.intent(order)
    await deliver(told(succeeded(intent.payment_id)))

    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (5_000, "part_paid")


async def test_w_o2_the_same_success_twice_makes_one_credit(
    shop: Any, deliver: Any, told: Told
) -> None:
    """W-O2: however often a success is told, in one batch or two, one credit is made."""
    order = await shop.order()
    intent = await shop.intent(order)
    event = succeeded(intent.payment_id)
    first = await deliver(told(event), told(event))
    second = await deliver(told(event))

    assert (await shop.reread(order)).paid_minor == 5_000
    assert len(await shop.all(LedgerTxnRow)) == 1
    assert (len(texts(first)), len(texts(second))) == (1, 0)


async def test_w_o3_a_credit_and_its_receipt_are_one_transaction(
    shop: Any, deliver: Any, told: Told
) -> None:
    """W-O3: what is rolled back leaves nothing, and the event then makes the whole credit."""
    order = await shop.order()
    intent = await shop.intent(order)
    await deliver(told(succeeded(intent.payment_id)), commits=False)
    assert (await shop.reread(order)).paid_minor == 0
    assert await shop.all(LedgerTxnRow) == []

    uow = await deliver(told(succeeded(intent.payment_id)))

    assert (await shop.reread(order)).paid_minor == 5_000
    assert len(texts(uow)) == 1


async def test_a_receipt_names_everything(shop: Any, deliver: Any, told: Told) -> None:
    """A receipt names amount, method, both references, what is left, the merchant and the time."""
    order = await shop.order()
    intent = await shop.intent(order)
    uow = await deliver(told(succeeded(intent.payment_id)))
    message = uow.sent_of(SendMessage)[0]

    said = texts(uow)[0]
    for part in (
        "USD 50.00",
        "O'mari",
        order.reference,
        "H5PSKURANNR1LKS7AJ0KV50KZG",
        "Left to pay: USD 50.00",
        "Mosi Tours",
        "+263 77 000 0000",
        "25 Nov 2026, 12:00 (Africa/Harare)",
        "TEST",
    ):
        assert part in said
    assert (message.kind, message.order_reference) == ("money", order.reference)


async def test_the_conversation_that_waits_is_resumed(
    shop: Any, deliver: Any, told: Told, wrote: Told, conversations: Any
) -> None:
    """A success resumes the session that waits on this payment, after the receipt."""
    order = await shop.order()
    intent = await shop.intent(order)
    wait = Wait("payment", 1, intent.payment_id, secret=True)
    session = Session("omari_payment", 1, "wait", {}, wait=wait)
    conversations.turns = [Turn(session, ())]
    await deliver(wrote("pay"))
    thanks = SendContent({"type": "text", "text": {"body": "What next?"}})
    conversations.turns = [Turn(None, (thanks,))]
    uow = await deliver(told(succeeded(intent.payment_id)))

    given = conversations.given[-1][1]
    assert isinstance(given, PaymentInput)
    assert (given.outcome, given.fields["left"]) == ("paid", "USD 50.00")
    assert texts(uow)[1] == "What next?"


async def test_a_late_success_is_credited_and_told(shop: Any, deliver: Any, told: Told) -> None:
    """A success after the payment was given up is credited all the same."""
    order = await shop.order()
    intent = await shop.intent(order)
    failed = PaymentFailed(payment_id=intent.payment_id, provider="omari", at=NOON, code="declined")
    await deliver(told(failed))
    uow = await deliver(told(succeeded(intent.payment_id, late=True)))

    assert (await shop.reread(order)).paid_minor == 5_000
    assert (await shop.all(IntentRow))[0].status == "paid"
    assert "went through after all" in texts(uow)[0]


async def test_a_failure_after_a_success_changes_nothing(
    shop: Any, deliver: Any, told: Told
) -> None:
    """Success wins: a failure that comes after it is not even told."""
    order = await shop.order()
    intent = await shop.intent(order)
    failed = PaymentFailed(payment_id=intent.payment_id, provider="omari", at=NOON, code="declined")
    await deliver(told(succeeded(intent.payment_id)))
    uow = await deliver(told(failed))

    assert (await shop.all(IntentRow))[0].status == "paid"
    assert texts(uow) == []


async def test_more_than_was_open_is_credited_and_a_person_is_asked(
    shop: Any, deliver: Any, told: Told
) -> None:
    """What is paid over the balance stays visible on the order, with a task."""
    order = await shop.order(total=4_000)
    intent = await shop.intent(order)
    uow = await deliver(told(succeeded(intent.payment_id)))

    after = await shop.reread(order)
    assert (after.paid_minor, after.payment_status) == (5_000, "overpaid")
    assert [task.kind for task in await shop.all(TaskRow)] == ["overpaid"]
    assert "more than was open" in texts(uow)[0]


async def test_money_that_came_despite_a_void_is_credited_and_a_person_looks(
    shop: Any, deliver: Any, told: Told
) -> None:
    """Nobody else can tell whether the void gave it back: credited once, with a task."""
    order = await shop.order()
    intent = await shop.intent(order)
    event = succeeded(intent.payment_id).model_copy(update={"hold_code": "voided_after_charge"})
    await deliver(told(event), told(event))

    (task,) = await shop.all(TaskRow)
    assert (task.kind, task.reason) == ("payment_held", "voided_after_charge")
    assert (await shop.reread(order)).paid_minor == 5_000


async def test_w_o13_another_currency_never_lands_on_the_order(
    shop: Any, deliver: Any, told: Told
) -> None:
    """W-O13: what arrived in another currency goes to suspense, with a task and a receipt."""
    order = await shop.order()
    intent = await shop.intent(order)
    uow = await deliver(told(succeeded(intent.payment_id, currency="ZWG")))

    assert (await shop.reread(order)).paid_minor == 0
    accounts = {entry.account for entry in await shop.all(LedgerEntryRow)}
    assert accounts == {"provider:omari", "suspense"}
    assert [task.reason for task in await shop.all(TaskRow)] == ["other_currency"]
    assert "ZWG 50.00" in texts(uow)[0]


async def test_money_for_an_unknown_payment_is_kept(shop: Any, deliver: Any, told: Told) -> None:
    """Money that belongs to no order is in the ledger all the same, once, with a task."""
    event = succeeded(new_id())
    await deliver(told(event))
    await deliver(told(event))

    assert [txn.placement for txn in await shop.all(LedgerTxnRow)] == ["suspense"]
    assert [task.reason for task in await shop.all(TaskRow)] == ["unknown_order"]


async def test_late_money_stops_the_payment_that_is_no_longer_due(
    shop: Any, deliver: Any, told: Told
) -> None:
    """When late money pays what another open payment was for, that one is cancelled."""
    order = await shop.order(total=5_000)
    late = await shop.intent(order, status="expired")
    other = await shop.intent(order)
    uow = await deliver(told(succeeded(late.payment_id, late=True)))

    assert [call.path for call in uow.requests] == [f"/v1/payments/{other.payment_id}/cancel"]


async def test_an_entry_is_never_changed(
    shop: Any, deliver: Any, told: Told, database: Database
) -> None:
    """The database refuses to change or delete what is in the ledger."""
    intent = await shop.intent(await shop.order())
    await deliver(told(succeeded(intent.payment_id)))

    for statement in (
        "update ledger_entry set amount_minor = 1",
        "delete from ledger_entry",
        "update ledger_txn set amount_minor = 1",
        "delete from ledger_txn",
    ):
        with pytest.raises(DBAPIError, match="is never changed"):
            async with database.begin() as session:
                await session.execute(text(statement))


async def test_an_unbalanced_movement_does_not_commit(database: Database) -> None:
    """The database refuses a movement whose entries do not sum to zero."""
    txn = LedgerTxnRow(
        id=new_id(),
        kind="payment",
        payment_id=new_id(),
        provider="omari",
        provider_reference="X",
        placement="suspense",
        amount_minor=5,
        currency="USD",
        happened_at=NOON,
        created_at=NOON,
    )
    entry = LedgerEntryRow(
        id=new_id(), txn_id=txn.id, account="suspense", amount_minor=5, currency="USD"
    )
    with pytest.raises(DBAPIError, match="sums to zero"):
        async with database.begin() as session:
            session.add_all([txn, entry])


@pytest.mark.parametrize("source", ["gateway-webhooks", "notifier", "payments-paynow"])
async def test_only_the_service_of_its_provider_tells_of_a_payment(
    source: str, shop: Any, deliver: Any, told: Told
) -> None:
    """Two payments services share a topic: one cannot say that the other's payment succeeded."""
    order = await shop.order()
    intent = await shop.intent(order)
    with pytest.raises(InvalidError) as refused:
        await deliver(replace(told(succeeded(intent.payment_id)), source=source))

    assert "payments:not_its_publisher" == refused.value.code
    assert 0 == (await shop.reread(order)).paid_minor


async def test_a_provider_tells_of_its_own_payments_only(
    shop: Any, deliver: Any, told: Told
) -> None:
    """A payment that was asked of O'mari is not credited because another provider says so."""
    order = await shop.order()
    intent = await shop.intent(order)
    event = succeeded(intent.payment_id).model_copy(update={"provider": "paynow"})
    with pytest.raises(InvalidError) as refused:
        await deliver(told(event))

    assert "payments:not_its_publisher" == refused.value.code
    assert 0 == (await shop.reread(order)).paid_minor
