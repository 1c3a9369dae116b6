"""Callers whose claims or outcomes fail, and lanes with work that nothing would wake."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from common.ids import new_id
from common.lanes.api import Claim, Orphan, UnitOfWork
from common.lanes.runtime import LaneRuntime
from common.testing.lane_caller import ToyCaller, add_job
from common.testing.lanes import FIRST, LaneHouse, settled, until
from sqlalchemy.ext.asyncio import AsyncSession

pytestmark = pytest.mark.database


async def _ok(_claim: Claim) -> str:
    return "ok"


async def _statuses(house: LaneHouse) -> list[str]:
    return [row.status for row in await house.rows(FIRST, "select status from job order by seq")]


async def _add(runtime: LaneRuntime, *keys: str) -> None:
    async with runtime.unit_of_work() as uow:
        for key in keys:
            await add_job(uow, key)


async def _count(house: LaneHouse, status: str, count: int) -> bool:
    return count == (await _statuses(house)).count(status)


class _Unclaimable(ToyCaller):
    """Cannot claim, or settle doubts of, the lanes that are bad."""

    bad: frozenset[str] = frozenset({"bad"})
    claims = 0

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Fail if a bad lane is among them."""
        self.claims += 1
        if self.bad & set(lanes):
            raise KeyError("bug")
        return await super().claim(session, lanes, token, now)

    async def in_doubt(self, uow: UnitOfWork, lanes: Sequence[str]) -> None:
        """Fail if a bad lane is among them."""
        if self.bad & set(lanes):
            raise KeyError("bug")
        await super().in_doubt(uow, lanes)


async def test_a_lane_whose_claim_fails_stops_no_other_call(house: LaneHouse) -> None:
    """It is found in halves, counted and set aside; the caller's loop is not even restarted."""
    caller = _Unclaimable(_ok, slots=16)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await _add(runtime, *(f"k{n}" for n in range(15)), "bad")
        await until(lambda: _count(house, "ok", 15))
        lane = await house.rows(
            FIRST, "select failures, error, due_at > now() as waits from lane where failures > 0"
        )
        figures = await runtime.desk.figures()

    assert [tuple(row) for row in lane] == [(1, "KeyError", True)]
    assert figures.failing["toy"].count == 1
    assert (runtime.failures()["toy"], runtime.restarts()["toy"]) == (1, 0)
    assert caller.claims <= 10


async def test_a_lane_that_failed_is_tried_by_itself_until_it_can_be_claimed(
    house: LaneHouse,
) -> None:
    """At growing intervals and never given up: what was mended goes on, and the count is gone."""
    caller = _Unclaimable(_ok)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await _add(runtime, "bad")
        await until(lambda: _failures(house, 2))
        caller.bad = frozenset()
        await until(lambda: _count(house, "ok", 1))
        await settled(runtime)

    assert await _statuses(house) == ["ok"]
    assert await _failures(house, 0)


async def _failures(house: LaneHouse, count: int) -> bool:
    rows = await house.rows(FIRST, "select max(failures) from lane")
    return count == rows[0][0]


async def test_a_doubt_that_cannot_be_settled_stops_no_other_call(house: LaneHouse) -> None:
    """It stays in doubt, with its claim, and is never called again blindly."""
    token = new_id()
    await house.rows(
        FIRST,
        "insert into job (id, key, status, token) values (:id, 'bad', 'calling', :token)",
        id=new_id(),
        token=token,
    )
    await house.rows(
        FIRST, "insert into lane values ('toy', 'bad', 5, now() - interval '1 s', :t)", t=token
    )
    runtime = house.runtime(FIRST, callers=[_Unclaimable(_ok)])
    async with runtime:
        await _add(runtime, "k1", "k2")
        await until(lambda: _count(house, "ok", 2))

    assert sorted(await _statuses(house)) == ["calling", "ok", "ok"]
    assert [r.token for r in await house.rows(FIRST, "select token from lane where failures > 0")]


