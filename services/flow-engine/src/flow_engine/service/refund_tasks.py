"""What a person decides about a task whose money is to go back, or went back by hand."""

from uuid import UUID

from common.errors import ConflictError, InvalidError

from flow_engine.domain.ledger import Placement
from flow_engine.domain.refunds import RefundStatus
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import LedgerTxnRow, RefundRow
from flow_engine.repository.refunds import lock_settlement, sum_gone
from flow_engine.service.cases import Case
from flow_engine.service.loading import load_returns, loaded
from flow_engine.service.places import Where, where_is
from flow_engine.service.refund_events import complete
from flow_engine.service.refunds import RefundWish, Source, reserve, send


async def refund(case: Case) -> None:
    """Give the task's money back, or as much of it as was said; as a refund of its own.

    Without an amount: what the task is about, as far as it is left. Of a refund that nobody knew
    the outcome of, the person says that it was not made. Raises ConflictError.
    """
    settled = await _lock(case)
    part = _part_of(case)
    if part is not None and part.status == RefundStatus.UNKNOWN:
        part.status, part.code = RefundStatus.FAILED, "not_made"
        await case.uow.session.flush()
    parts = await reserve(case.uow, await _wish(case, settled), [_source(case, settled)])
    await send(case.uow, parts, [settled])


async def refunded(case: Case) -> None:
    """Take a person's word that it went back by hand, under the provider's reference.

    Of a refund that failed it is a refund of its own: what failed stays failed. Raises
    ConflictError, InvalidError.
    """
    reference = case.resolution.provider_reference
    if not reference:
        raise InvalidError(
            "refunded needs provider_reference: the provider's own, of the refund.",
            code="tasks:reference_missing",
        )
    settled = await _lock(case)
    part = _part_of(case)
    if part is None or part.status not in (RefundStatus.MANUAL, RefundStatus.UNKNOWN):
        (part,) = await reserve(case.uow, await _wish(case, settled), [_source(case, settled)])
    complete(
        case.uow, part, reference, case.uow.now, house=case.house, origin=f"task:{case.task.id}"
    )


async def _lock(case: Case) -> LedgerTxnRow:
    """Lock the task's settlement, then the refunds of its payment."""
    key = case.task.settlement_id or case.task.payment_id
    session = case.uow.session
    settled = None if key is None else await lock_settlement(session, key)
    if settled is None:
        raise ConflictError("No money is known for this task.", code="tasks:nothing_left")
    await load_returns(session, loaded(session), {settled.payment_id})
    return settled


def _part_of(case: Case) -> RefundRow | None:
    refund_id: UUID | None = case.task.refund_id
    return None if refund_id is None else loaded(case.uow.session).refunds.get(refund_id)


def _source(case: Case, settled: LedgerTxnRow) -> Source:
    """Return where the task's money lies: a person decides about that, and nothing else of it."""
    task, part = case.task, _part_of(case)
    if part is not None:
        return Source(settled, Where(Placement(part.placement), part.order_id))
    if task.kind == TaskKind.SUSPENSE:
        return Source(settled, Where(Placement.SUSPENSE, settled.order_id))
    if task.kind == TaskKind.OVERPAID and task.order_id is not None:
        return Source(settled, Where(Placement.ORDER, task.order_id))
    return Source(settled, where_is(loaded(case.uow.session), settled, 1))


async def _wish(case: Case, settled: LedgerTxnRow) -> RefundWish:
    task, resolution = case.task, case.resolution
    gone = await sum_gone(case.uow.session, [settled.settlement])
    left = settled.amount_minor - gone.get(settled.settlement, 0)
    first = task.first_by if task.first_action == resolution.action else None
    about = settled.amount_minor if task.amount_minor is None else task.amount_minor
    return RefundWish(
        resolution.amount_minor or max(1, min(about, left)),
        resolution.reason,
        first or resolution.by,
        second=resolution.by if first else None,
        settlement_id=settled.settlement,
        task_id=task.id,
    )
