"""How long after a fault a customer whom nobody has met is answered, and nothing lags."""

import asyncio
import time
from dataclasses import dataclass
from itertools import count
from typing import Final

import httpx
from common.unanswered import UNANSWERED
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


@dataclass(slots=True)
class Recovery:
    """Seconds from the end of a fault; never more than a patience, which says: not."""

    answered: float = 0.0
    """Until somebody new was answered."""
    ready: float = 0.0
    """Until every process was ready."""
    level: float = 0.0
    """Until no row was late."""
    waited: str = ""
    """Where the last row was late."""

    @property
    def seconds(self) -> float:
        """Until all was well."""
        return max(self.answered, self.ready, self.level)

    def __str__(self) -> str:
        """Tell all parts."""
        return (
            f"{self.seconds:5.1f} s: answer {self.answered:.1f}, processes {self.ready:.1f},"
            f" rows {self.level:.1f} {self.waited}"
        )


async def until_recovered(house: ChaosHouse, phones: httpx.AsyncClient) -> Recovery:
    """Wait until all is well again, or the patience is at its end."""
    found = Recovery()
    found.answered, _ = await asyncio.gather(_answered(phones), _watch(house, found))
    return found


async def _answered(phones: httpx.AsyncClient) -> float:
    """Return when somebody new was answered."""
    begun = time.monotonic()
    chat = Chat(phones, f"26373{next(_numbers):07d}")
    try:
        await chat.asks("menu", ".", within=_PATIENCE)
    except AssertionError:
        return _PATIENCE
    return time.monotonic() - begun


async def _watch(house: ChaosHouse, found: Recovery) -> None:
    """Note when it was last seen that a process was not ready, or that a row was late.

    What came at the fault is late only after a while, so nothing may be seen for as long.
    """
    begun = time.monotonic()
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        while (now := time.monotonic() - begun) < _PATIENCE:
            if not await _is_ready(house, client):
                found.ready = now
            if late := await _late(house):
                found.level, found.waited = now, late
            if now - max(found.ready, found.level) > _LATE_SECONDS + _STEP_SECONDS:
                return
            await asyncio.sleep(_STEP_SECONDS)
    found.level = _PATIENCE


async def _is_ready(house: ChaosHouse, client: httpx.AsyncClient) -> bool:
    """Tell whether each process is there and says that it is ready."""
    known = house.processes()
    for name in _PROCESSES:
        try:
            url = f"http://127.0.0.1:{known[name]['port']}/health/ready"
            if not (await client.get(url)).is_success:
                return False
        except (*UNANSWERED, KeyError):
            return False
    return True


async def _late(house: ChaosHouse) -> str:
    """Return where rows are late; a word while the database does not answer."""
    try:
        async with asyncio.timeout(5), open_tables(house.admin_url) as tables:
            found = await tables.late(_LATE_SECONDS)
            return " ".join(f"{schema}={n}" for schema, n in found.items() if n)
    except (OSError, SQLAlchemyError, TimeoutError):
        return "database"
