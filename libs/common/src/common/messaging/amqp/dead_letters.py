"""A service's dead-letter queue in an operator's hands: looked at, replayed, discarded.

Looking takes the messages and gives them back, which counts against a delivery limit where the
broker has one of its own (20 since RabbitMQ 4.0): who comes near it is put back as a fresh copy,
confirmed before the old one is acknowledged. So is a replay: whatever fails leaves a copy too many,
never one too few, and the inbox knows an envelope by its id.
"""

import hashlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from aio_pika.exceptions import DeliveryError

from common.messaging.amqp.inflow import Arrived, read
from common.messaging.amqp.link import (
    BROKEN,
    SECONDS,
    TopologyError,
    checked,
    connect,
    open_channel,
)
from common.messaging.topology import dead_queue_of, queue_of
from common.wiring import Envelope

RIGHTS: Final = ("^$", r"^amq\.default$", r"^mari\..*\.dead$")
"""What a broker user needs for this, to configure, write and read; the administrator has them."""
_RENEW_AFTER: Final = 8
"""Deliveries after which a message is put back as a copy: far below any broker's limit."""
_UNWANTED: Final = frozenset({"follows"})


class DeadLetterError(Exception):
    """It could not be done, and nothing was lost; the text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message that no service could take: what may be shown of it, never its body."""

    service: str
    arrived: Arrived

    @property
    def id(self) -> str:
        """A short name that stays the same however often it is looked at."""
        message = self.arrived.message
        parcel_id = str(message.headers.get("parcel_id", ""))
        return hashlib.sha256(parcel_id.encode() + message.body).hexdigest()[:12]

    @property
    def envelopes(self) -> Sequence[Envelope]:
        """Its envelopes; none when it is no parcel."""
        return self.arrived.envelopes

    @property
    def topic(self) -> str:
        """Its topic, as far as it tells one."""
        return self.arrived.parcel.topic if self.arrived.parcel else "no parcel"

    @property
    def source(self) -> str:
        """Who sent it, as far as it tells."""
        return self.arrived.parcel.source if self.arrived.parcel else "unknown"

    @property
    def reason(self) -> str:
        """Why the broker set it aside: `delivery_limit`, `rejected`, `expired`, `maxlen`."""
        return str(self._death.get("reason", "unknown"))

    @property
    def died_at(self) -> datetime | None:
        """When it was set aside, as the broker noted it."""
        found = self._death.get("time")
        return found if isinstance(found, datetime) else None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.arrived.message.body)

    @property
    def _death(self) -> Mapping[str, Any]:
        deaths: object = self.arrived.message.headers.get("x-death")
        if not isinstance(deaths, list) or not deaths:
            return {}
        return cast("Mapping[str, Any]", deaths[0])


class DeadLetters:
    """The messages of one service's dead-letter queue, held until the end of the block."""

    def __init__(self, service: str, channel: AbstractChannel) -> None:
        self._service = service
        self._channel = channel
        self._held: dict[str, list[AbstractIncomingMessage]] = {}

    async def take(self, most: int) -> list[DeadLetter]:
        """Return what lies there, the oldest first; copies of one message are one.

        Raises TransientError, TopologyError.
        """
        name = dead_queue_of(self._service)
        queue = await checked(f"queue {name}", self._channel.get_queue(name, ensure=True))
        found: list[DeadLetter] = []
        for _ in range(min(most, queue.declaration_result.message_count or 0)):
            message = await checked(f"queue {name}", queue.get(fail=False))
            if message is None:
                break
            letter = DeadLetter(self._service, read(message))
            if letter.id not in self._held:
                found.append(letter)
            self._held.setdefault(letter.id, []).append(message)
        return found

    async def replay(self, letter: DeadLetter) -> None:
        """Put a message into its service's queue again; the dead copy goes once that is confirmed.

        Raises DeadLetterError: then the dead copy is still there.
        """
        await self._copy(letter.arrived.message, queue_of(self._service), _wanted)
        await self.discard(letter)

    async def discard(self, letter: DeadLetter) -> None:
        """Let a message go for good. Raises DeadLetterError."""
        for message in self._held.pop(letter.id, []):
            try:
                await message.ack()
            except BROKEN as error:
                raise _still_there(error) from error

    async def give_back(self) -> None:
        """Leave everything else as it was found; what was looked at often is put back as a copy."""
        for message in [message for copies in self._held.values() for message in copies]:
            if int(str(message.headers.get("x-delivery-count", 0))) >= _RENEW_AFTER:
                await self._copy(message, dead_queue_of(self._service), _all_but_the_brokers)
                await message.ack()
        self._held.clear()

    async def _copy(self, message: AbstractIncomingMessage, queue: str, keep: Any) -> None:  # noqa: ANN401 - one of the two below
        copy = Message(
            message.body,
            headers={name: value for name, value in message.headers.items() if keep(name)},
            content_type=message.content_type,
            delivery_mode=DeliveryMode.PERSISTENT,
        )
        try:
            await self._channel.default_exchange.publish(
                copy, routing_key=queue, mandatory=True, timeout=SECONDS
            )
        except (DeliveryError, *BROKEN) as error:
            raise _still_there(error) from error


def _wanted(header: str) -> bool:
    """Keep what the sender wrote, without the parcel's place in a row that is long past."""
    return not header.startswith("x-") and header not in _UNWANTED


def _all_but_the_brokers(header: str) -> bool:
    """Keep also why it died; how often it was looked at begins anew."""
    return header not in {"x-delivery-count", "x-acquired-count"}


def _still_there(error: BaseException) -> DeadLetterError:
    why = f"The broker did not confirm it ({type(error).__name__})"
    return DeadLetterError(f"{why}: the dead copy is still there. Try again.")


@asynccontextmanager
async def dead_letters(url: str, service: str) -> AsyncGenerator[DeadLetters]:
    """Give a service's dead-letter queue; what is not replayed or discarded stays in it.

    Raises DeadLetterError, TransientError, TopologyError.
    """
    try:
        connection = await connect(url, "mari dead")
    except BROKEN as error:
        where = urlsplit(url).netloc.rpartition("@")[2]
        raise TopologyError(f"No broker at {where}: {type(error).__name__}.") from error
    async with connection:
        letters = DeadLetters(service, await open_channel(connection, on_return_raises=True))
        try:
            yield letters
        finally:
            await letters.give_back()
