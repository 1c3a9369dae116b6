"""A database as the release before left it: its dump, moved to whatever time a test has."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from common.db import run_migrations
from flow_engine.main import load_shipped
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from standalone.house import migration_sources

STORAGE_KEY: Final = "storage_key-of-the-release-before-0123456789abcdef"
BUS_KEY: Final = "bus_key-of-the-release-before-0123456789abcdef"
MERCHANT_KEY: Final = "merchant_key-of-the-release-before-0123456789abcdef"

_MOMENTS: Final = """
select table_schema as schema, table_name as name, array_agg(column_name::text) as columns
from information_schema.columns
where data_type = 'timestamp with time zone' and table_schema = any($1)
group by table_schema, table_name
"""
LeftDatabase = Callable[[datetime], Awaitable[str]]
"""Makes a migrated database that the release before left at a moment; returns its URL."""


@dataclass(frozen=True, slots=True)
class Release:
    """What `make_dump.py` wrote: its tables, its rows, and when they were as they are."""

    commit: str
    dump: str
    taken_at: datetime
    columns: Mapping[str, list[str]]
    """Of each table: what that release writes, and nothing else."""

    @property
    def schemas(self) -> list[str]:
        """Return the schemas of its services."""
        return sorted({table.split(".")[0] for table in self.columns})

    async def load(self, url: str, *, at: datetime | None = None) -> None:
        """Fill an empty database; every time in it is moved so that it was left at `at`."""
        engine = create_async_engine(url)
        try:
            async with engine.begin() as connection:
                raw: Any = (await connection.get_raw_connection()).driver_connection
                await raw.execute(self.dump)
                if at is not None:
                    await self._move(connection, at - self.taken_at)
        finally:
            await engine.dispose()

    async def _move(self, connection: AsyncConnection, by: timedelta) -> None:
        await connection.exec_driver_sql("set local session_replication_role = replica")
        found = await connection.exec_driver_sql(_MOMENTS, (self.schemas,))
        for row in found.all():
            changes = ", ".join(f'"{name}" = "{name}" + $1' for name in row.columns)
            statement = f'update "{row.schema}"."{row.name}" set {changes}'  # noqa: S608 - names of our own tables
            await connection.exec_driver_sql(statement, (by,))


def read_release(folder: Path) -> Release:
    """Read the files of `make_dump.py`."""
    facts = json.loads((folder / "release.json").read_text())
    taken_at = datetime.fromisoformat(facts["taken_at"])
    dump = (folder / "dump.sql").read_text()
    return Release(facts["release"], dump, taken_at, facts["columns"])


async def migrate(url: str) -> None:
    """Do to a database what `mari migrate` does to one that is there."""
    await run_migrations(url, migration_sources())
    await load_shipped(url)


if __name__ == "__main__":
    asyncio.run(migrate(sys.argv[1]))
