"""How loops wake: an event in the process, NOTIFY from another one, and a poll once a second.

One connection outside the pool's traffic listens, polls for all loops in one statement, and
holds two advisory locks: the relay's (one relay per service) and this process's sign of life.
The server ends that session when it hears no poll for a few seconds, so that both locks are free
however this process or the way to it was lost: keepalives are answered by whatever lies between.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from common.db import Database
from common.ids import new_id
from common.lanes.names import DOORBELL, FREE, HTTP, RELAY, WORKER
from common.lanes.turns import Turns
from common.lanes.turnstile import turnstile
from common.log import get_logger

log = get_logger(__name__)

PROCESS: Final = new_id().hex
"""This process, in notifications: its own are not listened to, its events rang already."""
POLL_SECONDS: Final = 1.0
_FAR_SECONDS: Final = 60.0
_LONGEST_WAIT: Final = 5.0
"""A loop looks for itself after so long, should the poll's connection be down."""
ANSWER_SECONDS: Final = 5.0
"""A statement on this connection is answered within so long, or the connection is given up."""
SILENCE_SECONDS: Final = 8
"""The server ends the session, and with it both locks, when it hears nothing for so long."""
Record = Mapping[str, Any]
"""A row as the driver gives it."""
_RELAY_LOCK: Final = 0x6D617269
_LIFE_LOCK: Final = 0x6C696665

POLL = """
select
  exists (select from outbox where sent_at is null and parked_at is null and path is null)
    as relay,
  exists (select from outbox where sent_at is null and parked_at is null and path is not null
          and next_at <= mari_now()) as http,
  exists (select from inbox where key is null and done_at is null and parked_at is null
          and next_at <= mari_now()) as free,
  array(select l.name from unnest($1::text[]) as l (name)
        where exists (select from lane where loop = l.name and due_at <= mari_now())) as lanes
"""
_LEAD = "select pg_try_advisory_lock($1, hashtext($2)) as ok"
_ALIVE = "select pg_advisory_lock($1, $2)"
_TAKE_LIFE = "select pg_try_advisory_lock($1, $2) as ok"
_LEAVE_LIFE = "select pg_advisory_unlock($1, $2)"
_END_WHEN_SILENT: Final = f"set idle_session_timeout = '{SILENCE_SECONDS}s'"


def channel_of(schema: str) -> str:
    """Return the notification channel of a service."""
    return f"mari_{schema}"


class Doorbell:
    """The events of one service's loops, and the connection that rings them."""

    def __init__(self, database: Database, loops: Iterable[str]) -> None:
        self.life: Final = random.SystemRandom().getrandbits(31)
        self.turns: Final = Turns()
        """Where the supervisor sees that these loops go on."""
        self._database = database
        self._events = {name: asyncio.Event() for name in loops}
        self._driver: Any = None
        self._in_use = asyncio.Lock()
        self.is_leader = False

    @property
    def is_open(self) -> bool:
        """Tell whether the connection stands, and with it our locks."""
        return self._driver is not None

    def ring(self, *loops: str) -> None:
        """Wake the loops that are named; all of them when none is."""
        for name in loops or tuple(self._events):
            if name in self._events:
                self._events[name].set()

    def ring_in(self, loop: str, seconds: float) -> None:
        """Wake a loop after so long; what lies further away is the poll's."""
        if seconds <= 0:
            self.ring(loop)
        elif seconds < _FAR_SECONDS:
            asyncio.get_running_loop().call_later(seconds + 0.002, self.ring, loop)

    def take(self, loop: str) -> None:
        """Forget earlier rings: whatever comes from now on rings again."""
        self._events[loop].clear()

    async def wait(self, loop: str, seconds: float) -> None:
        """Wait for a ring, at most so long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._events[loop].wait()

    async def serve(
        self,
        loop: str,
        turn: Callable[[], Awaitable[bool]],
        stopping: asyncio.Event,
        *,
        is_gated: bool = True,
    ) -> None:
        """Take turns until stopping: at once while there is work, else at the next ring.

        A turn that waits for the network is not gated: it enters the turnstile by itself.
        """
        with self.turns.under_way(loop) as progress:
            while not stopping.is_set():
                progress.beat()
                async with turnstile() if is_gated else contextlib.nullcontext():
                    if stopping.is_set():
                        return
                    self.take(loop)
                    has_more = await turn()
                if not has_more:
                    await self.wait(loop, _LONGEST_WAIT)

    async def fetch(self, statement: str, *values: object) -> Sequence[Record]:
        """Run one statement outside any transaction.

        Raises ConnectionError when not connected, TimeoutError when nobody answers: then the
        connection is given up at once, and the next poll begins anew.
        """
        async with self._in_use:
            driver = self._driver
            if driver is None:
                raise ConnectionError("the doorbell has no connection")
            try:
                return await driver.fetch(statement, *values, timeout=ANSWER_SECONDS)
            except TimeoutError:
                driver.terminate()
                raise

    async def is_gone(self, life: int) -> bool:
        """Tell whether the process of a sign of life has lost it."""
        if life == self.life:
            return False
        rows = await self.fetch(_TAKE_LIFE, _LIFE_LOCK, life)
        if not rows[0]["ok"]:
            return False
        await self.fetch(_LEAVE_LIFE, _LIFE_LOCK, life)
        return True

    async def run(self) -> None:
        """Listen and poll until cancelled; raises when the connection is lost."""
        with self.turns.under_way(DOORBELL) as progress:
            connection = await self._database.engine.connect()
            try:
                await self._open(connection)
                await self._poll()
                while not await asyncio.sleep(POLL_SECONDS, result=False):
                    progress.beat()
                    await self._poll()
            finally:
                await self._leave(connection)

    async def _leave(self, connection: AsyncConnection) -> None:
        self._driver, self.is_leader = None, False
        await asyncio.shield(asyncio.ensure_future(_discard(connection)))

    async def _open(self, connection: AsyncConnection) -> None:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.add_listener(channel_of(self._database.schema), self._heard)
        await driver.execute(_END_WHEN_SILENT)
        await driver.execute(_ALIVE, _LIFE_LOCK, self.life)
        self._driver = driver
        self.ring()

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        if payload != PROCESS:
            self.ring()

    async def _poll(self) -> None:
        if not self.is_leader:
            rows = await self.fetch(_LEAD, _RELAY_LOCK, self._database.schema)
            self.is_leader = rows[0]["ok"]
            self.ring(RELAY, HTTP)
        found = (await self.fetch(POLL, list(self._events)))[0]
        waiting = [name for name in (RELAY, HTTP, FREE) if found[name]]
        waiting += found["lanes"]
        if waiting:
            self.ring(*waiting)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Rings the loops of a service for which something arrived; told what, only the right one."""

    doorbell: Doorbell

    def __call__(self) -> None:
        """Ring for whatever arrived."""
        self.doorbell.ring(WORKER, FREE)

    def tell(self, *, keyed: int, free: int) -> None:
        """Ring for so many rows in lanes and so many without one."""
        if keyed:
            self.doorbell.ring(WORKER)
        if free:
            self.doorbell.ring(FREE)


async def _discard(connection: AsyncConnection) -> None:
    with contextlib.suppress(Exception):
        await connection.invalidate()
    await connection.close()
