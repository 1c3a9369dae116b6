"""Receiving as tests watch it: an inbox in memory, a receiver that is kept, parcels for it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import aio_pika

from common.messaging.amqp import AmqpTransport, Counters
from common.messaging.amqp.inflow import Gate
from common.messaging.amqp.link import Link
from common.messaging.amqp.receiver import Receiver, Source
from common.messaging.topology import EXCHANGE, queue_of
from common.testing.broker import Broker
from common.testing.identities import ANYTHING, TRUST
from common.testing.lanes import SECOND, until
from common.testing.parcels import a_parcel, an_envelope
from common.wiring import Envelope

_ANYTHING: Final = Gate(TRUST, ANYTHING)
_Write = Callable[[Sequence[Envelope]], Awaitable[None]]


async def _nothing_more(_envelopes: Sequence[Envelope]) -> None:
    pass


@dataclass
class Inbox:
    """Keeps ids once, as the table does, after whatever a test does first."""

    before: _Write = _nothing_more
    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])
    kinds: list[str] = field(default_factory=list[str])
    writes: int = 0

    async def __call__(self, envelopes: Sequence[Envelope]) -> int:
        """Keep envelopes; returns how many were new."""
        known = len(self.bodies)
        await self.before(envelopes)
        for envelope in envelopes:
            if envelope.id not in self.bodies:
                self.kinds.append(envelope.type)
            self.bodies.setdefault(envelope.id, envelope.body)
        self.writes += bool(envelopes)
        return len(self.bodies) - known

    async def has(self, *bodies: bytes) -> None:
        """Wait until exactly these are there, in this order."""

        async def is_so() -> bool:
            return list(self.bodies.values()) == list(bodies)

        await until(is_so, seconds=20)


@asynccontextmanager
async def receiving(
    url: str,
    inbox: Inbox,
    queue: str = queue_of(SECOND),
    gate: Gate = _ANYTHING,
    **settings: float,
) -> AsyncGenerator[Counters]:
    """Receive, and begin again whenever it ends, as the supervisor does."""
    link, stopping = Link(url, "test", Counters()), asyncio.Event()
    receiver = Receiver(link, Source(queue, gate), inbox, stopping)
    receiver.patience = settings.get("patience", 30.0)

    async def keep() -> None:
        while not stopping.is_set():
            await asyncio.gather(asyncio.ensure_future(receiver.run()), return_exceptions=True)
            await asyncio.sleep(0.05)

    keeping = asyncio.ensure_future(keep())
    try:
        yield link.counters
    finally:
        stopping.set()
        async with asyncio.timeout(10):
            await keeping


async def send(transport: AmqpTransport, *bodies: bytes, last: int = 1) -> None:
    """Send one parcel of notes with an envelope for each body. AssertionError if not taken."""
    parcel = a_parcel("notes", *(an_envelope(body) for body in bodies), last=last)
    if await transport.send(None, [parcel]) != {"notes": True}:
        raise AssertionError("the broker did not take the parcel")


async def publish(broker: Broker, body: bytes, headers: dict[str, str | int]) -> None:
    """Publish whatever it is under the topic of notes."""
    connection = await aio_pika.connect(broker.url)
    async with connection:
        exchange = await (await connection.channel()).get_exchange(EXCHANGE)
        await exchange.publish(aio_pika.Message(body, headers=dict(headers)), "notes")
