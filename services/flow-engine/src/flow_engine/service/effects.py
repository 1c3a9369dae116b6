"""What the engine decided, done in the unit of work; an effect without a hand is a bug."""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast
from uuid import UUID

from common.crash import crashpoint
from common.errors import InvalidError
from common.ids import derived_id
from common.log import get_logger

from flow_engine.domain import conversation as talk
from flow_engine.domain.intents import IntentStatus, Opening, refusal_to_open
from flow_engine.domain.orders import status_of
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow, OrderRow, TravellerRow
from flow_engine.service import requests
from flow_engine.service.stage import Stage
from flow_engine.service.worlds import build_world, state_of

log = get_logger(__name__)
_FOLLOW_UPS: Final = 3


def take_turn(stage: Stage, given: talk.Input) -> None:
    """Run the engine on an input, keep its session and do what it decided.

    A payment that the house refuses goes back into the conversation at once. Raises InvalidError
    when the engine cannot go on: the message is parked and the customer gets an apology.
    """
    inputs = [given]
    for _ in range(_FOLLOW_UPS):
        if not inputs:
            return
        world = build_world(stage.house, stage.rows, stage.customer, stage.uow.now)
        turn = _turn(stage, inputs.pop(0), world)
        stage.keep(turn.session)
        for effect in turn.effects:
            refused = apply_effect(stage, effect)
            if refused is not None:
                inputs.append(refused)


def _turn(stage: Stage, given: talk.Input, world: Any) -> talk.Turn:  # noqa: ANN401
    try:
        return stage.house.conversations.turn(stage.session, given, world)
    except Exception as error:
        log.warning("flow.turn_failed", contact_id=str(stage.contact.id), exc_info=error)
        raise InvalidError("The conversation cannot go on.", code="flow:turn_failed") from error


def apply_effect(stage: Stage, effect: talk.Effect) -> talk.PaymentInput | None:
    """Do one effect; returns what the conversation must hear of it. Raises LookupError."""
    if isinstance(effect, talk.StartPayment):
        return _start_payment(stage, effect)
    if type(effect) not in _HANDS:
        raise LookupError(f"no hand for {type(effect).__name__}")
    _HANDS[type(effect)](stage, effect)
    return None


def _send(stage: Stage, effect: talk.SendContent) -> None:
    stage.send(effect.content, money=effect.money)


def _create_booking(stage: Stage, effect: talk.CreateBooking) -> None:
    order = OrderRow(
        id=effect.order_id,
        reference=effect.reference,
        kind="booking",
        customer_id=stage.customer.id,
        description=effect.description,
        currency=effect.currency,
        total_minor=effect.total_minor,
        paid_minor=0,
        payment_status=status_of(effect.total_minor, 0),
        tour_id=effect.tour_id,
        travels_on=effect.travels_on,
        adults=effect.adults,
        children=effect.children,
        created_at=stage.uow.now,
        version=1,
    )
    stage.uow.session.add(order)
    stage.rows.add_order(order)
    for position, name in enumerate(effect.travellers):
        traveller_id = derived_id("traveller", str(order.id), str(position))
        stage.uow.session.add(
            TravellerRow(id=traveller_id, order_id=order.id, position=position, name=name)
        )


def _start_payment(stage: Stage, effect: talk.StartPayment) -> talk.PaymentInput | None:
    order = next(
        (
            o
            for o in stage.rows.orders_of(stage.customer.id)
            if o.reference == effect.order_reference
        ),
        None,
    )
    code = _refusal(stage, effect, order)
    if order is None or code is not None:
        fields = {"code": code or "unknown_order", "order_reference": effect.order_reference}
        return talk.PaymentInput(effect.payment_id, "refused", fields)
    intent = IntentRow(
        payment_id=effect.payment_id,
        order_id=order.id,
        customer_id=stage.customer.id,
        contact_id=stage.contact.id,
        lane_key=stage.contact.lane_key,
        provider=effect.provider,
        amount_minor=effect.amount_minor,
        currency=effect.currency,
        status=IntentStatus.OPENING,
        unknown_told=False,
        opened_at=stage.uow.now,
        version=1,
    )
    stage.uow.session.add(intent)
    stage.rows.add_intent(intent)
    body = requests.start_body(intent, order, effect.payer_msisdn, chat_phone=stage.customer.phone)
    stage.uow.request(requests.start(intent, body))
    log.info("intent.opened", payment_id=str(intent.payment_id), order_id=str(order.id))
    crashpoint("flow.intent.opened")
    return None


