"""Schedules over rows: one that fails is set aside and counted, and holds back no other."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from common.lanes.api import BatchSchedule, Schedule, UnitOfWork
from common.lanes.sweeper import ScheduleState
from common.testing.lanes import FIRST, LaneHouse, Note, a_row, until
from sqlalchemy import text

pytestmark = pytest.mark.database

_OFTEN = timedelta(seconds=0.05)


async def _write(uow: UnitOfWork, word: object) -> None:
    await uow.session.execute(text("insert into effect (text) values (:t)"), {"t": str(word)})


class _Numbers:
    """Finds the numbers that have no effect yet, the least first; does all but the bad ones."""

    def __init__(self, count: int, *bad: int, most: int = 10) -> None:
        self.bad = set(bad)
        self.tries: list[Sequence[int]] = []
        self.schedule = BatchSchedule("numbers", _OFTEN, self.find, self.do, most=most)
        self._count = count

    async def find(self, uow: UnitOfWork, most: int) -> Sequence[int]:
        """Find the first numbers that are not done."""
        rows = await uow.session.execute(text("select text::int from effect"))
        return sorted(set(range(self._count)) - {row[0] for row in rows})[:most]

    async def do(self, uow: UnitOfWork, ids: Sequence[int]) -> int:
        """Do numbers; a bad one breaks the whole transaction."""
        self.tries.append(ids)
        for number in ids:
            await _write(uow, number)
            if number in self.bad:
                raise KeyError(number)
        return len(ids)


async def _done(house: LaneHouse, count: int) -> bool:
    return len(await house.effects(FIRST)) == count


async def test_a_row_that_fails_holds_back_no_other_of_its_batch(house: LaneHouse) -> None:
    """The batch is halved until the bad row stands alone: the others are done in the same run."""
    numbers = _Numbers(10, 3)
    async with house.runtime(FIRST, schedules=[numbers.schedule]) as runtime:
        await until(lambda: _done(house, 9))
        state = runtime.schedules()["numbers"]

    assert state == ScheduleState(is_well=True, aside=1)
    assert runtime.failures() == {"sweeper": 1}
    assert len(numbers.tries) <= 9


async def test_rows_that_fail_do_not_fill_the_batches_that_follow(house: LaneHouse) -> None:
    """As many bad rows as a batch holds, all of them first: those behind them are done."""
    numbers = _Numbers(10, *range(5), most=5)
    async with house.runtime(FIRST, schedules=[numbers.schedule]) as runtime:
        await until(lambda: _done(house, 5))
        state = runtime.schedules()["numbers"]

    assert await house.effects(FIRST) == ["5", "6", "7", "8", "9"]
    assert state.aside == 5


async def test_a_batch_without_failures_is_one_transaction(house: LaneHouse) -> None:
    """What is found is done in the transaction that found it."""
    numbers = _Numbers(10)
    async with house.runtime(FIRST, schedules=[numbers.schedule]):
        await until(lambda: _done(house, 10))

    assert [len(one) for one in numbers.tries] == [10]


async def test_a_schedule_that_fails_is_told_and_well_again_after_its_next_run(
    house: LaneHouse,
) -> None:
    """Nobody reads the log of a sweep: its state is what the alert looks at."""
    ends: list[Exception] = [KeyError("bug")]

    async def run(_uow: UnitOfWork) -> int:
        if ends:
            raise ends[0]
        return 0

    async with house.runtime(FIRST, schedules=[Schedule("toy", _OFTEN, run)]) as runtime:
        await until(lambda: _is_well(runtime.schedules(), well=False))
        ends.clear()
        await until(lambda: _is_well(runtime.schedules(), well=True))


async def _is_well(states: Mapping[str, ScheduleState], *, well: bool) -> bool:
    return states["toy"].is_well is well


async def test_an_old_row_that_cannot_be_forgotten_holds_back_no_other(house: LaneHouse) -> None:
    """Our own retention takes batches like any other sweep."""
    refuse = """
        create function first_service.refuse() returns trigger language plpgsql as
        $$ begin raise exception 'kept'; end $$
    """
    await house.rows(FIRST, refuse)
    await house.rows(
        FIRST,
        "create trigger keep before delete on outbox for each row"
        " when (old.key = 'k3') execute function first_service.refuse()",
    )
    async with house.runtime(FIRST) as runtime:
        rows = [a_row(Note(text="x"), f"k{n}", target="archive") for n in range(8)]
        await runtime.accept(rows)
        await house.rows(FIRST, "update outbox set sent_at = now() - interval '9 days'")
        await runtime.sweep()
        state = runtime.schedules()["lanes.age_out.outbox"]

    assert [row.key for row in await house.rows(FIRST, "select key from outbox")] == ["k3"]
    assert state.aside == 1
