"""What must be done outside the chat: kept with its payment, told, and forgotten with its end."""

from datetime import timedelta
from typing import Any

import pytest
from common.contracts import (
    PaymentActionRequired,
    PaymentCancelled,
    PaymentExpired,
    PaymentFailed,
    PaymentOtpRequested,
    PaymentStateReported,
    PaymentSucceeded,
    SendMessage,
)
from common.crypto import Keyring, SealError
from common.db import Database
from common.errors import ConflictError
from common.ids import new_id
from common.rotation import Rotation
from common.testing.clock import NOON
from common.testing.plugin import STORAGE_KEY
from flow_engine.domain.conversation import Session, StartPayment, Turn, Wait
from flow_engine.models import SEALED, IntentRow, TaskRow
from flow_engine.service.erasure import erase_customer
from flow_engine.service.kept_actions import open_action
from sqlalchemy import text

pytestmark = pytest.mark.database
URL = "https://pay.example.com/p/7"
SOON = NOON + timedelta(minutes=15)
KINDS = ("approve", "show_code", "link")


def about(intent: Any) -> dict[str, Any]:
    """Return what every event names."""
    return {"payment_id": intent.payment_id, "provider": "omari", "at": NOON}


def required(intent: Any, kind: str = "link", **more: Any) -> PaymentActionRequired:
    """Give what must be done."""
    fields = {"kind": kind, "method": "x", "text": "Dial *151#", "code": "778899", "url": URL}
    made = about(intent) | fields | {"expires_at": SOON} | more
    return PaymentActionRequired.model_validate(made)


def texts(uow: Any) -> list[str]:
    """Return what was said."""
    return [
        one.content["text"]["body"]
        for one in uow.sent_of(SendMessage)
        if one.content["type"] == "text"
    ]


async def statuses(shop: Any) -> list[str]:
    """Return the state of every intent."""
    return [row.status for row in await shop.all(IntentRow)]


@pytest.mark.parametrize(
    ("kind", "shown"), [("approve", "Dial *151#"), ("show_code", "778899"), ("link", URL)]
)
async def test_the_intent_waits_and_the_customer_is_told(
    shop: Any, deliver: Any, told: Any, kind: str, shown: str
) -> None:
    """Once, as money, with all that he needs; nothing of it is readable in the database."""
    intent = await shop.intent(await shop.order(), status="opening")
    uow = await deliver(told(required(intent, kind)))

    (said,) = texts(uow)
    assert shown in said
    assert [one.kind for one in uow.sent_of(SendMessage)] == ["money"]
    (row,) = await shop.all(IntentRow)
    assert row.status == "awaiting_action"
    assert row.action_sealed is not None
    assert b"778899" not in row.action_sealed
    assert await shop.all(TaskRow) == []


async def test_the_conversation_that_waits_is_told_instead_and_later_ones_know_it(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any
) -> None:
    """The flow has its own words; whoever comes back is shown the same link again."""
    intent = await shop.intent(await shop.order(), status="opening")
    session = Session("pay", 1, "wait", wait=Wait("payment", 1, intent.payment_id))
    conversations.turns = [Turn(session, ()), Turn(session, ())]
    await deliver(wrote("pay"))
    uow = await deliver(told(required(intent)))
    await deliver(wrote("hi"))

    given = conversations.given[-2][1]
    assert (given.outcome, given.fields["action"], given.fields["url"]) == (
        "action_required", "link", URL,
    )  # fmt: skip
    assert uow.sent_of(SendMessage) == []
    seen = conversations.given[-1][2].orders[0].open_intent
    assert (seen.status, seen.action.url, seen.action.until) == ("awaiting_action", URL, SOON)


@pytest.mark.parametrize("url", ["http://pay.example.com/p/7", "javascript:alert(1)", ""])
async def test_a_link_that_is_not_https_reaches_no_customer(
    shop: Any, deliver: Any, told: Any, url: str
) -> None:
    """A person has a task, the customer hears so, and no second way to pay is offered."""
    intent = await shop.intent(await shop.order(), status="opening")
    uow = await deliver(told(required(intent, url=url)))

    (task,) = await shop.all(TaskRow)
    assert (task.kind, task.reason) == ("message_failed", "action_not_shown")
    assert (task.payment_id, task.order_id) == (intent.payment_id, intent.order_id)
    (said,) = texts(uow)
    assert "A person looks at it" in said
    assert "pay.example.com" not in said
    assert await statuses(shop) == ["awaiting_action"]


async def test_while_it_may_be_paid_no_other_payment_is_opened(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any
) -> None:
    """Only an ended intent lets another way be offered; after its end it is."""
    order = await shop.order()
    intent = await shop.intent(order, status="opening")
    await deliver(told(required(intent)))
    wish = StartPayment(new_id(), order.reference, "omari", 5_000, "USD", "263771230045")
    conversations.turns = [Turn(None, (wish,)), Turn(None, ())]
    await deliver(wrote("pay"))
    assert conversations.given[-1][1].fields["code"] == "open_intent"

    await deliver(told(PaymentExpired(**about(intent))))
    conversations.turns = [Turn(None, (wish,))]
    await deliver(wrote("pay"))
    assert sorted(await statuses(shop)) == ["expired", "opening"]


