"""What a service needs before it can open, asked one by one, so that a person sees which."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from common.db.engine import bounded_engine
from common.lanes.supervisor import code_of

_SECONDS: Final = 3.0
_BROKER_PORT: Final = 5672
_GREETING: Final = b"AMQP\x00\x00\x09\x01"
_MIGRATED: Final = text("select to_regclass(:table) is not null")


@dataclass(frozen=True, slots=True)
class Needs:
    """A service's database and its broker, when it has one."""

    database_url: str
    schema: str
    amqp_url: str = ""


async def missing(needs: Needs) -> Mapping[str, str]:
    """Return what is not there, with why; a service opens when the database is."""
    database, broker = await asyncio.gather(_database(needs), _broker(needs.amqp_url))
    found = {"database": database, "broker": broker}
    return {name: why for name, why in found.items() if why}


async def _database(needs: Needs) -> str:
    engine = bounded_engine(needs.database_url, seconds=_SECONDS, poolclass=NullPool)
    try:
        async with asyncio.timeout(_SECONDS), engine.connect() as connection:
            table = f"{needs.schema}.schema_version"
            is_there = await connection.scalar(_MIGRATED, {"table": table})
    except (OSError, TimeoutError, SQLAlchemyError, asyncpg.PostgresError) as error:
        return code_of(error)
    return "" if is_there else "not migrated: run `mari migrate`"


async def _broker(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    try:
        async with asyncio.timeout(_SECONDS):
            reader, writer = await asyncio.open_connection(
                parts.hostname, parts.port or _BROKER_PORT
            )
            writer.write(_GREETING)
            is_there = bool(await reader.read(1))
            writer.close()
    except (OSError, TimeoutError) as error:
        return code_of(error)
    return "" if is_there else "it does not answer"
