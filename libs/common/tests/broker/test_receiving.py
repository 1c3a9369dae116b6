"""What the library and the broker do to a delivery, and what becomes of it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import aio_pika
import pytest
from common.messaging.amqp import AmqpTransport
from common.messaging.amqp.receiver import PREFETCH
from common.messaging.topology import queue_of
from common.testing.broker import Broker
from common.testing.lanes import SECOND, TOPICS, until
from common.testing.parcels import a_parcel, an_envelope
from common.testing.receiving import Inbox, receiving, send
from common.testing.tcp_proxy import TcpProxy
from common.wiring import Envelope

pytestmark = pytest.mark.broker


async def test_parcels_that_wait_together_are_one_write(
    broker: Broker, transport: AmqpTransport
) -> None:
    """Whatever waits is written in one statement, in the order it was sent."""
    bodies = [str(n).encode() for n in range(30)]
    for number, body in enumerate(bodies):
        await send(transport, body, last=number)
    inbox = Inbox()
    async with receiving(broker.url, inbox) as counters:
        await inbox.has(*bodies)

    assert inbox.writes < 10
    assert (30, 30, 0) == (counters.parcels_received, counters.envelopes_received, counters.gaps)


async def test_a_lost_connection_cuts_no_write_in_two(
    broker: Broker, transport: AmqpTransport, proxy: TcpProxy
) -> None:
    """A3, A12: the write goes on, its acknowledgement fails unnoticed, the parcel comes again."""
    ended: list[str] = []

    async def slowly(envelopes: Sequence[Envelope]) -> None:
        if envelopes:
            await asyncio.sleep(0.3)
            ended.append("written")

    inbox = Inbox(slowly)
    async with receiving(broker.url_by(proxy.port), inbox) as counters:
        await send(transport, b"one")
        await asyncio.sleep(0.15)
        proxy.reset()
        await inbox.has(b"one")

        async def came_again() -> bool:
            return counters.repeats == 1

        await until(came_again)

    assert ["written", "written"] == ended


async def test_consumers_resume_after_whatever_ended_them(
    broker: Broker, transport: AmqpTransport, proxy: TcpProxy
) -> None:
    """A10: a reset, a refusal, a broker killed."""
    inbox = Inbox()
    async with receiving(broker.url_by(proxy.port), inbox):
        await send(transport, b"1")
        await inbox.has(b"1")
        proxy.reset()
        await _again(transport, b"2")
        await inbox.has(b"1", b"2")
        await proxy.refuse()
        await asyncio.sleep(0.5)
        await proxy.heal()
        await _again(transport, b"3")
        await inbox.has(b"1", b"2", b"3")
        await broker.rest()
        await asyncio.to_thread(broker.rabbit.kill)
        await asyncio.to_thread(broker.rabbit.start)
        await _again(transport, b"4")
        await inbox.has(b"1", b"2", b"3", b"4")


async def test_a_consumer_whose_queue_is_deleted_waits_for_the_next_one(
    broker: Broker, transport: AmqpTransport
) -> None:
    """A10: the broker cancels the consumer; it looks again until the queue is declared."""
    inbox = Inbox()
    async with receiving(broker.url, inbox):
        await send(transport, b"1")
        await inbox.has(b"1")
        await _delete_queue(broker)
        await asyncio.sleep(0.5)
        await broker.declare(TOPICS)
        await _again(transport, b"2")
        await inbox.has(b"1", b"2")


async def test_a_delivery_held_too_long_is_taken_back_and_comes_again(
    broker: Broker, transport: AmqpTransport
) -> None:
    """A11: the broker closes the channel of who holds a delivery for long; nothing is lost.

    Nobody takes it again before it could be kept.
    """
    await asyncio.to_thread(_set_consumer_timeout, broker, 1000, 500)
    release = asyncio.Event()

    async def stuck(envelopes: Sequence[Envelope]) -> None:
        if envelopes and not release.is_set():
            raise ConnectionError

    inbox = Inbox(stuck)
    try:
        async with receiving(broker.url, inbox) as counters:
            await send(transport, b"held")

            async def was_taken_back() -> bool:
                return await _readers(broker) == 0

            await until(was_taken_back, seconds=20)
            await asyncio.sleep(1)
            assert (0, 0) == (counters.reconnects, await _readers(broker))
            release.set()
            await inbox.has(b"held")
    finally:
        await asyncio.to_thread(_set_consumer_timeout, broker, 1_800_000, 60_000)


async def test_while_the_database_is_away_deliveries_wait_within_the_prefetch(
    broker: Broker, transport: AmqpTransport
) -> None:
    """They are not acknowledged, no more than the prefetch is held, and all of it is kept."""
    away = asyncio.Event()

    async def refuse(envelopes: Sequence[Envelope]) -> None:
        if envelopes and not away.is_set():
            raise ConnectionError

    inbox = Inbox(refuse)
    bodies = [str(n).encode() for n in range(PREFETCH + 10)]
    async with receiving(broker.url, inbox) as counters:
        for number, body in enumerate(bodies):
            await send(transport, body, last=number)
        await asyncio.sleep(0.5)
        assert {} == inbox.bodies
        away.set()
        await inbox.has(*bodies)

    assert 0 == counters.reconnects


async def test_a_database_that_stays_away_gives_the_deliveries_back_once(
    broker: Broker, transport: AmqpTransport
) -> None:
    """The channel is closed once, so that another replica may have them; then the database first.

    Each return counts against the delivery limit: a long outage must not use it up.
    """
    is_there = asyncio.Event()

    async def refuse(_envelopes: Sequence[Envelope]) -> None:
        if not is_there.is_set() and inbox.tries:
            raise ConnectionError
        inbox.tries += bool(_envelopes)
        if not is_there.is_set() and _envelopes:
            raise ConnectionError

    inbox = _Refusing(refuse)
    async with receiving(broker.url, inbox, patience=0.2) as counters:
        await send(transport, b"kept")
        await asyncio.sleep(2.5)
        assert 0 == counters.reconnects
        is_there.set()
        await inbox.has(b"kept")

    assert 1 == counters.reconnects


@dataclass
class _Refusing(Inbox):
    tries: int = 0


async def test_a_parcel_whose_predecessor_was_not_seen_is_counted(
    broker: Broker, transport: AmqpTransport
) -> None:
    """`follows` names the parcel before: a hole is counted, a repetition or a new relay is not."""
    inbox = Inbox()
    parcels = [(1, None), (2, 1), (2, 1), (9, 4), (10, 9), (11, None), (3, 2)]
    async with receiving(broker.url, inbox) as counters:
        for last, follows in parcels:
            parcel = a_parcel("notes", an_envelope(b"%d" % last), last=last, follows=follows)
            await transport.send(None, [parcel])

        async def all_came() -> bool:
            return counters.parcels_received == len(parcels)

        await until(all_came)

    assert 1 == counters.gaps


async def _again(transport: AmqpTransport, body: bytes) -> None:
    """Send as the relay does: the same envelope, until it is confirmed."""
    parcel = a_parcel("notes", an_envelope(body))

    async def is_sent() -> bool:
        return (await transport.send(None, [parcel]))["notes"]

    await until(is_sent, seconds=30)


async def _readers(broker: Broker) -> int:
    connection = await aio_pika.connect(broker.url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(queue_of(SECOND), passive=True)
    return queue.declaration_result.consumer_count or 0


async def _delete_queue(broker: Broker) -> None:
    connection = await aio_pika.connect(broker.url)
    async with connection:
        await (await connection.channel()).queue_delete(queue_of(SECOND))


def _set_consumer_timeout(broker: Broker, milliseconds: int, tick: int) -> None:
    broker.rabbit.ctl(
        "eval",
        f"application:set_env(rabbit, consumer_timeout, {milliseconds}),"
        f" application:set_env(rabbit, channel_tick_interval, {tick}).",
    )
