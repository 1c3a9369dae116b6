"""The ledger's rows: only ever added and read."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.ledger import MovementKind
from flow_engine.models import LedgerTxnRow
from flow_engine.repository.among import among

_CREDITS: Final = (MovementKind.PAYMENT, MovementKind.PLACED)


async def find_movements(
    session: AsyncSession, payment_ids: Iterable[UUID]
) -> Sequence[LedgerTxnRow]:
    """Return every movement of these payments, oldest first."""
    wanted = set(payment_ids)
    if not wanted:
        return ()
    rows = await session.scalars(
        select(LedgerTxnRow)
        .where(among(LedgerTxnRow.payment_id, wanted))
        .order_by(LedgerTxnRow.created_at, LedgerTxnRow.id)
    )
    return rows.all()


async def count_placed(session: AsyncSession, payment_id: UUID, settlement_id: UUID) -> int:
    """Return how often money of a settlement was put on an order."""
    rows = await session.scalars(
        select(LedgerTxnRow.id).where(
            LedgerTxnRow.payment_id == payment_id,
            LedgerTxnRow.settlement_id == settlement_id,
            LedgerTxnRow.kind == MovementKind.PLACED,
        )
    )
    return len(rows.all())


async def sum_placed(session: AsyncSession, payment_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how much of each settlement of these payments was put on orders out of suspense."""
    placed: dict[UUID, int] = {}
    for txn in await find_movements(session, payment_ids):
        if txn.kind == MovementKind.PLACED:
            placed[txn.settlement] = placed.get(txn.settlement, 0) + txn.amount_minor
    return placed


async def list_credits(session: AsyncSession, order_ids: Iterable[UUID]) -> Sequence[LedgerTxnRow]:
    """Return what arrived for these orders or was placed on them, oldest first."""
    rows = await session.scalars(
        select(LedgerTxnRow)
        .where(LedgerTxnRow.kind.in_(_CREDITS), among(LedgerTxnRow.order_id, order_ids))
        .order_by(LedgerTxnRow.created_at, LedgerTxnRow.id)
    )
    return rows.all()
