"""What became of a refund: booked once, its order's amounts moved, and its customer told."""

from datetime import datetime
from typing import Final
from uuid import UUID

from common.contracts import (
    PaymentRefunded,
    PaymentRefundFailed,
    PaymentRefundUnknown,
    RequestRefused,
)
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.ledger import MovementKind, Placement
from flow_engine.domain.refund_texts import refund_returned_text, refunded_text
from flow_engine.domain.refunds import (
    KnownPart,
    RefundStatus,
    next_status,
    part_told,
    plain_reference,
)
from flow_engine.domain.tasks import Action, TaskKind
from flow_engine.models import RefundRow
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.movements import write_movement
from flow_engine.service.places import Where, where_is
from flow_engine.service.returned_money import (
    Withdrawal,
    add_money_task,
    find_settlement,
    look_for_too_much,
    release_tasks,
    settlement_key,
    tell_payer,
    withdrawal,
)

log = get_logger(__name__)
_COUNTED_ELSEWHERE: Final = "already_refunded"
"""It is the refund that somebody made at the provider, and that is booked as that one."""


def note_refunded(uow: UnitOfWork, event: PaymentRefunded, *, house: House, origin: str) -> None:
    """Book what the provider gave back, whoever asked it; a repeated event changes nothing."""
    rows = loaded(uow.session)
    part = _part_of(uow, rows, event)
    was_by_hand = _is_another(rows, part, event)
    if was_by_hand:
        part = _another(uow, rows, part, event)
    if rows.movement(MovementKind.REFUND, part.id) is not None:
        log.info("refund.repeated", part_id=str(part.id))
        return
    is_second = was_by_hand or bool({Action.REFUND, Action.REFUNDED} & _decisions(rows, part))
    is_asked = part.currency == event.currency
    missing = part.amount_minor - event.refunded_minor if is_asked else 0
    _take_amount(part, event)
    complete(uow, part, event.provider_reference, event.at, house=house, origin=origin)
    if missing > 0:
        _add_task(uow, part, TaskKind.REFUND_FAILED, "other_amount", minor=missing)
    if missing < 0:
        _add_task(uow, part, TaskKind.OVER_REFUNDED, "other_amount", minor=-missing)
        log.error("refund.more_than_asked", part_id=str(part.id))
    if is_second:
        _add_task(uow, part, TaskKind.OVER_REFUNDED, "made_after_all")
        log.error("refund.made_after_all", part_id=str(part.id))


def _take_amount(part: RefundRow, event: PaymentRefunded) -> None:
    """Take what the provider says went back; in another currency it is on no order's account."""
    if part.currency != event.currency:
        part.placement = Placement.SUSPENSE
    part.amount_minor, part.currency = event.refunded_minor, event.currency


def complete(
    uow: UnitOfWork, part: RefundRow, reference: str, at: datetime, *, house: House, origin: str
) -> None:
    """Book a part as given back under the provider's reference, and tell the customer.

    Its payment's movements, refunds and tasks are loaded, its order is locked.
    """
    if not _move(uow, part, MovementKind.REFUND, reference, at):
        return
    part.status, part.code, part.done_at = RefundStatus.DONE, None, at
    part.provider_reference = reference or part.provider_reference
    release_tasks(uow, part.id, "settled")
    look_for_too_much(uow, part)
    name = derived_id("refunded", str(part.id))
    tell_payer(uow, part, name, refunded_text, house=house, origin=origin)
    log.info("refund.done", part_id=str(part.id), payment_id=str(part.payment_id))


def note_refund_failed(
    uow: UnitOfWork, event: PaymentRefundFailed, *, house: House, origin: str
) -> None:
    """Take note that the provider will not give it back, or that it came back to us."""
    part = loaded(uow.session).refunds.get(event.refund_id)
    if part is None:
        log.warning("refund.not_ours", refund_id=str(event.refund_id))
        return
    _fail(uow, part, event.code, house=house, origin=origin)


def note_refund_unknown(uow: UnitOfWork, event: PaymentRefundUnknown) -> None:
    """Take note that nobody knows whether it was made: it counts as if it was."""
    part = loaded(uow.session).refunds.get(event.refund_id)
    if part is None:
        log.warning("refund.not_ours", refund_id=str(event.refund_id))
        return
    part.status = next_status(RefundStatus(part.status), RefundStatus.UNKNOWN)
    if event.needs_staff and part.status == RefundStatus.UNKNOWN:
        _add_task(uow, part, TaskKind.REFUND_UNKNOWN, "not_resolved")
        log.error("refund.not_resolved", part_id=str(part.id))


def note_refund_refused(
    uow: UnitOfWork, refusal: RequestRefused, *, house: House, origin: str
) -> None:
    """Take note that the payments service would not ask for it: nothing went back."""
    for part in loaded(uow.session).refunds.values():
        if part.call_id == refusal.request_id:
            _fail(uow, part, refusal.code, house=house, origin=origin)
            return
    log.info("refusal.ignored", code=refusal.code)


