"""A process killed at any named point of the lanes loses nothing and does nothing twice."""

import asyncio
import signal
import sys

import pytest
from common.crash import CRASH_POINTS
from common.testing.lane_child import NOTES
from common.testing.lanes import FIRST, SECOND, LaneHouse

pytestmark = [pytest.mark.database, pytest.mark.crash]

_LOOPS = ("accept.", "relay.", "worker.", "http.", "caller.")


async def _run(house: LaneHouse, *arguments: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "common.testing.lane_child", house.url, *arguments
    )
    return await asyncio.wait_for(process.wait(), 60)


@pytest.mark.parametrize("point", [p for p in CRASH_POINTS if p.startswith(_LOOPS)])
async def test_a_kill_at_a_named_point_loses_and_doubles_nothing(
    house: LaneHouse, point: str
) -> None:
    """After the next start every note has one effect, one request, one reply and one job."""
    assert await _run(house, point) == -signal.SIGKILL
    assert await _run(house) == 0

    assert sorted(await house.effects(SECOND)) == [str(n) for n in range(NOTES)]
    assert len(set(await house.effects(FIRST))) == len(await house.effects(FIRST)) == NOTES
    jobs = [row.status for row in await house.rows(FIRST, "select status from job")]
    assert len(jobs) == NOTES
    assert jobs.count("ok") >= NOTES - 2
    assert set(jobs) <= {"ok", "doubt"}
    unsent = await house.rows(SECOND, "select 1 from outbox where sent_at is null")
    assert list(unsent) == []
