"""Statements on kept credentials and their audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.store.driver import fetch

_COLUMNS = "id, provider, scope, value, fingerprints::text as fingerprints, set_at, set_by"
ALL = f"select {_COLUMNS} from credential order by id"  # noqa: S608 - constants only
VERSION = """
select coalesce(string_agg(id || '@' || xmin, ',' order by id), '') as version from credential
"""
"""Another word after every change, whatever order transactions commit in."""
_LOCK = "select pg_advisory_xact_lock(hashtextextended('credential:' || $1, 0))"
_ONE = f"select {_COLUMNS} from credential where id = $1"  # noqa: S608 - constants only
_PUT = """
insert into credential (id, provider, scope, value, fingerprints, set_at, set_by)
values ($1, $2, $3, $4, $5::text::jsonb, mari_now(), $6)
on conflict (id) do update set value = excluded.value, fingerprints = excluded.fingerprints,
  set_at = excluded.set_at, set_by = excluded.set_by
"""
_DELETE = "delete from credential where id = $1"
_AUDIT = """
insert into credential_audit (at, actor, caller, action, provider, scope, before, after)
values (mari_now(), $1, $2, $3, $4, $5, $6::text::jsonb, $7::text::jsonb)
"""
_HISTORY = """
select seq, at, actor, caller, action, provider, scope, before::text, after::text
from credential_audit order by seq desc limit $1
"""


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed what, and the fingerprints before and after."""

    actor: str
    caller: str
    action: str
    provider: str
    scope: str
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept for one provider and scope."""

    provider: str
    scope: str
    value: bytes
    """Sealed JSON: the values by field."""
    fingerprints: Mapping[str, str]
    set_by: str
    set_at: datetime | None = None
    """The database's time; it is not written from here."""

    @classmethod
    def of(cls, found: Any) -> Self:  # noqa: ANN401 - a row of the driver's or of the session's
        """Read a row as any connection gives it."""
        _id, provider, scope, value, prints, set_at, set_by = tuple(found)
        return cls(provider, scope, bytes(value), orjson.loads(prints), set_by, set_at)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit."""

    at: datetime
    change: Change


def identity(provider: str, scope: str) -> str:
    """Return the id of a provider's scope."""
    return f"{provider}:{scope}"


def place(provider: str, scope: str) -> str:
    """Return what a value is sealed for."""
    return f"credential:value:{identity(provider, scope)}"


async def list_all(session: AsyncSession) -> Sequence[object]:
    """Return every row, as the driver gives it."""
    return await fetch(session, ALL)


async def lock(session: AsyncSession, provider: str, scope: str) -> Row | None:
    """Return a row, or nothing; nobody else changes it until this transaction ends."""
    await fetch(session, _LOCK, identity(provider, scope))
    rows = await fetch(session, _ONE, identity(provider, scope))
    return Row.of(rows[0]) if rows else None


async def put(session: AsyncSession, kept: Row) -> None:
    """Write a row over whatever was there."""
    await fetch(
        session,
        _PUT,
        identity(kept.provider, kept.scope),
        kept.provider,
        kept.scope,
        kept.value,
        _json(kept.fingerprints),
        kept.set_by,
    )


async def delete(session: AsyncSession, provider: str, scope: str) -> None:
    """Remove a row."""
    await fetch(session, _DELETE, identity(provider, scope))


async def add_audit(session: AsyncSession, change: Change) -> None:
    """Write down a change, in its own transaction's commit."""
    await fetch(
        session,
        _AUDIT,
        change.actor,
        change.caller,
        change.action,
        change.provider,
        change.scope,
        _json(change.before),
        _json(change.after),
    )


async def list_audit(session: AsyncSession, *, limit: int) -> list[Entry]:
    """Return the last changes, the newest first."""
    return [
        Entry(
            row.at,
            Change(
                row.actor,
                row.caller,
                row.action,
                row.provider,
                row.scope,
                orjson.loads(row.before),
                orjson.loads(row.after),
            ),
        )
        for row in await fetch(session, _HISTORY, limit)
    ]


def _json(fields: Mapping[str, str]) -> str:
    return orjson.dumps(dict(fields), option=orjson.OPT_SORT_KEYS).decode()