def _refusal(stage: Stage, effect: talk.StartPayment, order: OrderRow | None) -> str | None:
    if order is None or order.for_transaction:
        return "unknown_order"
    if effect.payment_id in stage.rows.intents:
        return "open_intent"
    offered = {m.provider for m in stage.house.methods if effect.currency in m.currencies}
    if effect.provider not in offered:
        return "method_not_offered"
    wish = Opening(effect.amount_minor, effect.currency, stage.house.minimum(effect.currency))
    is_open = stage.rows.open_intent(order.id) is not None
    return refusal_to_open(state_of(order), wish, has_open_intent=is_open)


def _intent(stage: Stage, payment_id: UUID) -> IntentRow:
    intent = stage.rows.intents.get(payment_id)
    if intent is None or intent.customer_id != stage.customer.id:
        raise InvalidError("There is no such payment here.", code="flow:unknown_payment")
    return intent


def _submit_code(stage: Stage, effect: talk.SubmitCode) -> None:
    intent = _intent(stage, effect.payment_id)
    stage.uow.request(requests.submit_code(intent, effect.code))
    if intent.status == IntentStatus.AWAITING_CODE:
        intent.status = IntentStatus.CHARGING
    stage.erase()


def _resend(stage: Stage, effect: talk.ResendCode) -> None:
    intent = _intent(stage, effect.payment_id)
    stage.uow.request(requests.ask(intent, "resend"))
    if intent.status == IntentStatus.AWAITING_CODE:
        intent.status = IntentStatus.OPENING


def _cancel(stage: Stage, effect: talk.CancelPayment) -> None:
    stage.uow.request(requests.ask(_intent(stage, effect.payment_id), "cancel"))


def _check(stage: Stage, effect: talk.CheckPayment) -> None:
    stage.uow.request(requests.ask(_intent(stage, effect.payment_id), "check"))


def _ask_person(stage: Stage, effect: talk.AskPerson) -> None:
    stage.add_task(TaskKind.PERSON, effect.reason)
    stage.contact.muted, stage.contact.menu_offered = True, 0


def _confirmed(stage: Stage, _effect: talk.IdentityConfirmed) -> None:
    stage.customer.must_confirm, stage.customer.confirm_since = False, None


def _denied(stage: Stage, _effect: talk.IdentityDenied) -> None:
    stage.is_denied = True


def _note(stage: Stage, effect: talk.Note) -> None:
    log.info(
        "flow.noted", contact_id=str(stage.contact.id), code=effect.code, note_fields=effect.fields
    )


_Hand = Callable[[Stage, Any], None]
_HANDS: Final[Mapping[type, _Hand]] = {
    talk.SendContent: cast("_Hand", _send),
    talk.CreateBooking: cast("_Hand", _create_booking),
    talk.SubmitCode: cast("_Hand", _submit_code),
    talk.ResendCode: cast("_Hand", _resend),
    talk.CancelPayment: cast("_Hand", _cancel),
    talk.CheckPayment: cast("_Hand", _check),
    talk.AskPerson: cast("_Hand", _ask_person),
    talk.IdentityConfirmed: cast("_Hand", _confirmed),
    talk.IdentityDenied: cast("_Hand", _denied),
    talk.Note: cast("_Hand", _note),
}
