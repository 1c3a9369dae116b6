"""Loops stay alive, failures have one meaning each, and groups give everyone his own outcome."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from common.errors import InvalidError, TransientError
from common.lanes.failures import Meaning, backoff, is_own_fault, meaning_of
from common.lanes.grouper import Grouper, do_together, in_halves
from common.lanes.supervisor import Supervisor
from common.lanes.tokens import life_of, new_token
from common.lanes.turns import Turns
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


async def test_a_loop_that_shows_no_progress_is_told_and_begins_anew() -> None:
    """Nothing ends it: the watchdog cancels it, counts it and says why."""
    turns = Turns()
    supervisor = Supervisor(turns, stuck_seconds=0.1)
    starts, ended = asyncio.Queue[None](), asyncio.Event()

    async def loop() -> None:
        starts.put_nowait(None)
        try:
            with turns.under_way("x"):
                await asyncio.Event().wait()
        finally:
            ended.set()

    supervisor.start("x", loop, is_endless=True)
    async with asyncio.timeout(2):
        await starts.get()
        await ended.wait()
        await asyncio.sleep(0.01)
        state = supervisor.health["x"]
        await starts.get()
    await supervisor.stop(patience=0)

    assert state == "restarting: lanes:stuck"
    assert supervisor.restarts["x"] >= 1


async def test_a_stuck_loop_that_cannot_be_cancelled_stays_told() -> None:
    """Two of one kind never run side by side: health says `stuck` until it has ended."""
    turns, release = Turns(), asyncio.Event()
    supervisor = Supervisor(turns, stuck_seconds=0.05)

    async def wait_through() -> None:
        with turns.under_way("x"):
            task = asyncio.ensure_future(release.wait())
            while not task.done():
                try:
                    await asyncio.shield(task)
                except asyncio.CancelledError:
                    continue

    supervisor.start("x", wait_through, is_endless=True)
    await asyncio.sleep(0.2)
    state, restarts = supervisor.health["x"], supervisor.restarts["x"]
    release.set()
    await supervisor.stop(patience=0)

    assert state.startswith("stuck: no turn for")
    assert restarts == 0


async def test_a_loop_that_goes_on_or_waits_for_work_is_not_stuck() -> None:
    """A long turn that shows progress, and a loop without work, are left alone."""
    turns = Turns()
    supervisor = Supervisor(turns, stuck_seconds=0.1)

    async def long() -> None:
        with turns.under_way("long") as turn:
            while True:
                turn.beat()
                await asyncio.sleep(0.02)

    supervisor.start("long", long, is_endless=True)
    supervisor.start("idle", _Loop(), is_endless=True)
    await asyncio.sleep(0.4)
    states, restarts = dict(supervisor.health), dict(supervisor.restarts)
    await supervisor.stop(patience=0)

    assert states == {"long": "ok", "idle": "ok"}
    assert restarts == {"long": 0, "idle": 0}


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
        (_refused("57P05"), Meaning.LOST),
        (_refused("53100"), Meaning.LOST),
        (_refused("25006"), Meaning.LOST),
        (_refused("25P03"), Meaning.LOST),
        (_refused("58030"), Meaning.LOST),
        (TimeoutError(), Meaning.LOST),
        (_refused("22021"), Meaning.UNEXPECTED),
    ],
)
def test_every_failure_has_one_meaning(error: Exception, meaning: Meaning) -> None:
    """The worker decides from the error, not the handler."""
    assert meaning_of(error) is meaning


@pytest.mark.parametrize("state", ["57014", "53100", "25006", "40P01", "42P01", "57P01", "08006"])
def test_trouble_of_our_own_is_never_a_rows_fault(state: str) -> None:
    """Slow, full, read-only, deadlocked, not migrated, gone: the row is as good as it was."""
    assert not is_own_fault(_refused(state))


@pytest.mark.parametrize("state", ["22021", "23514", "54000"])
def test_a_row_that_can_never_be_stored_is_its_own_fault(state: str) -> None:
    """A value, a rule, a size."""
    assert is_own_fault(_refused(state))


@given(st.integers(1, 10_000))
def test_waits_grow_and_stay_under_their_bound(attempts: int) -> None:
    """Doubled each time, with jitter, never much over five minutes."""
    assert timedelta(seconds=0.5) <= backoff(attempts) <= timedelta(minutes=7)


@given(st.integers(0, 2**31 - 1))
def test_a_token_names_its_process(life: int) -> None:
    """Claims of a process that is gone are found by their tokens."""
    assert life_of(new_token(life)) == life


async def test_a_group_that_fails_is_done_in_halves() -> None:
    """Each giver gets his own outcome; the good half of a group is one write, not many."""
    grouper: Grouper[int] = Grouper(most=10)
    waits = [grouper.put(number) for number in (1, 2, 3)]
    groups: list[list[int]] = []

    async def write(items: Sequence[int]) -> None:
        groups.append(list(items))
        if 2 in items:
            raise KeyError(2)

    await do_together(await grouper.take(), write)

    assert groups == [[1, 2, 3], [1], [2, 3], [2], [3]]
    assert [wait.exception() is None for wait in waits] == [True, False, True]


@given(st.integers(1, 200), st.data())
def test_one_that_fails_costs_a_handful_of_writes(size: int, data: st.DataObject) -> None:
    """One bad item of a full group is found in at most two writes for each halving."""
    bad = data.draw(st.integers(0, size - 1))
    writes: list[int] = []

    async def write(items: Sequence[int]) -> None:
        writes.append(len(items))
        if bad in items:
            raise KeyError(bad)

    failed = asyncio.run(in_halves(range(size), write))

    assert [item for item, _ in failed] == [bad]
    assert len(writes) <= 2 * size.bit_length() + 1


async def test_a_lost_connection_is_everybodys_at_once() -> None:
    """Nothing is tried one by one while the database is away."""
    grouper: Grouper[int] = Grouper(most=10)
    waits = [grouper.put(number) for number in (1, 2)]
    calls = 0

    async def write(_items: Sequence[int]) -> None:
        nonlocal calls
        calls += 1
        raise ConnectionError

    await do_together(await grouper.take(), write)

    assert calls == 1
    assert all(wait.exception() for wait in waits)


async def test_a_group_is_what_has_gathered_up_to_its_bound() -> None:
    """Nobody waits for a group to fill, and none grows without end."""
    grouper: Grouper[int] = Grouper(most=2)
    for number in range(3):
        grouper.put(number)

    assert [item for item, _ in await grouper.take()] == [0, 1]
    assert [item for item, _ in await grouper.take()] == [2]
