"""Declaring the topology: once, by the operator's command; the services only look."""

from collections.abc import Mapping, Set
from typing import Final
from urllib.parse import urlsplit

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange
from aio_pika.exceptions import ChannelClosed, ChannelPreconditionFailed

from common.messaging.amqp.link import BROKEN, SECONDS, TopologyError, connect
from common.messaging.topology import (
    DEAD_EXCHANGE,
    EXCHANGE,
    SUBSCRIPTIONS,
    dead_queue_of,
    queue_arguments,
    queue_of,
)

__all__ = ["TopologyError", "declare_topology"]

_QUORUM: Final = {"x-queue-type": "quorum"}


async def declare_topology(
    url: str, subscriptions: Mapping[str, Set[str]] = SUBSCRIPTIONS
) -> list[str]:
    """Declare exchanges, queues and bindings; what is there already stays. Returns the queues.

    Raises TopologyError in one line: the broker is not to be had, refuses the user, or has
    something of the same name with other arguments.
    """
    try:
        connection = await connect(url, "mari topology")
    except BROKEN as error:
        where = urlsplit(url).netloc.rpartition("@")[2]
        raise TopologyError(f"No broker at {where}: {type(error).__name__}.") from error
    try:
        return await _declare(await connection.channel(), subscriptions)
    finally:
        await connection.close()


async def _declare(channel: AbstractChannel, subscriptions: Mapping[str, Set[str]]) -> list[str]:
    exchange = await _exchange(channel, EXCHANGE, ExchangeType.TOPIC)
    dead = await _exchange(channel, DEAD_EXCHANGE, ExchangeType.DIRECT)
    readers = [service for service, topics in sorted(subscriptions.items()) if topics]
    for service in readers:
        await _queue(channel, dead, dead_queue_of(service), (queue_of(service),), _QUORUM)
        topics = sorted(subscriptions[service])
        await _queue(channel, exchange, queue_of(service), topics, queue_arguments(service))
    return [queue_of(service) for service in readers]


async def _exchange(channel: AbstractChannel, name: str, kind: ExchangeType) -> AbstractExchange:
    try:
        return await channel.declare_exchange(name, kind, durable=True, timeout=SECONDS)
    except BROKEN as error:
        raise _refused(f"exchange {name}", error) from error


async def _queue(
    channel: AbstractChannel,
    exchange: AbstractExchange,
    name: str,
    topics: tuple[str, ...] | list[str],
    arguments: Mapping[str, str | int | bool],
) -> None:
    try:
        queue = await channel.declare_queue(
            name, durable=True, arguments=dict(arguments), timeout=SECONDS
        )
        for topic in topics:
            await queue.bind(exchange, routing_key=topic, timeout=SECONDS)
    except BROKEN as error:
        raise _refused(f"queue {name}", error) from error


def _refused(what: str, error: BaseException) -> TopologyError:
    if isinstance(error, ChannelPreconditionFailed):
        return TopologyError(
            f"The broker has a {what} with other arguments: let it run empty and delete it,"
            f" then declare again ({error})."
        )
    if isinstance(error, ChannelClosed):
        return TopologyError(f"The broker refuses the {what}: {error}.")
    return TopologyError(f"The broker did not declare the {what}: {type(error).__name__}.")
