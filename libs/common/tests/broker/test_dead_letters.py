"""Dead letters in an operator's hands: looking loses nothing, a replay leaves none too few."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from common.lanes.api import HandlerSet
from common.lanes.runtime import LaneRuntime
from common.messaging.admission import sealed
from common.messaging.amqp import AmqpTransport, TopologyError
from common.messaging.amqp.dead_letters import (
    RIGHTS,
    DeadLetter,
    DeadLetterError,
    dead_letters,
)
from common.messaging.topology import DEAD_EXCHANGE, dead_queue_of, queue_of
from common.testing.broker import Broker
from common.testing.identities import identity_of
from common.testing.lanes import FIRST, SECOND, TOPICS, LaneHouse, Note, a_row, until, write_effect
from common.testing.parcels import a_parcel, an_envelope
from common.testing.receiving import Inbox, receiving
from common.wiring import Parcel

pytestmark = pytest.mark.broker

_LOOKS = 30
"""More than any broker lets a message come back."""


@pytest.fixture
async def declared(broker: Broker) -> Broker:
    """Give a broker that has the toy services' topology."""
    await broker.declare(TOPICS)
    return broker


async def _bury(broker: Broker, parcel: Parcel) -> None:
    """Put a parcel where the broker puts what it sets aside."""
    headers, body = sealed(parcel, identity_of(parcel.source))
    connection = await aio_pika.connect(broker.url)
    async with connection:
        dead = await (await connection.channel()).get_exchange(DEAD_EXCHANGE)
        message = aio_pika.Message(
            body,
            headers={**headers, "parcel_id": "p"},
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await dead.publish(message, queue_of(SECOND))


async def _look(broker: Broker) -> Sequence[DeadLetter]:
    async with dead_letters(broker.url, SECOND) as letters:
        return await letters.take(100)


async def test_a_dead_letter_is_told_by_ids_types_and_reason(
    declared: Broker, transport: AmqpTransport
) -> None:
    """What the broker set aside says why, where it came from, and which envelopes it carries."""
    envelope = an_envelope(b"a secret body")
    await transport.send(None, [a_parcel("notes", envelope)])
    await _reject_one(declared)
    await until(lambda: _count(declared, 1))

    (letter,) = await _look(declared)

    assert (letter.topic, letter.source, letter.reason) == ("notes", FIRST, "rejected")
    assert [e.id for e in letter.envelopes] == [envelope.id]
    assert letter.died_at is not None


async def test_looking_often_loses_nothing(declared: Broker) -> None:
    """A broker with a limit of its own would drop what came back 20 times: a copy begins anew."""
    await _bury(declared, a_parcel("notes", an_envelope(b"money")))

    counts: list[int] = []
    ids: set[str] = set()
    for _ in range(_LOOKS):
        found = await _look(declared)
        ids |= {letter.id for letter in found}
        headers = found[0].arrived.message.headers
        counts.append(int(str(headers.get("x-delivery-count", 0))))

    assert len(ids) == 1
    assert await _count(declared, 1)
    assert max(counts) < 20


async def test_a_replay_is_done_once_whatever_was_had_before(
    house: LaneHouse, broker: Broker
) -> None:
    """The service knows an envelope by its id: a second copy of it changes nothing."""
    sender = house.runtime(FIRST)
    async with sender:
        await sender.accept([a_row(Note(text="money"), "k")])
        await until(lambda: _waiting(broker, 1))
    await _copy_to_dead(broker)
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect}))
    async with reader:
        await until(lambda: _has(house, 1))
        async with dead_letters(broker.url, SECOND) as letters:
            (letter,) = await letters.take(10)
            await letters.replay(letter)
        await until(lambda: _repeats(reader))

    assert await house.effects() == ["money"]
    assert await _count(broker, 0)


