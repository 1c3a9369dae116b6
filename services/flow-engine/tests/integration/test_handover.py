"""A person takes over: the bot is quiet until released, money messages always come."""

from typing import Any

import httpx
import pytest
from common.contracts import (
    CustomerWrote,
    MessageFailed,
    PaymentOtpRequested,
    PaymentSucceeded,
    SendMessage,
    WhatsAppMessageReceived,
)
from common.errors import InvalidError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.domain.conversation import AskPerson, ReleaseInput, SendContent, Turn
from flow_engine.models import ContactRow, TaskRow
from flow_engine.service.failures import apologise, find_unapologised
from sqlalchemy import text

pytestmark = pytest.mark.database
SOON = SendContent({"type": "text", "text": {"body": "A person will come."}})


async def handed_over(deliver: Any, wrote: Any, conversations: Any) -> None:
    """Let the customer ask for a person."""
    conversations.turns = [Turn(None, (SOON, AskPerson("asked")))]
    await deliver(wrote("agent"))


async def test_w_e8_the_bot_is_muted_until_released(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """W-E8: our own last message does not release the customer; a task waits for a person."""
    await handed_over(deliver, wrote, conversations)
    uow = await deliver(wrote("hello?"))

    assert [task.kind for task in await shop.all(TaskRow)] == ["person"]
    assert uow.sent_of(SendMessage) == []
    assert len(uow.sent_of(CustomerWrote)) == 1
    assert len(conversations.given) == 1


async def test_menu_is_answered_once_with_a_way_back(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """While muted, "menu" offers the way back once; pressing it releases."""
    await handed_over(deliver, wrote, conversations)
    first = await deliver(wrote("Menu"))
    second = await deliver(wrote("menu"))
    pressed = {
        "type": "interactive",
        "interactive": {
            "type": "button_reply",
            "button_reply": {"id": "mari:back_to_menu", "title": "Back to the menu"},
        },
    }
    await deliver(wrote(kind="interactive", content=pressed))

    action = first.sent_of(SendMessage)[0].content["interactive"]["action"]
    assert action["buttons"][0]["reply"]["id"] == "mari:back_to_menu"
    assert second.sent_of(SendMessage) == []
    assert isinstance(conversations.given[-1][1], ReleaseInput)
    assert (await shop.all(ContactRow))[0].muted is False
    assert (await shop.all(TaskRow))[0].released_at is not None


@pytest.mark.parametrize("typed", ["1", "back to the menu", "mari:back_to_menu"])
async def test_the_way_back_can_be_typed(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, typed: str
) -> None:
    """The button can be typed: its number, its title or its id."""
    await handed_over(deliver, wrote, conversations)
    await deliver(wrote("menu"))
    await deliver(wrote(typed))

    assert (await shop.all(ContactRow))[0].muted is False


async def test_money_messages_come_while_muted(
    shop: Any, deliver: Any, wrote: Any, told: Any, conversations: Any
) -> None:
    """A receipt comes whoever is talking."""
    intent = await shop.intent(await shop.order())
    await handed_over(deliver, wrote, conversations)
    event = PaymentSucceeded(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        settled_minor=5_000,
        currency="USD",
        provider_reference="H5",
    )
    uow = await deliver(told(event))

    assert "Receipt" in uow.sent_of(SendMessage)[0].content["text"]["body"]


async def test_a_code_that_comes_while_muted_brings_the_way_back(
    shop: Any, deliver: Any, wrote: Any, told: Any, conversations: Any
) -> None:
    """The bot hears no *pay* while a person answers: the message has the button that it hears."""
    intent = await shop.intent(await shop.order(), status="opening")
    await handed_over(deliver, wrote, conversations)
    event = PaymentOtpRequested(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        otp_reference="ETDC",
        masked_msisdn="2637*****045",
        tries_left=3,
    )
    uow = await deliver(told(event))
    said = uow.sent_of(SendMessage)[0].content["interactive"]
    await deliver(wrote(said["action"]["buttons"][0]["reply"]["title"]))

    assert "ETDC" in said["body"]["text"]
    assert "Press *Back to the menu*, then type *pay*" in said["body"]["text"]
    assert (await shop.all(ContactRow))[0].muted is False


async def test_a_money_message_that_failed_is_a_task_on_its_order(
    shop: Any, deliver: Any, told: Any
) -> None:
    """W-E14: a receipt that could not be delivered is shown to a person, on the order."""
    order = await shop.order()
    failed = MessageFailed(
        id=new_id(),
        phone_number_id="227841650415338",
        recipient={"phone": "263771230045"},  # pyright: ignore[reportArgumentType] - parsed
        order_reference=order.reference,
        code="131047",
        at=NOON,
    )
    await deliver(told(failed))

    task = (await shop.all(TaskRow))[0]
    assert (task.kind, task.reason, task.order_id) == ("message_failed", "131047", order.id)


async def test_w_e14_a_send_carries_when_the_customer_wrote(deliver: Any, wrote: Any) -> None:
    """W-E14: the notifier learns the window with each message that it is asked to send."""
    uow = await deliver(wrote("hi"))

    assert uow.sent_of(SendMessage)[0].customer_wrote_at == NOON


async def test_w_e3_a_repeated_message_gives_the_same_ids(deliver: Any, wrote: Any) -> None:
    """W-E3: a message that is done again after a rollback names its replies as before."""
    message = wrote("hi")
    undone = await deliver(message, commits=False)
    done = await deliver(message)

    assert [m.id for m in undone.sent_of(SendMessage)] == [m.id for m in done.sent_of(SendMessage)]


async def test_a_conversation_that_breaks_is_parked_and_apologised_for_once(
    shop: Any, deliver: Any, wrote: Any, conversations: Any, unit: Any, house: Any
) -> None:
    """What the engine cannot do is refused for good; the customer gets one apology."""
    await deliver(wrote("hi"))
    conversations.fails = True
    with pytest.raises(InvalidError):
        await deliver(wrote("boom"))
    async with unit() as uow:
        await uow.session.execute(
            text(
                "insert into inbox (id, source, key, type, body, parked_at)"
                " values ('p1', 'gateway-webhooks', '263771230045', :type, '', mari_now())"
            ),
            {"type": WhatsAppMessageReceived.TYPE},
        )
    async with unit() as first:
        found = await find_unapologised(first, 10)
        assert await apologise(house, first, found) == 1
    async with unit() as second:
        assert await find_unapologised(second, 10) == []
        assert await apologise(house, second, found) == 0

    assert "Sorry" in first.sent_of(SendMessage)[0].content["text"]["body"]
    assert [task.kind for task in await shop.all(TaskRow)] == ["conversation_failed"]


async def test_a_person_releases_a_task_over_http(app: Any, api: httpx.AsyncClient) -> None:
    """An unknown task is a 404; the list is empty at first."""
    assert app
    assert (await api.get("/api/tasks")).json() == {"tasks": []}
    assert (await api.post(f"/api/tasks/{new_id()}/release")).status_code == 404
