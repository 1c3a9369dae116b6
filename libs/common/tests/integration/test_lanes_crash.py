"""A process that dies at any named point goes on after its next start as if it had not."""

import signal

import pytest
from common.crash import ASIDE_POINTS, CRASH_POINTS
from common.testing.lane_child import run_toys, what_was_done
from common.testing.lanes import LaneHouse

pytestmark = [pytest.mark.database, pytest.mark.crash]

_LOOPS = ("accept.", "relay.", "worker.", "http.", "caller.")


@pytest.mark.parametrize(
    "point", [*(p for p in CRASH_POINTS if p.startswith(_LOOPS)), *ASIDE_POINTS]
)
async def test_a_kill_at_a_named_point_loses_and_doubles_nothing(
    house: LaneHouse, point: str
) -> None:
    """After the next start every note has one effect, one request, one reply and one job."""
    assert await run_toys(house, point=point) == -signal.SIGKILL
    assert await run_toys(house) == 0

    assert (await what_was_done(house)).is_each_once
