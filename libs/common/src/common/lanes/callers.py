"""Callers: lanes are claimed together, calls run side by side, outcomes are recorded together."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from common.crash import crashpoint
from common.lanes.api import Caller, Claim
from common.lanes.failures import MOST_UNEXPECTED, backoff, is_lost
from common.lanes.grouper import Grouper, do_together, in_halves
from common.lanes.store import driver, lane
from common.lanes.supervisor import code_of
from common.lanes.tokens import new_token
from common.lanes.turnstile import turnstile
from common.lanes.unit_of_work import Unit, Units
from common.log import get_logger

log = get_logger(__name__)

GRACE: Final = timedelta(seconds=30)
"""A lease lasts the call's limit and this."""
_RECORD_PAUSES: Final = (0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
"""Seconds between tries to record an outcome; together less than the grace of the lease."""
_MOST_OUTCOMES: Final = 200
_OLDEST_EVERY: Final = 4

Outcome = tuple[Claim, object]
Lanes = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class _Room:
    """How many more calls may be made now, and how many of them may be of urgent lanes."""

    free: int
    urgent: int


class CallerLoop:
    """Runs one caller."""

    def __init__(self, caller: Caller, units: Units, stopping: asyncio.Event) -> None:
        self._caller = caller
        self._units = units
        self._stopping = stopping
        self._outcomes: Grouper[Outcome] = Grouper(most=_MOST_OUTCOMES)
        self._busy = 0
        self._urgent = 0
        self._rounds = 0
        self._quiet = asyncio.Event()
        self._is_full = False

    async def run(self) -> None:
        """Claim and call until stopping; calls under way are finished and recorded first."""
        self._busy = self._urgent = 0
        self._quiet.set()
        async with asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(self._record())
            doorbell = self._units.doorbell
            await doorbell.serve(self._caller.name, lambda: self._turn(tasks), self._stopping)
            await self._quiet.wait()
            recording.cancel()

    async def _turn(self, tasks: asyncio.TaskGroup) -> bool:
        room = self._room()
        if room.free <= 0 or not self._units.doorbell.is_open:
            return False
        taken: list[Row[Any]] = []
        try:
            await self._together(tasks, room, taken)
        except Exception as error:
            if is_lost(error) or not taken:
                raise
            log.info("batch.undone", lanes=len(taken), error=code_of(error))
            await self._apart(tasks, [row.key for row in taken if not row.failures])
        for row in taken:
            if row.failures:
                await self._apart(tasks, [row.key])
        self._is_full = len(taken) >= room.urgent
        return 0 < room.urgent <= len(taken) and self._busy < self._caller.slots

    def _room(self) -> _Room:
        caller = self._caller
        kept = 0 if caller.patient_from is None else caller.slots // _OLDEST_EVERY
        free = caller.slots - self._busy
        return _Room(free, max(0, min(free, caller.slots - kept - self._urgent)))

    async def _together(self, tasks: asyncio.TaskGroup, room: _Room, taken: list[Row[Any]]) -> None:
        """Claim due lanes in one transaction; those that failed before are only taken note of."""
        async with self._units.database.begin() as session:
            taken += await self._choose(session, room)
            lanes = [row for row in taken if not row.failures]
            claims, unit = await self._claim(session, lanes)
        self._launch(tasks, lanes, claims, unit)

    async def _choose(self, session: AsyncSession, room: _Room) -> Lanes:
        """Return due lanes by priority, the oldest in one round of four.

        When urgent ones have all their slots, patient ones still have those that are kept.
        """
        caller, lanes = self._caller, list[Row[Any]]()
        claim = partial(
            lane.claim,
            session,
            caller.name,
            oldest_first=self._rounds % _OLDEST_EVERY == _OLDEST_EVERY - 1,
        )
        if room.urgent:
            lanes += await claim(most=room.urgent)
        if room.free > len(lanes) >= room.urgent:
            more = await claim(most=room.free, from_priority=caller.patient_from)
            lanes = list({row.key: row for row in (*lanes, *more)}.values())[: room.free]
        self._rounds += bool(lanes)
        return lanes

    async def _apart(self, tasks: asyncio.TaskGroup, keys: Sequence[str]) -> None:
        """Claim lanes in halves until those that fail stand alone; these are set aside."""
        again = partial(self._again, tasks)
        for key, error in await in_halves(keys, again, failed_together=True):
            if is_lost(error):
                raise error
            await self._set_aside(key, error)

    async def _again(self, tasks: asyncio.TaskGroup, keys: Sequence[str]) -> None:
        self._units.doorbell.turns.beat(self._caller.name)
        async with self._units.database.begin() as session:
            lanes = await lane.claim_these(session, self._caller.name, keys)
            claims, unit = await self._claim(session, lanes)
        self._launch(tasks, lanes, claims, unit)

    async def _set_aside(self, key: str, error: Exception) -> None:
        name, code = self._caller.name, code_of(error)
        self._units.failed[name] += 1
        log.error("lane.set_aside", loop=name, error=code)
        async with self._units.database.begin() as session:
            rows = await lane.claim_these(session, name, [key])
            if rows:
                wait = backoff(rows[0].failures + 1)
                await lane.set_aside(session, name, key, code, wait=wait)
                self._units.doorbell.ring_in(name, wait.total_seconds())
            crashpoint("caller.set_aside.before_commit")
        crashpoint("caller.set_aside.after_commit")

    def _launch(
        self,
        tasks: asyncio.TaskGroup,
        lanes: Lanes,
        claims: Sequence[Claim],
        unit: Unit | None,
    ) -> None:
        if claims:
            crashpoint("caller.after_claim")
        if unit is not None:
            self._units.ring(unit)
        patient_from = self._caller.patient_from
        urgent = {r.key for r in lanes if patient_from is not None and r.priority < patient_from}
        for claim in claims:
            self._busy += 1
            self._urgent += claim.lane in urgent
            self._quiet.clear()
            tasks.create_task(self._call(claim, is_urgent=claim.lane in urgent))

    async def _claim(
        self, session: AsyncSession, lanes: Lanes
    ) -> tuple[Sequence[Claim], Unit | None]:
        if not lanes:
            return (), None
        name = self._caller.name
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
        return claims, unit

    async def _start(self, session: AsyncSession, lanes: Lanes, unit: Unit) -> Sequence[Claim]:
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

    async def _call(self, claim: Claim, *, is_urgent: bool) -> None:
        try:
            outcome: object
            try:
                async with asyncio.timeout(self._caller.limit.total_seconds()):
                    outcome = await self._caller.call(claim)
            except Exception as error:  # noqa: BLE001 - it is the outcome
                outcome = error
            crashpoint("caller.after_call")
            await self._keep((claim, outcome))
        except Exception as error:  # noqa: BLE001 - the lease passes, then the claim is in doubt
            self._units.failed[self._caller.name] += 1
            log.warning("outcome.not_recorded", loop=self._caller.name, error=code_of(error))
        finally:
            self._busy -= 1
            self._urgent -= is_urgent
            if not self._busy:
                self._quiet.set()
            if self._is_full:
                self._units.doorbell.ring(self._caller.name)

    async def _keep(self, outcome: Outcome) -> None:
        """Have an outcome recorded, together with whatever else has come.

        Tried again while the database is away: an outcome that we know must not be lost.
        """
        for tries, pause in enumerate(_RECORD_PAUSES, start=1):
            try:
                await self._outcomes.put(outcome)
            except Exception as error:
                if tries >= MOST_UNEXPECTED and not is_lost(error):
                    raise
                await asyncio.sleep(pause)
            else:
                return
        await self._outcomes.put(outcome)

    async def _record(self) -> None:
        while True:
            await self._outcomes.something()
            async with turnstile():
                group = await self._outcomes.take()
                with self._units.doorbell.turns.under_way(self._caller.name):
                    await do_together(group, self._write)

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
