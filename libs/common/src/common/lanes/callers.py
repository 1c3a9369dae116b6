"""Callers: lanes are claimed together, calls run side by side, outcomes are recorded together."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.crash import crashpoint
from common.lanes.api import Caller, Claim
from common.lanes.failures import is_lost
from common.lanes.grouper import Grouper, do_together
from common.lanes.store import driver, lane
from common.lanes.supervisor import code_of
from common.lanes.tokens import new_token
from common.lanes.turnstile import turnstile
from common.lanes.unit_of_work import Unit, Units
from common.log import get_logger

log = get_logger(__name__)

GRACE: Final = timedelta(seconds=30)
"""A lease lasts the call's limit and this."""
_RECORD_TRIES: Final = 5
_MOST_OUTCOMES: Final = 200

Outcome = tuple[Claim, object]


class CallerLoop:
    """Runs one caller."""

    def __init__(self, caller: Caller, units: Units, stopping: asyncio.Event) -> None:
        self._caller = caller
        self._units = units
        self._stopping = stopping
        self._outcomes: Grouper[Outcome] = Grouper(most=_MOST_OUTCOMES)
        self._busy = 0
        self._quiet = asyncio.Event()
        self._is_full = False

    async def run(self) -> None:
        """Claim and call until stopping; calls under way are finished and recorded first."""
        self._busy = 0
        self._quiet.set()
        async with asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(self._record())
            doorbell = self._units.doorbell
            await doorbell.serve(self._caller.name, lambda: self._turn(tasks), self._stopping)
            await self._quiet.wait()
            recording.cancel()

    async def _turn(self, tasks: asyncio.TaskGroup) -> bool:
        free = self._caller.slots - self._busy
        if free <= 0 or not self._units.doorbell.is_open:
            return False
        claims, unit, count = await self._claim(free)
        if claims:
            crashpoint("caller.after_claim")
        if unit is not None:
            self._units.ring(unit)
        for claim in claims:
            self._busy += 1
            self._quiet.clear()
            tasks.create_task(self._call(claim))
        self._is_full = count == free
        return self._is_full and self._busy < self._caller.slots

    async def _claim(self, free: int) -> tuple[Sequence[Claim], Unit | None, int]:
        name = self._caller.name
        async with self._units.database.begin() as session:
            lanes = await lane.claim(session, name, most=free)
            if not lanes:
                return (), None, 0
            unit = self._units.on(session, lanes[0].now)
            doubtful = [row.key for row in lanes if row.token is not None]
            claims = await self._start(session, lanes, unit)
            held = {claim.lane for claim in claims}
            rest = [row.key for row in lanes if row.key not in held]
            if doubtful:
                log.warning("claims.in_doubt", loop=name, count=len(doubtful))
                await self._caller.in_doubt(unit, doubtful)
            await unit.flush()
            if rest:
                soon = await lane.give_back(session, name, await self._due(session, rest))
                if soon is not None:
                    self._units.doorbell.ring_in(name, soon + 0.005)
            return claims, unit, len(lanes)

    async def _start(
        self, session: AsyncSession, lanes: Sequence[Row[Any]], unit: Unit
    ) -> Sequence[Claim]:
        fresh = [row.key for row in lanes if row.token is None]
        if not fresh:
            return ()
        token = new_token(self._units.doorbell.life)
        claims = await self._caller.claim(session, fresh, token, unit.now)
        if claims:
            lasts = self._caller.limit + GRACE
            await lane.lease(
                session, self._caller.name, [c.lane for c in claims], token, lasts=lasts
            )
        return claims

    async def _due(self, session: AsyncSession, keys: Sequence[str]) -> dict[str, Any]:
        due = await self._caller.next_due(session, keys)
        return {key: due.get(key) for key in keys}

    async def _call(self, claim: Claim) -> None:
        try:
            outcome: object
            try:
                async with asyncio.timeout(self._caller.limit.total_seconds()):
                    outcome = await self._caller.call(claim)
            except Exception as error:  # noqa: BLE001 - it is the outcome
                outcome = error
            crashpoint("caller.after_call")
            await self._outcomes.put((claim, outcome))
        except Exception as error:  # noqa: BLE001 - the lease passes, then the claim is in doubt
            log.warning("outcome.not_recorded", loop=self._caller.name, error=code_of(error))
        finally:
            self._busy -= 1
            if not self._busy:
                self._quiet.set()
            if self._is_full:
                self._units.doorbell.ring(self._caller.name)

    async def _record(self) -> None:
        while True:
            await self._outcomes.something()
            async with turnstile():
                group = await self._outcomes.take()
                with self._units.doorbell.turns.under_way(self._caller.name):
                    await do_together(group, self._write_stubbornly, lambda _: False)

    async def _write_stubbornly(self, outcomes: Sequence[Outcome]) -> None:
        """Try again while the database is away: an outcome that we know must not be lost."""
        for tries_left in reversed(range(_RECORD_TRIES)):
            try:
                await self._write(outcomes)
            except Exception as error:
                if tries_left == 0 or not (is_lost(error) or len(outcomes) == 1):
                    raise
                await asyncio.sleep(0.2 * (_RECORD_TRIES - tries_left))
            else:
                return

    async def _write(self, outcomes: Sequence[Outcome]) -> None:
        name = self._caller.name
        keys = [claim.lane for claim, _ in outcomes]
        tokens = list({claim.token for claim, _ in outcomes})
        async with self._units.database.begin() as session:
            ours = await lane.lock_claimed(session, name, keys, tokens)
            now = ours[0].now if ours else await driver.now(session)
            unit = self._units.on(session, now)
            await self._caller.record(unit, outcomes)
            await unit.flush()
            soon = None
            if ours:
                soon = await lane.give_back(
                    session, name, await self._due(session, [row.key for row in ours])
                )
        crashpoint("caller.after_record")
        self._units.ring(unit)
        if soon is not None:
            self._units.doorbell.ring_in(name, soon)
