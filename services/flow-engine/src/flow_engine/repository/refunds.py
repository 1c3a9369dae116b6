"""Refunds and disputes, and the settlements whose money they move."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnClause, CompoundSelect, String, func, literal_column, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from flow_engine.domain.disputes import AWAY
from flow_engine.domain.ledger import MovementKind, Placement
from flow_engine.domain.refunds import COUNTED, OPEN, RefundStatus, plain_reference
from flow_engine.models import DisputeRow, IntentRow, LedgerTxnRow, OrderRow, RefundRow
from flow_engine.repository.among import among, ids

_NO_SPACES: Final[tuple[ColumnClause[str], ...]] = tuple(
    literal_column(f"'{one}'", type_=String()) for one in ("[[:space:]]", "", "g")
)
_KEY: Final = func.coalesce(LedgerTxnRow.movement_id, LedgerTxnRow.payment_id)


async def lock_settlements_of(session: AsyncSession, order_id: UUID) -> Sequence[LedgerTxnRow]:
    """Lock what arrived for an order or was placed on it, in order of id.

    Whoever lets something go back of a settlement holds this lock until his commit.
    """
    on_it = select(LedgerTxnRow.id).where(
        LedgerTxnRow.kind == MovementKind.PAYMENT,
        LedgerTxnRow.order_id == order_id,
        LedgerTxnRow.placement == Placement.ORDER,
    )
    placing = aliased(LedgerTxnRow)
    placed = (
        select(LedgerTxnRow.id)
        .join(placing, placing.settlement_id == _KEY)
        .where(
            LedgerTxnRow.kind == MovementKind.PAYMENT,
            placing.kind == MovementKind.PLACED,
            placing.order_id == order_id,
        )
    )
    rows = await session.scalars(
        select(LedgerTxnRow)
        .where(LedgerTxnRow.id.in_(on_it.union(placed)))
        .order_by(LedgerTxnRow.id)
        .with_for_update()
    )
    return rows.all()


async def lock_settlement(session: AsyncSession, settlement_id: UUID) -> LedgerTxnRow | None:
    """Lock one settlement; the same lock as `lock_settlements_of`."""
    rows = await session.scalars(
        select(LedgerTxnRow)
        .where(LedgerTxnRow.kind == MovementKind.PAYMENT, _KEY.in_([settlement_id]))
        .with_for_update()
    )
    return rows.one_or_none()


async def sum_gone(session: AsyncSession, settlement_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    """Return what went back, or may still go, of each of these settlements, in minor units.

    What a dispute took counts: the payer has it, or his bank.
    """
    wanted, gone = ids(settlement_ids), dict[UUID, int]()
    back = select(RefundRow.settlement_id, RefundRow.amount_minor).where(
        among(RefundRow.settlement_id, wanted), RefundRow.status.in_(sorted(COUNTED))
    )
    taken = select(DisputeRow.settlement_id, DisputeRow.amount_minor).where(
        among(DisputeRow.settlement_id, wanted), DisputeRow.state.in_(sorted(AWAY))
    )
    for query in (back, taken):
        for settlement_id, amount in (await session.execute(query)).all():
            gone[settlement_id] = gone.get(settlement_id, 0) + amount
    return gone


async def list_of_settlements(
    session: AsyncSession, settlement_ids: Iterable[UUID]
) -> Sequence[RefundRow]:
    """Return every part of a refund of these settlements; whose locks keep them as they are."""
    rows = await session.scalars(
        select(RefundRow).where(among(RefundRow.settlement_id, settlement_ids))
    )
    return rows.all()


async def sum_alone(
    session: AsyncSession,
    order_id: UUID | None,
    settlement_ids: Iterable[UUID],
    currency: str,
    *,
    but: UUID | None = None,
) -> int:
    """Return what single persons gave back, or are giving, of an order and of these settlements.

    What two agreed on, what waits for a second and what was made at the provider is none of it.
    """
    of_it = or_(RefundRow.order_id.in_([order_id]), among(RefundRow.settlement_id, settlement_ids))
    rows = await session.scalars(select(RefundRow).where(of_it, RefundRow.currency == currency))
    return sum(
        part.amount_minor
        for part in rows
        if part.status in COUNTED - {RefundStatus.WAITING_FOR_SECOND}
        and part.confirmed_by is None
        and part.id not in (but, part.request_id)
    )


async def lock_refund(session: AsyncSession, request_id: UUID) -> Sequence[RefundRow]:
    """Lock the parts of one refund, in order of id."""
    rows = await session.scalars(
        select(RefundRow)
        .where(RefundRow.request_id == request_id)
        .order_by(RefundRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def find_done_under(
    session: AsyncSession, provider: str, reference: str, *, but: UUID | None
) -> RefundRow | None:
    """Return another refund than `but` that is booked under this reference of a provider's.

    Until the commit nobody else asks for the same reference.
    """
    plain = plain_reference(reference)
    lock = text("select pg_advisory_xact_lock(hashtextextended(:name, 2))")
    await session.execute(lock, {"name": f"refund:{provider}:{plain}"})
    written = func.lower(func.regexp_replace(RefundRow.provider_reference, *_NO_SPACES))
    booked = (LedgerTxnRow.kind == MovementKind.REFUND) & (RefundRow.id == _KEY)
    rows = await session.scalars(
        select(RefundRow)
        .join(LedgerTxnRow, booked)
        .where(
            written == plain,
            RefundRow.provider_reference.is_not(None),
            LedgerTxnRow.provider == provider,
            RefundRow.id != (but or UUID(int=0)),
        )
        .order_by(RefundRow.id)
        .limit(1)
    )
    return rows.one_or_none()


async def lock_refunds_of(session: AsyncSession, payment_ids: Iterable[UUID]) -> list[RefundRow]:
    """Lock every part of a refund of these payments, in order of id."""
    rows = await session.scalars(
        select(RefundRow)
        .where(among(RefundRow.payment_id, payment_ids))
        .order_by(RefundRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows.all())


async def lock_disputes_of(session: AsyncSession, payment_ids: Iterable[UUID]) -> list[DisputeRow]:
    """Lock the disputes of these payments, in order of id."""
    rows = await session.scalars(
        select(DisputeRow)
        .where(among(DisputeRow.payment_id, payment_ids))
        .order_by(DisputeRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows.all())


async def get_refunds(session: AsyncSession, part_ids: Iterable[UUID]) -> dict[UUID, RefundRow]:
    """Return parts of refunds by id, without a lock."""
    rows = await session.scalars(select(RefundRow).where(among(RefundRow.id, part_ids)))
    return {row.id: row for row in rows}


async def list_refunds(session: AsyncSession, order_ids: Iterable[UUID]) -> Sequence[RefundRow]:
    """Return the parts of refunds about these orders, oldest first, without a lock."""
    rows = await session.scalars(
        select(RefundRow)
        .where(among(RefundRow.order_id, order_ids))
        .order_by(RefundRow.created_at, RefundRow.id)
    )
    return rows.all()


async def list_disputes(session: AsyncSession, order_ids: Iterable[UUID]) -> Sequence[DisputeRow]:
    """Return the disputes about these orders, oldest first, without a lock."""
    rows = await session.scalars(
        select(DisputeRow)
        .where(among(DisputeRow.order_id, order_ids))
        .order_by(DisputeRow.created_at, DisputeRow.id)
    )
    return rows.all()


async def has_open_refund(session: AsyncSession, customer_id: UUID) -> bool:
    """Tell whether money is still on its way back to a customer."""
    found = select(RefundRow.id).where(
        RefundRow.id.in_(parts_of(customer_id)), RefundRow.status.in_(sorted(OPEN))
    )
    return await session.scalar(found.limit(1)) is not None


def parts_of(customer_id: UUID) -> CompoundSelect[UUID]:
    """Return the query of the refunds about a customer's orders, or of what he paid."""
    ordered = select(RefundRow.id).join(OrderRow, OrderRow.id == RefundRow.order_id)
    paid = select(RefundRow.id).join(IntentRow, IntentRow.payment_id == RefundRow.payment_id)
    return ordered.where(OrderRow.customer_id == customer_id).union(
        paid.where(IntentRow.customer_id == customer_id)
    )