def _fail(uow: UnitOfWork, part: RefundRow, code: str, *, house: House, origin: str) -> None:
    """Fail a part; one that was done came back to us, unless a person had given it back."""
    rows = loaded(uow.session)
    was_done = part.status == RefundStatus.DONE
    after = next_status(RefundStatus(part.status), RefundStatus.FAILED)
    if after == part.status or (was_done and _was_by_hand(rows, part)):
        log.info("refund.failure_ignored", part_id=str(part.id), code=code)
        return
    if was_done:
        reference = part.provider_reference or ""
        if not _move(uow, part, MovementKind.REFUND_RETURNED, reference, uow.now):
            return
        name = derived_id("refund returned", str(part.id))
        tell_payer(uow, part, name, refund_returned_text, house=house, origin=origin)
    part.status, part.code = after, code
    release_tasks(uow, part.id, "ended")
    if code != _COUNTED_ELSEWHERE:
        _add_task(uow, part, TaskKind.REFUND_FAILED, code)
    log.warning("refund.failed", part_id=str(part.id), code=code)


def _part_of(uow: UnitOfWork, rows: Loaded, event: PaymentRefunded) -> RefundRow:
    """Return the part that was given back; one that nobody here asked for is written down."""
    key = settlement_key(rows, event.payment_id, event.settlement_id)
    known = [
        _known(row)
        for row in rows.refunds.values()
        if row.settlement_id == key or row.id == event.refund_id
    ]
    told = part_told(event.refund_id, event.provider_reference, event.refunded_minor, known)
    if told is not None:
        return rows.refunds[told]
    return _new_part(uow, rows, event, event.refund_id, key)


def _is_another(rows: Loaded, part: RefundRow, event: PaymentRefunded) -> bool:
    """Tell whether it is not what a person gave by hand: that has another reference."""
    known = rows.movement(MovementKind.REFUND, part.id)
    if known is None or not _was_by_hand(rows, part):
        return False
    told, said = event.provider_reference, known.provider_reference
    return bool(told and said) and plain_reference(told) != plain_reference(said)


def _another(uow: UnitOfWork, rows: Loaded, part: RefundRow, event: PaymentRefunded) -> RefundRow:
    """Return the part for money that the provider gave back beside what a person gave by hand."""
    id_ = derived_id("refund", str(part.id), plain_reference(event.provider_reference))
    return rows.refunds.get(id_) or _new_part(uow, rows, event, id_, part.settlement_id)


def _new_part(
    uow: UnitOfWork, rows: Loaded, event: PaymentRefunded, id_: UUID, key: UUID
) -> RefundRow:
    where = _where(rows, event)
    part = RefundRow(
        id=id_,
        request_id=id_,
        order_id=where.order_id,
        payment_id=event.payment_id,
        settlement_id=key,
        placement=where.placement,
        amount_minor=event.refunded_minor,
        currency=event.currency,
        status=RefundStatus.UNKNOWN,
        reason="made at the provider",
        asked_by=event.provider,
        created_at=uow.now,
        version=1,
    )
    uow.session.add(part)
    rows.refunds[part.id] = part
    log.warning("refund.made_elsewhere", part_id=str(part.id), payment_id=str(part.payment_id))
    return part


def _known(row: RefundRow) -> KnownPart:
    is_by_hand = row.call_id is None and row.id != row.request_id
    written = row.provider_reference if is_by_hand else None
    return KnownPart(row.id, row.amount_minor, RefundStatus(row.status), written)


def _where(rows: Loaded, event: PaymentRefunded) -> Where:
    """Return where money lay that went back unasked: on no order's account in another currency."""
    intent = rows.intents.get(event.payment_id)
    settled = find_settlement(rows, event.payment_id, event.settlement_id)
    if settled is None:
        return Where(Placement.SUSPENSE, None if intent is None else intent.order_id)
    where = where_is(rows, settled, event.refunded_minor)
    if settled.currency != event.currency:
        return Where(Placement.SUSPENSE, where.order_id)
    return where


def _move(
    uow: UnitOfWork, part: RefundRow, kind: MovementKind, reference: str, at: datetime
) -> bool:
    rows = loaded(uow.session)
    where = Where(Placement(part.placement), part.order_id)
    settled = find_settlement(rows, part.payment_id, part.settlement_id)
    intent = rows.intents.get(part.payment_id)
    provider = settled.provider if settled else intent.provider if intent else part.asked_by
    of = Withdrawal(kind, part.id, Money(part.amount_minor, part.currency), at, reference)
    movement = withdrawal(
        of,
        where,
        payment_id=part.payment_id,
        settlement_id=part.settlement_id,
        provider=provider,
    )
    return write_movement(uow, movement, where.order(rows))


def _was_by_hand(rows: Loaded, part: RefundRow) -> bool:
    """Tell whether a person said that this part went back."""
    return Action.REFUNDED in _decisions(rows, part)


def _decisions(rows: Loaded, part: RefundRow) -> set[str | None]:
    """Return what people have decided about a part."""
    return {task.resolution for task in rows.tasks.values() if task.refund_id == part.id}


def _add_task(
    uow: UnitOfWork, part: RefundRow, kind: TaskKind, reason: str, *, minor: int | None = None
) -> None:
    intent = loaded(uow.session).intents.get(part.payment_id)
    add_money_task(uow, part, kind, reason, intent=intent, minor=minor)
