"""What the lanes' tests share."""

from collections.abc import AsyncGenerator

import pytest
from common.testing.lanes import LaneHouse, lane_house
from common.testing.plugin import MakeDatabase


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncGenerator[LaneHouse]:
    """Give two services that are nothing but lanes."""
    async with lane_house(await make_database([])) as house:
        yield house
