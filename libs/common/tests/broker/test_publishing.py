"""What the library and the broker do to a publish, and what becomes of the parcel."""

import asyncio
import time
from typing import Any

import aio_pika
import pytest
from common.errors import TransientError
from common.messaging.amqp import AmqpTransport, Counters
from common.messaging.amqp.link import Link
from common.messaging.topology import EXCHANGE, queue_of
from common.testing.broker import Broker
from common.testing.identities import identity_of
from common.testing.lanes import SECOND, TOPICS
from common.testing.parcels import a_parcel
from common.testing.tcp_proxy import TcpProxy
from common.wiring import Parcel

pytestmark = pytest.mark.broker

_NOTES = {"notes": True}
_KEPT = {"notes": False}


async def _send(transport: AmqpTransport, parcel: Parcel) -> dict[str, bool]:
    return dict(await transport.send(None, [parcel]))


async def _got(broker: Broker) -> aio_pika.abc.AbstractIncomingMessage:
    return (await broker.take(queue_of(SECOND), 1))[0]


async def test_what_no_queue_reads_comes_back_and_blocks_itself_only(
    transport: AmqpTransport,
) -> None:
    """A1: without `mandatory` and raised returns an unroutable publish looks like a success."""
    sent = await transport.send(None, [a_parcel("nobodys"), a_parcel("notes")])

    assert {"nobodys": False, "notes": True} == sent
    assert 1 == transport.counters.returns
    assert {"broker": "ok"} == transport.health()


async def test_parcels_are_persistent(broker: Broker, transport: AmqpTransport) -> None:
    """A2: the library's default is a message that a restart forgets."""
    await _send(transport, a_parcel("notes"))

    assert aio_pika.DeliveryMode.PERSISTENT == (await _got(broker)).delivery_mode


async def test_a_black_hole_never_ends_in_a_cancelled_caller(
    transport: AmqpTransport, proxy: TcpProxy
) -> None:
    """A4: a stuck connection must not cancel the task that publishes; it is told a plain no."""
    assert _NOTES == await _send(transport, a_parcel("notes"))
    proxy.blackhole()

    assert _KEPT == await _send(transport, a_parcel("notes", last=2))
    assert transport.health()["broker"].startswith("down: ")

    await proxy.heal()
    assert _NOTES == await _send(transport, a_parcel("notes", last=2))
    assert 1 == transport.counters.reconnects


async def test_a_silent_connection_is_given_up_by_its_heartbeat(
    broker: Broker, proxy: TcpProxy
) -> None:
    """A4, A9: nobody publishes, the link goes dark, and it is known within three heartbeats."""
    await broker.declare(TOPICS)
    transport = AmqpTransport(
        f"{broker.url_by(proxy.port)}?heartbeat=1", identity_of("first-service")
    )
    try:
        assert _NOTES == await _send(transport, a_parcel("notes"))
        proxy.blackhole()
        async with asyncio.timeout(15):
            while transport.health()["broker"] == "ok":  # noqa: ASYNC110 - no event to wait for
                await asyncio.sleep(0.05)
        await proxy.heal()

        assert _NOTES == await _send(transport, a_parcel("notes", last=2))
    finally:
        await transport.close()


async def test_two_parcels_in_flight_are_told_apart(
    broker: Broker, transport: AmqpTransport
) -> None:
    """A5: returns are matched by message id, so it stays the library's; ours is a header."""
    for last in range(20):
        parcels = [a_parcel("nobodys", last=last), a_parcel("notes", last=last)]
        assert {"nobodys": False, "notes": True} == await transport.send(None, parcels)

    message = await _got(broker)
    assert message.headers["parcel_id"] != message.message_id


async def test_a_closed_channel_harms_only_what_was_in_flight(
    broker: Broker, transport: AmqpTransport
) -> None:
    """A6: a missing exchange closes the channel under every publish; the next one has its own."""
    assert _NOTES == await _send(transport, a_parcel("notes"))
    await _delete_exchange(broker)
    parcels = [a_parcel("notes", last=2), a_parcel("marks", last=3)]

    assert {"notes": False, "marks": False} == await transport.send(None, parcels)
    assert _KEPT == await _send(transport, parcels[0])
    assert {"broker": "down: broker:topology"} == transport.health()

    await broker.declare(TOPICS)
    assert {"notes": True, "marks": True} == await transport.send(None, parcels)


async def test_while_the_broker_is_away_a_publish_fails_at_once(
    transport: AmqpTransport, proxy: TcpProxy
) -> None:
    """A7: it does not hang until the broker is back, and it goes through as soon as it is."""
    assert _NOTES == await _send(transport, a_parcel("notes"))
    await proxy.refuse()
    before = time.monotonic()

    assert _KEPT == await _send(transport, a_parcel("notes", last=2))
    assert _KEPT == await _send(transport, a_parcel("notes", last=2))
    assert time.monotonic() - before < 2

    await proxy.heal()
    assert _NOTES == await _send(transport, a_parcel("notes", last=2))


async def test_a_broker_short_of_memory_is_said_to_be_blocked(
    broker: Broker, transport: AmqpTransport
) -> None:
    """A8: publishes wait no longer than their timeout; health says blocked; nothing piles up."""
    assert _NOTES == await _send(transport, a_parcel("notes"))
    await asyncio.to_thread(broker.rabbit.ctl, "set_vm_memory_high_watermark", "absolute", "1MB")
    try:
        assert _KEPT == await _send(transport, a_parcel("notes", last=2))
        assert _KEPT == await _send(transport, a_parcel("notes", last=2))
        assert {"broker": "blocked"} == transport.health()
    finally:
        await asyncio.to_thread(
            broker.rabbit.ctl, "set_vm_memory_high_watermark", "absolute", "512MB"
        )
    assert _NOTES == await _send(transport, a_parcel("notes", last=2))
    assert {"broker": "ok"} == transport.health()
    assert 0 == transport.counters.reconnects


async def test_connections_ask_for_a_heartbeat_of_ten_seconds(broker: Broker) -> None:
    """A9: the library's default leaves a dead link unnoticed for three minutes."""
    connection = await Link(broker.url, "test", Counters()).open()
    try:
        underlay: Any = connection.transport
        assert 10 == underlay.connection.heartbeat_timeout
    finally:
        await connection.close()


async def test_a_handshake_that_nobody_answers_is_bounded(broker: Broker, proxy: TcpProxy) -> None:
    """A15: a connection that is accepted and then silent is given up within seconds."""
    proxy.blackhole()
    before = time.monotonic()

    with pytest.raises(TransientError):
        await Link(broker.url_by(proxy.port), "test", Counters()).open()

    assert time.monotonic() - before < 7


async def _delete_exchange(broker: Broker) -> None:
    connection = await aio_pika.connect(broker.url)
    async with connection:
        await (await connection.channel()).exchange_delete(EXCHANGE)
