"""Flow versions: added when the definition is new, never changed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.models import FlowVersionRow


async def list_versions(session: AsyncSession) -> Sequence[FlowVersionRow]:
    """Return every version of every flow."""
    rows = await session.scalars(
        select(FlowVersionRow).order_by(FlowVersionRow.name, FlowVersionRow.version)
    )
    return rows.all()


async def add_version(
    session: AsyncSession, name: str, definition: dict[str, Any], sha256: str
) -> FlowVersionRow:
    """Return the version with this content, added with the next number if it is new."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 1))"), {"name": f"flow:{name}"}
    )
    rows = await session.scalars(
        select(FlowVersionRow)
        .where(FlowVersionRow.name == name)
        .order_by(FlowVersionRow.version.desc())
    )
    known = rows.all()
    for row in known:
        if row.sha256 == sha256:
            return row
    number = known[0].version + 1 if known else 1
    row = FlowVersionRow(name=name, version=number, definition=definition, sha256=sha256)
    session.add(row)
    await session.flush()
    return row
