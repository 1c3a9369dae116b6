"""A private PostgreSQL for one test run, and a fresh migrated database for each test."""

import os
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from common.db import MigrationSource, run_migrations
from common.db.embedded import EmbeddedServer
from common.ids import new_id


class TestServer:
    """An embedded server with its data in a folder of the test run."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self._server = EmbeddedServer(folder, options={"fsync": "off", "full_page_writes": "off"})
        self._server.start()
        self._templates: dict[tuple[MigrationSource, ...], str] = {}

    def url(self, database: str = "postgres") -> str:
        """Return the asyncpg URL of one database."""
        return self._server.url(database)

    async def fresh(self, sources: Sequence[MigrationSource] = ()) -> str:
        """Create a database that is migrated to the heads of `sources`; returns its URL.

        The first one of its kind becomes a template, so that the others cost milliseconds.
        """
        template = await self._template(tuple(sources))
        name = f"t{new_id().hex}"
        await self._admin(f'create database "{name}" template "{template}"')
        return self.url(name)

    async def shift_time(self, url: str, offset: str) -> None:
        """Move the database's `mari_now()` for every new connection, like `'20 minutes'`."""
        name = make_url(url).database
        await self._admin(f"alter database \"{name}\" set mari.clock_offset = '{offset}'")

    async def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        await self._admin(f'drop database if exists "{make_url(url).database}" with (force)')

    def stop(self) -> None:
        """Stop the server."""
        self._server.stop()

    async def _template(self, sources: tuple[MigrationSource, ...]) -> str:
        if sources not in self._templates:
            name = f"template_{len(self._templates)}_{os.getpid()}"
            await self._admin(f'create database "{name}"')
            await run_migrations(self.url(name), sources)
            self._templates[sources] = name
        return self._templates[sources]

    async def _admin(self, statement: str) -> None:
        engine = create_async_engine(self.url(), isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                await connection.execute(text(statement))
        finally:
            await engine.dispose()
