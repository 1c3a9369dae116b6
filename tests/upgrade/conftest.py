"""What the tests of the upgrade share: the release before, and databases that it left."""

from datetime import datetime
from pathlib import Path

import pytest
from common.testing.plugin import MakeDatabase
from standalone.testing.release_before import LeftDatabase, Release, migrate, read_release


@pytest.fixture(scope="session")
def release() -> Release:
    """Give the release before, as its own services filled it."""
    return read_release(Path(__file__).parent / "data")


@pytest.fixture
def left_database(make_database: MakeDatabase, release: Release) -> LeftDatabase:
    """Give a maker of migrated databases that the release before left at a moment."""

    async def make(at: datetime) -> str:
        url = await make_database([])
        await release.load(url, at=at)
        await migrate(url)
        return url

    return make
