"""Loops stay alive, failures have one meaning each, and groups give everyone his own outcome."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from common.errors import InvalidError, TransientError
from common.lanes.failures import Meaning, backoff, meaning_of
from common.lanes.grouper import Grouper, do_together
from common.lanes.supervisor import Supervisor
from common.lanes.tokens import life_of, new_token
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError


class _Loop:
    """Ends as the test says, then runs until stopped."""

    def __init__(self, *ends: BaseException) -> None:
        self.ends = list(ends)
        self.starts = 0
        self.is_up = asyncio.Event()

    async def __call__(self) -> None:
        self.starts += 1
        if self.ends:
            raise self.ends.pop(0)
        self.is_up.set()
        await asyncio.Event().wait()


@pytest.mark.parametrize("end", [KeyError("bug"), asyncio.CancelledError(), OSError()])
async def test_a_loop_that_ends_unasked_is_started_again(end: BaseException) -> None:
    """Also one that was cancelled by nobody's wish."""
    loop, supervisor = _Loop(end), Supervisor()
    supervisor.start("x", loop, is_endless=True)
    async with asyncio.timeout(2):
        await loop.is_up.wait()
    await supervisor.stop(patience=0)

    assert loop.starts == 2


async def test_a_loop_that_restarts_says_so() -> None:
    """Health names the loop and the code of its error."""
    supervisor = Supervisor()
    loop = _Loop(*(TransientError("x", code="db:down") for _ in range(20)))
    supervisor.start("x", loop, is_endless=True)
    await asyncio.sleep(0.01)
    state = supervisor.health["x"]
    await supervisor.stop(patience=0)

    assert state == "restarting: db:down"


async def test_stopping_lets_a_loop_end_its_turn() -> None:
    """A loop that looks at `stopping` is not cancelled."""
    supervisor = Supervisor()
    ended = False

    async def loop() -> None:
        nonlocal ended
        await supervisor.stopping.wait()
        await asyncio.sleep(0.01)
        ended = True

    supervisor.start("x", loop)
    await asyncio.sleep(0)
    await supervisor.stop(patience=1)

    assert ended


def _refused(state: str) -> DBAPIError:
    cause = Exception()
    cause.__dict__["sqlstate"] = state
    return DBAPIError("select", {}, cause)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (InvalidError("x", code="x:y"), Meaning.NEVER),
        (TransientError("x", code="x:y"), Meaning.LATER),
        (KeyError(), Meaning.UNEXPECTED),
        (ConnectionError(), Meaning.LOST),
        (StaleDataError(), Meaning.AT_ONCE),
        (_refused("40P01"), Meaning.AT_ONCE),
        (_refused("57014"), Meaning.LATER),
        (_refused("57P01"), Meaning.LOST),
        (_refused("22021"), Meaning.UNEXPECTED),
    ],
)
def test_every_failure_has_one_meaning(error: Exception, meaning: Meaning) -> None:
    """The worker decides from the error, not the handler."""
    assert meaning_of(error) is meaning


@given(st.integers(1, 10_000))
def test_waits_grow_and_stay_under_their_bound(attempts: int) -> None:
    """Doubled each time, with jitter, never much over five minutes."""
    assert timedelta(seconds=0.5) <= backoff(attempts) <= timedelta(minutes=7)


@given(st.integers(0, 2**31 - 1))
def test_a_token_names_its_process(life: int) -> None:
    """Claims of a process that is gone are found by their tokens."""
    assert life_of(new_token(life)) == life


async def test_a_group_that_fails_is_done_one_by_one() -> None:
    """Each giver gets his own outcome."""
    grouper: Grouper[int] = Grouper(most=10)
    waits = [grouper.put(number) for number in (1, 2, 3)]
    groups: list[list[int]] = []

    async def write(items: Sequence[int]) -> None:
        groups.append(list(items))
        if 2 in items:
            raise KeyError(2)

    await do_together(await grouper.take(), write, lambda _: False)

    assert groups == [[1, 2, 3], [1], [2], [3]]
    assert [wait.exception() is None for wait in waits] == [True, False, True]


async def test_a_lost_connection_is_everybodys_at_once() -> None:
    """Nothing is tried one by one while the database is away."""
    grouper: Grouper[int] = Grouper(most=10)
    waits = [grouper.put(number) for number in (1, 2)]
    calls = 0

    async def write(_items: Sequence[int]) -> None:
        nonlocal calls
        calls += 1
        raise ConnectionError

    await do_together(await grouper.take(), write, lambda e: isinstance(e, ConnectionError))

    assert calls == 1
    assert all(wait.exception() for wait in waits)


async def test_a_group_is_what_has_gathered_up_to_its_bound() -> None:
    """Nobody waits for a group to fill, and none grows without end."""
    grouper: Grouper[int] = Grouper(most=2)
    for number in range(3):
        grouper.put(number)

    assert [item for item, _ in await grouper.take()] == [0, 1]
    assert [item for item, _ in await grouper.take()] == [2]
