"""Disputes: the money leaves while the bank decides, and merchant and customer hear of it."""

from functools import partial

from common.contracts import PaymentDisputed
from common.crash import crashpoint
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.disputes import OPEN, Change, DisputeState, change_of
from flow_engine.domain.ledger import MovementKind, Placement
from flow_engine.domain.refund_texts import dispute_text
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import DisputeRow
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.movements import write_movement
from flow_engine.service.places import Where, where_is
from flow_engine.service.returned_money import (
    Withdrawal,
    add_money_task,
    find_settlement,
    look_for_too_much,
    settlement_key,
    tell_payer,
    withdrawal,
)
from flow_engine.service.worlds import restate

log = get_logger(__name__)


def note_dispute(uow: UnitOfWork, event: PaymentDisputed, *, house: House, origin: str) -> None:
    """Take a dispute's fact: its row, its movement once, its order, the task and the customer."""
    rows = loaded(uow.session)
    row = rows.disputes.get(event.dispute_id)
    present = None if row is None else DisputeState(row.state)
    change = change_of(present, DisputeState(event.state))
    where = _where(rows, event)
    row = row or _new_row(uow, rows, event, where)
    row.state, row.updated_at = change.state, uow.now
    row.due_at = event.due_at or row.due_at
    _move(uow, rows, event, row, where, change)
    _keep_task(uow, rows, row)
    if change.state != present:
        _tell(uow, row, change, house=house, origin=origin)
    log.info("dispute.noted", dispute_id=str(row.id), state=row.state)
    crashpoint("flow.dispute.before_commit")


def _new_row(uow: UnitOfWork, rows: Loaded, event: PaymentDisputed, where: Where) -> DisputeRow:
    row = DisputeRow(
        id=event.dispute_id,
        order_id=where.order_id,
        payment_id=event.payment_id,
        settlement_id=settlement_key(rows, event.payment_id, event.settlement_id),
        state=event.state,
        amount_minor=event.disputed_minor,
        currency=event.currency,
        due_at=event.due_at,
        reason=event.reason,
        created_at=uow.now,
        updated_at=uow.now,
        version=1,
    )
    uow.session.add(row)
    rows.disputes[row.id] = row
    return row


def _where(rows: Loaded, event: PaymentDisputed) -> Where:
    """Return where the money lies, or lay when it was taken."""
    taken = rows.movement(MovementKind.DISPUTE, event.dispute_id)
    if taken is not None:
        return Where(Placement(taken.placement), taken.order_id)
    settled = find_settlement(rows, event.payment_id, event.settlement_id)
    if settled is not None and settled.currency == event.currency:
        return where_is(rows, settled, event.disputed_minor)
    intent = rows.intents.get(event.payment_id)
    return Where(Placement.SUSPENSE, None if intent is None else intent.order_id)


def _move(
    uow: UnitOfWork,
    rows: Loaded,
    event: PaymentDisputed,
    row: DisputeRow,
    where: Where,
    change: Change,
) -> None:
    order = where.order(rows)
    if change.takes or change.returns:
        kind = MovementKind.DISPUTE if change.takes else MovementKind.DISPUTE_WON
        of = Withdrawal(kind, row.id, Money(row.amount_minor, row.currency), event.at)
        movement = withdrawal(
            of,
            where,
            payment_id=row.payment_id,
            settlement_id=row.settlement_id,
            provider=event.provider,
        )
        write_movement(uow, movement, order)
    if order is not None and change.opened:
        order.open_disputes += change.opened
        restate(order)


def _keep_task(uow: UnitOfWork, rows: Loaded, row: DisputeRow) -> None:
    """Keep the merchant's task while it is open, with its deadline; its end closes it."""
    if row.state in OPEN:
        intent = rows.intents.get(row.payment_id)
        reason = row.reason or "disputed"
        task = add_money_task(uow, row, TaskKind.DISPUTE, reason, intent=intent)
        task.due_at = row.due_at
        look_for_too_much(uow, row)
        return
    task = rows.tasks.get(derived_id("task", TaskKind.DISPUTE, str(row.id)))
    if task is not None and task.released_at is None:
        task.released_at, task.resolution = uow.now, row.state
    if row.state == DisputeState.LOST:
        look_for_too_much(uow, row)


def _tell(uow: UnitOfWork, row: DisputeRow, change: Change, *, house: House, origin: str) -> None:
    """Tell the payer that it was opened, whatever we heard of it first, and how it ended."""
    state = DisputeState.OPENED if change.opened > 0 else change.state
    if state is not DisputeState.EVIDENCE_DUE:
        name = derived_id("dispute", str(row.id), state)
        tell_payer(uow, row, name, partial(dispute_text, state), house=house, origin=origin)
