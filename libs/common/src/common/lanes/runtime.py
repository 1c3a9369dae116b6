"""Everything that runs under a service: its loops, started, watched and stopped together."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field, is_dataclass
from types import TracebackType
from typing import Any, Final, Self

from common.contracts import MESSAGES, Message
from common.crypto import Keyring
from common.db import Database
from common.lanes import timeline
from common.lanes.accept import Acceptor
from common.lanes.api import Caller, HandlerSet, OutboxRow, UnitOfWork
from common.lanes.bus_relay import BusRelay
from common.lanes.callers import CallerLoop
from common.lanes.desk import LaneDesk
from common.lanes.doorbell import Arrivals, Doorbell
from common.lanes.housekeeping import Housekeeping
from common.lanes.http_relay import HttpRelay
from common.lanes.names import ACCEPT, DOORBELL, FREE, HTTP, RECEIVER, RELAY, SWEEPER, WORKER
from common.lanes.order_free import OrderFree
from common.lanes.reading import Reader
from common.lanes.receiving import Inbox
from common.lanes.relay import Relay
from common.lanes.store.driver import fetch
from common.lanes.supervisor import Supervisor
from common.lanes.sweeper import AnySchedule, ScheduleState, Sweeper
from common.lanes.unit_of_work import Units
from common.lanes.watching import Watch, WatchLoop
from common.lanes.worker import Worker
from common.wiring import Wiring

_PATIENCE_SECONDS: Final = 5.0
_IDLE = """
select not exists (select from outbox where sent_at is null and parked_at is null)
  and not exists (select from inbox where done_at is null and parked_at is null)
  and not exists (select from lane where due_at <= mari_now() or token is not null)
"""
_PROGRESS = "select (select count(*) from outbox) + (select count(*) from inbox)"


@dataclass(frozen=True, slots=True)
class LaneParts:
    """What a service brings to its lanes."""

    service: str
    database: Database
    bus: Keyring
    handlers: HandlerSet
    wiring: Wiring
    callers: Sequence[Caller] = ()
    schedules: Sequence[AnySchedule] = ()
    watches: Sequence[Watch] = ()
    messages: Mapping[str, type[Message]] = field(default_factory=lambda: MESSAGES)


class LaneRuntime:
    """One service's lanes in this process."""

    def __init__(self, parts: LaneParts) -> None:
        own = (*(c.name for c in parts.callers), *(w.name for w in parts.watches))
        loops = (RELAY, HTTP, WORKER, FREE, SWEEPER, *own)
        self._parts = parts
        self._doorbell = Doorbell(parts.database, loops)
        self._supervisor = Supervisor(self._doorbell.turns)
        self._units = Units(parts.database, parts.bus, self._doorbell)
        self._acceptor = Acceptor(self._units)
        reader = Reader(parts.bus, parts.messages, parts.handlers)
        stopping = self._supervisor.stopping
        self._worker = Worker(self._units, reader, stopping)
        self._free = OrderFree(self._units, reader, stopping)
        self.housekeeping = Housekeeping(self._doorbell, reader, parts.callers)
        self.desk = LaneDesk(parts.database, self.ring)
        """What an operator does with these lanes."""
        schedules = (*self.housekeeping.schedules(), *parts.schedules)
        self._sweeper = Sweeper(self._units, schedules, lambda: self._worker.turns, stopping)

    async def __aenter__(self) -> Self:
        """Start the loops."""
        parts, stopping = self._parts, self._supervisor.stopping
        transport = parts.wiring.transport
        await transport.subscribe(parts.service, Arrivals(self._doorbell))
        relays = Relay if transport.in_commit else BusRelay
        relay = relays(parts.service, self._units, transport, stopping)
        receive = transport.receiver(parts.service, Inbox(self._units), stopping)
        http = HttpRelay(parts.service, self._units, parts.wiring.client_for, stopping)
        self._supervisor.start(DOORBELL, self._doorbell.run, is_endless=True)
        self._supervisor.start(ACCEPT, self._acceptor.run, is_endless=True)
        self._supervisor.start(RELAY, relay.run)
        if receive is not None:
            self._supervisor.start(RECEIVER, receive)
        self._supervisor.start(HTTP, http.run)
        self._supervisor.start(WORKER, self._worker.run)
        self._supervisor.start(FREE, self._free.run)
        self._supervisor.start(SWEEPER, self._sweeper.run)
        for caller in parts.callers:
            loop = CallerLoop(caller, self._units, stopping)
            self._supervisor.start(caller.name, loop.run)
        for watch in parts.watches:
            self._supervisor.start(watch.name, WatchLoop(watch, self._doorbell, stopping).run)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let every loop end its turn, and calls under way for a few seconds; then stop."""
        self._supervisor.stopping.set()
        self.ring()
        await self._supervisor.stop(patience=_PATIENCE_SECONDS)
        await self._parts.wiring.transport.close()

    async def accept(self, rows: Sequence[OutboxRow]) -> None:
        """Store rows together with whatever else arrives; returns after the commit.

        Raises TransientError when it could not be committed, InvalidError when the database
        refuses one of these rows for good (the others are stored).
        """
        await self._acceptor.accept(rows)

    def unit_of_work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Open one transaction for a route; it commits at the end of the block."""
        return self._units.unit()

    def ring(self) -> None:
        """Wake all loops of this process."""
        self._doorbell.ring()

    def health(self) -> Mapping[str, str]:
        """Return each loop's state, `ok` or `restarting: <code>`, and the transport's."""
        return {**self._supervisor.health, **self._parts.wiring.transport.health()}

    def restarts(self) -> Mapping[str, int]:
        """Return how often each loop was started again."""
        return dict(self._supervisor.restarts)

    def silences(self) -> Mapping[str, float]:
        """Return for how many seconds each loop has shown no progress in its turn."""
        turns = self._supervisor.turns
        return {name: turns.seconds(name) for name in self._supervisor.health}

    def failures(self) -> Mapping[str, int]:
        """Return what failed by itself since the start when its batch was taken apart, by loop."""
        return dict(self._units.failed)

    def orphans(self) -> Mapping[str, int]:
        """Return how many lanes with work were found asleep since the start, by loop."""
        return dict(self.housekeeping.rewoken)

    def schedules(self) -> Mapping[str, ScheduleState]:
        """Return how each of the sweeper's schedules stands."""
        return self._sweeper.states()

    def counters(self) -> Mapping[str, int]:
        """Return what the transport has counted since the start, by name."""
        counted: object = getattr(self._parts.wiring.transport, "counters", None)
        if is_dataclass(counted) and not isinstance(counted, type):
            return asdict(counted)
        return {}

    async def timeline(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Return recent outbox and inbox rows, metadata only."""
        async with self._parts.database.begin() as session:
            return await timeline.rows(session, after=after, limit=limit)

    async def idle(self) -> bool:
        """Tell whether nothing is unsent, undone, due or under way."""
        async with self._parts.database.begin() as session:
            return (await fetch(session, _IDLE))[0][0]

    async def progress(self) -> int:
        """Return how many rows have been committed.

        Services that are idle one after the other were idle together if none of them got a row
        meanwhile (tests).
        """
        async with self._parts.database.begin() as session:
            return (await fetch(session, _PROGRESS))[0][0]

    async def sweep(self) -> None:
        """Run every schedule now."""
        await self._sweeper.sweep_all()

    def kill_loop(self, name: str) -> None:
        """Cancel a loop as nobody should: it comes back (tests)."""
        self._supervisor.kill(name)
