"""Schemas for toy services: what a first migration runs, without Alembic."""

from collections.abc import Callable, Iterable

from common.db import Database, create_time_function
from common.db.migrate import Operations

Maker = Callable[[Operations, str], None]


class Statements(list[str]):
    """Collects what a migration would run."""

    def execute(self, sqltext: str) -> None:
        """Take one statement, as Alembic's operations do."""
        self.append(sqltext)


async def create_schema(database: Database, *makers: Maker, more: Iterable[str] = ()) -> None:
    """Create a service's schema with its time, what `makers` make, and `more` (`{s}`: schema)."""
    statements, schema = Statements(), database.schema
    for make in (create_time_function, *makers):
        make(statements, schema)
    statements += [statement.replace("{s}", schema) for statement in more if statement.strip()]
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(f"create schema {schema}")
        for statement in statements:
            await connection.exec_driver_sql(statement)
