"""A refund that waits: a second person agrees to it, or it is taken back."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from common.crash import crashpoint
from common.errors import ConflictError, NotFoundError
from common.lanes.api import UnitOfWork
from common.log import get_logger

from flow_engine.domain.approval import is_same_person
from flow_engine.domain.refunds import RefundStatus
from flow_engine.models import LedgerTxnRow, OrderRow, RefundRow
from flow_engine.repository import refunds
from flow_engine.repository.tasks import close_of_refunds, reopen
from flow_engine.service.following import follow_order
from flow_engine.service.merchant import lock_order
from flow_engine.service.places import read_lying
from flow_engine.service.refunds import send, too_much, write_audit

log = get_logger(__name__)
_WAITING: Final = RefundStatus.WAITING_FOR_SECOND
_WITHDRAWN: Final = "withdrawn"


async def confirm_refund(
    uow: UnitOfWork, name: str, request_id: UUID, by: str
) -> Sequence[RefundRow]:
    """Agree to a refund as its second person; the same one again is answered the same.

    Raises NotFoundError, and ConflictError for the person who asked, when it does not wait, when
    a dispute has taken its money meanwhile, or money went back that he who asked did not know of.
    """
    order, settled, parts = await _lock_refund(uow, name, request_id)
    if is_same_person(parts[0].asked_by, by):
        raise ConflictError(
            "Whoever asked for a refund cannot agree to it too: another person must.",
            code="refunds:same_person",
        )
    if parts[0].status != _WAITING:
        return _confirmed_before(parts, by)
    await _check_left(uow, parts, settled)
    await _check_unchanged(uow, parts)
    for part in parts:
        part.confirmed_by = by
    await close_of_refunds(uow.session, [part.id for part in parts], uow.now, "confirmed")
    await send(uow, parts, settled)
    await follow_order(uow, order)
    write_audit(uow, "refund_confirmed", by, parts)
    log.info("refund.confirmed", refund_id=str(request_id))
    crashpoint("flow.refund.before_commit")
    return parts


def _confirmed_before(parts: Sequence[RefundRow], by: str) -> Sequence[RefundRow]:
    confirmed_by = parts[0].confirmed_by
    if confirmed_by is not None and is_same_person(confirmed_by, by):
        return parts
    raise ConflictError("This refund waits for nobody.", code="refunds:not_waiting")


async def withdraw_refund(
    uow: UnitOfWork, name: str, request_id: UUID, by: str
) -> Sequence[RefundRow]:
    """Take a refund back of which nothing has been asked of a provider, nor given by hand.

    Its parts fail as `withdrawn` and count no more; the task that it was asked from is open again.
    Raises NotFoundError, ConflictError.
    """
    order, _, parts = await _lock_refund(uow, name, request_id)
    if all(part.code == _WITHDRAWN for part in parts):
        return parts
    if any(part.status not in (_WAITING, RefundStatus.MANUAL) for part in parts):
        raise ConflictError(
            "Some of this refund is on its way, or has ended: it cannot be taken back.",
            code="refunds:on_its_way",
        )
    for part in parts:
        part.status, part.code = RefundStatus.FAILED, _WITHDRAWN
    await close_of_refunds(uow.session, [part.id for part in parts], uow.now, _WITHDRAWN)
    for part in parts:
        if part.task_id is not None:
            await reopen(uow.session, part.task_id, part.amount_minor)
    await follow_order(uow, order)
    write_audit(uow, "refund_withdrawn", by, parts)
    log.info("refund.withdrawn", refund_id=str(request_id))
    return parts


async def _lock_refund(
    uow: UnitOfWork, name: str, request_id: UUID
) -> tuple[OrderRow, Sequence[LedgerTxnRow], Sequence[RefundRow]]:
    """Lock the order, its settlements, and the parts of one of its refunds."""
    order = await lock_order(uow.session, name)
    settled = await refunds.lock_settlements_of(uow.session, order.id)
    found = await refunds.lock_refund(uow.session, request_id)
    parts = [part for part in found if part.order_id == order.id]
    if not parts:
        raise NotFoundError("There is no such refund.", code="refunds:not_found")
    return order, settled, parts


async def _check_unchanged(uow: UnitOfWork, parts: Sequence[RefundRow]) -> None:
    """Check that nothing went back of this money since: it may be what was to go back."""
    asked_at, request_id = parts[0].created_at, parts[0].request_id
    keys = [part.settlement_id for part in parts]
    for one in await refunds.list_of_settlements(uow.session, keys):
        was_elsewhere = one.id == one.request_id
        is_later = one.created_at > asked_at or (was_elsewhere and one.created_at == asked_at)
        if one.status == RefundStatus.DONE and one.request_id != request_id and is_later:
            raise ConflictError(
                "Money went back of this payment since this refund was asked for, perhaps the same:"
                " withdraw it, look at the order's refunds, and ask anew for what is still due.",
                code="refunds:changed_since",
            )


async def _check_left(
    uow: UnitOfWork, parts: Sequence[RefundRow], settled: Sequence[LedgerTxnRow]
) -> None:
    """Check that what was reserved is still there: a dispute may have taken it meanwhile."""
    gone = await refunds.sum_gone(uow.session, [part.settlement_id for part in parts])
    places = await read_lying(uow.session, settled)
    for part in parts:
        txn = next(one for one in settled if one.settlement == part.settlement_id)
        left = txn.amount_minor - gone.get(txn.settlement, 0)
        here = min(left, places[txn.settlement].get(part.order_id, 0))
        if here < 0:
            raise too_much(max(0, here + part.amount_minor), settled)
