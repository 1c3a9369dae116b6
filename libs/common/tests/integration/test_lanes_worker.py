"""The worker: order in a lane, one failure is one message's, and nothing is done twice."""

from collections.abc import AsyncGenerator

import pytest
from common.lanes.api import HandlerSet
from common.testing.lanes import (
    FIRST,
    SECOND,
    LaneHouse,
    Note,
    a_row,
    lane_house,
    settled,
    write_effect,
)
from common.testing.plugin import MakeDatabase

pytestmark = pytest.mark.database


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncGenerator[LaneHouse]:
    """Give two services that are nothing but lanes."""
    async with lane_house(await make_database([])) as house:
        yield house


async def test_messages_of_a_key_are_done_in_the_order_they_were_accepted(house: LaneHouse) -> None:
    """What one customer wrote is handled in order, whatever else comes between."""
    sender = house.runtime(FIRST)
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: write_effect}))
    async with sender, reader:
        for number in range(50):
            await sender.accept(
                [a_row(Note(text=str(number)), "k"), a_row(Note(text="-"), "other")]
            )
        await settled(sender, reader)

    expected = [str(n) for n in range(50)]
    assert expected == [t for t in await house.effects() if t != "-"]
