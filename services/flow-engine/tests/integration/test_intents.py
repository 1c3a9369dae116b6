"""One open intent per order, opened by one message, whoever asks for a second one."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from common.contracts import PaymentOtpRequested, PaymentUnknown, RequestRefused, SendMessage
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.domain.conversation import (
    PaymentInput,
    ResendCode,
    Session,
    StartPayment,
    Turn,
    Wait,
)
from flow_engine.models import IntentRow

pytestmark = pytest.mark.database


def start(order: Any, **change: Any) -> StartPayment:
    """Return the wish to pay half of an order."""
    wish = StartPayment(new_id(), order.reference, "omari", 5_000, "USD", "263771230045")
    return replace(wish, **change)


async def test_a_payment_is_opened_and_asked_for_in_one_transaction(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """The intent and its request to the payments service leave together, in the contact's lane."""
    order = await shop.order()
    wish = start(order)
    conversations.turns = [Turn(None, (wish,))]
    uow = await deliver(wrote("pay"))

    call = uow.requests[0]
    assert (call.service, call.method) == ("payments-omari", "PUT")
    assert call.path == f"/v1/payments/{wish.payment_id}"
    assert (call.key, call.body["partition_key"]) == ("263771230045", "263771230045")
    assert call.expires_after.total_seconds() == 60
    assert [row.status for row in await shop.all(IntentRow)] == ["opening"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount_minor": 10_001}, "over_balance"),
        ({"amount_minor": 99}, "under_minimum"),
        ({"currency": "ZWG"}, "other_currency"),
        ({"provider": "paynow"}, "method_not_offered"),
        ({"order_reference": "ZZZZZZZZ"}, "unknown_order"),
    ],
)
async def test_w_o13_what_may_not_be_paid_is_refused_by_the_house(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, change: dict[str, Any], code: str
) -> None:
    """W-O13: whatever a flow decides, the house keeps balance, currency, minimum and method."""
    order = await shop.order()
    conversations.turns = [Turn(None, (start(order, **change),)), Turn(None, ())]
    uow = await deliver(wrote("pay"))

    given = conversations.given[-1][1]
    assert isinstance(given, PaymentInput)
    assert (given.outcome, given.fields["code"]) == ("refused", code)
    assert (uow.requests, await shop.all(IntentRow)) == ([], [])


