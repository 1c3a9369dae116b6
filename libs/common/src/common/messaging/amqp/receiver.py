"""Receiving: whatever waits is written in one statement and one commit, then acknowledged.

Nothing is ever requeued by hand. While the database takes no writes deliveries wait unacknowledged,
as many as the prefetch allows; after a while they are given back by closing the channel once, so
that another replica may have them. Each return counts against the queue's delivery limit, so the
consumer stays closed until what could not be written is in the inbox: storage that connects but
cannot write never spends the limit. What comes again then is known by its ids.
"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractQueue

from common.crash import crashpoint
from common.errors import TransientError
from common.lanes.failures import is_refused
from common.lanes.supervisor import code_of
from common.lanes.turnstile import turnstile
from common.log import get_logger
from common.messaging.amqp.counters import Counters
from common.messaging.amqp.inflow import Arrived, Gate, Inflow
from common.messaging.amqp.link import BROKEN, SECONDS, Link, checked, open_channel
from common.messaging.envelope import unreadable
from common.wiring import Envelope, InboxWriter, Parcel

log = get_logger(__name__)

PREFETCH: Final = 64
"""Parcels that may wait here; each has at most 256 KB, so about 16 MB."""
_MOST_TOGETHER: Final = 1000
_PATIENCE_SECONDS: Final = 10.0
_PAUSE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """What is read, and what of it is taken."""

    queue: str
    gate: Gate


class Receiver:
    """Brings one queue into one inbox."""

    def __init__(
        self, link: Link, source: Source, write: InboxWriter, stopping: asyncio.Event
    ) -> None:
        self._link = link
        self._source = source
        self._write = write
        self._stopping = stopping
        self._counters: Counters = link.counters
        self.patience = _PATIENCE_SECONDS
        """How long deliveries are held while the database takes no writes, in seconds."""
        self._seen: dict[tuple[str, str], int] = {}
        self._owed: Sequence[Parcel] = ()
        """What has come and is not known to be in the inbox."""
        self._has_written = False

    async def run(self) -> None:
        """Receive until stopping; raises when the broker or the database is not to be had."""
        await self._prove_storage()
        self._seen.clear()
        connection = await self._link.open()
        failure: BaseException | None = None
        try:
            await self._receive(connection)
        except BaseException as error:
            failure = error
            raise
        finally:
            self._link.drop(connection, failure)
            await self._link.closed()

    async def _prove_storage(self) -> None:
        """Return once a real write has committed: nothing is taken that could not be kept."""
        async with turnstile():
            if self._owed and not await self._store(self._owed):
                raise TransientError("The database takes no writes.", code="receiver:database")
            if not (self._owed or self._has_written):
                await self._write(())
        self._owed, self._has_written = (), True

    async def _receive(self, connection: AbstractConnection) -> None:
        channel = await open_channel(connection, prefetch=PREFETCH)
        look = channel.get_queue(self._source.queue, ensure=True)
        queue: AbstractQueue = await checked(f"queue {self._source.queue}", look)
        inflow = Inflow(self._source.gate)
        waiting = asyncio.ensure_future(self._stopping.wait())
        waiting.add_done_callback(inflow.ring)
        try:
            tag = await self._consume(channel, queue, inflow)
            while not self._stopping.is_set():
                await inflow.something()
                await self._turn(inflow)
            await queue.cancel(tag, timeout=SECONDS)
            await self._turn(inflow)
        finally:
            waiting.cancel()

    async def _consume(self, channel: AbstractChannel, queue: AbstractQueue, inflow: Inflow) -> str:
        channel.close_callbacks.add(inflow.end)
        underlay = await channel.get_underlay_channel()
        underlay.on_consumer_cancel_callbacks.add(inflow.end)
        try:
            return await queue.consume(inflow.put, timeout=SECONDS)
        except BROKEN as error:
            raise TransientError("The queue gives nothing.", code="broker:consume") from error

    async def _turn(self, inflow: Inflow) -> None:
        """Write what waits, then acknowledge it."""
        if inflow.is_over:
            raise TransientError("The broker has ended the delivery.", code="broker:lost")
        async with turnstile():
            batch = inflow.take(_MOST_TOGETHER)
            self._owed = [arrived.parcel for arrived in batch if arrived.parcel]
            is_done = await self._store(self._owed)
        deadline = asyncio.get_running_loop().time() + self.patience
        while not is_done:
            is_late = asyncio.get_running_loop().time() > deadline
            if inflow.is_over or is_late or self._stopping.is_set():
                raise TransientError("The database takes no writes.", code="receiver:database")
            await asyncio.sleep(_PAUSE_SECONDS)
            async with turnstile():
                is_done = await self._store(self._owed)
        self._owed = ()
        crashpoint("receiver.before_ack")
        await self._settle(batch)

    async def _store(self, parcels: Sequence[Parcel]) -> bool:
        """Write parcels; returns whether they are in the inbox, False while nothing is written."""
        try:
            await self._write_all(parcels)
        except Exception as error:  # noqa: BLE001 - judged here
            if not is_refused(error):
                log.warning("parcels.waiting", count=len(parcels), error=code_of(error))
                return False
            log.warning("parcels.refused", count=len(parcels), error=code_of(error))
            return await self._store_apart(parcels)
        return True

    async def _write_all(self, parcels: Sequence[Parcel]) -> None:
        envelopes = [envelope for parcel in parcels for envelope in parcel.envelopes]
        if envelopes:
            new = await self._write(envelopes)
            self._counters.repeats += len(envelopes) - new

    async def _store_apart(self, parcels: Sequence[Parcel]) -> bool:
        """Find what the database refuses: it becomes a row that nobody can read."""
        for parcel in parcels:
            for envelope in parcel.envelopes:
                try:
                    await self._store_one(envelope, unreadable(envelope, parcel.source))
                except Exception as error:  # noqa: BLE001 - the database went away meanwhile
                    log.warning("parcels.waiting", count=len(parcels), error=code_of(error))
                    return False
        return True

    async def _store_one(self, envelope: Envelope, instead: Envelope) -> None:
        try:
            await self._write([envelope])
        except Exception as error:
            if not is_refused(error):
                raise
            log.warning("envelope.refused", envelope=instead.id, error=code_of(error))
            await self._write([instead])

    async def _settle(self, batch: Sequence[Arrived]) -> None:
        """Acknowledge what is in the inbox; all else goes to the dead-letter queue."""
        good = [arrived for arrived in batch if arrived.parcel]
        for arrived in batch:
            if arrived.parcel is None:
                self._counters.dead_letters += 1
                self._counters.refused_parcels += arrived.refusal is not None
                why = arrived.refusal or "bus:undecodable"
                log.error("parcel.dead", queue=self._source.queue, error=why)
                await _quietly(arrived.message.reject(requeue=False))
        if good:
            await _quietly(good[-1].message.ack(multiple=True))
        for arrived in good:
            self._count(arrived)

    def _count(self, arrived: Arrived) -> None:
        parcel = arrived.parcel
        if parcel is None:
            return
        self._counters.parcels_received += 1
        self._counters.envelopes_received += len(parcel.envelopes)
        self._counters.refused_envelopes += arrived.refused
        place = (parcel.source, parcel.topic)
        seen = self._seen.get(place)
        if seen is not None and parcel.follows is not None and parcel.follows > seen:
            self._counters.gaps += 1
            log.warning("parcel.gap", source=parcel.source, topic=parcel.topic, last=parcel.last)
        self._seen[place] = max(parcel.last, seen or 0)


async def _quietly(step: Coroutine[Any, Any, None]) -> None:
    """Settle a delivery; when the way is cut it comes again, and the inbox knows it."""
    await asyncio.gather(asyncio.wait_for(step, SECONDS), return_exceptions=True)
