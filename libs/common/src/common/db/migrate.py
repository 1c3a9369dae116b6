"""One Alembic environment for all services: each has its own schema and its own line."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from common.db.engine import LONG_COMMAND_SECONDS, bounded_engine

if TYPE_CHECKING:
    from alembic.config import Config

_ENVIRONMENT = Path(__file__).parent / "environment"
ONE_AT_A_TIME = 7_206_274
"""The advisory lock of whoever changes schemas or roles."""
_LOCK_WAIT: Final = "1s"
"""How long a revision waits for a table: whoever comes after it waits as long."""
_PAUSE: Final = 1.0
_TRIES: Final = 120
_LOCKS_MISSED: Final = frozenset({"55P03", "40P01"})
"""PostgreSQL's lock_not_available and deadlock_detected."""


@dataclass(frozen=True, slots=True)
class MigrationSource:
    """A service's migrations: the schema that it owns and the folder of its versions."""

    schema: str
    versions: Path


def alembic_config(source: MigrationSource) -> "Config":
    """Return the Alembic configuration of one service's line."""
    # Only who migrates pays for Alembic: a service starts a quarter of a second sooner without it.
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_ENVIRONMENT))
    config.set_main_option("version_locations", str(source.versions))
    config.set_main_option("path_separator", "newline")
    config.attributes["schema"] = source.schema
    return config


async def run_migrations(
    url: str, sources: Sequence[MigrationSource], *, role: str | None = None
) -> None:
    """Bring every schema to its head; two that run at once wait for one another.

    Each revision is a transaction of its own, so that one that is killed loses only the revision
    that it was at. Services may work meanwhile: a revision gives way to them and tries again, two
    minutes long. What is created belongs to `role`, by default to whom the URL names.
    """
    as_role = {"role": role} if role else {}
    engine = bounded_engine(url, settings=as_role, seconds=LONG_COMMAND_SECONDS)
    try:
        async with engine.connect() as connection:
            await connection.execute(text("select pg_advisory_lock(:id)"), {"id": ONE_AT_A_TIME})
            await connection.execute(text(f"set lock_timeout = '{_LOCK_WAIT}'"))
            await connection.commit()
            for source in sources:
                await connection.execute(text(f'create schema if not exists "{source.schema}"'))
                await connection.commit()
                await _upgrade_patiently(connection, source)
    finally:
        await engine.dispose()


async def _upgrade_patiently(connection: AsyncConnection, source: MigrationSource) -> None:
    """Run a line to its head; a revision that could not have its tables at once is tried again."""
    for left in reversed(range(_TRIES)):
        try:
            await connection.run_sync(_upgrade, source)
            await connection.commit()
        except DBAPIError as error:
            await connection.rollback()
            if left == 0 or getattr(error.orig, "sqlstate", None) not in _LOCKS_MISSED:
                raise
            await asyncio.sleep(_PAUSE)
        else:
            return


def _upgrade(connection: Connection, source: MigrationSource) -> None:
    from alembic import command  # noqa: PLC0415 - as above

    config = alembic_config(source)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


class Operations(Protocol):
    """The part of Alembic's `op` that a shared piece of a migration needs."""

    def execute(self, sqltext: str) -> object:
        """Run one statement."""
        ...


def create_time_function(op: Operations, schema: str) -> None:
    """Create `<schema>.mari_now()`: the one time in SQL.

    It is `now()` plus an offset that nothing but the testing plugin sets.
    """
    op.execute(
        f"""
        create function {schema}.mari_now() returns timestamptz language sql stable as $$
          select now()
            + coalesce(nullif(current_setting('mari.clock_offset', true), ''), '0')::interval
        $$
        """
    )
