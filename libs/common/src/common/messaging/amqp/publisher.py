"""Publishing: each parcel confirmed or repeated; an error means that it may have arrived."""

import asyncio
from dataclasses import dataclass
from typing import Final

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import DeliveryError, PublishError

from common.errors import TransientError
from common.ids import new_id
from common.lanes.supervisor import code_of
from common.log import get_logger
from common.messaging.admission import sealed
from common.messaging.amqp.counters import Counters
from common.messaging.amqp.link import BLOCKED, BROKEN, OK, SECONDS, Link, checked, open_channel
from common.messaging.envelope import CONTENT_TYPE
from common.messaging.topology import EXCHANGE
from common.signing import Identity
from common.wiring import Parcel

log = get_logger(__name__)

_AT_ONCE: Final = 0.01


@dataclass(slots=True)
class _Way:
    """A connection with the one channel on which everything is published."""

    connection: AbstractConnection
    channel: AbstractChannel
    exchange: AbstractExchange
    is_given_up: bool = False

    @property
    def is_closed(self) -> bool:
        """Tell whether it is of no use any more."""
        return self.is_given_up or self.connection.is_closed or self.channel.is_closed

    async def is_free(self, seconds: float) -> bool:
        """Tell whether the broker takes messages; it takes none while memory or disk run out."""
        transport = self.connection.transport
        if transport is None or self.is_closed:
            return True
        try:
            async with asyncio.timeout(seconds):
                await transport.ready()
        except TimeoutError:
            return False
        return True


class Publisher:
    """Publishes on a connection of its own, which it opens when it is needed."""

    def __init__(self, link: Link, identity: Identity) -> None:
        self._link = link
        self._identity = identity
        self._counters: Counters = link.counters
        self._opening: asyncio.Task[_Way] | None = None

    async def look(self) -> None:
        """Open the way if need be and note how it stands. Raises TransientError, TopologyError."""
        way = await self._way()
        self._link.became(OK if await way.is_free(_AT_ONCE) else BLOCKED)

    async def publish(self, parcel: Parcel) -> bool:
        """Publish a parcel; returns whether the broker has it for good. Raises TransientError."""
        way = await self._way()
        if not await way.is_free(SECONDS):
            self._link.became(BLOCKED)
            raise TransientError("The broker takes no messages now.", code="broker:blocked")
        self._link.became(OK)
        try:
            message = _message(parcel, self._identity)
            await way.exchange.publish(
                message, routing_key=parcel.topic, mandatory=True, timeout=SECONDS
            )
        except PublishError:
            self._counters.returns += 1
            log.warning("parcel.returned", topic=parcel.topic, last=parcel.last)
            return False
        except DeliveryError:
            self._failed("parcel.refused", parcel, "broker:nack")
            return False
        except BROKEN as error:
            self._failed("parcel.in_doubt", parcel, code_of(error))
            await self._give_up(way, error)
            return False
        self._counters.parcels_sent += 1
        self._counters.envelopes_sent += len(parcel.envelopes)
        return True

    async def close(self) -> None:
        """Close the connection."""
        opening, self._opening = self._opening, None
        if opening is not None:
            opening.cancel()
            (found,) = await asyncio.gather(opening, return_exceptions=True)
            if isinstance(found, _Way):
                self._link.drop(found.connection)
        await self._link.closed()

    async def _way(self) -> _Way:
        """Return the open way; whoever comes while it is being opened shares the outcome."""
        opening = self._opening
        if opening is None or _is_useless(opening):
            opening = self._opening = asyncio.ensure_future(self._open())
        return await asyncio.shield(opening)

    async def _open(self) -> _Way:
        connection = await self._link.open()
        try:
            channel = await open_channel(connection, on_return_raises=True)
            look = channel.get_exchange(EXCHANGE, ensure=True)
            return _Way(connection, channel, await checked(f"exchange {EXCHANGE}", look))
        except BaseException as error:
            self._link.drop(connection, error)
            raise

    async def _give_up(self, way: _Way, error: BaseException) -> None:
        """Forget a way that failed, unless the broker is only short of room."""
        if isinstance(error, TimeoutError) and not await way.is_free(_AT_ONCE):
            self._link.became(BLOCKED)
            return
        way.is_given_up = True
        self._link.drop(way.connection, error)

    def _failed(self, event: str, parcel: Parcel, code: str) -> None:
        self._counters.failures += 1
        log.warning(event, topic=parcel.topic, last=parcel.last, error=code)


def _is_useless(opening: asyncio.Task[_Way]) -> bool:
    if not opening.done():
        return False
    if opening.cancelled() or opening.exception() is not None:
        return True
    return opening.result().is_closed


def _message(parcel: Parcel, identity: Identity) -> Message:
    headers, body = sealed(parcel, identity)
    # `message_id` stays unset: the library matches returned messages by it and makes it unique.
    return Message(
        body,
        headers={**headers, "parcel_id": str(new_id())},
        content_type=CONTENT_TYPE,
        delivery_mode=DeliveryMode.PERSISTENT,
    )
