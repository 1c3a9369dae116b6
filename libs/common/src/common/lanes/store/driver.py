"""The way to the driver: a statement with numbered parameters in the session's transaction."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from common.db import Database

_REPLY_SECONDS: Final = 2


async def fetch(session: AsyncSession, statement: str, *values: object) -> Sequence[Row[Any]]:
    """Run one statement as it is written (`$1`, `$2`); returns its rows."""

    def run(inner: Session) -> Sequence[Row[Any]]:
        result = inner.connection().exec_driver_sql(statement, values)
        return result.all() if result.returns_rows else ()

    return await session.run_sync(run)


async def fetch_alone(
    database: Database, statement: str, *values: object
) -> Sequence[Mapping[str, Any]]:
    """Run one statement that is its own transaction: one round trip instead of three.

    Errors are the driver's own; a connection that stays silent is not used again.
    """
    async with _driver(database) as driver:
        return await driver.fetch(statement, *values)


async def fetch_slowly(
    database: Database, statement: str, *values: object, seconds: int
) -> Sequence[Mapping[str, Any]]:
    """Read by one statement that may take longer than others do. Errors are the driver's own."""
    async with _driver(database) as driver, driver.transaction():
        await driver.execute(f"set local statement_timeout = '{seconds}s'")
        return await driver.fetch(statement, *values, timeout=seconds + _REPLY_SECONDS)


@asynccontextmanager
async def _driver(database: Database) -> AsyncGenerator[Any]:
    async with database.engine.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        try:
            yield driver
        except TimeoutError:
            await connection.invalidate()
            raise


async def now(session: AsyncSession) -> datetime:
    """Return the database's time, the only one that decides."""
    return (await fetch(session, "select mari_now()"))[0][0]


async def notify(session: AsyncSession, channel: str, payload: str) -> None:
    """Tell listeners in other processes once this transaction has committed."""
    await fetch(session, "select pg_notify($1, $2)", channel, payload)
