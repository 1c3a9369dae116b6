"""No wake-up is lost and no order broken while inserters and workers race, repeat and fail."""

import asyncio
import random
from contextlib import AsyncExitStack

import pytest
from common.db import Database
from common.errors import TransientError
from common.lanes.api import Delivery, HandlerSet, UnitOfWork
from common.lanes.doorbell import channel_of
from common.lanes.store import driver, inbox, lock_lane
from common.testing.lanes import SECOND, LaneHouse, Note, settled, write_effect
from common.wiring import Envelope

pytestmark = pytest.mark.database

_KEYS = 20
_EACH = 60


def _envelope(house: LaneHouse, key: str, number: int) -> Envelope:
    identity = f"{key}-{number}"
    body = house.bus.seal(Note(text=str(number)).model_dump_json().encode(), f"envelope:{identity}")
    return Envelope(identity, "x", Note.TYPE, "2026-11-25T10:00:00Z", key, 5, body)


def _fail_if(fails: bool) -> None:  # noqa: FBT001 - a die's answer
    if fails:
        raise InterruptedError


async def _insert(house: LaneHouse, database: Database, keys: list[str], seed: int) -> None:
    """Write each key's envelopes in order, in groups, with repeats and rollbacks."""
    dice = random.Random(seed)  # noqa: S311 - a seeded race
    place = dict.fromkeys(keys, 0)
    while place:
        chosen = dice.sample(sorted(place), min(len(place), dice.randint(1, 5)))
        group = [
            _envelope(house, k, n)
            for k in chosen
            for n in range(max(0, place[k] - 1), place[k] + 2)
        ]
        fails = dice.random() < 0.1
        try:
            async with database.begin() as session:
                await inbox.receive(session, group)
                _fail_if(fails)
        except InterruptedError:
            continue
        for key in chosen:
            place[key] += 2
            if place[key] >= _EACH:
                del place[key]
        await asyncio.sleep(dice.random() * 0.004)


async def test_racing_inserters_and_workers_lose_no_wake_up_and_keep_order(
    house: LaneHouse,
) -> None:
    """Two workers and four inserters, duplicates and rollbacks on both sides, no sweeper's help."""
    dice = random.Random(5)  # noqa: S311 - a seeded race

    async def handler(uow: UnitOfWork, delivery: Delivery) -> None:
        await write_effect(uow, delivery)
        if dice.random() < 0.005:
            raise TransientError("not now", code="test:busy")

    handlers = HandlerSet({Note.TYPE: handler})
    workers = [house.runtime(SECOND, handlers) for _ in range(2)]
    database = house.database(SECOND)
    keys = [f"k{n}" for n in range(_KEYS)]
    async with workers[0], workers[1]:
        async with asyncio.TaskGroup() as group:
            for n in range(4):
                group.create_task(_insert(house, database, keys[n::4], n))
        await settled(*workers)

    assert [worker.orphans() for worker in workers] == [{}, {}]
    rows = await house.rows(SECOND, "select key, text::int as number from effect order by seq")
    for key in keys:
        numbers = [row.number for row in rows if row.key == key]
        assert list(range(len(numbers))) == numbers
        assert len(numbers) >= _EACH


async def test_a_notification_from_another_process_wakes_at_once(house: LaneHouse) -> None:
    """Replicas ring one another: five messages are not five polls late."""
    database = house.database(SECOND)
    async with house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect})) as reader:
        await settled(reader)
        await asyncio.sleep(0.2)
        started = asyncio.get_running_loop().time()
        for number in range(5):
            async with database.begin() as session:
                await inbox.receive(session, [_envelope(house, "k", number)])
                await driver.notify(session, channel_of(database.schema), "another process")
            await settled(reader)
        took = asyncio.get_running_loop().time() - started

    assert took < 2.0


async def test_a_lost_notification_costs_latency_only(house: LaneHouse) -> None:
    """What nobody rang for is found by the poll."""
    async with house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect})) as reader:
        await settled(reader)
        async with house.database(SECOND).begin() as session:
            await inbox.receive(session, [_envelope(house, "k", 1)])
        await settled(reader)

    assert await house.effects() == ["1"]


async def test_a_route_that_locks_a_lane_makes_its_worker_wait_and_rings_it_after(
    house: LaneHouse,
) -> None:
    """A message that comes meanwhile is done after the route's commit, and at once."""
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect}))
    async with house.database(SECOND).begin() as session:
        await inbox.receive(session, [_envelope(house, "k", 1)])
    async with AsyncExitStack() as stack:
        async with reader.unit_of_work() as uow:
            await lock_lane(uow.session, key="k")
            await stack.enter_async_context(reader)
            await asyncio.sleep(0.3)
            during = await house.effects()
        started = asyncio.get_running_loop().time()
        await settled(reader)
        took = asyncio.get_running_loop().time() - started

    assert during == []
    assert await house.effects() == ["1"]
    assert took < 0.7
