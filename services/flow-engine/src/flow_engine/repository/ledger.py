"""The ledger's rows: only ever added and read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.models import LedgerTxnRow
from flow_engine.repository.among import among

PAYMENT = "payment"
"""The kind of a movement that a settled payment makes; one for each payment."""


async def find_credits(
    session: AsyncSession, payment_ids: Iterable[UUID]
) -> dict[UUID, LedgerTxnRow]:
    """Return the credits that were made of these payments."""
    wanted = set(payment_ids)
    if not wanted:
        return {}
    rows = await session.scalars(
        select(LedgerTxnRow).where(
            LedgerTxnRow.kind == PAYMENT, among(LedgerTxnRow.payment_id, wanted)
        )
    )
    return {row.payment_id: row for row in rows}


async def list_credits(session: AsyncSession, order_ids: Iterable[UUID]) -> Sequence[LedgerTxnRow]:
    """Return what arrived for these orders, oldest first."""
    rows = await session.scalars(
        select(LedgerTxnRow)
        .where(LedgerTxnRow.kind == PAYMENT, among(LedgerTxnRow.order_id, order_ids))
        .order_by(LedgerTxnRow.created_at, LedgerTxnRow.id)
    )
    return rows.all()
