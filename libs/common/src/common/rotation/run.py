"""Sealing anew in batches beside live traffic: it never waits for a row, and never makes one wait.

A batch is read without locks; what is not under the newest key is locked if it is free, read
again, sealed anew and committed. What somebody else holds is counted as busy: another pass finds
it. Rows that come meanwhile are under the newest key already.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from common.crypto import Keyring, SealError
from common.db import Database
from common.errors import InvalidError
from common.lanes.failures import is_lost
from common.lanes.grouper import in_halves
from common.lanes.store.driver import fetch, fetch_slowly
from common.lanes.supervisor import code_of
from common.log import get_logger
from common.rotation.columns import SealedColumn

log = get_logger(__name__)

BATCH: Final = 200
_SECONDS: Final = 3.0
"""A step ends after so long, so that no request of a rotation outlives its caller's patience."""

_PAGE_SECONDS: Final = 60
"""A table may be long and have little in it that is sealed."""
_PAGE = """
select {key}::text as id, {column} as sealed from {table}
where {column} is not null and length({column}) > 0
  and ($1::text is null or {key} > $1::text::{type})
order by {table}.{key} limit $2
"""
_LOCK = """
select {key}::text as id, {column} as sealed from {table}
where {table}.{key} = any($1::text[]::{type}[]) and length({column}) > 0
order by {table}.{key} for no key update skip locked
"""
_SEAL = """
update {table} t set {column} = r.sealed{and_set}
from unnest($1::text[]::{type}[], $2::bytea[]) as r (id, sealed) where t.{key} = r.id
"""


@dataclass(slots=True)
class Counts:
    """What a rotation did in one column."""

    seen: int = 0
    resealed: int = 0
    busy: int = 0
    """Held by somebody else just now: the next pass takes them."""
    unreadable: int = 0
    """No key of the ring opens them."""
    refused: int = 0
    """The database does not take them as they are: each was tried by itself, and stays."""

    def add(self, other: "Counts") -> None:
        """Add what another batch did."""
        for name, count in asdict(other).items():
            setattr(self, name, getattr(self, name) + count)


@dataclass(slots=True)
class Step:
    """A part of a pass, and where the next part begins; the pass is over without one."""

    cursor: str | None = None
    counts: dict[str, Counts] = field(default_factory=dict[str, Counts])


class Rotation:
    """One service's sealed columns, gone through in order."""

    def __init__(
        self,
        database: Database,
        sealed: Sequence[tuple[Keyring, Sequence[SealedColumn]]],
        *,
        batch: int = BATCH,
    ) -> None:
        self._database = database
        self._columns = [(ring, column) for ring, columns in sealed for column in columns]
        self._batch = batch

    async def step(self, cursor: str | None, *, seconds: float = _SECONDS) -> Step:
        """Go on from a cursor for a while. Raises InvalidError for a cursor that is not ours."""
        step = Step()
        until = asyncio.get_running_loop().time() + seconds
        async for column, counts, after in self._batches(cursor):
            step.counts.setdefault(column.name, Counts()).add(counts)
            if asyncio.get_running_loop().time() >= until:
                step.cursor = after
                return step
        return step

    async def whole_pass(self) -> dict[str, Counts]:
        """Go through everything once."""
        step = await self.step(None, seconds=float("inf"))
        return step.counts

    async def _batches(
        self, cursor: str | None
    ) -> AsyncGenerator[tuple[SealedColumn, Counts, str | None]]:
        index, after = self._read(cursor)
        while index < len(self._columns):
            ring, column = self._columns[index]
            counts, after = await self._one(ring, column, after)
            if after is None:
                index += 1
            yield column, counts, f"{index}:{after or ''}" if index < len(self._columns) else None

    def _read(self, cursor: str | None) -> tuple[int, str | None]:
        if cursor is None:
            return 0, None
        index, _, after = cursor.partition(":")
        if not (index.isascii() and index.isdecimal()) or int(index) >= len(self._columns):
            raise _not_ours()
        if after and self._columns[int(index)][1].id_type == "uuid":
            try:
                UUID(after)
            except ValueError:
                raise _not_ours() from None
        return int(index), after or None

    async def _one(
        self, ring: Keyring, column: SealedColumn, after: str | None
    ) -> tuple[Counts, str | None]:
        """Do one batch; returns the id after which the next begins, or nothing at the end."""
        page = await fetch_slowly(
            self._database, _sql(_PAGE, column), after, self._batch, seconds=_PAGE_SECONDS
        )
        old = [row["id"] for row in page if not ring.is_newest(row["sealed"])]
        counts = Counts(seen=len(page))
        if old:
            await self._reseal(ring, column, old, counts)
        await asyncio.sleep(0)
        return counts, page[-1]["id"] if len(page) == self._batch else None

    async def _reseal(
        self, ring: Keyring, column: SealedColumn, old: Sequence[str], counts: Counts
    ) -> None:
        async def do(part: Sequence[str]) -> None:
            counts.add(await self._some(ring, column, part))

        for _, error in await in_halves(old, do):
            if is_lost(error):
                raise error
            log.error("key.not_rotated", column=column.name, error=code_of(error))
            counts.refused += 1

    async def _some(self, ring: Keyring, column: SealedColumn, old: Sequence[str]) -> Counts:
        async with self._database.begin() as session:
            rows = await fetch(session, _sql(_LOCK, column), old)
            sealed = _sealed_anew(ring, column, rows)
            if sealed:
                await fetch(session, _sql(_SEAL, column), list(sealed), list(sealed.values()))
        return Counts(
            busy=len(old) - len(rows), resealed=len(sealed), unreadable=len(rows) - len(sealed)
        )


def _not_ours() -> InvalidError:
    return InvalidError("This cursor is not of this rotation.", code="rotation:cursor")


def _sealed_anew(ring: Keyring, column: SealedColumn, rows: Sequence[Row[Any]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for row in rows:
        try:
            found[row.id] = ring.rotate(row.sealed, column.place_of(row.id))
        except SealError:
            continue
    return found


def _sql(statement: str, column: SealedColumn) -> str:
    and_set = f", {column.and_set}" if column.and_set else ""
    return statement.format(
        table=column.table,
        column=column.column,
        key=column.key,
        type=column.id_type,
        and_set=and_set,
    )
