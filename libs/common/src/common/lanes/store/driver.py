"""The way to the driver: a statement with numbered parameters in the session's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession


async def fetch(session: AsyncSession, statement: str, *values: object) -> Sequence[Row[Any]]:
    """Run one statement as it is written (`$1`, `$2`); returns its rows."""
    connection = await session.connection()
    result = await connection.exec_driver_sql(statement, values)
    return result.all() if result.returns_rows else ()


async def now(session: AsyncSession) -> datetime:
    """Return the database's time, the only one that decides."""
    return (await fetch(session, "select mari_now()"))[0][0]


async def notify(session: AsyncSession, channel: str, payload: str) -> None:
    """Tell listeners in other processes once this transaction has committed."""
    await fetch(session, "select pg_notify($1, $2)", channel, payload)
