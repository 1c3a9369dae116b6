"""Queries over the archive."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway_webhooks.domain import ARCHIVE
from gateway_webhooks.models import ArchivedItem

_ERASED: Final = b""


async def erase(session: AsyncSession, dedupes: Collection[str]) -> int:
    """Empty the bodies of these items; their keys stay. Returns how many there were."""
    statement = (
        update(ArchivedItem)
        .where(ArchivedItem.dedupe.in_(sorted(dedupes)))
        .values(body=_ERASED)
        .returning(ArchivedItem.seq)
        .execution_options(synchronize_session=False)
    )
    return len((await session.execute(statement)).all())


async def age_out(session: AsyncSession, *, before: datetime, limit: int) -> int:
    """Delete up to `limit` finished items older than `before`; returns how many."""
    is_finished = or_(ArchivedItem.sent_at.is_not(None), ArchivedItem.target == ARCHIVE)
    old = (
        select(ArchivedItem.seq)
        .where(ArchivedItem.created_at < before, is_finished)
        .order_by(ArchivedItem.seq)
        .limit(limit)
    )
    statement = (
        delete(ArchivedItem)
        .where(ArchivedItem.seq.in_(old.scalar_subquery()))
        .returning(ArchivedItem.seq)
        .execution_options(synchronize_session=False)
    )
    return len((await session.execute(statement)).all())
