"""Queries over the archive."""

from collections.abc import Collection
from datetime import datetime

from common.lanes.store import erase_sent
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from gateway_webhooks.models import ARCHIVE_TABLE

_row = ARCHIVE_TABLE.c


async def erase(session: AsyncSession, dedupes: Collection[str]) -> None:
    """Empty the bodies of these items, and of one that is still to be sent once it is."""
    await erase_sent(session, sorted(dedupes))


async def age_out(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Delete up to `limit` finished items older than `before`; returns how many."""
    old = (
        select(_row.seq)
        .where(_row.created_at < before, _row.sent_at.is_not(None))
        .order_by(_row.seq)
        .limit(limit)
    )
    statement = delete(ARCHIVE_TABLE).where(_row.seq.in_(old.scalar_subquery())).returning(_row.seq)
    return len((await session.execute(statement)).all())
