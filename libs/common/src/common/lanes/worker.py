"""The worker: up to 64 lanes in one transaction and one unit of work."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.crash import crashpoint
from common.lanes.alone import Alone, LaneHead, handle
from common.lanes.api import Delivery
from common.lanes.failures import is_lost
from common.lanes.names import WORKER
from common.lanes.reading import Reader, Unreadable
from common.lanes.store import inbox, lane
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Unit, Units
from common.log import get_logger

log = get_logger(__name__)

MOST_LANES: Final = 64
_LONG_ENOUGH_SECONDS: Final = 0.05
_OLDEST_EVERY: Final = 4


@dataclass(slots=True)
class _Round:
    """What one turn took: lanes done together, and lanes whose head must be done alone."""

    together: list[str] = field(default_factory=list[str])
    alone: list[str] = field(default_factory=list[str])
    has_more: bool = False


class Worker:
    """Takes due lanes, does the first messages of each, and gives the lanes back."""

    def __init__(self, units: Units, reader: Reader, stopping: asyncio.Event) -> None:
        self._units = units
        self._reader = reader
        self._stopping = stopping
        self._alone = Alone(units, reader)
        self._is_first = True
        self.turns = 0

    async def run(self) -> None:
        """Work until stopping; the first round is done one by one, as after an unclean stop."""
        self._is_first = True
        await self._units.doorbell.serve(WORKER, self.turn, self._stopping)

    async def turn(self) -> bool:
        """Do one round; returns whether there may be more at once."""
        self.turns += 1
        taken = _Round()
        try:
            unit = await self._together(taken)
        except Exception as error:
            if is_lost(error) or not taken.together:
                raise
            log.info("batch.undone", lanes=len(taken.together), error=code_of(error))
            taken.alone += taken.together
            unit = None
        if unit is not None:
            crashpoint("worker.after_commit")
            self._units.ring(unit)
        for key in taken.alone:
            await self._alone.do(LaneHead(key))
        return taken.has_more or bool(taken.alone)

    async def _together(self, taken: _Round) -> Unit | None:
        async with self._units.database.begin() as session:
            oldest = self.turns % _OLDEST_EVERY == 0
            claimed = await lane.claim(session, WORKER, most=MOST_LANES, oldest_first=oldest)
            taken.has_more = len(claimed) == MOST_LANES
            keys = [row.key for row in claimed]
            if self._is_first or not keys:
                self._is_first = False
                taken.alone = keys
                return None
            rows = await inbox.heads(session, keys, each=max(1, MOST_LANES // len(keys)))
            ready = _sort(taken, keys, rows)
            if not taken.together:
                return None
            unit = self._units.on(session, claimed[0].now)
            await self._do(session, taken, unit, ready)
            crashpoint("worker.before_commit")
            return unit

    async def _do(
        self, session: AsyncSession, taken: _Round, unit: Unit, ready: Sequence[Row[Any]]
    ) -> None:
        read = [self._reader.read(row) for row in ready]
        refused = [(r.seq, r.code) for r in read if isinstance(r, Unreadable)]
        if refused:
            log.error("messages.parked", count=len(refused), error=refused[0][1])
            await inbox.park(session, refused)
        deliveries = [r for r in read if isinstance(r, Delivery)]
        done = await self._handle(unit, deliveries) if deliveries else []
        await unit.flush()
        soon = await lane.finish_work(session, taken.together, done)
        if soon is not None and soon > 0:
            self._units.doorbell.ring_in(WORKER, soon)
        taken.has_more = taken.has_more or (soon is not None and soon <= 0)

    async def _handle(self, unit: Unit, deliveries: Sequence[Delivery]) -> list[int]:
        await self._reader.handlers.preload(unit, deliveries)
        until = time.monotonic() + _LONG_ENOUGH_SECONDS
        done: list[int] = []
        for delivery in deliveries:
            await handle(self._reader, unit, delivery)
            done.append(delivery.seq)
            if time.monotonic() > until:
                break
            await asyncio.sleep(0)
        return done


def _sort(taken: _Round, keys: Sequence[str], rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the rows to do together; a lane stops before one that was tried or must wait.

    The first of every lane come before the second of any: when time is up, it was everybody's.
    """
    ready: list[tuple[int, Row[Any]]] = []
    stopped: set[str] = set()
    seen: Counter[str] = Counter()
    for row in rows:
        place = seen[row.key]
        seen[row.key] += 1
        if row.key in stopped:
            continue
        if row.attempts == 0 and row.next_at <= row.now:
            ready.append((place, row))
            continue
        stopped.add(row.key)
        if place == 0 and row.attempts and row.next_at <= row.now:
            taken.alone.append(row.key)
    taken.together = [key for key in keys if key not in set(taken.alone)]
    return [row for _, row in sorted(ready, key=itemgetter(0))]
