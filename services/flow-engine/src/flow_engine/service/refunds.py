"""Giving money back: asked for, agreed to by a second person, and sent on its way."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from common.crash import crashpoint
from common.errors import ConflictError, NotFoundError
from common.ids import new_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money, format_money

from flow_engine.domain.approval import needs_second
from flow_engine.domain.ledger import Placement
from flow_engine.domain.refunds import Refundable, RefundStatus, Share, TooMuchError, split
from flow_engine.domain.tasks import TaskKind
from flow_engine.models import LedgerTxnRow, RefundRow
from flow_engine.repository import refunds
from flow_engine.repository.orders import get_intents
from flow_engine.service import audit, requests
from flow_engine.service.following import follow_order
from flow_engine.service.house import House
from flow_engine.service.loading import loaded
from flow_engine.service.merchant import lock_order
from flow_engine.service.places import Where, read_lying
from flow_engine.service.returned_money import add_money_task

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RefundWish:
    """What is to go back. `by` is who asks, `second` who agrees; both as the key's holder says."""

    amount_minor: int
    reason: str
    by: str
    second: str | None = None
    settlement_id: UUID | None = None
    task_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A settlement that is locked, and where its money lies."""

    settled: LedgerTxnRow
    where: Where


async def ask_refund(
    uow: UnitOfWork, name: str, wish: RefundWish, house: House
) -> Sequence[RefundRow]:
    """Ask for a refund of what an order received; returns its parts.

    The order and its settlements are locked, so that of refunds that come at once none gives back
    what another has taken. Raises NotFoundError, and ConflictError for more than is left.
    """
    order = await lock_order(uow.session, name)
    settled = await refunds.lock_settlements_of(uow.session, order.id)
    if wish.settlement_id not in (None, *(txn.settlement for txn in settled)):
        raise NotFoundError(
            "This order received no such settlement; suspended money is refunded from its task.",
            code="refunds:no_such_settlement",
        )
    where = Where(Placement.ORDER, order.id)
    keys = [txn.settlement for txn in settled]
    alone = await refunds.sum_alone(uow.session, order.id, keys, order.currency)
    parts = await reserve(uow, wish, [Source(txn, where) for txn in settled])
    if needs_second(alone + wish.amount_minor, order.currency, house.two_people_minor):
        await _wait_for_second(uow, parts)
    else:
        await send(uow, parts, settled)
    await follow_order(uow, order)
    write_audit(uow, "refund_asked", wish.by, parts)
    return parts


async def reserve(
    uow: UnitOfWork, wish: RefundWish, sources: Sequence[Source]
) -> Sequence[RefundRow]:
    """Reserve a refund on settlements that are locked; returns its parts, not sent yet.

    Raises ConflictError that says what is left.
    """
    by_key = {source.settled.settlement: source for source in sources}
    shares = await _shares(uow, wish, sources)
    request_id = new_id()
    parts = [_part(uow, wish, request_id, share, by_key[share.settlement_id]) for share in shares]
    uow.session.add_all(parts)
    loaded(uow.session).refunds.update((part.id, part) for part in parts)
    log.info("refund.asked", refund_id=str(request_id), parts=len(parts))
    crashpoint("flow.refund.before_commit")
    return parts


async def _shares(
    uow: UnitOfWork, wish: RefundWish, sources: Sequence[Source]
) -> tuple[Share, ...]:
    settled = [source.settled for source in sources]
    gone = await refunds.sum_gone(uow.session, [txn.settlement for txn in settled])
    places = await read_lying(uow.session, settled)
    found: list[Refundable] = []
    for source in sources:
        key = source.settled.settlement
        left = source.settled.amount_minor - gone.get(key, 0)
        here = min(left, places[key].get(source.where.place, 0))
        found.append(_refundable(source.settled, here))
    try:
        return split(wish.amount_minor, found, wish.settlement_id)
    except TooMuchError as error:
        raise too_much(error.left_minor, settled) from error


def _refundable(txn: LedgerTxnRow, left_minor: int) -> Refundable:
    gone = txn.amount_minor - left_minor
    return Refundable(txn.settlement, txn.amount_minor, gone, txn.can_refund, txn.happened_at)


def too_much(left_minor: int, settled: Sequence[LedgerTxnRow]) -> ConflictError:
    """Return the refusal of a refund that is bigger than what is left."""
    if not left_minor:
        return ConflictError("Nothing is left to give back.", code="refunds:over_arrived")
    left = format_money(Money(left_minor, settled[0].currency))
    return ConflictError(
        f"Only {left} ({left_minor} in minor units) is left to give back.",
        code="refunds:over_arrived",
    )


def _part(
    uow: UnitOfWork, wish: RefundWish, request_id: UUID, share: Share, source: Source
) -> RefundRow:
    return RefundRow(
        id=new_id(),
        request_id=request_id,
        order_id=source.where.order_id,
        payment_id=source.settled.payment_id,
        settlement_id=share.settlement_id,
        placement=source.where.placement,
        amount_minor=share.amount_minor,
        currency=source.settled.currency,
        status=RefundStatus.WISHED,
        reason=wish.reason,
        asked_by=wish.by,
        confirmed_by=wish.second,
        task_id=wish.task_id,
        created_at=uow.now,
        version=1,
    )


async def _wait_for_second(uow: UnitOfWork, parts: Sequence[RefundRow]) -> None:
    intents = await get_intents(uow.session, [parts[0].payment_id])
    for part in parts:
        part.status = RefundStatus.WAITING_FOR_SECOND
    minor = sum(part.amount_minor for part in parts)
    intent = intents.get(parts[0].payment_id)
    kind, reason = TaskKind.REFUND_WAITING, "second_person"
    add_money_task(uow, parts[0], kind, reason, intent=intent, minor=minor)


async def send(
    uow: UnitOfWork, parts: Sequence[RefundRow], settled: Sequence[LedgerTxnRow]
) -> None:
    """Ask the payments service for each part, or a person where the provider takes no refund."""
    by_key = {txn.settlement: txn for txn in settled}
    intents = await get_intents(uow.session, [part.payment_id for part in parts])
    for part in parts:
        txn = by_key[part.settlement_id]
        if txn.can_refund:
            part.status = RefundStatus.WISHED
            part.call_id = uow.request(requests.refund(part, txn.provider))
        else:
            part.status = RefundStatus.MANUAL
            intent = intents.get(part.payment_id)
            kind, reason = TaskKind.REFUND_BY_HAND, "not_supported"
            add_money_task(uow, part, kind, reason, intent=intent)


def write_audit(uow: UnitOfWork, action: str, by: str, parts: Sequence[RefundRow]) -> None:
    """Write down who decided what about a whole refund."""
    first = parts[0]
    decision = audit.Decision(
        action,
        by,
        first.reason,
        order_id=first.order_id,
        refund_id=first.request_id,
        amount=Money(sum(part.amount_minor for part in parts), first.currency),
    )
    audit.record(uow, decision)
