"""A customer's message becomes a turn, in one transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from common.contracts import SendMessage
from common.db import Database
from common.lanes.api import Delivery
from flow_engine.models import ContactRow, CustomerRow
from sqlalchemy import event, func, select

pytestmark = pytest.mark.database


async def test_a_text_is_answered_in_the_customers_lane(
    deliver: Any, wrote: Callable[..., Delivery]
) -> None:
    """A text leads to one reply, addressed to who wrote and keyed by his address."""
    uow = await deliver(wrote("hi"))

    assert [m.recipient.phone for m in uow.sent_of(SendMessage)] == ["263771230045"]
    assert [key for _, key, _ in uow.sent] == ["263771230045"]


async def test_a_batch_of_64_customers_costs_a_fixed_number_of_statements(
    deliver: Any, wrote: Callable[..., Delivery], database: Database
) -> None:
    """A batch reads each table once and writes it once, however many customers it holds."""
    statements: list[str] = []
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda *args: statements.append(args[2]),
    )
    batch = [wrote("hi", phone=f"26377{i:07d}") for i in range(64)]
    await deliver(*batch)
    first, statements[:] = len(statements), []
    await deliver(*[wrote("hi", phone=f"26377{i:07d}") for i in range(64)])

    assert first <= 14
    assert len(statements) <= 8, statements
    async with database.begin() as session:
        assert await session.scalar(select(func.count()).select_from(CustomerRow)) == 64
        assert await session.scalar(select(func.count()).select_from(ContactRow)) == 64