async def test_a_replay_that_the_broker_does_not_confirm_leaves_the_dead_copy(
    declared: Broker,
) -> None:
    """The copy comes back from a queue that is not there: nothing was acknowledged."""
    await _bury(declared, a_parcel("notes", an_envelope(b"money")))
    connection = await aio_pika.connect(declared.url)
    async with connection:
        await (await connection.channel()).queue_delete(queue_of(SECOND))

    async with dead_letters(declared.url, SECOND) as letters:
        (letter,) = await letters.take(10)
        with pytest.raises(DeadLetterError):
            await letters.replay(letter)

    assert await _count(declared, 1)


async def test_what_is_replayed_is_as_it_was_sent(declared: Broker) -> None:
    """Body and headers, without the broker's own and without a place in a row that is past."""
    envelopes = [an_envelope(b"1"), an_envelope(b"2")]
    await _bury(declared, a_parcel("notes", *envelopes, last=9, follows=4))
    inbox = Inbox()
    async with dead_letters(declared.url, SECOND) as letters:
        (letter,) = await letters.take(10)
        await letters.replay(letter)
    async with receiving(declared.url, inbox) as counters:
        await inbox.has(b"1", b"2")

    assert list(inbox.bodies) == [e.id for e in envelopes]
    assert counters.gaps == 0
    assert await _count(declared, 0)


async def test_what_is_discarded_is_gone_and_nothing_else(declared: Broker) -> None:
    """The others stay, in their order."""
    for last in (1, 2, 3):
        await _bury(declared, a_parcel("notes", an_envelope(b"%d" % last), last=last))
    async with dead_letters(declared.url, SECOND) as letters:
        _, second, _ = await letters.take(10)
        await letters.discard(second)

    left = [letter.envelopes[0].body for letter in await _look(declared)]

    assert left == [b"1", b"3"]


async def test_an_operators_user_needs_no_more_than_these_rights(declared: Broker) -> None:
    """To read the dead-letter queues, and to write to the default exchange; no service may."""
    await _bury(declared, a_parcel("notes", an_envelope(b"x")))
    declared.rabbit.add_user("dead-reader", "of-the-tests", declared.vhost, *RIGHTS)
    url = declared.rabbit.amqp_url("dead-reader", "of-the-tests", declared.vhost)
    async with dead_letters(url, SECOND) as letters:
        (letter,) = await letters.take(10)
        await letters.replay(letter)
    await _bury(declared, a_parcel("notes", an_envelope(b"x")))

    with pytest.raises(TopologyError):
        async with dead_letters(declared.url_of("notifier"), SECOND) as letters:
            await letters.take(10)


@asynccontextmanager
async def _first(broker: Broker) -> AsyncGenerator[tuple[AbstractChannel, AbstractIncomingMessage]]:
    """Give the first message of the queue; it comes again if it is not settled."""
    came: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    connection = await aio_pika.connect(broker.url)
    async with connection:
        channel = await connection.channel()
        await (await channel.get_queue(queue_of(SECOND))).consume(came.put)
        yield channel, await came.get()


async def _reject_one(broker: Broker) -> None:
    async with _first(broker) as (_, message):
        await message.reject(requeue=False)


async def _copy_to_dead(broker: Broker) -> None:
    """Set a copy of what waits aside, as if it had come back too often after it was stored."""
    async with _first(broker) as (channel, message):
        dead = await channel.get_exchange(DEAD_EXCHANGE)
        copy = aio_pika.Message(message.body, headers=message.headers)
        await dead.publish(copy, queue_of(SECOND))


async def _messages(broker: Broker, name: str) -> int:
    connection = await aio_pika.connect(broker.url)
    async with connection:
        queue = await (await connection.channel()).declare_queue(name, passive=True)
    return queue.declaration_result.message_count or 0


async def _count(broker: Broker, count: int) -> bool:
    return await _messages(broker, dead_queue_of(SECOND)) == count


async def _waiting(broker: Broker, count: int) -> bool:
    return await _messages(broker, queue_of(SECOND)) == count


async def _has(house: LaneHouse, count: int) -> bool:
    return len(await house.effects()) == count


async def _repeats(reader: LaneRuntime) -> bool:
    return reader.counters()["repeats"] == 1
