"""Two services with a broker between them: each key in order, each effect once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import aio_pika
import pytest
from common.lanes.api import HandlerSet
from common.lanes.runtime import LaneRuntime
from common.messaging.amqp import AmqpTransport
from common.messaging.topology import EXCHANGE
from common.testing.broker import Broker
from common.testing.lanes import (
    FIRST,
    SECOND,
    LaneHouse,
    Mark,
    Note,
    Reply,
    a_row,
    settled,
    until,
    write_effect,
)
from common.testing.tcp_proxy import TcpProxy

pytestmark = [pytest.mark.broker, pytest.mark.database]

_NOTES = HandlerSet({Note.TYPE: write_effect, Mark.TYPE: write_effect})
_REPLIES = HandlerSet({Reply.TYPE: write_effect})
_KEYS = 7


async def _give(sender: LaneRuntime, numbers: Sequence[int]) -> None:
    rows = [a_row(Note(text=f"{n % _KEYS}:{n}"), str(n % _KEYS)) for n in numbers]
    await sender.accept(rows)


async def _all_done(house: LaneHouse, count: int, seconds: float = 60) -> None:
    """Wait for so many effects, then see that each is there once and each key in its order."""

    async def are_done() -> bool:
        return len(await house.effects()) >= count

    await until(are_done, seconds=seconds)
    effects = await house.effects()
    by_key: dict[str, list[int]] = defaultdict(list)
    for key, _, number in (effect.partition(":") for effect in effects):
        by_key[key].append(int(number))

    assert count == len(effects) == len(set(effects))
    assert all(numbers == sorted(numbers) for numbers in by_key.values())


@asynccontextmanager
async def _flowing(house: LaneHouse, count: int) -> AsyncGenerator[LaneRuntime]:
    """Give numbers from first to second service while a test does its worst."""
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)

    async def give() -> None:
        for start in range(0, count, 5):
            await _give(sender, range(start, start + 5))
            await asyncio.sleep(0.02)

    async with sender, reader:
        giving = asyncio.ensure_future(give())
        await asyncio.sleep(0.2)
        yield reader
        await giving
        await _all_done(house, count)


async def test_envelopes_pass_both_ways(house: LaneHouse) -> None:
    """What one service sends is the other's work, and the answer comes back."""
    sender, reader = house.runtime(FIRST, _REPLIES), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await sender.accept([a_row(Note(text="out"), "k"), a_row(Mark(text="free"), None)])
        await reader.accept([a_row(Reply(text="back"), "k")])
        await until(lambda: _has(house, SECOND, {"out", "free"}))
        await until(lambda: _has(house, FIRST, {"back"}))
        await settled(sender, reader)

        assert "ok" == sender.health()["broker"]
        assert "ok" == reader.health()["receiver"]


async def test_what_waits_travels_in_parcels(house: LaneHouse) -> None:
    """Many rows are few messages: up to 200 envelopes of a topic in each."""
    carried: list[AmqpTransport] = []
    make = house.carriers
    assert make is not None

    def keep(service: str) -> AmqpTransport:
        carrier = make(service)
        assert isinstance(carrier, AmqpTransport)
        carried.append(carrier)
        return carrier

    house.carriers = keep
    async with house.runtime(FIRST) as sender:
        await _give(sender, range(450))
        await settled(sender)

    assert 450 == carried[0].counters.envelopes_sent
    assert 3 <= carried[0].counters.parcels_sent <= 5


async def test_a_topic_that_nobody_reads_blocks_itself_only(house: LaneHouse) -> None:
    """Its rows stay unsent and visible; what goes to others is not held up."""
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await sender.accept([a_row(Note(text="lost"), "k", target="nobodys")])
        await _give(sender, range(20))
        await _all_done(house, 20)
        unsent = await house.rows(FIRST, "select target from outbox where sent_at is null")

    assert ["nobodys"] == [row.target for row in unsent]


async def test_order_survives_a_broker_that_is_killed(house: LaneHouse, broker: Broker) -> None:
    """Confirmed is kept, unconfirmed is repeated first: twice `kill -9` under load."""
    await broker.rest()
    async with _flowing(house, 600):
        for _ in range(2):
            await asyncio.to_thread(broker.rabbit.kill)
            await asyncio.to_thread(broker.rabbit.start)
            await asyncio.sleep(1)


async def test_order_survives_resets_refusals_and_a_black_hole(
    house: LaneHouse, proxy: TcpProxy
) -> None:
    """The relay and the receiver come back by themselves, and repetitions are absorbed."""
    async with _flowing(house, 600):
        for _ in range(4):
            proxy.reset()
            await asyncio.sleep(0.3)
        await proxy.refuse()
        await asyncio.sleep(0.5)
        await proxy.heal()
        await asyncio.sleep(0.5)
        proxy.blackhole()
        await asyncio.sleep(8)
        await proxy.heal()


async def test_order_survives_nacks(house: LaneHouse, broker: Broker) -> None:
    """A full queue beside ours makes the broker refuse what ours has got: it is repeated."""
    connection = await aio_pika.connect(broker.url)
    async with connection:
        channel = await connection.channel()
        full = await channel.declare_queue(
            "full", arguments={"x-max-length": 1, "x-overflow": "reject-publish"}
        )
        await full.bind(EXCHANGE, routing_key="notes")
        async with _flowing(house, 300):
            await asyncio.sleep(2)
            await full.delete(if_unused=False, if_empty=False)


async def test_two_receivers_of_one_queue_keep_the_order(house: LaneHouse, proxy: TcpProxy) -> None:
    """A13: one is active at a time, the other takes over; where they overlap nothing doubles."""
    async with house.runtime(SECOND, _NOTES) as second, _flowing(house, 400) as first:
        for _ in range(5):
            proxy.reset()
            await asyncio.sleep(0.4)
        first.kill_loop("receiver")
        await asyncio.sleep(0.3)
        second.kill_loop("receiver")


async def test_a_killed_relay_or_receiver_is_started_again(house: LaneHouse) -> None:
    """A4: whatever cancels them, they are supervised: they come back and nothing is lost."""
    async with _flowing(house, 200) as reader:
        for name in ("receiver", "relay", "receiver"):
            reader.kill_loop(name)
            await asyncio.sleep(0.2)


async def test_a_service_starts_before_its_broker(house: LaneHouse, proxy: TcpProxy) -> None:
    """It takes work and says that the broker is down; once it is there everything goes out."""
    await proxy.refuse()
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await _give(sender, range(30))

        async def is_told() -> bool:
            return sender.health()["broker"].startswith("down: ")

        await until(is_told)
        await proxy.heal()
        await _all_done(house, 30)


async def test_health_follows_the_broker_while_nothing_is_sent(
    house: LaneHouse, proxy: TcpProxy
) -> None:
    """An idle service says that its broker is down, and says when it is back."""
    async with house.runtime(FIRST) as idle:

        async def is_well() -> bool:
            return idle.health()["broker"] == "ok"

        async def is_unwell() -> bool:
            return not await is_well()

        await until(is_well)
        await proxy.refuse()
        await until(is_unwell)
        await proxy.heal()
        await until(is_well, seconds=15)


async def _has(house: LaneHouse, service: str, effects: set[str]) -> bool:
    return set(await house.effects(service)) == effects
