"""One engine per service, with limits on both sides that free what a dead peer holds."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Session

from common.db.engine import bounded_engine
from common.db.idling import ping_after_idling

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_SERVER_LIMITS = {
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "5s",
    "statement_timeout": "10s",
    "timezone": "UTC",
}


def make_base(schema: str) -> type[DeclarativeBase]:
    """Return the declarative base of one service's schema."""
    metadata = MetaData(schema=schema, naming_convention=_NAMES)
    return type("Base", (DeclarativeBase,), {"metadata": metadata})


class Database:
    """A service's own schema; sessions never expire what they read and never flush unasked."""

    def __init__(self, url: str, *, schema: str, pool_size: int = 10) -> None:
        self.schema = schema
        self.engine = bounded_engine(
            url,
            settings=_session_settings(schema),
            pool_size=pool_size,
            max_overflow=0,
            pool_recycle=1800,
            pool_timeout=5,
            hide_parameters=True,
        )
        ping_after_idling(self.engine.sync_engine)
        self.session_factory = async_sessionmaker(
            self.engine, expire_on_commit=False, autoflush=False
        )

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[AsyncSession]:
        """Open one transaction; it commits at the end of the block, shielded from cancellation."""
        session = self.session_factory()
        try:
            yield session
            await _to_its_end(session.run_sync(_commit_and_close))
        except BaseException:
            await _to_its_end(session.run_sync(_undo_and_close))
            raise

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


def _commit_and_close(session: Session) -> None:
    session.commit()
    session.close()


def _undo_and_close(session: Session) -> None:
    try:
        session.rollback()
    finally:
        session.close()


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Finish the work also when we are cancelled meanwhile, and only then be cancelled."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()
        raise


def _session_settings(schema: str) -> dict[str, str]:
    return _SERVER_LIMITS | {"search_path": schema, "application_name": f"mari-{schema}"}
