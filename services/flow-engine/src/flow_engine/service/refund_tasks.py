"""What a person decides about a task whose money is to go back, or went back by hand."""

from uuid import UUID

from common.errors import ConflictError, InvalidError
from common.money import Money, format_money

from flow_engine.domain.ledger import Placement
from flow_engine.domain.refunds import RefundStatus
from flow_engine.domain.tasks import Action, TaskKind
from flow_engine.models import LedgerTxnRow, RefundRow
from flow_engine.repository.refunds import find_done_under, lock_settlement, sum_alone, sum_gone
from flow_engine.service.cases import Case
from flow_engine.service.loading import load_returns, loaded
from flow_engine.service.places import Where, read_lying, where_is
from flow_engine.service.refund_events import complete
from flow_engine.service.refunds import RefundWish, Source, reserve, send, too_much


async def check_amount(case: Case) -> None:
    """Check what is said of money that goes back, or went; locks the settlement.

    Only the settlement's currency can be named, never more than the task is about and is left,
    and what was given by hand is what the task says. Raises ConflictError.
    """
    resolution, said = case.resolution, case.resolution.amount_minor
    if resolution.action not in (Action.REFUND, Action.REFUNDED):
        return
    settled = await _lock(case)
    if resolution.currency not in (None, settled.currency):
        raise ConflictError(
            f"This money arrived in {settled.currency}, and goes back in it: name no other"
            " currency.",
            code="tasks:other_currency",
        )
    most = await _most(case, settled)
    if said is None:
        return
    if resolution.action is Action.REFUND and said > most:
        raise too_much(most, [settled])
    about = case.decided
    if resolution.action is Action.REFUNDED and about is not None and said != about.minor:
        raise ConflictError(
            f"This task is about {format_money(about)}: leave amount_minor out, or say"
            f" {about.minor}. Another amount that went back is told in the provider's portal.",
            code="tasks:other_amount",
        )


def was_agreed_before(case: Case) -> bool:
    """Tell whether what was given by hand is a refund on which two people had agreed."""
    part = _part_of(case)
    is_by_hand = case.resolution.action is Action.REFUNDED
    return is_by_hand and part is not None and part.confirmed_by is not None


async def _most(case: Case, settled: LedgerTxnRow) -> int:
    """Return what may go back at most: of what the task is about, what is left of it.

    A refund that a person says was never made does not count against its own repetition.
    """
    gone = await sum_gone(case.uow.session, [settled.settlement])
    places = await read_lying(case.uow.session, [settled])
    here = places[settled.settlement].get(_source(case, settled).where.place, 0)
    left = min(here, settled.amount_minor - gone.get(settled.settlement, 0))
    part, task = _part_of(case), case.task
    if part is not None and part.status == RefundStatus.UNKNOWN:
        left += part.amount_minor
    is_of_it = task.amount_minor is not None and task.currency == settled.currency
    about = task.amount_minor if is_of_it and task.amount_minor else settled.amount_minor
    return max(0, min(about, left))


async def given_alone(case: Case, currency: str) -> int:
    """Return what single persons gave back before of the money that a refund is of."""
    task = case.task
    if case.resolution.action not in (Action.REFUND, Action.REFUNDED):
        return 0
    keys = [key for key in (task.settlement_id or task.payment_id,) if key]
    return await sum_alone(case.uow.session, task.order_id, keys, currency, but=task.refund_id)


async def refund(case: Case) -> Money:
    """Give the task's money back, or as much of it as was said; as a refund of its own.

    Without an amount: what the task is about, as far as it is left. Of a refund that nobody knew
    the outcome of, the person says that it was not made. Returns how much. Raises ConflictError.
    """
    settled = await _lock(case)
    part = _part_of(case)
    if part is not None and part.status == RefundStatus.UNKNOWN:
        part.status, part.code = RefundStatus.FAILED, "not_made"
        await case.uow.session.flush()
    parts = await reserve(case.uow, await _wish(case, settled), [_source(case, settled)])
    await send(case.uow, parts, [settled])
    return Money(sum(one.amount_minor for one in parts), settled.currency)


async def refunded(case: Case) -> Money:
    """Take a person's word that it went back by hand, under the provider's reference.

    Of a refund that failed it is a refund of its own: what failed stays failed. Returns how
    much it was. Raises ConflictError, InvalidError.
    """
    reference = case.resolution.provider_reference
    if not reference:
        raise InvalidError(
            "refunded needs provider_reference: the provider's own, of the refund.",
            code="tasks:reference_missing",
        )
    settled = await _lock(case)
    part = _part_of(case)
    await _check_reference(case, settled, reference, part)
    if part is None or part.status not in (RefundStatus.MANUAL, RefundStatus.UNKNOWN):
        (part,) = await reserve(case.uow, await _wish(case, settled), [_source(case, settled)])
    complete(
        case.uow, part, reference, case.uow.now, house=case.house, origin=f"task:{case.task.id}"
    )
    return Money(part.amount_minor, part.currency)


async def _check_reference(
    case: Case, settled: LedgerTxnRow, reference: str, part: RefundRow | None
) -> None:
    """Check that no other refund is booked under it: one reference is one refund."""
    but = None if part is None else part.id
    found = await find_done_under(case.uow.session, settled.provider, reference, but=but)
    if found is not None:
        amount = format_money(Money(found.amount_minor, found.currency))
        raise ConflictError(
            f"{reference} is the reference of refund {found.request_id} of {amount} already, which"
            " is booked. If that is this one, withdraw this one; else give its own reference.",
            code="tasks:reference_used",
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
    first = task.first_by if case.is_agreed else None
    about = case.decided if resolution.action is Action.REFUNDED else None
    minor = about.minor if about else resolution.amount_minor or await _most(case, settled)
    return RefundWish(
        max(1, minor),
        resolution.reason,
        first or resolution.by,
        second=resolution.by if first else None,
        settlement_id=settled.settlement,
        task_id=task.id,
    )
