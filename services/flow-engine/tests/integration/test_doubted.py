"""Who writes is not sure: his orders are shown to nobody before he confirmed, and "No" sticks."""

from datetime import timedelta
from typing import Any

import pytest
from common.contracts import Address, PaymentSucceeded, SendMessage
from common.testing.clock import NOON
from flow_engine.domain.conversation import (
    IdentityConfirmed,
    IdentityDenied,
    Session,
    Turn,
    Wait,
)
from flow_engine.models import ContactRow, CustomerRow, IntentRow, OrderRow, TaskRow
from flow_engine.service.merchant import OrderWish, create_order

pytestmark = pytest.mark.database
PHONE = "263771230045"
CHANGED: dict[str, Any] = {"type": "system", "system": {"type": "customer_identity_changed"}}
WAITS = Session("my_bookings", 1, "show_open", wait=Wait("reply", 1))


async def deny(deliver: Any, wrote: Any, conversations: Any, **who: Any) -> Any:
    """Answer "No" to the question."""
    conversations.turns = [Turn(None, (IdentityDenied(),))]
    return await deliver(wrote("No", **who))


async def owners(shop: Any) -> dict[str, str | None]:
    """Return the number of each order's customer."""
    people = {row.id: row.phone for row in await shop.all(CustomerRow)}
    return {row.reference: people[row.customer_id] for row in await shop.all(OrderRow)}


