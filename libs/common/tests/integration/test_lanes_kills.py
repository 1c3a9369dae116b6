"""Tries that left no outcome: counted apart from errors, and not at all for a lost database."""

import pytest
from common.errors import TransientError
from common.lanes.api import HandlerSet
from common.testing.lanes import (
    SECOND,
    FailingHandler,
    LaneHouse,
    Note,
    give,
    read_all,
    until,
    write_effect,
)

pytestmark = pytest.mark.database

_NOTES = HandlerSet({Note.TYPE: write_effect})


async def test_a_message_that_stops_the_process_is_parked_after_five_tries(
    house: LaneHouse,
) -> None:
    """Tries that left no outcome count as well."""
    await give(house, ("killer", "k"), ("next", "k"))
    await _killed(house, "attempts = 5, kills = 5")
    await read_all(house, _NOTES)

    assert await house.effects() == ["next"]


async def _killed(house: LaneHouse, tries: str) -> None:
    first = "seq = (select min(seq) from inbox)"
    await house.rows(SECOND, f"update inbox set {tries} where {first}")  # noqa: S608 - the test's own words


async def test_kills_are_counted_apart_from_errors(house: LaneHouse) -> None:
    """A message that failed once and then kills the process is parked after five kills as well."""
    await give(house, ("killer", "k"), ("next", "k"))
    await _killed(house, "attempts = 6, kills = 5, error = 'test:busy'")
    await read_all(house, _NOTES)

    parked = await house.rows(SECOND, "select error from inbox where parked_at is not null")
    assert await house.effects() == ["next"]
    assert [row.error for row in parked] == ["lanes:stops_the_process"]


async def test_an_error_takes_back_the_kill_that_was_counted_before_the_try(
    house: LaneHouse,
) -> None:
    """Each try counts as a kill until it has an outcome; an error is one."""
    await give(house, ("later", "k"))
    handler = FailingHandler({"later": [TransientError("not now", code="test:busy")] * 2})
    await read_all(house, HandlerSet({Note.TYPE: handler}))

    row = (await house.rows(SECOND, "select attempts, kills, done_at from inbox"))[0]
    assert row.done_at is not None
    assert (row.attempts, row.kills, await house.effects()) == (3, 1, ["later"])


async def test_errors_are_not_fewer_because_of_kills(house: LaneHouse) -> None:
    """Three unforeseen errors are enough, however often the process died between them."""
    await give(house, ("bug", "k1"))
    await _killed(house, "attempts = 4, kills = 4")
    handler = FailingHandler({"bug": [KeyError("oops")] * 9})
    await read_all(house, HandlerSet({Note.TYPE: handler}))

    assert handler.tries.count("bug") == 3


async def test_a_lost_database_is_no_kill(house: LaneHouse) -> None:
    """Tries that the loss of the database ended do not park a message, however many they are."""
    await give(house, ("money", "k"))
    handler = FailingHandler({"money": [ConnectionError("gone")] * 7})
    async with house.runtime(SECOND, HandlerSet({Note.TYPE: handler})) as reader:

        async def is_done() -> bool:
            return await house.effects() == ["money"]

        await until(is_done, seconds=60)
        assert reader.restarts()["worker"] == 7
