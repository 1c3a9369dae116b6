"""One transaction for everything that a batch of messages, or a route, does."""

from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts import Message
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes import store
from common.lanes.api import Delivery, OutboxRow, ServiceCall
from common.lanes.doorbell import PROCESS, Doorbell, channel_of
from common.lanes.names import HTTP, RELAY
from common.lanes.store import driver, outbox

REQUEST_TYPE = "http.request"


class Unit:
    """A UnitOfWork: collects what is sent and woken, and writes it when it is flushed."""

    def __init__(self, session: AsyncSession, now: datetime, units: "Units") -> None:
        self.session = session
        self.now = now
        self.rings: set[str] = set()
        """The loops to ring once this has been committed."""
        self.later: list[tuple[str, datetime]] = []
        """The loops to ring again at these times."""
        self._units = units
        self._rows: list[OutboxRow] = []
        self._writes: dict[str, list[tuple[object, ...]]] = {}
        self._book = store.WakeBook()
        self._book.open_for(session)

    def send(self, message: Message, *, key: str | None, priority: int | None = None) -> UUID:
        """Queue an event or command for its topic; it leaves only if the transaction commits."""
        row = OutboxRow(
            id=new_id(),
            target=message.TOPIC,
            type=message.TYPE,
            body=message.model_dump_json().encode(),
            key=key,
            priority=message.PRIORITY if priority is None else priority,
        )
        return self.add(row)

    def request(self, call: ServiceCall) -> UUID:
        """Queue an HTTP request to another service, in order within service and key."""
        row = OutboxRow(
            id=new_id(),
            target=f"http:{call.service}",
            type=REQUEST_TYPE,
            body=orjson.dumps(call.body),
            key=call.key,
            path=f"{call.method} {call.path}",
            priority=0,
            expires_after=call.expires_after,
            secret=call.secret,
        )
        return self.add(row)

    def add(self, row: OutboxRow) -> UUID:
        """Queue a row as it is."""
        self._rows.append(row)
        return row.id

    def write(self, statement: str, *values: object) -> None:
        """Queue a row for a statement that takes each column as an array."""
        self._writes.setdefault(statement, []).append(values)

    def erase(self, delivery: Delivery) -> None:
        """Empty this delivery's inbox body in this transaction: it carried a secret.

        Finishing a row empties it whatever it carried; this marks the intention in the handler.
        """
        self.session.info.setdefault("common.lanes.erased", set[int]()).add(delivery.seq)

    async def flush(self) -> None:
        """Write wake-ups, mapped objects, rows, then what was sent, in the order it was sent."""
        self.rings |= self._book.rings
        if self._book.wakes:
            wakes, self._book.wakes = self._book.wakes, []
            await store.write_wakes(self.session, wakes)
            self.rings.update(w.loop for w in wakes)
            self.later += [(w.loop, w.due_at) for w in wakes if w.due_at and w.due_at > self.now]
        await self.session.flush()
        writes, self._writes = self._writes, {}
        for statement, values in writes.items():
            columns = [list(column) for column in zip(*values, strict=True)]
            await driver.fetch(self.session, statement, *columns)
        if self._rows:
            rows, self._rows = self._rows, []
            insertion = self._units.insertion(rows)
            await driver.fetch(self.session, insertion.statement, *insertion.values)
            self.rings |= rung_by(rows)


def rung_by(rows: Sequence[OutboxRow]) -> set[str]:
    """Return the loops that have work once these rows are committed."""
    return {HTTP if row.path else RELAY for row in rows}


class Units:
    """Opens units of work on one service's database and rings its loops after the commit."""

    def __init__(self, database: Database, bus: Keyring, doorbell: Doorbell) -> None:
        self.database = database
        self.bus = bus
        self.doorbell = doorbell
        self.failed: Counter[str] = Counter()
        """What failed by itself since the start, when its batch was taken apart, by loop."""

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[Unit]:
        """Open a unit of work; at the end of the block it is flushed and committed."""
        async with self.database.begin() as session:
            unit = self.on(session, await driver.now(session))
            yield unit
            await unit.flush()
        self.ring(unit)

    def on(self, session: AsyncSession, now: datetime) -> Unit:
        """Return a unit of work on a transaction that somebody else commits."""
        return Unit(session, now, self)

    async def store(self, rows: Sequence[OutboxRow]) -> None:
        """Write outbox rows in a transaction of their own, and ring their loops."""
        insertion = self.insertion(rows)
        await driver.fetch_alone(self.database, insertion.statement, *insertion.values)
        self.doorbell.ring(*rung_by(rows))

    def insertion(self, rows: Sequence[OutboxRow]) -> outbox.Insertion:
        """Return the statement that writes rows.

        Another process is notified only when it holds the relay: notifying makes commits queue.
        """
        channel = None if self.doorbell.is_leader else channel_of(self.database.schema)
        return outbox.insertion(rows, self.bus, notify=(channel, PROCESS))

    def ring(self, unit: Unit) -> None:
        """Wake the loops for which a committed unit has left work."""
        if unit.rings:
            self.doorbell.ring(*unit.rings)
        for loop, moment in unit.later:
            self.doorbell.ring_in(loop, (moment - unit.now).total_seconds())