async def test_the_database_itself_keeps_a_second_one_away(
    shop: Any, deliver: Any, told: Any, database: Database
) -> None:
    """Whatever a program does: one open intent of an order, of any kind."""
    order = await shop.order()
    await deliver(told(required(await shop.intent(order, status="opening"))))

    for status in ("opening", "awaiting_code", "awaiting_action", "charging", "unknown"):
        with pytest.raises(Exception, match="one_open_intent"):
            await shop.intent(order, status=status)
    async with database.begin() as session:
        assert (await session.execute(text("select count(*) from payment_intent"))).scalar() == 1


@pytest.mark.parametrize("end", [PaymentCancelled, PaymentExpired, PaymentFailed, PaymentSucceeded])
async def test_what_was_to_be_done_goes_with_its_end(
    shop: Any, deliver: Any, told: Any, end: Any
) -> None:
    """A link that is of no more use is kept nowhere."""
    intent = await shop.intent(await shop.order(), status="opening")
    await deliver(told(required(intent)))
    paid = {"settled_minor": 5_000, "currency": "USD", "provider_reference": "H5"}
    more = {PaymentFailed: {"code": "declined"}, PaymentSucceeded: paid}.get(end, {})
    await deliver(told(end(**about(intent), **more)))

    assert [row.action_sealed for row in await shop.all(IntentRow)] == [None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", [PaymentCancelled, PaymentExpired, PaymentFailed])
async def test_what_is_paid_after_its_end_is_credited_with_words_that_say_so(
    shop: Any, deliver: Any, told: Any, kind: str, end: Any
) -> None:
    """A prompt that is approved after all, a link that is paid in an old tab: money, once."""
    order = await shop.order()
    intent = await shop.intent(order, status="opening")
    await deliver(told(required(intent, kind)))
    await deliver(told(end(**about(intent), **({"code": "x"} if end is PaymentFailed else {}))))
    paid = PaymentSucceeded(
        **about(intent), settled_minor=5_000, currency="USD", provider_reference="H5"
    )
    uow = await deliver(told(paid), told(paid))

    (said,) = texts(uow)
    assert "We received USD 50.00: your earlier payment went through after all." in said
    assert (await shop.reread(order)).paid_minor == 5_000
    assert await statuses(shop) == ["paid"]


async def test_a_code_and_an_action_never_stand_together(
    shop: Any, deliver: Any, told: Any
) -> None:
    """The later one of the two is what the payment waits for."""
    intent = await shop.intent(await shop.order(), status="opening")
    code = PaymentOtpRequested(
        **about(intent), otp_reference="ETDC", masked_msisdn="2637***045", tries_left=3
    )
    for event, status, reference in (
        (required(intent), "awaiting_action", None),
        (code, "awaiting_code", "ETDC"),
        (required(intent, "approve"), "awaiting_action", None),
    ):
        await deliver(told(event))
        (row,) = await shop.all(IntentRow)

        assert (row.status, row.otp_reference) == (status, reference)
        assert (row.action_sealed is None) == (event is code)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("cancel", "still open until 12:15; do not approve it"), ("check", "not approved so far")],
)
async def test_what_cannot_be_taken_back_is_answered_with_its_time(
    shop: Any, deliver: Any, told: Any, asked: Any, said: str
) -> None:
    """In the merchant's zone, wherever the customer is; the intent goes on waiting."""
    intent = await shop.intent(await shop.order(), status="opening")
    await deliver(told(required(intent, "approve")))
    event = PaymentStateReported(
        **about(intent), status="awaiting_customer", asked=asked, until=SOON
    )
    uow = await deliver(told(event))

    assert said in texts(uow)[0]
    assert await statuses(shop) == ["awaiting_action"]


async def test_nobody_is_forgotten_while_he_may_still_pay(
    shop: Any, deliver: Any, told: Any, unit: Any, database: Database
) -> None:
    """He must hear the end; afterwards nothing of the link is left."""
    order = await shop.order()
    intent = await shop.intent(order, status="opening")
    await deliver(told(required(intent)))
    with pytest.raises(ConflictError):
        async with unit() as uow:
            await erase_customer(uow, order.customer_id)

    await deliver(told(PaymentCancelled(**about(intent))))
    async with unit() as uow:
        await erase_customer(uow, order.customer_id)
    async with database.begin() as session:
        found = await session.execute(text("select action_sealed from payment_intent"))
        assert found.scalars().all() == [None]


async def test_a_rotation_of_the_keys_takes_it_along(
    shop: Any, deliver: Any, told: Any, database: Database, storage_keyring: Keyring
) -> None:
    """Afterwards the old key is needed no more, and the customer is shown the same link."""
    intent = await shop.intent(await shop.order(), status="opening")
    await deliver(told(required(intent)))
    new = "newest-storage-key-of-this-test-T4bRw9Kz"
    both = Keyring([new, STORAGE_KEY])
    done = await Rotation(database, [(both, SEALED)]).whole_pass()

    assert done["payment_intent.action_sealed"].resealed == 1
    (row,) = await shop.all(IntentRow)
    kept = open_action(row, Keyring([new]))
    assert kept is not None
    assert kept.url == URL
    with pytest.raises(SealError):
        open_action(row, storage_keyring)
