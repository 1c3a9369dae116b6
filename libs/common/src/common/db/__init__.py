"""The database: one engine and schema per service, one migrations environment for all."""

from common.db.base import Database, make_base
from common.db.migrate import MigrationSource, create_time_function, run_migrations

__all__ = [
    "Database",
    "MigrationSource",
    "create_time_function",
    "make_base",
    "run_migrations",
]
