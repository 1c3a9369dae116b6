"""How long after a fault a customer whom nobody has met is answered, and nothing lags."""

import asyncio
import time
from itertools import count
from typing import Final

import httpx
from sqlalchemy.exc import SQLAlchemyError

from standalone.testing.chaos.books import open_tables
from standalone.testing.chaos.house import ChaosHouse
from standalone.testing.chat import Chat

_NORMAL_SECONDS: Final = 3.0
"""A row that has waited for longer is backlog."""
_PATIENCE: Final = 120.0
_STEP_SECONDS: Final = 0.25
_numbers = count(1)


async def until_recovered(house: ChaosHouse, phones: httpx.AsyncClient) -> float:
    """Return the seconds until both are so; never more than a patience, which says: not."""
    begun = time.monotonic()
    await asyncio.gather(_answered(phones), _no_backlog(house))
    return time.monotonic() - begun


async def _answered(phones: httpx.AsyncClient) -> None:
    chat = Chat(phones, f"26373{next(_numbers):07d}")
    try:
        await chat.asks("menu", ".", within=_PATIENCE)
    except AssertionError:
        return  # the time that it took says so


async def _no_backlog(house: ChaosHouse) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if await _late(house) == 0:
            return
        await asyncio.sleep(_STEP_SECONDS)


async def _late(house: ChaosHouse) -> int:
    """Return how many rows are late; one while the database does not answer."""
    try:
        async with asyncio.timeout(5), open_tables(house.admin_url) as tables:
            return await tables.late(_NORMAL_SECONDS)
    except (OSError, SQLAlchemyError, TimeoutError):
        return 1
