"""The topology is declared once, by the operator; a service only looks."""

from typing import Any

import aio_pika
import pytest
from common.messaging.amqp import AmqpTransport, TopologyError, declare_topology
from common.messaging.topology import queue_arguments, queue_of
from common.testing.broker import Broker
from common.testing.identities import identity_of
from common.testing.parcels import a_parcel

pytestmark = pytest.mark.broker


async def test_a_second_declaration_changes_nothing(broker: Broker) -> None:
    """Declaring is idempotent, so that every upgrade may do it; it names the queues."""
    first = await broker.declare()

    assert first == await broker.declare()
    assert {"mari.flow-engine", "mari.notifier", "mari.gateway-webhooks"} == set(first)


async def test_a_queue_with_other_arguments_is_one_clear_line(broker: Broker) -> None:
    """A14: what is there with other arguments is refused, named, and left as it is."""
    arguments: dict[str, Any] = {**queue_arguments("flow-engine"), "x-delivery-limit": 3}
    connection = await aio_pika.connect(broker.url)
    async with connection:
        channel = await connection.channel()
        await channel.declare_queue("mari.flow-engine", durable=True, arguments=arguments)

        with pytest.raises(TopologyError, match=r"queue mari\.flow-engine with other arguments"):
            await broker.declare()


async def test_a_broker_that_is_not_there_is_one_clear_line() -> None:
    """The operator reads where nobody answered, and no password."""
    with pytest.raises(TopologyError, match=r"No broker at 127\.0\.0\.1:1: ") as caught:
        await declare_topology("amqp://admin:secret@127.0.0.1:1/mari")

    assert "secret" not in str(caught.value)


async def test_a_service_refuses_to_publish_where_nothing_is_declared(broker: Broker) -> None:
    """Services look passively: without the topology nothing leaves, and health says what to do."""
    transport = AmqpTransport(broker.url_of("gateway-webhooks"), identity_of("gateway-webhooks"))
    try:
        assert await transport.send(None, [a_parcel("notes")]) == {"notes": False}
        assert transport.health() == {"broker": "down: broker:topology"}
    finally:
        await transport.close()


async def test_a_service_may_do_what_it_needs_and_no_more(broker: Broker) -> None:
    """A service's user declares nothing, publishes to `mari` alone and reads its own queue."""
    await broker.declare()
    connection = await aio_pika.connect(broker.url_of("flow-engine"))
    async with connection:
        refused: list[str] = []
        for attempt in (_declare, _publish_elsewhere, _read_another):
            channel = await connection.channel()
            try:
                await attempt(channel)
            except aio_pika.exceptions.ChannelClosed as error:
                refused.append(type(error).__name__)
        own = await (await connection.channel()).get_queue(queue_of("flow-engine"))
        await own.cancel(await own.consume(_nothing))

    assert ["ChannelAccessRefused"] * 3 == refused


async def _declare(channel: aio_pika.abc.AbstractChannel) -> None:
    await channel.declare_queue("mari.mine", durable=True)


async def _publish_elsewhere(channel: aio_pika.abc.AbstractChannel) -> None:
    await channel.default_exchange.publish(aio_pika.Message(b""), "mari.notifier")


async def _read_another(channel: aio_pika.abc.AbstractChannel) -> None:
    await (await channel.get_queue(queue_of("notifier"))).consume(_nothing)


async def _nothing(_message: aio_pika.abc.AbstractIncomingMessage) -> None:
    pass
