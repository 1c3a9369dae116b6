"""A customer's message: read, kept secret where it is one, answered."""

from typing import Final

from common.contracts import WhatsAppMessageReceived as Received
from common.lanes.api import Delivery, UnitOfWork
from common.log import get_logger

from flow_engine.domain.conversation import MessageInput, ReleaseInput
from flow_engine.domain.inbound import SILENT, Said, read_said
from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.readers import read_code
from flow_engine.domain.receipts import BACK_TO_MENU
from flow_engine.domain.reply_ids import base_of
from flow_engine.domain.secrets import (
    AFTER_WAIT,
    Asked,
    carries_code,
    is_amount,
    is_answer,
    is_day,
    is_reference,
    masked,
    texts_of,
)
from flow_engine.repository.tasks import release_persons
from flow_engine.service.doubts import look_who_writes, separate
from flow_engine.service.effects import take_turn
from flow_engine.service.house import House
from flow_engine.service.loading import loaded
from flow_engine.service.stage import Stage, button_content
from flow_engine.service.worlds import balance_of, today

log = get_logger(__name__)
_OFFER: Final = "A person will answer you here. To go back to the menu, press the button."
_NEVER, _NOW, _BEFORE = 0, 1, 2


async def answer_message(
    uow: UnitOfWork, delivery: Delivery, message: Received, *, house: House
) -> None:
    """Answer one message of a customer in the conversation that it belongs to."""
    rows = loaded(uow.session)
    customer = rows.senders.get(delivery.id)
    if customer is None or "group_id" in message.content:
        log.info("message.ignored", delivery_id=delivery.id, kind=message.kind)
        return
    contact = rows.contact_of(customer.id, message.phone_number_id)
    if contact is None:
        return
    stage = Stage(uow, house, customer, contact, origin=delivery.id).on(delivery)
    look_who_writes(stage)
    if message.kind in SILENT:
        return
    wrote_at = min(message.sent_at, uow.now)
    contact.wrote_at = max(contact.wrote_at or wrote_at, wrote_at)
    await _answer(stage, message)
    if stage.is_denied:
        await separate(stage, message)
    if stage.sent == 0:
        stage.say_wrote(message)


async def _answer(stage: Stage, message: Received) -> None:
    said = read_said(message.kind, message.content)
    texts = (said.text or "", said.unread or "", *texts_of(message.content))
    is_secret = any(carries_code(text) and _is_secret_time(stage, text) for text in texts)
    if is_secret:
        stage.erase()
    if stage.contact.muted:
        await _answer_muted(stage, said)
        return
    waited = _waits_for_payment(stage)
    take_turn(stage, _input(stage, message, said, is_secret=is_secret))
    if waited and not _waits_for_payment(stage):
        stage.contact.secret_until = stage.uow.now + AFTER_WAIT


def _input(stage: Stage, message: Received, said: Said, *, is_secret: bool) -> MessageInput:
    """Return the input; a code that nothing waits for is covered, an answer never is."""
    text = said.text
    if is_secret and text is not None and not _is_waited_for(stage, text):
        text = masked(text)
    return MessageInput(
        message_id=message.message_id,
        kind=message.kind,
        text=text,
        reply_id=said.reply_id,
        content={"type": message.kind} if is_secret else message.content,
        sent_at=message.sent_at,
    )


def _is_secret_time(stage: Stage, text: str) -> bool:
    """Tell whether digits may be a code: from its request until an hour after its wait.

    Not where they can be the answer to what the step asked for.
    """
    if _waits_for_payment(stage):
        return True
    if _answers_step(stage, text):
        return False
    until = stage.contact.secret_until
    return (until is not None and stage.uow.now < until) or _has_open_intent(stage)


def _is_waited_for(stage: Stage, text: str) -> bool:
    """Tell whether the engine may see these digits: as a code of his, or as what was asked for."""
    if _waits_for_payment(stage):
        return True
    is_code = read_code(text) is not None and _has_open_intent(stage, IntentStatus.AWAITING_CODE)
    return is_code or is_answer(text, stage.house.conversations.asked(stage.session))


def _answers_step(stage: Stage, text: str) -> bool:
    orders = stage.rows.orders_of(stage.customer.id)
    match stage.house.conversations.asked(stage.session):
        case Asked.AMOUNT:
            return is_amount(text, map(balance_of, orders))
        case Asked.DATE:
            return is_day(text, today(stage.house, stage.uow.now))
        case Asked.REFERENCE:
            return is_reference(text, (order.reference for order in orders))
        case Asked.NOTHING | Asked.NUMBER | Asked.WORDS:
            return False


def _waits_for_payment(stage: Stage) -> bool:
    wait = None if stage.session is None else stage.session.wait
    return wait is not None and (wait.secret or wait.payment_id is not None)


def _has_open_intent(stage: Stage, status: IntentStatus | None = None) -> bool:
    mine = stage.rows.orders_of(stage.customer.id)
    found = [row for order in mine if (row := stage.rows.open_intent(order.id)) is not None]
    return any(status in (None, row.status) for row in found)


async def _answer_muted(stage: Stage, said: Said) -> None:
    contact = stage.contact
    if _presses_back(said, offered=contact.menu_offered):
        await release(stage)
        return
    is_menu = (said.text or "").strip().casefold() == "menu"
    if is_menu and contact.menu_offered == _NEVER:
        stage.send(button_content(_OFFER, BACK_TO_MENU))
        contact.menu_offered = _NOW
    elif contact.menu_offered == _NOW:
        contact.menu_offered = _BEFORE


def _presses_back(said: Said, *, offered: int) -> bool:
    """Tell whether the button was pressed or typed; by its number only right after it came."""
    words = {base_of(said.reply_id or ""), (said.text or "").strip().casefold()}
    typed = {BACK_TO_MENU[0], BACK_TO_MENU[1].casefold()}
    return bool(words & typed) or (offered == _NOW and "1" in words)


async def release(stage: Stage) -> None:
    """Give the conversation back to the bot and close the tasks that took it away."""
    stage.contact.muted, stage.contact.menu_offered = False, _NEVER
    await release_persons(stage.uow.session, stage.contact.id, stage.uow.now)
    take_turn(stage, ReleaseInput())
