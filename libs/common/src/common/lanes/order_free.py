"""Rows without a lane: up to 200 are merged together, in one transaction."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row

from common.crash import crashpoint
from common.lanes.alone import Alone, FreeRow
from common.lanes.api import Delivery
from common.lanes.failures import is_lost
from common.lanes.names import FREE
from common.lanes.reading import Reader, Unreadable
from common.lanes.store import inbox
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Unit, Units
from common.log import get_logger

log = get_logger(__name__)

MOST_FREE: Final = 200


class OrderFree:
    """Takes what has no order, type by type."""

    def __init__(self, units: Units, reader: Reader, stopping: asyncio.Event) -> None:
        self._units = units
        self._reader = reader
        self._stopping = stopping
        self._alone = Alone(units, reader)
        self._is_first = True

    async def run(self) -> None:
        """Work until stopping; the first round is done one by one."""
        self._is_first = True
        await self._units.doorbell.serve(FREE, self.turn, self._stopping)

    async def turn(self) -> bool:
        """Merge what waits; returns whether there may be more at once."""
        rows: list[Row[Any]] = []
        try:
            unit = await self._together(rows)
        except Exception as error:
            if is_lost(error) or not rows:
                raise
            log.info("batch.undone", rows=len(rows), error=code_of(error))
            unit = None
        if unit is not None:
            crashpoint("worker.after_commit")
            self._units.ring(unit)
        for row in rows:
            if unit is None or row.attempts:
                await self._alone.do(FreeRow(row.seq))
        return len(rows) == MOST_FREE

    async def _together(self, rows: list[Row[Any]]) -> Unit | None:
        async with self._units.database.begin() as session:
            rows += await inbox.claim_free(session, most=MOST_FREE)
            is_first, self._is_first = self._is_first, False
            fresh = [row for row in rows if not row.attempts]
            if is_first or not fresh:
                return None
            unit = self._units.on(session, fresh[0].now)
            read = [self._reader.read(row) for row in fresh]
            refused = [(r.seq, r.code) for r in read if isinstance(r, Unreadable)]
            if refused:
                log.error("messages.parked", count=len(refused), error=refused[0][1])
                await inbox.park(session, refused)
            deliveries = [r for r in read if isinstance(r, Delivery)]
            await self._merge(unit, deliveries)
            await unit.flush()
            await inbox.finish(session, [d.seq for d in deliveries])
            crashpoint("worker.before_commit")
            return unit

    async def _merge(self, unit: Unit, deliveries: Sequence[Delivery]) -> None:
        handlers = self._reader.handlers
        kinds = dict.fromkeys(d.message.TYPE for d in deliveries)
        single = [d for d in deliveries if d.message.TYPE not in handlers.bulk]
        if single:
            await handlers.preload(unit, single)
        for kind in kinds:
            group = [d for d in deliveries if kind == d.message.TYPE]
            if kind in handlers.bulk:
                await handlers.bulk[kind](unit, group)
                continue
            for delivery in group:
                await handlers.handlers[kind](unit, delivery)
