"""A kill while a dispute is written leaves nothing of it; the event then does the whole."""

import asyncio
import signal
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from common.crash import DISPUTE_POINTS
from common.db import Database, MigrationSource
from common.ids import new_id
from common.testing.plugin import MakeDatabase
from flow_engine.models import DisputeRow

pytestmark = [pytest.mark.database, pytest.mark.crash]
CHILD = Path(__file__).parent / "killed_at_dispute.py"


@pytest.fixture
async def address(make_database: MakeDatabase, migrations: MigrationSource) -> str:
    """Give the address of a fresh database."""
    return await make_database([migrations])


@pytest.fixture
async def database(address: str) -> AsyncGenerator[Database]:
    """Give that database."""
    found = Database(address, schema="flow_engine", pool_size=4)
    yield found
    await found.close()


@pytest.mark.parametrize("place", [*DISPUTE_POINTS, "flow.movement.before_commit"])
async def test_a_dispute_is_written_whole_or_not_at_all(
    shop: Any, returns: Any, deliver: Any, told: Any, address: str, place: str
) -> None:
    """Killed at each place: no row, no movement, no amount; taken again: all of them, once."""
    order = await shop.order()
    event = returns.disputed(await returns.settle(order), "opened", id_=new_id())
    raw = event.model_dump_json()
    child = await asyncio.create_subprocess_exec(sys.executable, CHILD, address, place, raw)
    assert await child.wait() == -signal.SIGKILL
    assert (await shop.all(DisputeRow), await returns.open_tasks()) == ([], [])

    await deliver(told(event))
    after = await shop.reread(order)
    assert (after.disputed_minor, after.open_disputes) == (5_000, 1)
    assert len(await returns.open_tasks()) == 1