async def test_many_outcomes_are_not_kept_waiting_by_one_that_cannot_be_written(
    house: LaneHouse,
) -> None:
    """The others of its group are written at once, not after its tries."""
    await house.rows(FIRST, "alter table job add constraint no_bad check (status <> 'bad')")
    everybody = asyncio.Event()
    calls = 0

    async def outside(claim: Claim) -> str:
        nonlocal calls
        calls += 1
        if calls == 33:
            everybody.set()
        await everybody.wait()
        return "bad" if claim.lane.startswith("bad") else "ok"

    caller = ToyCaller(outside, slots=33)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await _add(runtime, *(f"k{n}" for n in range(30)), "bad1", "bad2", "bad3")
        await everybody.wait()
        await until(lambda: _count(house, "ok", 30))
        await until(lambda: _unwritten(runtime, 3))

    assert await _count(house, "calling", 3)


async def _unwritten(runtime: LaneRuntime, count: int) -> bool:
    return count == runtime.failures().get("toy", 0)


async def test_a_callers_lane_with_work_that_nothing_would_wake_is_found(
    house: LaneHouse,
) -> None:
    """There must be none; a job without a lane, or with one that sleeps, is called and told."""
    for key in ("lost", "asleep"):
        await house.rows(FIRST, "insert into job (id, key) values (:id, :k)", id=new_id(), k=key)
    await house.rows(FIRST, "insert into lane values ('toy', 'asleep', 5, null, null)")
    runtime = house.runtime(FIRST, callers=[ToyCaller(_ok)])
    async with runtime:
        await runtime.sweep()
        await settled(runtime)

    assert await _statuses(house) == ["ok", "ok"]
    assert runtime.orphans() == {"toy": 2}


async def _call_without_a_lane(house: LaneHouse) -> None:
    await house.rows(
        FIRST,
        "insert into job (id, key, status, token) values (:id, 'k', 'calling', :token)",
        id=new_id(),
        token=new_id(),
    )


async def test_a_call_without_a_lane_is_in_doubt_and_not_repeated(house: LaneHouse) -> None:
    """A row under call whose lane has lost its claim is asked about like any claim of the gone."""
    await _call_without_a_lane(house)
    caller = ToyCaller(_ok)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await runtime.sweep()
        await settled(runtime)

    assert caller.doubted == ["k"]
    assert await _statuses(house) == ["doubt"]


class _LongLook(ToyCaller):
    """The first look for orphans ends only when the test lets it, with what it saw at its start."""

    looks = 0

    def __init__(self) -> None:
        super().__init__(_ok)
        self.has_looked, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def orphans(self, session: AsyncSession, most: int) -> Sequence[Orphan]:
        """Hold back what the first look has found."""
        self.looks += 1
        is_first = self.looks == 1
        found = await super().orphans(session, most)
        if is_first:
            self.has_looked.set()
            await self.may_go_on.wait()
        return found


async def test_a_sweep_that_looked_long_ago_gives_no_lane_a_claim_that_was_settled(
    house: LaneHouse,
) -> None:
    """Of two sweeps that saw the same orphan the slower looks again before it touches the lane."""
    await _call_without_a_lane(house)
    caller = _LongLook()
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await caller.has_looked.wait()
        await runtime.sweep()
        await settled(runtime)
        assert caller.doubted == ["k"]
        caller.may_go_on.set()

    lanes = await house.rows(FIRST, "select token, due_at from lane where loop = 'toy'")
    assert [tuple(lane) for lane in lanes] == [(None, None)]
    assert caller.doubted == ["k"]
    assert runtime.orphans() == {"toy": 1}


async def test_a_lane_that_is_claimed_or_due_is_no_orphan(house: LaneHouse) -> None:
    """The sweep leaves alone what somebody has, or will have."""
    release = asyncio.Event()

    async def outside(_claim: Claim) -> str:
        await release.wait()
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside, slots=1)])
    async with runtime:
        await _add(runtime, "a", "b", "a")
        await until(lambda: _count(house, "calling", 1))
        await runtime.sweep()
        release.set()
        await settled(runtime)

    assert runtime.orphans() == {}
