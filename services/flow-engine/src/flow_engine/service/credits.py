"""What arrived becomes a credit, a receipt and a resumed conversation, in one transaction."""

from dataclasses import replace
from typing import Final
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
from flow_engine.models import IntentRow, LedgerTxnRow, OrderRow
from flow_engine.service.closing import close_intent, hold_intent, is_suspended, stop_other_intent
from flow_engine.service.effects import take_turn
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.movements import write_movement
from flow_engine.service.outcomes import stage_of
from flow_engine.service.stage import text_content
from flow_engine.service.tasks import About, add_task, settle_tasks
from flow_engine.service.worlds import state_of

log = get_logger(__name__)
_HAS_OWN_TASK: Final = frozenset({None, "other_currency", "movement_changed"})
"""Why a payment is before a person, where that is no question about this settlement."""


def credit_payment(uow: UnitOfWork, event: PaymentSucceeded, *, house: House, origin: str) -> None:
    """Credit what arrived, exactly once per settlement; a repeated event changes nothing."""
    rows = loaded(uow.session)
    intent = rows.intents.get(event.payment_id)
    order = rows.orders.get(intent.order_id) if intent is not None else None
    credit = _decide(rows, event, order)
    known = _known(rows, event)
    if known is not None:
        _check_amount(uow, event, intent, known)
        return
    excess = event.settled_minor - (0 if order is None else state_of(order).credit_minor)
    write_movement(uow, _movement(event, credit, order), order)
    is_late = event.late or (intent is not None and intent.status not in OPEN)
    settle_tasks(uow, event.payment_id, "settled")
    _add_tasks(uow, event, intent, credit, excess)
    if intent is not None:
        _end_intent(uow, rows, event, intent, credit)
    if intent is not None and order is not None:
        stop_other_intent(uow, order)
        _tell(uow, event, credit, intent, order, house=house, origin=origin, late=is_late)
    log.info("credit.made", payment_id=str(event.payment_id), placement=credit.placement)
    crashpoint("flow.credit.before_commit")


def settlement_of(event: PaymentSucceeded) -> UUID:
    """Return the key of what arrived; releases before named the payment alone."""
    return event.settlement_id or event.payment_id


def _known(rows: Loaded, event: PaymentSucceeded) -> LedgerTxnRow | None:
    """Return its credit, also one under the payment's name: an older release knew no other."""
    found = rows.movement(MovementKind.PAYMENT, settlement_of(event))
    if found is not None:
        return found
    for txn in _arrived(rows, event.payment_id):
        is_by_payment = event.payment_id in (txn.key, settlement_of(event))
        if is_by_payment and txn.provider_reference == event.provider_reference:
            return txn
    return None


def _arrived(rows: Loaded, payment_id: UUID) -> list[LedgerTxnRow]:
    return [txn for txn in rows.movements_of(payment_id) if txn.kind == MovementKind.PAYMENT]


def _check_amount(
    uow: UnitOfWork, event: PaymentSucceeded, intent: IntentRow | None, known: LedgerTxnRow
) -> None:
    """Have a person look when what is known comes back with another amount."""
    said = (event.settled_minor, event.currency)
    if said == (known.amount_minor, known.currency):
        log.info("credit.repeated", payment_id=str(event.payment_id))
        return
    log.error("credit.changed", payment_id=str(event.payment_id))
    name = derived_id("task", TaskKind.MOVEMENT_CHANGED, f"{known.key}:{said[0]}:{said[1]}")
    _add_task(uow, event, intent, TaskKind.MOVEMENT_CHANGED, "movement_changed", name)


def _decide(rows: Loaded, event: PaymentSucceeded, order: OrderRow | None) -> Credit:
    try:
        settled = Settled(event.payment_id, event.provider, event.settled_minor, event.currency)
    except ValueError as error:
        raise InvalidError("Nothing was settled.", code="ledger:nothing_settled") from error
    if order is None:
        return credit_for(settled, None, None)
    credit = credit_for(settled, order.id, state_of(order))
    if credit.placement is Placement.ORDER and _arrived(rows, event.payment_id):
        return replace(credit, task="paid_again")
    return credit


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
    uow: UnitOfWork,
    event: PaymentSucceeded,
    intent: IntentRow | None,
    credit: Credit,
    excess: int,
) -> None:
    """Name what a person must look at; of too much, only what is over the order's total."""
    if credit.task is not None:
        overpaid = credit.placement is Placement.ORDER
        kind = TaskKind.OVERPAID if overpaid else TaskKind.SUSPENSE
        over = excess if credit.task == "overpaid" else event.settled_minor
        name = derived_id("task", kind, str(settlement_of(event)))
        _add_task(uow, event, intent, kind, credit.task, name, minor=over)
    if event.hold_code not in _HAS_OWN_TASK:
        name = derived_id("task", TaskKind.PAYMENT_HELD, str(settlement_of(event)))
        _add_task(uow, event, intent, TaskKind.PAYMENT_HELD, str(event.hold_code), name)


def _add_task(  # noqa: PLR0913 - a task names what it is about
    uow: UnitOfWork,
    event: PaymentSucceeded,
    intent: IntentRow | None,
    kind: TaskKind,
    reason: str,
    name: UUID,
    *,
    minor: int | None = None,
) -> None:
    about = About(
        payment_id=event.payment_id,
        amount=Money(event.settled_minor if minor is None else minor, event.currency),
        settlement_id=settlement_of(event),
    )
    add_task(uow, kind, reason, id_=name, intent=intent, about=about)


def _end_intent(
    uow: UnitOfWork, rows: Loaded, event: PaymentSucceeded, intent: IntentRow, credit: Credit
) -> None:
    """End it as paid; in another currency its order waits for the person who must place it."""
    arrived = Money(event.settled_minor, event.currency)
    if credit.task == "other_currency" and hold_intent(uow, intent, arrived):
        return
    if intent.status != IntentStatus.HELD or not is_suspended(rows, intent):
        close_intent(uow, intent, IntentStatus.PAID)


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
            name = derived_id("task", TaskKind.MESSAGE_FAILED, str(settlement_of(event)))
            _add_task(uow, event, intent, TaskKind.MESSAGE_FAILED, "no_conversation", name)
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
            "left": "" if credit.task == "order_refunded" else format_money(left),
            "provider_reference": event.provider_reference,
        }
        outcome = "held" if intent.status == IntentStatus.HELD else "paid"
        take_turn(stage, PaymentInput(event.payment_id, outcome, fields))
