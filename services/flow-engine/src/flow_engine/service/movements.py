"""Movements of money: each is written once, with its entries and what it changes of its order."""

from common.crash import crashpoint
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger

from flow_engine.domain.ledger import Movement, MovementKind, Placement
from flow_engine.models import LedgerEntryRow, LedgerTxnRow, OrderRow
from flow_engine.service.loading import loaded
from flow_engine.service.worlds import restate

log = get_logger(__name__)


def write_movement(uow: UnitOfWork, movement: Movement, order: OrderRow | None) -> bool:
    """Write a movement with its entries, once; returns False for one that is known.

    The movements of its payment are loaded (`preload` or `load_payments`). `order` is locked, and
    given when the movement is placed on it: its amounts and its status follow.
    """
    rows = loaded(uow.session)
    if rows.movement(movement.kind, movement.movement_id) is not None:
        log.info("movement.repeated", kind=movement.kind, movement_id=str(movement.movement_id))
        return False
    txn = _txn(uow, movement)
    uow.session.add(txn)
    rows.add_movement(txn)
    for place, entry in enumerate(movement.entries):
        uow.session.add(
            LedgerEntryRow(
                id=derived_id("entry", str(txn.id), str(place)),
                txn_id=txn.id,
                account=entry.account,
                amount_minor=entry.amount_minor,
                currency=entry.currency,
            )
        )
    if order is not None and movement.placement is Placement.ORDER:
        _move(order, movement)
    log.info("movement.written", kind=movement.kind, placement=movement.placement)
    crashpoint("flow.movement.before_commit")
    return True


def _txn(uow: UnitOfWork, movement: Movement) -> LedgerTxnRow:
    return LedgerTxnRow(
        id=derived_id("ledger", movement.kind, str(movement.movement_id)),
        kind=movement.kind,
        movement_id=movement.movement_id,
        payment_id=movement.payment_id,
        settlement_id=movement.settlement_id,
        order_id=movement.order_id,
        provider=movement.provider,
        provider_reference=movement.provider_reference,
        method=movement.method or None,
        can_refund=movement.can_refund,
        placement=movement.placement,
        note=movement.note,
        amount_minor=movement.amount.minor,
        currency=movement.amount.currency,
        happened_at=movement.happened_at,
        created_at=uow.now,
    )


def _move(order: OrderRow, movement: Movement) -> None:
    """Change what the movement changes of its order; what arrived never falls."""
    match movement.kind:
        case MovementKind.PAYMENT | MovementKind.PLACED:
            order.paid_minor += movement.amount.minor
        case MovementKind.REFUND:
            order.refunded_minor += movement.amount.minor
        case MovementKind.REFUND_RETURNED:
            order.refunded_minor -= movement.amount.minor
        case MovementKind.DISPUTE:
            order.disputed_minor += movement.amount.minor
        case MovementKind.DISPUTE_WON:
            order.disputed_minor -= movement.amount.minor
    restate(order)
