"""What became known of a payment that is no settlement: the intent, and who is told."""

from typing import Final

from common.clock import to_z
from common.contracts import PaymentEvent, PaymentOtpRequested, PaymentUnknown, RequestRefused
from common.errors import InvalidError
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger

from flow_engine.domain import receipts
from flow_engine.domain.conversation import PaymentInput
from flow_engine.domain.intents import OPEN, IntentStatus, next_status
from flow_engine.domain.refusals import read_refused
from flow_engine.domain.required_action import RequiredAction
from flow_engine.domain.tasks import Action, TaskKind
from flow_engine.models import IntentRow
from flow_engine.service.closing import close_intent
from flow_engine.service.effects import take_turn
from flow_engine.service.house import House
from flow_engine.service.kept_actions import open_action, store_action
from flow_engine.service.loading import loaded
from flow_engine.service.payment_news import REPORTED, Outcome, Reader, amount_of
from flow_engine.service.requests import service_of
from flow_engine.service.stage import Stage
from flow_engine.service.tasks import About, add_task, reopen_tasks, settle_tasks
from flow_engine.service.telling import content_of

log = get_logger(__name__)
DECIDED: Final = {
    "settlements": frozenset({Action.ENTER_AMOUNT}),
    "release": frozenset({Action.RELEASE_ORDER, Action.NOTHING_ARRIVED}),
}
"""What a payments service is asked because a person decided it, and by which action."""


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
    kept = open_action(intent, house.storage)
    outcome = Reader(intent, order, kept, house.merchant.zone, uow.now).read(event)
    is_news = _is_news(uow, intent, event)
    was_open = _take(uow, intent, event, outcome)
    if outcome.status is not None and outcome.status not in OPEN:
        settle_tasks(uow, intent.payment_id, "ended")
    if was_open and is_news:
        if outcome.action is not None:
            _keep(uow, intent, outcome.action, house=house, origin=origin)
        tell_outcome(uow, intent, outcome, house=house, origin=origin)


def note_refusal(uow: UnitOfWork, refusal: RequestRefused, *, house: House, origin: str) -> None:
    """Say that a payments service would not take our request; a refused start ends the intent."""
    refused = read_refused(refusal.method, refusal.path)
    rows = loaded(uow.session)
    intent = None if refused is None else rows.intents.get(refused.payment_id)
    order = None if intent is None else rows.orders.get(intent.order_id)
    if refused is not None and refused.action in DECIDED:
        reopen_tasks(uow, refused.payment_id, DECIDED[refused.action], refusal.code)
        return
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
        said = receipts.refused_text(amount_of(intent), intent.provider, again)
        outcome = Outcome(None, "refused", said, fields)
    else:
        if _has_code_again(refused.action, intent):
            intent.status = IntentStatus.AWAITING_CODE
        fields |= {"status": _status_word(intent), "asked": refused.action}
        outcome = Outcome(None, "state_reported", None, fields)
    tell_outcome(uow, intent, outcome, house=house, origin=origin)


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


def _is_news(uow: UnitOfWork, intent: IntentRow, event: PaymentEvent) -> bool:
    """Tell whether it was not heard before; a person is asked once for each payment.

    He is asked also when the intent has ended, unless it was paid: it is then not as it was called.
    """
    if not isinstance(event, PaymentUnknown):
        return True
    if event.needs_staff:
        first, intent.staff_told = not intent.staff_told, True
        if first and intent.status != IntentStatus.PAID:
            task = derived_id("task", TaskKind.PAYMENT_UNKNOWN, str(intent.payment_id))
            about = About(amount=amount_of(intent))
            kind = TaskKind.PAYMENT_UNKNOWN
            add_task(uow, kind, "not_resolved", id_=task, intent=intent, about=about)
        return first
    first, intent.unknown_told = not intent.unknown_told, True
    return first


def _take(uow: UnitOfWork, intent: IntentRow, event: PaymentEvent, outcome: Outcome) -> bool:
    """Move the intent; returns whether it was open."""
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
        intent.action_sealed = None
    return True


def _keep(
    uow: UnitOfWork, intent: IntentRow, action: RequiredAction, *, house: House, origin: str
) -> None:
    """Keep what must be done instead of a code; what cannot be shown is for a person."""
    store_action(intent, action, house.storage)
    intent.otp_reference = None
    if action.kind == "none":
        task = derived_id("task", "action", str(intent.payment_id), origin)
        add_task(uow, TaskKind.MESSAGE_FAILED, "action_not_shown", id_=task, intent=intent)
        log.warning("action.not_shown", payment_id=str(intent.payment_id))


def tell_outcome(
    uow: UnitOfWork, intent: IntentRow, outcome: Outcome, *, house: House, origin: str
) -> None:
    """Say it in the conversation of the payment, and let the conversation hear what it means."""
    stage = stage_of(uow, intent, house=house, origin=origin)
    if stage is None:
        return
    waits = stage.waits_on(intent.payment_id)
    if outcome.said is not None and (outcome.once or not waits):
        name = derived_id("told", str(intent.payment_id), str(outcome.name), origin)
        if outcome.once:
            name = derived_id("told", str(intent.payment_id), outcome.once)
        stage.send_as(name, content_of(outcome.said, stage.contact))
    if waits:
        take_turn(stage, PaymentInput(intent.payment_id, outcome.name, outcome.fields))


def _status_word(intent: IntentRow) -> str:
    words = {str(status): word for word, status in REPORTED.items()}
    words[IntentStatus.AWAITING_ACTION] = "awaiting_customer"
    return words.get(intent.status, intent.status)
