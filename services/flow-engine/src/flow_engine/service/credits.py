"""A settled payment becomes a credit, a receipt and a resumed conversation, in one transaction."""

from uuid import UUID

from common.contracts import PaymentSucceeded
from common.crash import crashpoint
from common.errors import InvalidError
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money, format_money

from flow_engine.domain.conversation import PaymentInput
from flow_engine.domain.intents import OPEN, IntentStatus
from flow_engine.domain.ledger import (
    Credit,
    Movement,
    MovementKind,
    Placement,
    Settled,
    credit_for,
)
from flow_engine.domain.receipts import Receipt, receipt_text
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow, OrderRow
from flow_engine.service import requests
from flow_engine.service.closing import close_intent
from flow_engine.service.effects import take_turn
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.movements import write_movement
from flow_engine.service.outcomes import stage_of
from flow_engine.service.stage import text_content
from flow_engine.service.tasks import About, add_task
from flow_engine.service.worlds import state_of

log = get_logger(__name__)


def credit_payment(uow: UnitOfWork, event: PaymentSucceeded, *, house: House, origin: str) -> None:
    """Credit what arrived, exactly once per settlement; a repeated event changes nothing."""
    rows = loaded(uow.session)
    intent = rows.intents.get(event.payment_id)
    order = rows.orders.get(intent.order_id) if intent is not None else None
    credit = _decide(event, order)
    if _is_known(rows, event) or not write_movement(uow, _movement(event, credit, order), order):
        return
    is_late = event.late or (intent is not None and intent.status not in OPEN)
    if intent is not None:
        close_intent(uow, intent, IntentStatus.PAID)
    _add_tasks(uow, event, intent, credit)
    if intent is not None and order is not None:
        _stop_other_intent(uow, rows, order)
        _tell(uow, event, credit, intent, order, house=house, origin=origin, late=is_late)
    log.info("credit.made", payment_id=str(event.payment_id), placement=credit.placement)
    crashpoint("flow.credit.before_commit")


def settlement_of(event: PaymentSucceeded) -> UUID:
    """Return the key of what arrived; releases before named the payment alone."""
    return event.settlement_id or event.payment_id


def _is_known(rows: Loaded, event: PaymentSucceeded) -> bool:
    """Tell whether it was credited under the other name: by a release that knew no settlements."""
    return any(
        txn.kind == MovementKind.PAYMENT
        and event.payment_id in (txn.key, settlement_of(event))
        and txn.provider_reference == event.provider_reference
        for txn in rows.movements_of(event.payment_id)
    )


def _decide(event: PaymentSucceeded, order: OrderRow | None) -> Credit:
    try:
        settled = Settled(event.payment_id, event.provider, event.settled_minor, event.currency)
    except ValueError as error:
        raise InvalidError("Nothing was settled.", code="ledger:nothing_settled") from error
    if order is None:
        return credit_for(settled, None, None)
    return credit_for(settled, order.id, state_of(order))


def _movement(event: PaymentSucceeded, credit: Credit, order: OrderRow | None) -> Movement:
    return Movement(
        kind=MovementKind.PAYMENT,
        movement_id=settlement_of(event),
        payment_id=event.payment_id,
        settlement_id=settlement_of(event),
        provider=event.provider,
        provider_reference=event.provider_reference,
        amount=Money(event.settled_minor, event.currency),
        happened_at=event.at,
        placement=credit.placement,
        order_id=None if order is None else order.id,
        method=event.method,
        can_refund=event.can_refund,
    )


def _add_tasks(
    uow: UnitOfWork, event: PaymentSucceeded, intent: IntentRow | None, credit: Credit
) -> None:
    if credit.task is not None:
        overpaid = credit.placement is Placement.ORDER
        kind = TaskKind.OVERPAID if overpaid else TaskKind.SUSPENSE
        _add_task(uow, event, intent, kind, credit.task)
    if event.hold_code is not None:
        _add_task(uow, event, intent, TaskKind.PAYMENT_HELD, event.hold_code)


def _add_task(
    uow: UnitOfWork, event: PaymentSucceeded, intent: IntentRow | None, kind: TaskKind, reason: str
) -> None:
    key = settlement_of(event)
    amount = Money(event.settled_minor, event.currency)
    about = About(payment_id=event.payment_id, amount=amount, settlement_id=key)
    add_task(uow, kind, reason, id_=derived_id("task", kind, str(key)), intent=intent, about=about)


def _stop_other_intent(uow: UnitOfWork, rows: Loaded, order: OrderRow) -> None:
    """Late money came while another payment of the order is open: do not take more than is due."""
    other = rows.open_intent(order.id)
    if other is not None and other.amount_minor > state_of(order).open_minor:
        uow.request(requests.ask(other, "cancel"))


def _tell(  # noqa: PLR0913 - what a receipt names comes from four rows
    uow: UnitOfWork,
    event: PaymentSucceeded,
    credit: Credit,
    intent: IntentRow,
    order: OrderRow,
    *,
    house: House,
    origin: str,
    late: bool,
) -> None:
    stage = stage_of(uow, intent, house=house, origin=origin, or_latest=True)
    if stage is None or not stage.can_send():
        if late or intent.contact_id is not None:
            _add_task(uow, event, intent, TaskKind.MESSAGE_FAILED, "no_conversation")
        return
    left = Money(state_of(order).open_minor, order.currency)
    receipt = Receipt(
        settled=Money(event.settled_minor, event.currency),
        provider=event.provider,
        order_reference=order.reference,
        provider_reference=event.provider_reference,
        left=left,
        at=event.at,
        test=event.test,
        late=late,
        task=credit.task,
    )
    stage.send_as(
        derived_id("receipt", str(settlement_of(event))),
        text_content(receipt_text(receipt, house.merchant)),
        order_reference=order.reference,
    )
    if stage.waits_on(event.payment_id):
        fields = {
            "order_reference": order.reference,
            "settled": format_money(receipt.settled),
            "left": format_money(left),
            "provider_reference": event.provider_reference,
        }
        take_turn(stage, PaymentInput(event.payment_id, "paid", fields))
