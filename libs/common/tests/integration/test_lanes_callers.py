"""Callers: calls side by side, outcomes together, doubt instead of repetition."""

import asyncio
import time
from datetime import timedelta

import pytest
from common.ids import new_id
from common.lanes.api import Claim
from common.lanes.runtime import LaneRuntime
from common.testing.lane_caller import ToyCaller, add_job
from common.testing.lanes import FIRST, LaneHouse, settled, until

pytestmark = pytest.mark.database


async def _ok(_claim: Claim) -> str:
    return "ok"


async def _statuses(house: LaneHouse) -> list[str]:
    return [row.status for row in await house.rows(FIRST, "select status from job order by seq")]


async def _add(runtime: LaneRuntime, *keys: str) -> None:
    async with runtime.unit_of_work() as uow:
        for key in keys:
            await add_job(uow, key)


async def test_jobs_of_a_lane_are_called_in_order_one_at_a_time(house: LaneHouse) -> None:
    """A recipient's messages go out one after the other."""
    called: list[object] = []
    running = 0

    async def outside(claim: Claim) -> str:
        nonlocal running
        running += 1
        assert running == 1
        await asyncio.sleep(0.01)
        called.append(claim.row_id)
        running -= 1
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside)])
    async with runtime:
        await _add(runtime, *(["k"] * 5))
        await settled(runtime)

    rows = await house.rows(FIRST, "select id from job order by seq")
    assert [row.id for row in rows] == called


async def test_one_slow_answer_delays_nobody(house: LaneHouse) -> None:
    """While one provider call hangs, the other lanes are called and recorded."""
    release = asyncio.Event()

    async def outside(claim: Claim) -> str:
        if claim.lane == "slow":
            await release.wait()
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside, slots=2)])
    async with runtime:
        await _add(runtime, "slow", *(f"k{n}" for n in range(10)))
        started = time.monotonic()
        await until(lambda: _count(house, "ok", 10))
        took = time.monotonic() - started
        release.set()
        await settled(runtime)

    assert took < 2.0
    assert await _statuses(house) == ["ok"] * 11


async def _count(house: LaneHouse, status: str, count: int) -> bool:
    return count == (await _statuses(house)).count(status)


async def test_never_more_calls_than_slots(house: LaneHouse) -> None:
    """A caller's slots bound what is under way."""
    running = most = 0

    async def outside(_claim: Claim) -> str:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside, slots=3)])
    async with runtime:
        await _add(runtime, *(f"k{n}" for n in range(20)))
        await settled(runtime)

    assert most == 3


async def test_outcomes_that_come_together_are_recorded_together(house: LaneHouse) -> None:
    """Answers that arrive at once share one commit."""
    everybody = asyncio.Event()
    calls = 0

    async def outside(_claim: Claim) -> str:
        nonlocal calls
        calls += 1
        if calls == 8:
            everybody.set()
        await everybody.wait()
        return "ok"

    caller = ToyCaller(outside, slots=8)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await _add(runtime, *(f"k{n}" for n in range(8)))
        await settled(runtime)

    assert len(caller.groups) <= 2


async def test_a_call_over_its_limit_is_an_outcome(house: LaneHouse) -> None:
    """A call without an answer in time is recorded as such, not forgotten."""

    async def outside(_claim: Claim) -> str:
        await asyncio.sleep(60)
        return "never"

    caller = ToyCaller(outside, limit=timedelta(seconds=0.05))
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await _add(runtime, "k")
        await settled(runtime)

    assert await _statuses(house) == ["TimeoutError"]


async def test_an_outcome_that_cannot_be_written_does_not_hold_back_the_others(
    house: LaneHouse,
) -> None:
    """A group whose commit fails is recorded one by one."""
    await house.rows(FIRST, "alter table job add constraint no_bad check (status <> 'bad')")
    everybody = asyncio.Event()
    calls = 0

    async def outside(claim: Claim) -> str:
        nonlocal calls
        calls += 1
        if calls == 3:
            everybody.set()
        await everybody.wait()
        return "bad" if claim.lane == "bad" else "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside)])
    async with runtime:
        await _add(runtime, "a", "bad", "c")
        await until(lambda: _count(house, "ok", 2))

    assert await _statuses(house) == ["ok", "calling", "ok"]


