"""Making a caller's lane due, in the transaction that gives it something to do."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.store import wake


async def wake_lane(
    session: AsyncSession, *, loop: str, key: str, priority: int, due_at: datetime | None = None
) -> None:
    """Make a caller's lane due (upsert into `lane`) in the caller's own transaction."""
    await wake(session, loop=loop, key=key, priority=priority, due_at=due_at)
