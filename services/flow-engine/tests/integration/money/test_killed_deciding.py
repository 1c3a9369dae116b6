"""A decision about money is one transaction: killed at any of its rows, it is as if never taken."""

import asyncio
import signal
import sys
from typing import Any

import pytest
from common.testing.plugin import STORAGE_KEY
from flow_engine.models import AuditRow, LedgerTxnRow, TaskRow

pytestmark = [pytest.mark.database, pytest.mark.crash]
_CHILD = """
import asyncio, sys
from uuid import UUID
from common.crash import arm
from common.crypto import Keyring
from common.db import Database
from common.testing.clock import NOON
from common.testing.units import RecordingUnit
from flow_engine.domain.tasks import Action
from flow_engine.domain.world import Merchant
from flow_engine.service.cases import Resolution
from flow_engine.service.flows import Shelf
from flow_engine.service.house import House
from flow_engine.service.resolving import resolve_task

async def decide(url, storage, task_id, order, place):
    database = Database(url, schema="flow_engine", pool_size=1)
    merchant = Merchant("Mosi Tours", "+263 77 000 0000", "Africa/Harare")
    limits = {"ZWG": 300_000}
    house = House(Shelf(), Keyring((storage,)), merchant, (), two_people_minor=limits)
    wish = Resolution(Action.CREDIT_ORDER, "Rudo", "so", order=order)
    arm(place)
    async with database.begin() as session:
        await resolve_task(RecordingUnit(session, NOON), UUID(task_id), wish, house)

asyncio.run(decide(*sys.argv[1:]))
"""


@pytest.mark.parametrize("place", ["flow.movement.before_commit", "flow.resolution.before_commit"])
async def test_a_decision_that_is_killed_leaves_nothing_and_can_be_taken_again(  # noqa: PLR0913 - fixtures
    shop: Any, deliver: Any, told: Any, arrived: Any, returns: Any, *, database: Any, place: str
) -> None:
    """No money is placed, no task closed, nothing audited; the same decision then does it once."""
    zig = await shop.order(total=200_000, currency="ZWG")
    await deliver(told(arrived(await shop.intent(await shop.order()), 130_000, "ZWG")))
    (task,) = await shop.all(TaskRow)
    url = database.engine.url.render_as_string(hide_password=False)
    told_to = (url, STORAGE_KEY, str(task.id), zig.reference, place)
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", _CHILD, *told_to)

    assert await child.wait() == -signal.SIGKILL
    assert (await shop.reread(zig)).paid_minor == 0
    assert (len(await shop.all(LedgerTxnRow)), await shop.all(AuditRow)) == (1, [])
    await returns.resolve("suspense", "credit_order", order=zig.reference)
    assert (await shop.reread(zig)).paid_minor == 130_000
    assert (len(await shop.all(LedgerTxnRow)), len(await shop.all(AuditRow))) == (2, 1)