async def test_a_claim_older_than_its_lease_is_in_doubt_and_not_repeated(
    house: LaneHouse,
) -> None:
    """What may have been done outside is asked about, never called again blindly."""
    calls: list[str] = []

    async def outside(claim: Claim) -> str:
        calls.append(claim.lane)
        return "ok"

    await house.rows(
        FIRST, "insert into job (id, key, status) values (:id, 'k', 'calling')", id=new_id()
    )
    await house.rows(
        FIRST, "insert into lane values ('toy', 'k', 5, now() - interval '1 s', :t)", t=new_id()
    )
    caller = ToyCaller(outside)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await settled(runtime)

    assert caller.doubted == ["k"]
    assert calls == []
    assert await _statuses(house) == ["doubt"]


async def test_a_claim_of_a_process_that_is_gone_is_in_doubt_at_once(house: LaneHouse) -> None:
    """After a kill nobody waits for the lease: the dead process's sign of life is free."""
    await house.rows(
        FIRST, "insert into job (id, key, status) values (:id, 'k', 'calling')", id=new_id()
    )
    await house.rows(
        FIRST, "insert into lane values ('toy', 'k', 5, now() + interval '1 hour', :t)", t=new_id()
    )
    caller = ToyCaller(_ok)
    runtime = house.runtime(FIRST, callers=[caller])
    async with runtime:
        await settled(runtime)

    assert caller.doubted == ["k"]


async def test_a_claim_of_a_living_process_is_left_alone(house: LaneHouse) -> None:
    """A call that another process is making is its own."""
    release = asyncio.Event()

    async def outside(_claim: Claim) -> str:
        await release.wait()
        return "ok"

    other = ToyCaller(_ok)
    first = house.runtime(FIRST, callers=[ToyCaller(outside)])
    second = house.runtime(FIRST, callers=[other])
    async with first, second:
        await asyncio.sleep(0.2)
        await _add(first, "k")
        await until(lambda: _count(house, "calling", 1))
        await second.sweep()
        release.set()
        await settled(first)

    assert other.doubted == []


async def test_a_job_added_during_a_call_is_not_lost(house: LaneHouse) -> None:
    """A wake-up that comes while the lane is claimed is seen when the lane is given back."""
    in_call, release = asyncio.Event(), asyncio.Event()

    async def outside(_claim: Claim) -> str:
        in_call.set()
        await release.wait()
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside)])
    async with runtime:
        await _add(runtime, "k")
        await in_call.wait()
        await _add(runtime, "k")
        lane = (await house.rows(FIRST, "select due_at > now() + interval '20 s' from lane"))[0]
        release.set()
        await settled(runtime)

    assert lane[0]
    assert await _statuses(house) == ["ok", "ok"]


async def test_the_oldest_lane_goes_in_one_round_of_four(house: LaneHouse) -> None:
    """However many urgent lanes come, a patient one is called after a few of them."""
    called: list[str] = []
    runtime: LaneRuntime

    async def outside(claim: Claim) -> str:
        called.append(claim.lane)
        if claim.lane != "patient" and len(called) < 40:
            async with runtime.unit_of_work() as uow:
                await add_job(uow, f"urgent{len(called)}", priority=0)
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside, slots=1)])
    async with runtime.unit_of_work() as uow:
        await add_job(uow, "patient", priority=3)
    async with runtime.unit_of_work() as uow:
        await add_job(uow, "urgent0", priority=0)
        await add_job(uow, "urgent", priority=0)
    async with runtime:
        await settled(runtime)

    assert called.index("patient") <= 4
    assert len(called) > 40


@pytest.mark.parametrize("slots", [4, 8])
async def test_slots_are_kept_for_patient_lanes(house: LaneHouse, slots: int) -> None:
    """While a provider answers no start and no charge, questions are still asked."""
    release, called = asyncio.Event(), list[str]()

    async def outside(claim: Claim) -> str:
        called.append(claim.lane)
        if claim.lane.startswith("slow"):
            await release.wait()
        return "ok"

    runtime = house.runtime(FIRST, callers=[ToyCaller(outside, slots=slots, patient_from=2)])
    async with runtime:
        async with runtime.unit_of_work() as uow:
            for n in range(slots * 2):
                await add_job(uow, f"slow{n}", priority=0)
        await until(lambda: _count(house, "calling", slots - slots // 4))
        async with runtime.unit_of_work() as uow:
            for n in range(slots):
                await add_job(uow, f"question{n}", priority=3)
        await until(lambda: _count(house, "ok", slots))
        slow = [lane for lane in called if lane.startswith("slow")]
        release.set()
        await settled(runtime)

    assert len(slow) == slots - slots // 4
    assert await _count(house, "ok", slots * 3)
