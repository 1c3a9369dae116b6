"""A database that connects and reads, and refuses every write, as one with a full disk does."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


@asynccontextmanager
async def read_only(admin_url: str) -> AsyncGenerator[None]:
    """Let the whole server write nothing until the end of the block; sessions that stand too."""
    try:
        await _configure(admin_url, "set default_transaction_read_only = on")
        yield
    finally:
        await _configure(admin_url, "reset default_transaction_read_only")


async def _configure(admin_url: str, change: str) -> None:
    engine = create_async_engine(admin_url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(f"alter system {change}"))
            await connection.execute(text("select pg_reload_conf()"))
    finally:
        await engine.dispose()
