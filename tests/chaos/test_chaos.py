"""Each kind of fault once, under load: the promise holds, and no loop dies unnoticed."""

import asyncio
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import httpx
import pytest
from common.testing.plugin import open_folder
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from standalone.testing.chaos.house import ChaosHouse, open_house
from standalone.testing.chaos.loops import loops_of
from standalone.testing.chaos.recovery import until_recovered
from standalone.testing.chaos.run import SHORT_COURSE, run

pytestmark = [pytest.mark.chaos, pytest.mark.broker, pytest.mark.alone]

_STRUCK = ("flow-engine", "flow-engine-2")


@pytest.fixture
def folder() -> Generator[Path]:
    """Give a folder in which servers may live."""
    with open_folder() as found:
        yield found


@pytest.mark.timeout(900)
async def test_each_kind_of_fault_under_load_loses_and_doubles_nothing(
    folder: Path, record_property: Callable[[str, object], None]
) -> None:
    """Kills, restarts, resets and black holes: all credited once, in order, and everyone told."""
    report = await run(folder, SHORT_COURSE)

    record_property("chaos", report.line())
    assert report.purchases >= SHORT_COURSE.purchases
    assert report.held, (report.line(), report.details)


@pytest.mark.timeout(300)
async def test_a_loop_that_dies_is_started_again_and_counted(folder: Path) -> None:
    """Whoever looks at the metrics sees that a loop died, and that it runs again."""
    async with open_house(folder) as house, house.phones() as phones:
        await until_recovered(house, phones)
        before = {name: (await loops_of(house, name)).restarts for name in _STRUCK}

        await _cut_every_session(house, "flow_engine")

        for name in _STRUCK:
            await _until_restarted(house, name, before[name])
        await until_recovered(house, phones)
        for name in _STRUCK:
            assert (await loops_of(house, name)).down == ()


async def _until_restarted(house: ChaosHouse, name: str, before: Mapping[str, float]) -> None:
    """Wait until the loops that hold connections have died and were started again."""
    async with asyncio.timeout(30):
        while True:
            try:
                restarts = (await loops_of(house, name)).restarts
            except httpx.HTTPError:
                continue
            if restarts["doorbell"] > before["doorbell"]:
                return
            await asyncio.sleep(0.2)


async def _cut_every_session(house: ChaosHouse, role: str) -> None:
    engine = create_async_engine(house.admin_url)
    async with engine.connect() as connection:
        await connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where usename = :role"),
            {"role": role},
        )
    await engine.dispose()
