"""Storage that connects but cannot write: nothing is dead-lettered for our own trouble."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import aio_pika
import pytest
from common.lanes.api import HandlerSet
from common.messaging.amqp import AmqpTransport
from common.messaging.topology import DELIVERY_LIMIT, dead_queue_of
from common.testing.broker import Broker
from common.testing.lanes import FIRST, SECOND, LaneHouse, Note, a_row, settled, until, write_effect
from common.testing.receiving import Inbox, receiving, send
from common.testing.tcp_proxy import TcpProxy
from common.wiring import Envelope
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

pytestmark = [pytest.mark.broker, pytest.mark.timeout(180)]


class _Full:
    """Takes what is small, as a full disk does; whatever is a parcel's is refused."""

    def __init__(self) -> None:
        self.is_full = True
        self.tries = 0

    async def __call__(self, envelopes: Sequence[Envelope]) -> None:
        self.tries += bool(envelopes)
        if self.is_full and envelopes:
            raise OSError("No space left on device")


async def test_storage_that_takes_no_writes_never_spends_the_delivery_limit(
    broker: Broker, transport: AmqpTransport
) -> None:
    """The channel is closed once; the consumer stays closed until what it owes is committed."""
    full = _Full()
    inbox = Inbox(full)
    async with receiving(broker.url, inbox, patience=0.01) as counters:
        await send(transport, b"money")
        await until(lambda: _has_tried(full, DELIVERY_LIMIT + 5), seconds=60)
        assert await _dead(broker) == 0
        assert counters.reconnects == 0
        full.is_full = False
        await inbox.has(b"money")
        await send(transport, b"next")
        await inbox.has(b"money", b"next")

    assert counters.reconnects == 1
    assert await _dead(broker) == 0


async def test_a_link_that_flaps_while_storage_fails_spends_one_delivery(
    broker: Broker, transport: AmqpTransport, proxy: TcpProxy
) -> None:
    """A lost connection is no reason to take again what could not be written."""
    full = _Full()
    inbox = Inbox(full)
    async with receiving(broker.url_by(proxy.port), inbox, patience=60.0) as counters:
        await send(transport, b"money")
        for _ in range(5):
            tries = full.tries
            await until(lambda tries=tries: _has_tried(full, tries + 1), seconds=10)
            proxy.reset()
        full.is_full = False
        await inbox.has(b"money")

    assert counters.reconnects == 1


async def test_a_service_whose_database_is_read_only_takes_nothing_and_then_everything_once(
    house: LaneHouse, broker: Broker
) -> None:
    """Parcels wait at the broker, health names the receiver, and afterwards each is done once."""
    async with house.runtime(FIRST) as sender, _taking(house):
        await sender.accept([a_row(Note(text="1"), "k")])
        await until(lambda: _has(house, "1"))
    async with house.runtime(FIRST) as sender:
        await sender.accept([a_row(Note(text="2"), "k"), a_row(Note(text="3"), "other")])
        await settled(sender)
    await _read_only(house, on=True)
    try:
        reader = house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect}))
        async with reader:
            await until(lambda: _says(reader.health()["receiver"]))
            await asyncio.sleep(2)
            assert await _dead(broker) == 0
            await _read_only(house, on=False)
            await until(lambda: _has(house, "1", "2", "3"), seconds=30)
            await settled(reader)
    finally:
        await _read_only(house, on=False)

    assert sorted(await house.effects()) == ["1", "2", "3"]
    assert not await house.rows(SECOND, "select 1 from inbox where type = 'probe'")


@asynccontextmanager
async def _taking(house: LaneHouse) -> AsyncGenerator[None]:
    async with house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect})):
        yield


async def _read_only(house: LaneHouse, *, on: bool) -> None:
    """Let sessions of the database write nothing, or write again; those that stand are ended."""
    name = make_url(house.url).database
    engine = create_async_engine(house.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("set default_transaction_read_only = off"))
        word = "on" if on else "off"
        await connection.execute(
            text(f'alter database "{name}" set default_transaction_read_only = {word}')
        )
        await connection.execute(
            text(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        )
    await engine.dispose()


async def _dead(broker: Broker) -> int:
    connection = await aio_pika.connect(broker.url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(dead_queue_of(SECOND), passive=True)
    return queue.declaration_result.message_count or 0


async def _has_tried(full: _Full, times: int) -> bool:
    return full.tries >= times


async def _has(house: LaneHouse, *texts: str) -> bool:
    return set(texts) <= set(await house.effects())


async def _says(state: str) -> bool:
    return state.startswith("restarting")
