"""What became known of a payment that is no settlement: the intent, and who is told."""

from dataclasses import dataclass, field
from typing import Any, Final

from common.clock import to_z
from common.contracts import (
    PaymentCancelled,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentOtpRefused,
    PaymentOtpRequested,
    PaymentStartDelayed,
    PaymentStateReported,
    PaymentUnknown,
    RequestRefused,
)
from common.errors import InvalidError
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain import receipts
from flow_engine.domain.conversation import PaymentInput
from flow_engine.domain.intents import OPEN, IntentStatus, next_status
from flow_engine.domain.refusals import read_refused
from flow_engine.models import IntentRow, OrderRow
from flow_engine.service.closing import close_intent
from flow_engine.service.effects import take_turn
from flow_engine.service.house import House
from flow_engine.service.loading import loaded
from flow_engine.service.requests import service_of
from flow_engine.service.stage import Stage, button_content, text_content

log = get_logger(__name__)
_REPORTED: Final = {
    "awaiting_customer": IntentStatus.AWAITING_CODE,
    "unknown": IntentStatus.UNKNOWN,
    "sending": IntentStatus.CHARGING,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fact about a payment in the conversation's words; `said` is for who is elsewhere."""

    status: IntentStatus | None
    name: Any
    said: str | None
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    always: bool = False
    """It is said whatever the conversation does, once per payment."""


def check_publisher(uow: UnitOfWork, event: PaymentEvent, source: str) -> None:
    """Refuse what one payments service says of another's payment: it is parked for a person.

    Raises InvalidError.
    """
    intent = loaded(uow.session).intents.get(event.payment_id)
    is_its_own = intent is None or intent.provider == event.provider
    if source != service_of(event.provider) or not is_its_own:
        raise InvalidError("Another service's payment.", code="payments:not_its_publisher")


def note_event(uow: UnitOfWork, event: PaymentEvent, *, house: House, origin: str) -> None:
    """Take a payment's event into its intent and tell the customer; late ones change nothing."""
    rows = loaded(uow.session)
    intent = rows.intents.get(event.payment_id)
    order = None if intent is None else rows.orders.get(intent.order_id)
    if intent is None or order is None:
        log.warning("payment.not_ours", payment_id=str(event.payment_id))
        return
    outcome = _read(event, intent, order)
    if _take(uow, intent, event, outcome):
        _tell(uow, intent, outcome, house=house, origin=origin)


def note_refusal(uow: UnitOfWork, refusal: RequestRefused, *, house: House, origin: str) -> None:
    """Say that a payments service would not take our request; a refused start ends the intent."""
    refused = read_refused(refusal.method, refusal.path)
    rows = loaded(uow.session)
    intent = None if refused is None else rows.intents.get(refused.payment_id)
    order = None if intent is None else rows.orders.get(intent.order_id)
    if refused is None or intent is None or order is None or intent.status not in OPEN:
        log.info("refusal.ignored", code=refusal.code)
        return
    if refused.action == "start" and _was_heard_of(intent):
        log.warning("refusal.start_was_heard_of", payment_id=str(intent.payment_id))
        return
    fields = {"code": refusal.code, "order_reference": order.reference}
    if refusal.retry_at is not None:
        fields["retry_at"] = to_z(refusal.retry_at)
    if refused.action == "start":
        close_intent(uow, intent, IntentStatus.REFUSED, refusal.code)
        again = refusal.retry_at and receipts.local_time(refusal.retry_at, house.merchant.zone)
        said = receipts.refused_text(_amount(intent), intent.provider, again)
        outcome = Outcome(None, "refused", said, fields)
    else:
        if _has_code_again(refused.action, intent):
            intent.status = IntentStatus.AWAITING_CODE
        fields |= {"status": _status_word(intent), "asked": refused.action}
        outcome = Outcome(None, "state_reported", None, fields)
    _tell(uow, intent, outcome, house=house, origin=origin)


def _was_heard_of(intent: IntentRow) -> bool:
    """Tell whether its service has told of the payment: then some request to start it arrived."""
    return intent.status != IntentStatus.OPENING or intent.otp_reference is not None


def _has_code_again(action: str, intent: IntentRow) -> bool:
    """Tell whether the wish that was refused took the place of a code that is good again."""
    if action == "otp":
        return intent.status == IntentStatus.CHARGING
    had_code = intent.otp_reference is not None
    return action == "resend" and intent.status == IntentStatus.OPENING and had_code


def stage_of(
    uow: UnitOfWork, intent: IntentRow, *, house: House, origin: str, or_latest: bool = False
) -> Stage | None:
    """Return the conversation that an intent was opened in, else (on wish) the latest one."""
    rows = loaded(uow.session)
    customer = rows.customers.get(intent.customer_id)
    contact = rows.contacts.get(intent.contact_id) if intent.contact_id is not None else None
    if contact is None and or_latest:
        contact = rows.latest_contact(intent.customer_id)
    if customer is None or contact is None:
        return None
    return Stage(uow, house, customer, contact, origin=origin)


def _take(uow: UnitOfWork, intent: IntentRow, event: PaymentEvent, outcome: Outcome) -> bool:
    """Move the intent; returns whether the fact is news."""
    if intent.status not in OPEN:
        return False
    if outcome.status is None:
        return True
    status = next_status(IntentStatus(intent.status), outcome.status)
    if status not in OPEN:
        close_intent(uow, intent, status, outcome.fields.get("code"))
    intent.status = status
    if isinstance(event, PaymentOtpRequested):
        intent.otp_reference, intent.masked_msisdn = event.otp_reference, event.masked_msisdn
    if outcome.always:
        first, intent.unknown_told = not intent.unknown_told, True
        return first
    return True


def _tell(
    uow: UnitOfWork, intent: IntentRow, outcome: Outcome, *, house: House, origin: str
) -> None:
    stage = stage_of(uow, intent, house=house, origin=origin)
    if stage is None:
        return
    waits = stage.waits_on(intent.payment_id)
    if outcome.said is not None and (outcome.always or not waits):
        name = derived_id("told", str(intent.payment_id), str(outcome.name), origin)
        if outcome.always:
            name = derived_id("told", str(intent.payment_id), str(outcome.name))
        stage.send_as(name, _content(outcome.said, stage))
    if waits:
        take_turn(stage, PaymentInput(intent.payment_id, outcome.name, outcome.fields))


def _content(said: str, stage: Stage) -> dict[str, Any]:
    """Return the message; while a person answers it has the one button that the bot hears."""
    muted = receipts.while_muted(said) if stage.contact.muted else None
    return text_content(said) if muted is None else button_content(muted, receipts.BACK_TO_MENU)


def _read(event: PaymentEvent, intent: IntentRow, order: OrderRow) -> Outcome:
    amount, provider = _amount(intent), intent.provider
    fields: dict[str, Any] = {"order_reference": order.reference}
    match event:
        case PaymentOtpRequested():
            said = receipts.code_text(amount, provider, event.otp_reference, event.masked_msisdn)
            fields |= {
                "otp_reference": event.otp_reference,
                "masked_msisdn": event.masked_msisdn,
                "tries_left": event.tries_left,
                "test": event.test,
            }
            return Outcome(IntentStatus.AWAITING_CODE, "otp_requested", said, fields)
        case PaymentOtpRefused():
            said = receipts.wrong_code_text(event.tries_left)
            fields |= {"otp_reference": event.otp_reference, "tries_left": event.tries_left}
            return Outcome(IntentStatus.AWAITING_CODE, "otp_refused", said, fields)
        case PaymentUnknown():
            said = receipts.unknown_text(amount, provider, order.reference)
            return Outcome(IntentStatus.UNKNOWN, "unknown", said, fields, always=True)
        case PaymentStartDelayed():
            said = receipts.start_delayed_text(provider)
            return Outcome(None, "start_delayed", said, fields)
        case PaymentStateReported():
            fields |= {"status": event.status, "asked": event.asked}
            status = _REPORTED.get(event.status)
            return Outcome(status, "state_reported", receipts.state_text(event.status), fields)
        case _:
            return _ended(event, amount, provider, fields)


def _ended(event: PaymentEvent, amount: Money, provider: str, fields: dict[str, Any]) -> Outcome:
    match event:
        case PaymentFailed():
            said = receipts.ended_text("declined", amount, provider, event.code)
            more = fields | {"code": event.code}
            return Outcome(IntentStatus.DECLINED, "declined", said, more)
        case PaymentCancelled():
            said = receipts.ended_text("cancelled", amount, provider)
            return Outcome(IntentStatus.CANCELLED, "cancelled", said, fields)
        case PaymentExpired():
            said = receipts.ended_text("expired", amount, provider)
            return Outcome(IntentStatus.EXPIRED, "expired", said, fields)
        case _:
            raise LookupError(f"no outcome for {event.TYPE}")


def _amount(intent: IntentRow) -> Money:
    return Money(intent.amount_minor, intent.currency)


def _status_word(intent: IntentRow) -> str:
    words = {str(status): word for word, status in _REPORTED.items()}
    return words.get(intent.status, intent.status)