async def test_after_a_no_the_number_is_a_new_customer_for_good(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """The bookings before stay with who made them, out of this number's reach; none asks again."""
    order = await shop.order()
    await deliver(wrote(kind="system", content=CHANGED))
    await deny(deliver, wrote, conversations)
    await deliver(wrote("my bookings"))
    world = conversations.given[-1][2]

    assert (False, ()) == (world.customer.must_confirm, world.orders)
    assert {order.reference: None} == await owners(shop)
    assert [("number_passed_on", order.customer_id)] == [
        (row.kind, row.customer_id) for row in await shop.all(TaskRow)
    ]


@pytest.mark.parametrize("names", [{"user_id": "ZW.1"}, {"user_id": "ZW.1", "phone": None}, {}])
async def test_a_no_sticks_whatever_names_come_later(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, names: dict[str, Any]
) -> None:
    """Meta names number and user id together later: the two are not merged again."""
    order = await shop.order()
    await deliver(wrote("hi", user_id="ZW.1"))
    await deliver(wrote(kind="system", content=CHANGED))
    await deny(deliver, wrote, conversations, **names)
    seen: list[Any] = []
    for later in (names, {"user_id": "ZW.1"}, {"user_id": "ZW.1", "phone": None}, {}):
        await deliver(wrote("my bookings", **later))
        seen.append(conversations.given[-1][2].orders)

    assert [()] * 4 == seen
    assert order.reference in await owners(shop)


async def test_what_was_ordered_since_the_doubt_goes_with_who_denied(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, unit: Any
) -> None:
    """Who ordered today, and is not the one of last year, keeps his order of today."""
    old = await shop.order()
    await deliver(wrote(kind="system", content=CHANGED), after=timedelta(hours=1))
    wish = OrderWish("order", (("phone", PHONE),), None, "A lamp", "USD", 500)
    async with unit(NOON + timedelta(hours=2)) as uow:
        new = await create_order(uow, wish)
    conversations.turns = [Turn(None, (IdentityDenied(),))]
    await deliver(wrote("No"), after=timedelta(hours=3))

    assert {old.reference: None, new.reference: PHONE} == await owners(shop)


async def test_two_messages_after_a_no_in_one_batch_are_the_new_persons(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """What was loaded before the "No" does not show the old orders after it."""
    await shop.order()
    await deliver(wrote(kind="system", content=CHANGED))
    conversations.turns = [Turn(None, (IdentityDenied(),))]
    await deliver(wrote("No"), wrote("my bookings"))

    assert () == conversations.given[-1][2].orders
    assert 2 == len(await shop.all(ContactRow))


async def test_late_money_of_who_is_out_of_reach_is_credited_and_a_person_told(
    shop: Any, deliver: Any, wrote: Any, told: Any, conversations: Any
) -> None:
    """His receipt is not sent to the stranger who has his number now."""
    order = await shop.order()
    intent = await shop.intent(order)
    await deliver(wrote(kind="system", content=CHANGED))
    await deny(deliver, wrote, conversations)
    paid = PaymentSucceeded(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        settled_minor=5_000,
        currency="USD",
        provider_reference="H5",
    )
    uow = await deliver(told(paid))

    assert [] == uow.sent_of(SendMessage)
    assert 5_000 == (await shop.reread(order)).paid_minor
    assert {"number_passed_on", "message_failed"} == {row.kind for row in await shop.all(TaskRow)}


async def test_the_answer_to_a_no_reaches_who_said_it(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """He is written to under his own names, and his place goes on."""
    await shop.order()
    await deliver(wrote(kind="system", content=CHANGED))
    await deny(deliver, wrote, conversations)
    uow = await deliver(wrote("hi"))
    (said,) = uow.sent_of(SendMessage)
    (contact,) = [row for row in await shop.all(ContactRow) if row.lane_key == PHONE]

    assert Address(phone=PHONE) == said.recipient
    assert contact.customer_id in {
        row.id for row in await shop.all(CustomerRow) if row.phone == PHONE
    }


async def test_a_change_ends_the_place_where_orders_were_talked_about(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """The next message begins anew: no balance is repeated to whoever has the number now."""
    await shop.order()
    conversations.turns = [Turn(WAITS, ())]
    await deliver(wrote("my bookings"))
    await deliver(wrote(kind="system", content=CHANGED))
    await deliver(wrote("what?"))

    assert conversations.given[-1][0] is None


@pytest.mark.parametrize(("days", "asked"), [(89, False), (90, True), (400, True)])
async def test_who_was_silent_for_ninety_days_is_asked_again(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, days: int, *, asked: bool
) -> None:
    """A number that was silent may have passed on; the question is answered once."""
    await shop.order()
    later = timedelta(days=days)
    await deliver(wrote("balance", at=NOON + later), after=later)
    first = conversations.given[-1][2].customer.must_confirm
    conversations.turns = [Turn(None, (IdentityConfirmed(),))]
    await deliver(wrote("yes", at=NOON + later), after=later)
    await deliver(wrote("balance", at=NOON + later), after=later)

    assert (asked, False) == (first, conversations.given[-1][2].customer.must_confirm)


async def test_who_has_nothing_to_hide_is_not_asked(
    deliver: Any, wrote: Any, conversations: Any
) -> None:
    """Without an order there is nothing to confirm for."""
    await deliver(wrote("hi"))
    later = timedelta(days=400)
    await deliver(wrote("hi", at=NOON + later), after=later)

    assert conversations.given[-1][2].customer.must_confirm is False


async def test_an_order_that_was_just_made_for_a_silent_number_is_a_sign_of_life(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, database: Any
) -> None:
    """The merchant knows whom he sells to today."""
    order = await shop.order()
    later = timedelta(days=400)
    async with database.begin() as session:
        row = await session.get_one(OrderRow, order.id)
        row.created_at = NOON + later
    await deliver(wrote("pay", at=NOON + later), after=later)

    assert conversations.given[-1][2].customer.must_confirm is False


async def test_intents_of_what_goes_along_are_told_in_the_new_place(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, database: Any
) -> None:
    """A payment that the new person opened stays his, and his conversation hears of it."""
    order = await shop.order()
    await deliver(wrote(kind="system", content=CHANGED), after=timedelta(hours=1))
    async with database.begin() as session:
        row = await session.get_one(OrderRow, order.id)
        row.created_at = NOON + timedelta(hours=2)
    await shop.intent(order)
    conversations.turns = [Turn(None, (IdentityDenied(),))]
    await deliver(wrote("No"), after=timedelta(hours=3))
    (intent,) = await shop.all(IntentRow)
    places = {row.id: row.customer_id for row in await shop.all(ContactRow)}

    assert {order.reference: PHONE} == await owners(shop)
    assert places[intent.contact_id] == intent.customer_id != order.customer_id
