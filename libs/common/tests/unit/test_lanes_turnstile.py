"""How many batches of one process are in the database at once."""

import asyncio

from common.db import Database
from common.lanes.doorbell import Doorbell
from common.lanes.grouper import Grouper
from common.lanes.turnstile import MOST_AT_ONCE, turnstile


async def test_an_idle_process_lets_in_at_once() -> None:
    """Nobody waits by the clock: who comes alone does not even yield."""
    gate = turnstile()

    assert not gate.locked()
    async with gate:
        assert not gate.locked()


async def test_two_are_inside_and_the_others_come_in_the_order_they_came() -> None:
    """The interpreter is shared; more at once would only be smaller batches."""
    inside: list[int] = []
    most = 0
    entered: list[int] = []

    async def turn(number: int) -> None:
        nonlocal most
        async with turnstile():
            entered.append(number)
            inside.append(number)
            most = max(most, len(inside))
            await asyncio.sleep(0.001)
            inside.remove(number)

    async with asyncio.TaskGroup() as group:
        for number in range(10):
            group.create_task(turn(number))

    assert most == MOST_AT_ONCE
    assert entered == list(range(10))


async def test_a_turn_that_fails_or_is_cancelled_lets_the_next_in() -> None:
    """What goes wrong inside holds nobody up."""
    async with asyncio.timeout(1):
        for _ in range(5):
            waiting = asyncio.ensure_future(_hold())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait({waiting})
        async with turnstile(), turnstile():
            pass


async def _hold() -> None:
    async with turnstile():
        await asyncio.Event().wait()


def test_each_event_loop_has_its_own() -> None:
    """A second loop in another thread or test is another process to it."""

    async def mine() -> asyncio.Semaphore:
        return turnstile()

    async def twice() -> bool:
        return turnstile() is turnstile()

    with asyncio.Runner() as first, asyncio.Runner() as second:
        assert first.run(mine()) is not second.run(mine())
        assert first.run(twice())


async def test_a_loop_that_is_stopped_while_it_waits_for_its_turn_ends_at_once() -> None:
    """It takes no turn, and forgets no ring that told it to end."""
    turns: list[str] = []
    stopping = asyncio.Event()
    bell = Doorbell(Database("postgresql+asyncpg://nobody@/none", schema="none"), ["worker"])

    async def turn() -> bool:
        turns.append("taken")
        return False

    async with turnstile(), turnstile():
        serving = asyncio.ensure_future(bell.serve("worker", turn, stopping))
        await asyncio.sleep(0)
        stopping.set()
        bell.ring()
    async with asyncio.timeout(1):
        await serving

    assert turns == []


async def test_what_gathers_before_the_turnstile_is_taken_together() -> None:
    """A recorder that had to wait finds more than the first outcome."""
    grouper: Grouper[int] = Grouper(most=10)
    grouper.put(1)
    await grouper.something()
    grouper.put(2)

    assert [item for item, _ in await grouper.take()] == [1, 2]
