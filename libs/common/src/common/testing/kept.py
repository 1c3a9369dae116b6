"""A toy service that keeps credentials and sealed notes: its schema, and what reads them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import CursorResult, Row, text

from common.credentials import Credentials, Field, ProviderSpec
from common.credentials.schema import create_v1 as create_credentials
from common.crypto import Keyring
from common.db import Database
from common.lanes.tables import create_v1 as create_lanes
from common.lanes.tables import create_v2 as create_more_lanes
from common.testing.schemas import create_schema

SCHEMA: Final = "first_service"
OLD: Final = "old-storage-key-of-the-tests-J7xQm2Vd"
NEW: Final = "new-storage-key-of-the-tests-T4bRw9Kz"
SPECS: Final = (
    ProviderSpec(
        "wallet",
        {
            "merchant_key": Field("WALLET_MERCHANT_KEY", is_needed=True, names_account=True),
            "secret": Field("WALLET_SECRET", earlier="secret_before"),
            "secret_before": Field("WALLET_SECRET_BEFORE"),
            "account": Field("WALLET_ACCOUNT", is_secret=False),
        },
    ),
)
_NOTE = """
create table {s}.note (
  id uuid primary key, content bytea, version int not null default 1)
"""


@asynccontextmanager
async def keeping_service(url: str) -> AsyncGenerator[Database]:
    """Create the toy service's schema in an empty database; gives its database."""
    database = Database(url, schema=SCHEMA)
    try:
        await create_schema(
            database, create_lanes, create_more_lanes, create_credentials, more=[_NOTE]
        )
        yield database
    finally:
        await database.close()


def a_book(environment: Mapping[str, str] | None = None, *keys: str) -> Credentials:
    """Build the credentials of one replica."""
    return Credentials(SPECS, {"wallet": environment or {}}, Keyring(keys or (OLD,)))


async def rows(database: Database, statement: str, **values: object) -> Sequence[Row[Any]]:
    """Run a statement, and commit it."""
    async with database.begin() as session:
        result = await session.execute(text(statement), values)
        return result.all() if isinstance(result, CursorResult) and result.returns_rows else ()
