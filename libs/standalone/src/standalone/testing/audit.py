"""Looking into a house's database: the books, and what must not be left in them."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from common.db.embedded import EmbeddedServer
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from standalone.environment import DATABASE
from standalone.local.plan import Servers

_LABEL_LENGTH = 16
_SCHEMAS = ("gateway_webhooks", "flow_engine", "payments_omari", "notifier")


@dataclass(slots=True)
class Dump:
    """Every value of every table of the services, in clear: what was sealed was opened."""

    values: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    opened: int = 0

    def places_of(self, codes: Iterable[str]) -> list[str]:
        """Return where one of these codes stands, as a word of its own."""
        wanted = sorted(set(codes))
        if not wanted:
            return []
        pattern = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(wanted)})(?![0-9A-Za-z])")
        return [place for place, value in self.values if pattern.search(value)]


class Books:
    """A house's database, read by a test while the house runs or after it stopped."""

    def __init__(self, data_folder: Path) -> None:
        self._url = _address(data_folder)
        keys = json.loads((data_folder / "keys.json").read_text())
        self._ring = MultiFernet([_fernet(keys["bus_key"]), _fernet(keys["storage_key"])])

    async def rows(self, statement: str, **values: object) -> Sequence[Any]:
        """Run one query."""
        engine = create_async_engine(self._url(DATABASE))
        try:
            async with engine.connect() as connection:
                return (await connection.execute(text(statement), values)).all()
        finally:
            await engine.dispose()

    async def shift_time(self, minutes: int) -> None:
        """Move the database's time forward, for every connection that is opened from now on."""
        engine = create_async_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                await connection.execute(
                    text(f"alter database {DATABASE} set mari.clock_offset = '{minutes:d} minutes'")
                )
        finally:
            await engine.dispose()

    async def dump(self) -> Dump:
        """Read every table of every service, and open what is sealed."""
        dump = Dump()
        engine = create_async_engine(self._url(DATABASE))
        try:
            async with engine.connect() as connection:
                for schema, table in await _tables(connection):
                    await self._read(connection, schema, table, dump)
        finally:
            await engine.dispose()
        return dump

    async def _read(self, connection: AsyncConnection, schema: str, table: str, dump: Dump) -> None:
        rows = await connection.execute(text(f'select * from "{schema}"."{table}"'))  # noqa: S608 - names from the catalogue
        for row in rows.mappings():
            for column, value in row.items():
                place = f"{schema}.{table}.{column}"
                if isinstance(value, bytes):
                    dump.values.append((place, self._open(value, dump)))
                elif isinstance(value, str | dict | list):
                    dump.values.append((place, json.dumps(value) if value else ""))

    def _open(self, value: bytes, dump: Dump) -> str:
        try:
            clear = self._ring.decrypt(value)[_LABEL_LENGTH:]
        except InvalidToken:
            clear = value
        else:
            dump.opened += 1
        return clear.decode(errors="replace")


def _address(data_folder: Path) -> Callable[[str], str]:
    """Return how the database is reached: the process form's own server, or the embedded one."""
    if (data_folder / "local" / "postgresql").is_dir():
        return Servers.of(data_folder).postgresql.admin_url
    return EmbeddedServer(data_folder / "postgres").url


async def _tables(connection: AsyncConnection) -> list[tuple[str, str]]:
    found = await connection.execute(
        text(
            "select table_schema, table_name from information_schema.tables"
            " where table_schema = any(:schemas) and table_type = 'BASE TABLE'"
        ),
        {"schemas": list(_SCHEMAS)},
    )
    return [(row.table_schema, row.table_name) for row in found]


def _fernet(key: str) -> Fernet:
    digest = hashlib.sha256(b"mari:seal:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
