"""When a house is quiet: no service has anything left to do, as its tables tell."""

import asyncio
from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from standalone.testing.graph_door import PATIENCE

_IDLE: Final = """
not exists (select from {}.outbox where sent_at is null and parked_at is null)
and not exists (select from {}.inbox where done_at is null and parked_at is null)
and not exists (select from {}.lane where token is not null or due_at <= {}.mari_now())
"""
_COUNT: Final = "(select count(*) from {schema}.{table})"
_LOOK_SECONDS: Final = 0.02


def idle_query(schemas: Sequence[str], *, is_carried: bool) -> str:
    """Return what asks whether all are idle.

    What a broker carries is in no table for a while: then as much has come as has gone, because
    each topic has one reader.
    """
    conditions = [_IDLE.replace("{}", schema) for schema in schemas]
    if is_carried:
        conditions.insert(0, " = ".join(_sum_of(schemas, table) for table in ("outbox", "inbox")))
    return "select " + " and ".join(conditions)


async def until_idle(
    database: AsyncConnection, schemas: Sequence[str], *, is_carried: bool = False
) -> None:
    """Wait until no service has anything left to do. Raises TimeoutError."""
    query = text(idle_query(schemas, is_carried=is_carried))
    async with asyncio.timeout(PATIENCE):
        while not await database.scalar(query):  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(_LOOK_SECONDS)


def _sum_of(schemas: Sequence[str], table: str) -> str:
    return " + ".join(_COUNT.format(schema=schema, table=table) for schema in schemas)
