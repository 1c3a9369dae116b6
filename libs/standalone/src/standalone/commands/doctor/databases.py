"""The database: reachable as each service's role, at the newest schema, its clock ours."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import asyncpg
from common.clock import utc_now
from common.db import MigrationSource
from common.db.engine import bounded_engine
from common.db.migrate import alembic_config
from common.lanes.supervisor import code_of
from common.messaging.topology import schema_of
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.house import migration_sources

_SECONDS: Final = 5.0
_NO_WRITES: Final = (
    "make room on its disk and reset default_transaction_read_only, or point to the primary:"
    " parcels wait meanwhile, nothing is lost"
)
_ERRORS: Final = (OSError, TimeoutError, SQLAlchemyError, asyncpg.PostgresError)


async def check_databases(urls: Mapping[str, str]) -> tuple[list[Finding], float | None]:
    """Return a line for each service's way to it, and by how much its clock is ahead."""
    if not urls:
        advice = "set <SERVICE>_DATABASE_URL here to have it checked"
        return [warn("database", "no address is known here", advice)], None
    sources = {source.schema: source for source in migration_sources()}
    looks = [_look(name, url, sources[schema_of(name)]) for name, url in urls.items()]
    found = await asyncio.gather(*looks)
    offsets = [offset for _, offset in found if offset is not None]
    return [finding for finding, _ in found], max(offsets, key=abs, default=None)


async def _look(name: str, url: str, source: MigrationSource) -> tuple[Finding, float | None]:
    label = f"database of {name}"
    engine = bounded_engine(url, seconds=_SECONDS, poolclass=NullPool)
    try:
        async with asyncio.timeout(_SECONDS), engine.connect() as connection:
            offset = await _offset(connection)
            if await connection.scalar(text("show transaction_read_only")) == "on":
                return fail(label, "it connects, but takes no writes", _NO_WRITES), offset
            return await _schema(label, connection, source), offset
    except _ERRORS as error:
        where = make_url(url).host or "its socket"
        advice = "is it started, and are role and password right?"
        return fail(label, f"no connection to {where} ({code_of(error)})", advice), None
    finally:
        await engine.dispose()


async def _offset(connection: AsyncConnection) -> float:
    sent = utc_now()
    told: datetime | None = await connection.scalar(text("select clock_timestamp()"))
    received = utc_now()
    if told is None or sent <= told <= received:
        return 0.0
    return (told - received if told > received else told - sent).total_seconds()


async def _schema(label: str, connection: AsyncConnection, source: MigrationSource) -> Finding:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - slow, and only a doctor needs it

    heads = ScriptDirectory.from_config(alembic_config(source)).get_heads()
    table = f"{source.schema}.schema_version"
    if not await connection.scalar(text("select to_regclass(:table)"), {"table": table}):
        return fail(label, f"schema {source.schema} is not there", "mari migrate")
    present = await connection.scalar(text(f"select version_num from {table}"))  # noqa: S608 - our own schema's name
    if present not in heads:
        detail = f"schema {source.schema} is at {present}, the newest is {', '.join(heads)}"
        return fail(label, detail, "mari migrate")
    return ok(label, f"reachable, schema {source.schema} at {present}, the newest")
