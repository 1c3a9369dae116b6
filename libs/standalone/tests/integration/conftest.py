"""What the commands' tests share: one running house for all tests of a module."""

from collections.abc import AsyncGenerator

import pytest_asyncio
from common.testing.plugin import open_folder
from standalone.testing.operated import Operated, operated


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house() -> AsyncGenerator[Operated]:
    """Give a whole Mari with everything that a data folder shows of it."""
    with open_folder() as folder:
        async with operated(folder) as opened:
            yield opened
