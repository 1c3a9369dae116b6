"""The number's own limit."""

import asyncio

import pytest
from common.errors import TooManyError
from notifier.service.throttle import Throttle


async def test_no_second_holds_more_sends_than_allowed() -> None:
    """A burst fills the second, the rest waits for the next."""
    throttle, went = Throttle(10), list[float]()

    async def send() -> None:
        await throttle.wait("1", 5)
        went.append(asyncio.get_running_loop().time())

    await asyncio.gather(*(send() for _ in range(15)))

    assert all(went[n + 10] - went[n] >= 0.99 for n in range(5))
    assert went[9] - went[0] < 0.5


async def test_money_goes_first_when_the_second_is_full() -> None:
    """Chat that has waited longer waits on."""
    throttle, went = Throttle(1), list[str]()

    async def send(name: str, priority: int) -> None:
        await throttle.wait("1", priority)
        went.append(name)

    await send("first", 5)
    await asyncio.gather(send("chat", 5), send("money", 0))

    assert went == ["first", "money", "chat"]


async def test_numbers_do_not_share_a_limit() -> None:
    """Each number of ours has its own."""
    throttle = Throttle(1)

    async with asyncio.timeout(0.5):
        await throttle.wait("1", 5)
        await throttle.wait("2", 5)


async def test_nobody_waits_for_ever() -> None:
    """After five seconds the message goes back to its lane; nothing was sent."""
    times = iter([0.0, 0.0, 0.0, 0.0, 0.9, 0.9, 0.9, 6.0])
    throttle = Throttle(1, clock=lambda: next(times))

    await throttle.wait("1", 5)
    with pytest.raises(TooManyError):
        await throttle.wait("1", 5)
