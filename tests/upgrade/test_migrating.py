"""A database of the release before is brought to this one, whatever happens meanwhile."""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any

import pytest
from common.testing.clock import NOON
from common.testing.plugin import MakeDatabase
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from standalone.testing.release_before import LeftDatabase, Release, migrate

pytestmark = pytest.mark.database

TABLES = (
    "flow_engine.contact",
    "flow_engine.customer_order",
    "payments_omari.payment",
    "payments_omari.provider_call",
    "notifier.inbox",
)
"""Each is changed by a revision: whoever holds it stops the migration there."""
_SHAPE = """
select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type
from information_schema.columns where table_schema = any($1)
union all select indexdef from pg_indexes where schemaname = any($1) order by 1
"""
_VERSIONS = """
select string_agg(v, ',' order by v) from (
  select 'f' || version_num as v from flow_engine.schema_version
  union all select 'p' || version_num from payments_omari.schema_version
  union all select 'n' || version_num from notifier.schema_version) a
"""
_WAITS = "select count(*) from pg_locks where not granted and locktype = 'relation'"


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncGenerator[AsyncConnection]:
    """Open one connection to a database, with the limits of a service's."""
    settings = {"lock_timeout": "5s", "statement_timeout": "10s"}
    engine = create_async_engine(url, connect_args={"server_settings": settings})
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def counts(url: str, release: Release) -> Mapping[str, int]:
    """Count the rows of every table that the release before has."""
    async with connected(url) as connection:
        found: dict[str, int] = {}
        for table in release.columns:
            rows = await connection.exec_driver_sql(f"select count(*) from {table}")  # noqa: S608 - our own names
            found[table] = rows.scalar_one()
        return found


async def shape(url: str, release: Release) -> list[str]:
    """Return columns and indexes."""
    async with connected(url) as connection:
        return [row[0] for row in await connection.exec_driver_sql(_SHAPE, (release.schemas,))]


async def test_no_row_is_lost_and_a_second_time_changes_nothing(
    make_database: MakeDatabase, release: Release
) -> None:
    """`mari migrate` may be run as often as one likes."""
    url = await make_database([])
    await release.load(url)
    before = await counts(url, release)
    await migrate(url)
    once = await counts(url, release), await shape(url, release)
    await migrate(url)
    twice = await counts(url, release), await shape(url, release)

    assert once == twice
    grown = {name for name, count in once[0].items() if count != before[name]}
    assert grown <= {"flow_engine.flow_version"}


async def _until(tell: Callable[[], Awaitable[Any]]) -> None:
    async with asyncio.timeout(60):
        while not await tell():  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.1)


async def test_whoever_kills_it_anywhere_loses_nothing(
    make_database: MakeDatabase, left_database: LeftDatabase, release: Release
) -> None:
    """Killed at each table that it changes, the next run goes on; the end is the same."""
    url = await make_database([])
    await release.load(url)
    before, versions = await counts(url, release), list[str]()
    for table in TABLES:
        async with connected(url) as holder, connected(url) as watcher:
            await holder.exec_driver_sql(f"lock table {table} in row exclusive mode")
            command = [sys.executable, "-m", "standalone.testing.release_before", url]
            child = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: ASYNC220 - it only forks
            await _until(lambda seen=watcher: _number(seen, _WAITS))
            child.kill()
            child.wait()
            versions.append(await _number(watcher, _VERSIONS))
    await migrate(url)

    assert len(set(versions)) >= 4
    assert await shape(url, release) == await shape(await left_database(NOON), release)
    after = await counts(url, release)
    assert {t: n for t, n in after.items() if n < before[t]} == {}


async def _number(connection: AsyncConnection, statement: str) -> Any:
    found = (await connection.exec_driver_sql(statement)).scalar_one()
    await connection.rollback()
    return found


async def test_a_process_that_reads_long_stops_nobody_else(
    make_database: MakeDatabase, release: Release
) -> None:
    """Who waits for a table holds up all who come after: a migration lets them pass and waits on.

    The release before gives up after 5 s of waiting.
    """
    url = await make_database([])
    await release.load(url)
    async with connected(url) as reader, connected(url) as other:
        await reader.exec_driver_sql("lock table payments_omari.payment in access share mode")
        migrating = asyncio.create_task(migrate(url))
        longest, began = 0.0, time.monotonic()
        while time.monotonic() - began < 9:
            asked = time.monotonic()
            await other.exec_driver_sql("select count(*) from payments_omari.payment")
            await other.rollback()
            longest = max(longest, time.monotonic() - asked)
            await asyncio.sleep(0.05)
        is_waiting = not migrating.done()
        await reader.rollback()
        await migrating

    assert is_waiting
    assert longest < 4
