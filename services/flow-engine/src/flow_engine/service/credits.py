"""A settled payment becomes a credit, a receipt and a resumed conversation, in one transaction."""

from common.contracts import PaymentSucceeded
from common.crash import crashpoint
from common.errors import InvalidError
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money, format_money

from flow_engine.domain.conversation import PaymentInput
from flow_engine.domain.intents import OPEN, IntentStatus
from flow_engine.domain.ledger import Credit, Placement, Settled, credit_for
from flow_engine.domain.orders import status_of
from flow_engine.domain.receipts import Receipt, receipt_text
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow, LedgerEntryRow, LedgerTxnRow, OrderRow, TaskRow
from flow_engine.repository.ledger import PAYMENT
from flow_engine.service import requests
from flow_engine.service.closing import close_intent
from flow_engine.service.effects import take_turn
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.outcomes import stage_of
from flow_engine.service.stage import text_content
from flow_engine.service.worlds import state_of

log = get_logger(__name__)


def credit_payment(uow: UnitOfWork, event: PaymentSucceeded, *, house: House, origin: str) -> None:
    """Credit what arrived, exactly once per payment; a repeated event changes nothing."""
    rows = loaded(uow.session)
    if event.payment_id in rows.credits:
        log.info("credit.repeated", payment_id=str(event.payment_id))
        return
    intent = rows.intents.get(event.payment_id)
    order = rows.orders.get(intent.order_id) if intent is not None else None
    credit = _decide(event, order)
    _write(uow, rows, event, credit, order)
    is_late = event.late or (intent is not None and intent.status not in OPEN)
    if order is not None and credit.placement is Placement.ORDER:
        order.paid_minor += event.settled_minor
        order.payment_status = status_of(order.total_minor, order.paid_minor)
    if intent is not None:
        close_intent(uow, intent, IntentStatus.PAID)
    if credit.task is not None:
        overpaid = credit.placement is Placement.ORDER
        kind = TaskKind.OVERPAID if overpaid else TaskKind.SUSPENSE
        _add_task(uow, event, intent, kind, credit.task)
    if event.hold_code is not None:
        _add_task(uow, event, intent, TaskKind.PAYMENT_HELD, event.hold_code)
    if intent is not None and order is not None:
        _stop_other_intent(uow, rows, order)
        _tell(uow, event, credit, intent, order, house=house, origin=origin, late=is_late)
    log.info("credit.made", payment_id=str(event.payment_id), placement=credit.placement)
    crashpoint("flow.credit.before_commit")


def _decide(event: PaymentSucceeded, order: OrderRow | None) -> Credit:
    try:
        settled = Settled(event.payment_id, event.provider, event.settled_minor, event.currency)
    except ValueError as error:
        raise InvalidError("Nothing was settled.", code="ledger:nothing_settled") from error
    if order is None:
        return credit_for(settled, None, None)
    return credit_for(settled, order.id, state_of(order))


def _write(
    uow: UnitOfWork,
    rows: Loaded,
    event: PaymentSucceeded,
    credit: Credit,
    order: OrderRow | None,
) -> None:
    txn = LedgerTxnRow(
        id=derived_id("ledger", PAYMENT, str(event.payment_id)),
        kind=PAYMENT,
        payment_id=event.payment_id,
        order_id=None if order is None else order.id,
        provider=event.provider,
        provider_reference=event.provider_reference,
        placement=credit.placement,
        amount_minor=event.settled_minor,
        currency=event.currency,
        happened_at=event.at,
        created_at=uow.now,
    )
    uow.session.add(txn)
    rows.credits[event.payment_id] = txn
    for place, entry in enumerate(credit.entries):
        uow.session.add(
            LedgerEntryRow(
                id=derived_id("entry", str(txn.id), str(place)),
                txn_id=txn.id,
                account=entry.account,
                amount_minor=entry.amount_minor,
                currency=entry.currency,
            )
        )


def _add_task(
    uow: UnitOfWork, event: PaymentSucceeded, intent: IntentRow | None, kind: TaskKind, reason: str
) -> None:
    uow.session.add(
        TaskRow(
            id=derived_id("task", kind, str(event.payment_id)),
            kind=kind,
            reason=reason,
            customer_id=None if intent is None else intent.customer_id,
            contact_id=None if intent is None else intent.contact_id,
            order_id=None if intent is None else intent.order_id,
            payment_id=event.payment_id,
            created_at=uow.now,
        )
    )


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
        derived_id("receipt", str(event.payment_id)),
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
