"""How long after a fault a customer whom nobody has met is answered, and nothing lags."""

import asyncio
import time
from itertools import count
from typing import Final

import httpx
from sqlalchemy.exc import SQLAlchemyError

from standalone.local.plan import SERVICES
from standalone.testing.chaos.books import open_tables
from standalone.testing.chaos.house import ChaosHouse, second
from standalone.testing.chat import Chat

_LATE_SECONDS: Final = 3.0
"""A row that has waited for longer is backlog."""
_PATIENCE: Final = 120.0
_STEP_SECONDS: Final = 0.3
_PROCESSES: Final = [name for service in SERVICES for name in (service, second(service))]
_numbers = count(1)


async def until_recovered(house: ChaosHouse, phones: httpx.AsyncClient) -> float:
    """Return the seconds until both are so; never more than a patience, which says: not."""
    return max(await asyncio.gather(_answered(phones), _well(house)))


async def _answered(phones: httpx.AsyncClient) -> float:
    """Return when somebody new was answered."""
    begun = time.monotonic()
    chat = Chat(phones, f"26373{next(_numbers):07d}")
    try:
        await chat.asks("menu", ".", within=_PATIENCE)
    except AssertionError:
        return _PATIENCE
    return time.monotonic() - begun


async def _well(house: ChaosHouse) -> float:
    """Return when it was last seen that a process was not ready, or that a row was late.

    What came at the fault is late only after a while, so nothing may be seen for as long.
    """
    begun = last = time.monotonic()
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        while (now := time.monotonic()) - begun < _PATIENCE:
            if not await _is_ready(house, client) or await _late(house):
                last = now
            elif now - last > _LATE_SECONDS + _STEP_SECONDS:
                return last - begun
            await asyncio.sleep(_STEP_SECONDS)
    return _PATIENCE


async def _is_ready(house: ChaosHouse, client: httpx.AsyncClient) -> bool:
    """Tell whether each process is there and says that it is ready."""
    known = house.processes()
    for name in _PROCESSES:
        try:
            url = f"http://127.0.0.1:{known[name]['port']}/health/ready"
            if not (await client.get(url)).is_success:
                return False
        except (httpx.HTTPError, KeyError):
            return False
    return True


async def _late(house: ChaosHouse) -> int:
    """Return how many rows are late; one while the database does not answer."""
    try:
        async with asyncio.timeout(5), open_tables(house.admin_url) as tables:
            return await tables.late(_LATE_SECONDS)
    except (OSError, SQLAlchemyError, TimeoutError):
        return 1
