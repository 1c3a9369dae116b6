"""One batch schedule in one process: what fails by itself is set aside, the rest is done."""

import asyncio
from collections.abc import Hashable, Sequence
from typing import Any, Final
from uuid import UUID

from common.lanes.api import BatchSchedule
from common.lanes.failures import is_lost
from common.lanes.grouper import in_halves
from common.lanes.names import SWEEPER
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Unit, Units
from common.log import get_logger

log = get_logger(__name__)

ASIDE_SECONDS: Final = 300.0
"""After so long a row that failed is tried again."""
_MOST_ASIDE: Final = 10_000


class Batches:
    """Runs a batch schedule; remembers what it must leave out for now."""

    def __init__(self, schedule: BatchSchedule[Any], units: Units) -> None:
        self._schedule = schedule
        self._units = units
        self._until: dict[Hashable, float] = {}

    @property
    def aside(self) -> int:
        """How many rows are set aside."""
        return len(self._until)

    async def run(self) -> int:
        """Do one batch; returns how many rows were touched. Raises when none can be found."""
        self._take_back()
        ids: list[Any] = []
        try:
            async with self._units.unit() as unit:
                ids += await self._find(unit)
                return await self._schedule.do(unit, ids) if ids else 0
        except Exception as error:
            if is_lost(error) or not ids:
                raise
            log.info("batch.undone", schedule=self._schedule.name, error=code_of(error))
        return await self._apart(ids)

    async def _find(self, unit: Unit) -> Sequence[Any]:
        most = self._schedule.most
        found = await self._schedule.find(unit, most + len(self._until))
        return [one for one in found if one not in self._until][:most]

    async def _apart(self, ids: Sequence[Any]) -> int:
        touched = 0

        async def do(part: Sequence[Any]) -> None:
            nonlocal touched
            self._units.doorbell.turns.beat(SWEEPER)
            async with self._units.unit() as unit:
                count = await self._schedule.do(unit, part)
            touched += count

        for one, error in await in_halves(ids, do, failed_together=True):
            if is_lost(error):
                raise error
            self._set_aside(one, error)
        return touched

    def _set_aside(self, one: Hashable, error: Exception) -> None:
        self._units.failed[SWEEPER] += 1
        named = {"row": str(one)} if isinstance(one, UUID | int) else {}
        name, code = self._schedule.name, code_of(error)
        log.error("row.set_aside", schedule=name, error=code, **named)
        if len(self._until) < _MOST_ASIDE:
            self._until[one] = _seconds() + ASIDE_SECONDS

    def _take_back(self) -> None:
        now = _seconds()
        self._until = {one: until for one, until in self._until.items() if until > now}


def _seconds() -> float:
    return asyncio.get_running_loop().time()
