"""A process that dies while a parcel is between its rows and the broker."""

import signal

import pytest
from common.crash import BROKER_POINTS
from common.testing.broker import Broker
from common.testing.lane_child import run_toys, what_was_done
from common.testing.lanes import LaneHouse

pytestmark = [pytest.mark.broker, pytest.mark.database, pytest.mark.crash]


@pytest.mark.parametrize("point", BROKER_POINTS)
async def test_a_kill_between_the_rows_and_the_broker_loses_and_doubles_nothing(
    house: LaneHouse, broker: Broker, point: str
) -> None:
    """Published and not marked, marked, or stored and not acknowledged: each note is done once."""
    assert await run_toys(house, point=point, amqp_url=broker.url) == -signal.SIGKILL
    assert await run_toys(house, amqp_url=broker.url) == 0

    assert (await what_was_done(house)).is_each_once
