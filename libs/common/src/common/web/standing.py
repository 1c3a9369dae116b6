"""How a service stands: its database, its loops, and what it alone depends on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from common.db import Database
from common.lanes.desk import LaneDesk
from common.lanes.names import RECEIVER
from common.lanes.sweeper import ScheduleState
from common.metrics.reading import OpenTasks, Reading
from common.web.part import Part

T = TypeVar("T")
_PATIENCE: Final = 2.0
_NO_ANSWER: Final = (
    *(TimeoutError, OSError, SQLAlchemyError),
    *(asyncpg.PostgresError, asyncpg.InterfaceError),
)
"""Also a server that says no at the door: one that is just starting, or has no slot left."""
_UNWELL: Final = frozenset({"down", "degraded"})
_SHARED: Final = frozenset({"broker", RECEIVER})
"""Without these a service still takes its work, and no other replica could do better."""


class Loops(Protocol):
    """The part of a lane runtime that health, metrics, timeline and operators read."""

    desk: LaneDesk

    def health(self) -> Mapping[str, str]:
        """Return each loop's state: `ok`, or why it is being restarted."""
        ...

    def restarts(self) -> Mapping[str, int]:
        """Return how often each loop was started again."""
        ...

    def silences(self) -> Mapping[str, float]:
        """Return for how many seconds each loop has shown no progress in its turn."""
        ...

    def failures(self) -> Mapping[str, int]:
        """Return what failed by itself when its batch was taken apart, by loop."""
        ...

    def orphans(self) -> Mapping[str, int]:
        """Return how many lanes with work were found asleep, by loop."""
        ...

    def schedules(self) -> Mapping[str, ScheduleState]:
        """Return how each of the sweeper's schedules stands."""
        ...

    def counters(self) -> Mapping[str, int]:
        """Return what the transport has counted since the start."""
        ...

    async def timeline(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Return what was done lately, without bodies."""
        ...


class Standing(Protocol):
    """What the standard routes of a service ask."""

    @property
    def desk(self) -> LaneDesk | None:
        """What an operator does with the service's lanes; None when it has none."""
        ...

    async def parts(self) -> Mapping[str, Part]:
        """Return the state of each dependency by name."""
        ...

    async def reading(self) -> Reading:
        """Return the figures of this moment."""
        ...

    async def timeline(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Return what was done lately, without bodies."""
        ...


def nothing_outside() -> Mapping[str, Part]:
    """Return no parts: a service without an outside system."""
    return {}


def no_hints() -> Mapping[str, int]:
    """Return no figures: a service that no provider calls back."""
    return {}


def nothing_put_off() -> Mapping[str, int]:
    """Return no counts: a service whose calls have no budget."""
    return {}


async def no_tasks(_session: AsyncSession) -> OpenTasks | None:
    """Return None: a service that has no tasks for people."""
    return None


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """A service on a database with durable lanes."""

    database: Database
    loops: Loops
    outside: Callable[[], Mapping[str, Part]] = nothing_outside
    hints: Callable[[], Mapping[str, int]] = no_hints
    put_off: Callable[[], Mapping[str, int]] = nothing_put_off
    tasks: Callable[[AsyncSession], Awaitable[OpenTasks | None]] = no_tasks

    async def parts(self) -> Mapping[str, Part]:
        """Return database, loops and what is outside, each with its own state."""
        loops = {name: _part(name, state) for name, state in self.loops.health().items()}
        return {"database": await _ping(self.database), **loops, **self.outside()}

    async def timeline(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Return what was done lately, without bodies."""
        return await self.loops.timeline(after, limit)

    @property
    def desk(self) -> LaneDesk:
        """What an operator does with the lanes."""
        return self.loops.desk

    async def reading(self) -> Reading:
        """Return the figures of this moment; no figures of lanes when the database is down."""
        return Reading(
            loops={name: state == "ok" for name, state in self.loops.health().items()},
            restarts=self.loops.restarts(),
            silences=self.loops.silences(),
            parts={name: part.state not in _UNWELL for name, part in self.outside().items()},
            counters=self.loops.counters(),
            failures=self.loops.failures(),
            orphans=self.loops.orphans(),
            put_off=self.put_off(),
            schedules=self.loops.schedules(),
            hints=self.hints(),
            figures=await _in_time(self.loops.desk.figures),
            tasks=await _in_time(self._open_tasks),
        )

    async def _open_tasks(self) -> OpenTasks | None:
        async with self.database.begin() as session:
            return await self.tasks(session)


def _part(name: str, state: str) -> Part:
    if state == "ok":
        return Part("ok", state)
    return Part("degraded" if name in _SHARED else "down", state)


async def _in_time(read: Callable[[], Awaitable[T]]) -> T | None:
    """Return what the database answers; None when it does not, or not soon."""
    try:
        async with asyncio.timeout(_PATIENCE):
            return await read()
    except _NO_ANSWER:
        return None


async def _ping(database: Database) -> Part:
    try:
        async with asyncio.timeout(_PATIENCE), database.engine.connect() as connection:
            is_read_only = await connection.scalar(text("show transaction_read_only"))
    except _NO_ANSWER as error:
        return Part("down", type(error).__name__)
    return Part("down", "it takes no writes") if is_read_only == "on" else Part("ok")
