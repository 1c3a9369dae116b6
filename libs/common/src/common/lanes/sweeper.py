"""The sweeper: whatever is not final is looked at again, on schedules that are data."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from common.lanes.api import BatchSchedule, Schedule
from common.lanes.batches import Batches
from common.lanes.failures import is_lost
from common.lanes.names import SWEEPER
from common.lanes.store import driver
from common.lanes.store.sweeping import BATCH
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Units
from common.log import get_logger

log = get_logger(__name__)

_VACUUM_AFTER_TURNS: Final = 500
_VACUUM_EVERY_SECONDS: Final = 30.0


AnySchedule = Schedule | BatchSchedule[Any]


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """How a schedule stands: whether its last run ended well, and what it leaves out for now."""

    is_well: bool = True
    aside: int = 0


class Sweeper:
    """Runs schedules, each in a unit of work of its own."""

    def __init__(
        self,
        units: Units,
        schedules: Sequence[AnySchedule],
        turns: Callable[[], int],
        stopping: asyncio.Event,
    ) -> None:
        self._units = units
        self._schedules = schedules
        self._turns = turns
        self._stopping = stopping
        self._next: dict[str, float] = {}
        self._ill: set[str] = set()
        self._batches = {
            one.name: Batches(one, units) for one in schedules if isinstance(one, BatchSchedule)
        }
        self._vacuumed_turns = 0
        self._next_vacuum = 0.0

    async def run(self) -> None:
        """Sweep until stopping; everything once at the start."""
        while not self._stopping.is_set():
            self._units.doorbell.take(SWEEPER)
            for schedule in self._schedules:
                if self._next.get(schedule.name, 0.0) <= _seconds() and self._is_ready():
                    with self._units.doorbell.turns.under_way(SWEEPER):
                        await self._sweep(schedule)
            with self._units.doorbell.turns.under_way(SWEEPER):
                await self._vacuum()
            soonest = min(self._next.values(), default=_seconds() + 0.2)
            await self._units.doorbell.wait(SWEEPER, max(soonest - _seconds(), 0.05))

    async def sweep_all(self) -> None:
        """Run every schedule now (tests, and a person who will not wait)."""
        for schedule in self._schedules:
            await self._sweep(schedule)

    def states(self) -> Mapping[str, ScheduleState]:
        """Return how each schedule stands, by name."""
        return {one.name: self._state(one.name) for one in self._schedules}

    def _state(self, name: str) -> ScheduleState:
        batches = self._batches.get(name)
        return ScheduleState(name not in self._ill, batches.aside if batches else 0)

    def _is_ready(self) -> bool:
        return self._units.doorbell.is_open and not self._stopping.is_set()

    async def _sweep(self, schedule: AnySchedule) -> None:
        touched, name = 0, schedule.name
        try:
            touched = await self._run(schedule)
            self._ill.discard(name)
        except Exception as error:
            if is_lost(error):
                raise
            self._ill.add(name)
            log.warning("schedule.failed", schedule=name, error=code_of(error))
        wait = 0.0 if touched >= BATCH else schedule.every.total_seconds()
        self._next[name] = _seconds() + wait

    async def _run(self, schedule: AnySchedule) -> int:
        if isinstance(schedule, BatchSchedule):
            return await self._batches[schedule.name].run()
        async with self._units.unit() as unit:
            return await schedule.run(unit)

    async def _vacuum(self) -> None:
        """Vacuum the small hot table once many turns have passed over it."""
        turns = self._turns()
        if turns - self._vacuumed_turns < _VACUUM_AFTER_TURNS or _seconds() < self._next_vacuum:
            return
        self._vacuumed_turns, self._next_vacuum = turns, _seconds() + _VACUUM_EVERY_SECONDS
        # Not by the doorbell's connection: a long one would hold up the polls and the relay's lock.
        await driver.fetch_alone(self._units.database, "vacuum lane")


def _seconds() -> float:
    return asyncio.get_running_loop().time()
