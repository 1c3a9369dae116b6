"""Work is counted: how many transactions write for one turn, and none while nothing happens."""

import asyncio

import pytest
from common.lanes.api import Claim, Delivery, HandlerSet, UnitOfWork
from common.testing.lane_caller import ToyCaller, add_job
from common.testing.lanes import FIRST, SECOND, LaneHouse, Note, Reply, a_row, settled

pytestmark = pytest.mark.database


async def _written(house: LaneHouse) -> int:
    rows = await house.rows(FIRST, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    return rows[0][0]


async def _reply(uow: UnitOfWork, delivery: Delivery) -> None:
    uow.send(Reply(text="hello yourself"), key=delivery.key)


async def _send(uow: UnitOfWork, delivery: Delivery) -> None:
    await add_job(uow, delivery.key or "")


async def _ok(_claim: Claim) -> str:
    return "ok"


async def test_one_turn_alone_is_seven_commits(house: LaneHouse) -> None:
    """Accept, relay, worker, relay, worker, claim, outcome: each commits once."""
    sender = house.runtime(FIRST, HandlerSet({Reply.TYPE: _send}), callers=[ToyCaller(_ok)])
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: _reply}))
    counts: list[int] = []
    async with sender, reader:
        for _ in range(5):
            await asyncio.sleep(0.3)
            before = await _written(house)
            await sender.accept([a_row(Note(text="hello"), "k")])
            await settled(sender, reader)
            counts.append(await _written(house) - before)

    assert sorted(counts)[2] == 7
    assert len(await house.rows(FIRST, "select 1 from job where status = 'ok'")) == 5


async def test_idle_loops_write_nothing(house: LaneHouse) -> None:
    """Two and a half seconds of polling are no commit."""
    async with house.runtime(FIRST, callers=[ToyCaller(_ok)]) as runtime:
        await settled(runtime)
        await asyncio.sleep(0.3)
        before = await _written(house)
        await asyncio.sleep(2.5)

        assert before == await _written(house)


async def test_sixty_four_customers_at_once_share_commits_and_statements(
    house: LaneHouse,
) -> None:
    """64 whole turns cost at most 40 commits."""
    sender = house.runtime(
        FIRST, HandlerSet({Reply.TYPE: _send}), callers=[ToyCaller(_ok, slots=64)]
    )
    reader = house.runtime(SECOND, HandlerSet({Note.TYPE: _reply}))
    async with sender, reader:
        await asyncio.sleep(0.3)
        before = await _written(house)
        await sender.accept([a_row(Note(text="hello"), str(n)) for n in range(64)])
        await settled(sender, reader)
        spent = await _written(house) - before

    assert len(await house.rows(FIRST, "select 1 from job where status = 'ok'")) == 64
    assert spent <= 40
