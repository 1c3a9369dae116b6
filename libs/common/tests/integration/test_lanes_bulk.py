"""Rows without a key: they come in no order, and are merged together."""

from collections.abc import Sequence

import pytest
from common.errors import InvalidError
from common.lanes.api import Delivery, HandlerSet, UnitOfWork
from common.testing.lanes import FIRST, SECOND, LaneHouse, Mark, a_row, settled

pytestmark = pytest.mark.database


async def test_order_free_rows_are_merged_together(house: LaneHouse) -> None:
    """Rows without a key reach their bulk handler in one call, up to 200."""
    sizes: list[int] = []

    async def merge(_uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        sizes.append(len(deliveries))

    reader = house.runtime(SECOND, HandlerSet({}, bulk={Mark.TYPE: merge}))
    async with house.runtime(FIRST) as sender, reader:
        await settled(sender, reader)
        await sender.accept([a_row(Mark(text=str(n)), None) for n in range(150)])
        await settled(sender, reader)

    assert sizes == [150]


async def test_one_bad_order_free_row_does_not_hold_back_the_others(house: LaneHouse) -> None:
    """A merge that fails is done row by row, and only the bad row is parked."""
    merged: list[str] = []

    async def merge(_uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
        texts = [d.message.text for d in deliveries if isinstance(d.message, Mark)]
        if "bad" in texts:
            raise InvalidError("no", code="test:bad")
        merged.extend(texts)

    reader = house.runtime(SECOND, HandlerSet({}, bulk={Mark.TYPE: merge}))
    async with house.runtime(FIRST) as sender, reader:
        await settled(sender, reader)
        await sender.accept([a_row(Mark(text=t), None) for t in ("a", "bad", "b")])
        await settled(sender, reader)

    assert merged == ["a", "b"]
    assert len(await house.rows(SECOND, "select 1 from inbox where parked_at is not null")) == 1
