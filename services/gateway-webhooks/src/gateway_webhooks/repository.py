"""Queries over the archive."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from common.lanes.store import erase_sent
from sqlalchemy import ColumnElement, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from gateway_webhooks.domain import ARCHIVE, REMEMBERED, Fate, Found, Selection
from gateway_webhooks.models import ARCHIVE_TABLE

_row = ARCHIVE_TABLE.c


async def erase(session: AsyncSession, dedupes: Collection[str]) -> None:
    """Empty the bodies of these items, and of one that is still to be sent once it is."""
    await erase_sent(session, sorted(dedupes))


async def find_old(session: AsyncSession, *, before: datetime, limit: int) -> Sequence[int]:
    """Return finished items older than `before`, the oldest first."""
    query = (
        select(_row.seq)
        .where(_row.created_at < before, _row.sent_at.is_not(None))
        .order_by(_row.seq)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def drop(session: AsyncSession, seqs: Sequence[int]) -> int:
    """Delete finished items; returns how many."""
    is_finished = _row.sent_at.is_not(None)
    statement = delete(ARCHIVE_TABLE).where(_row.seq.in_(seqs), is_finished).returning(_row.seq)
    return len((await session.execute(statement)).all())


async def matching(session: AsyncSession, selection: Selection, *, now: datetime) -> list[Found]:
    """Return what matches, counted by type and fate."""
    fate = _fate(now)
    statement = (
        select(fate, _row.type, func.count(), func.min(_row.created_at), func.max(_row.created_at))
        .where(*_where(selection, now))
        .group_by(fate, _row.type)
    )
    rows = (await session.execute(statement)).all()
    return [Found(Fate(row[0]), row[1], row[2], row[3], row[4]) for row in rows]


async def resend(session: AsyncSession, selection: Selection, *, now: datetime) -> int:
    """Mark the oldest matching items as not sent; returns how many."""
    ready = (
        select(_row.seq)
        .where(*_where(selection, now), _fate(now) == Fate.READY)
        .order_by(_row.seq)
        .limit(selection.limit)
    )
    statement = (
        update(ARCHIVE_TABLE)
        .where(_row.seq.in_(ready.scalar_subquery()))
        .values(sent_at=None, attempts=0, next_at=now, error=None)
        .returning(_row.seq)
    )
    return len((await session.execute(statement)).all())


def _fate(now: datetime) -> ColumnElement[str]:
    return case(
        (_row.target == ARCHIVE, Fate.UNREAD),
        (_row.sent_at.is_(None), Fate.WAITING),
        (func.octet_length(_row.body) == 0, Fate.ERASED),
        (_row.created_at < now - REMEMBERED, Fate.TOO_OLD),
        else_=Fate.READY,
    )


def _where(selection: Selection, now: datetime) -> list[ColumnElement[bool]]:
    if selection.id is not None:
        return [_row.dedupe.is_not(None), _is(selection.id)]
    since = selection.since or now - REMEMBERED
    wanted: dict[ColumnElement[Any], str | None] = {
        _row.type: selection.type,
        _row.key: selection.key,
        func.split_part(_row.dedupe, ":", 2): selection.phone_number_id,
    }
    conditions = [_row.dedupe.is_not(None), _row.created_at >= since]
    conditions += [column == value for column, value in wanted.items() if value is not None]
    return conditions + ([_row.created_at < selection.until] if selection.until else [])


def _is(id_: str) -> ColumnElement[bool]:
    """Return the condition of one item: the id of its envelope, else its dedupe key."""
    try:
        return _row.id == UUID(id_)
    except ValueError:
        return _row.dedupe == id_