async def test_w_o13_a_second_payment_waits_for_the_first(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """W-O13: while one intent of an order is open, a second is refused."""
    order = await shop.order()
    await shop.intent(order, status="unknown")
    conversations.turns = [Turn(None, (start(order),)), Turn(None, ())]
    await deliver(wrote("pay"))

    assert conversations.given[-1][1].fields["code"] == "open_intent"
    assert len(await shop.all(IntentRow)) == 1


async def test_two_openers_of_one_order_make_one_intent(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """Two messages in two lanes of one customer at the same moment open one intent."""
    order = await shop.order()
    conversations.turns = [
        Turn(None, (start(order),)),
        Turn(None, (start(order),)),
        Turn(None, ()),
    ]
    await asyncio.gather(deliver(wrote("pay")), deliver(wrote("pay")))

    assert len(await shop.all(IntentRow)) == 1


async def test_w_e2_another_customers_order_cannot_be_paid(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """W-E2: an order is seen and paid by its owner only; to anybody else it does not exist."""
    order = await shop.order()
    conversations.turns = [Turn(None, (start(order),)), Turn(None, ())]
    await deliver(wrote("pay", phone="263770000001"))

    assert conversations.given[-2][2].orders == ()
    assert conversations.given[-1][1].fields["code"] == "unknown_order"


async def test_the_code_request_reaches_the_intent_and_the_conversation(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any
) -> None:
    """An event resumes the session that waits on that payment; the next turn sees its state."""
    order = await shop.order()
    intent = await shop.intent(order, status="opening")
    session = Session("pay", 1, "wait", wait=Wait("payment", 1, intent.payment_id))
    conversations.turns = [Turn(session, ()), Turn(session, ())]
    await deliver(wrote("pay"))
    event = PaymentOtpRequested(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        otp_reference="ETDC",
        masked_msisdn="2637*****045",
        tries_left=3,
    )
    await deliver(told(event))
    await deliver(wrote("hi"))

    assert conversations.given[-2][1].outcome == "otp_requested"
    seen = conversations.given[-1][2].orders[0].open_intent
    assert (seen.status, seen.otp_reference) == ("awaiting_code", "ETDC")


async def test_an_event_of_another_payment_does_not_resume(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any
) -> None:
    """A session resumes only on the payment that it waits for; the customer is told anyhow."""
    order = await shop.order()
    intent = await shop.intent(order, status="opening")
    session = Session("pay", 1, "wait", wait=Wait("payment", 1, new_id()))
    conversations.turns = [Turn(session, ())]
    await deliver(wrote("pay"))
    before = len(conversations.given)
    event = PaymentOtpRequested(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        otp_reference="ETDC",
        masked_msisdn="2637*****045",
        tries_left=3,
    )
    uow = await deliver(told(event))

    assert len(conversations.given) == before
    said = uow.sent_of(SendMessage)[0]
    assert said.kind == "money"
    assert "ETDC" in said.content["text"]["body"]


async def test_unknown_is_told_once_per_payment(shop: Any, deliver: Any, told: Any) -> None:
    """While nobody knows, the customer is asked once not to pay again; the intent stays open."""
    intent = await shop.intent(await shop.order())
    event = PaymentUnknown(payment_id=intent.payment_id, provider="omari", at=NOON)
    first = await deliver(told(event))
    second = await deliver(told(event))

    said = first.sent_of(SendMessage)[0]
    assert "please do not pay again" in said.content["text"]["body"]
    assert (said.kind, second.sent_of(SendMessage)) == ("money", [])
    assert [row.status for row in await shop.all(IntentRow)] == ["unknown"]


async def test_a_refused_start_ends_the_intent_and_says_when(
    shop: Any, deliver: Any, told: Any
) -> None:
    """A start that a limit refused frees the order, and the customer hears when to try again."""
    intent = await shop.intent(await shop.order(), status="opening")
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="PUT",
        path=f"/v1/payments/{intent.payment_id}",
        status=429,
        code="payments:too_many_starts",
        retry_at=NOON,
    )
    uow = await deliver(told(refusal))

    assert [row.status for row in await shop.all(IntentRow)] == ["refused"]
    assert "12:00" in uow.sent_of(SendMessage)[0].content["text"]["body"]


@pytest.mark.parametrize("status", ["awaiting_code", "charging", "unknown"])
async def test_a_refused_start_of_a_payment_that_was_heard_of_ends_nothing(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any, status: str
) -> None:
    """Only its service can have told of it: it was started, and its code may be used any moment.

    Such a request expired, though it had arrived or the merchant's program had asked directly.
    """
    intent = await shop.intent(await shop.order(), status=status)
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="PUT",
        path=f"/v1/payments/{intent.payment_id}",
        code="lanes:expired",
    )
    uow = await deliver(told(refusal))
    await deliver(wrote("pay"))

    assert [] == uow.sent_of(SendMessage)
    assert [row.status for row in await shop.all(IntentRow)] == [status]
    assert conversations.given[-1][2].orders[0].open_intent is not None


async def test_a_refused_code_leaves_the_intent_open(shop: Any, deliver: Any, told: Any) -> None:
    """A code that was not accepted in time ends nothing: only the provider decides."""
    intent = await shop.intent(await shop.order(), status="charging")
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="POST",
        path=f"/v1/payments/{intent.payment_id}/otp",
        code="lanes:expired",
    )
    await deliver(told(refusal))

    assert [row.status for row in await shop.all(IntentRow)] == ["awaiting_code"]


@pytest.mark.parametrize("code", ["payments:too_many_starts", "lanes:expired"])
async def test_after_a_refused_resend_the_code_that_came_before_is_good(
    shop: Any, deliver: Any, told: Any, wrote: Any, conversations: Any, code: str
) -> None:
    """The payment still waits for it: the intent says so, with the reference of its SMS."""
    order = await shop.order()
    intent = await shop.intent(order, status="opening")
    about: dict[str, Any] = {"payment_id": intent.payment_id, "provider": "omari", "at": NOON}
    asked = PaymentOtpRequested(
        **about, otp_reference="ETDC", masked_msisdn="2637*****045", tries_left=3
    )
    await deliver(told(asked))
    conversations.turns = [Turn(None, (ResendCode(intent.payment_id),))]
    await deliver(wrote("resend"))
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="POST",
        path=f"/v1/payments/{intent.payment_id}/resend",
        code=code,
    )
    await deliver(told(refusal))
    await deliver(wrote("pay"))

    seen = conversations.given[-1][2].orders[0].open_intent
    assert ("awaiting_code", "ETDC") == (seen.status, seen.otp_reference)


async def test_a_refused_resend_of_a_first_code_that_never_came_claims_none(
    shop: Any, deliver: Any, told: Any
) -> None:
    """Before any code was sent there is none that could be typed."""
    intent = await shop.intent(await shop.order(), status="opening")
    refusal = RequestRefused(
        request_id=new_id(),
        service="payments-omari",
        method="POST",
        path=f"/v1/payments/{intent.payment_id}/resend",
        code="lanes:expired",
    )
    await deliver(told(refusal))

    assert [row.status for row in await shop.all(IntentRow)] == ["opening"]
