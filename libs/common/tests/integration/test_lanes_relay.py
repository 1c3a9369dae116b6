"""The embedded relay judges a failure as the worker does: what passes by itself is never parked."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from common.lanes.api import HandlerSet
from common.lanes.store import driver
from common.messaging.embedded import EmbeddedTransport
from common.testing.identities import ANYTHING
from common.testing.lanes import (
    FIRST,
    SECOND,
    LaneHouse,
    Mark,
    Note,
    a_row,
    settled,
    until,
    write_effect,
)
from common.wiring import Parcel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

pytestmark = pytest.mark.database

_BOTH = HandlerSet({Note.TYPE: write_effect, Mark.TYPE: write_effect})
_READERS = {"notes": (SECOND,), "marks": (SECOND,)}


@dataclass
class _Failing(EmbeddedTransport):
    """Lets the database fail, in one way, each parcel that carries a topic; so many times."""

    topic: str
    statements: Sequence[str]
    times: int
    failed: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        super().__init__(readers=lambda topic: _READERS.get(topic, ()), admission=ANYTHING)

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        is_struck = len(self.failed) < self.times and any(p.topic == self.topic for p in parcels)
        if session is not None and is_struck:
            self.failed.append(len(parcels))
            for statement in self.statements:
                await driver.fetch(session, statement)
        return await super().send(session, parcels)


_TOO_SLOW = ("set local statement_timeout = '10ms'", "select pg_sleep(5)")
_UNFORESEEN = ("select * from a_table_that_is_not_there",)
_READ_ONLY = ("set local transaction_read_only = on", "insert into effect (text) values ('x')")


@pytest.mark.parametrize("failure", [_TOO_SLOW, _READ_ONLY], ids=["slow", "read-only"])
async def test_three_transient_failures_park_nothing_and_keep_the_order_of_a_key(
    house: LaneHouse, failure: Sequence[str]
) -> None:
    """Money that could not be written now is written later, before what follows it."""
    house.transport = _Failing("notes", failure, times=3)
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _BOTH)
    async with sender, reader:
        await sender.accept([a_row(Note(text=text), "k") for text in ("money", "next")])
        await asyncio.sleep(0.2)
        await sender.accept([a_row(Note(text="last"), "k")])
        await until(lambda: _has(house, 3), seconds=30)
        await settled(sender, reader)

    assert await house.effects() == ["money", "next", "last"]
    assert not await house.rows(FIRST, "select 1 from outbox where parked_at is not null")


@pytest.mark.parametrize("failure", [_TOO_SLOW, _UNFORESEEN], ids=["slow", "unforeseen"])
async def test_a_topic_that_cannot_be_written_now_holds_back_no_other(
    house: LaneHouse, failure: Sequence[str]
) -> None:
    """The others leave while it waits; it keeps its place and is not parked."""
    failing = _Failing("notes", failure, times=10_000)
    house.transport = failing
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _BOTH)
    async with sender, reader:
        await sender.accept([a_row(Note(text="waits"), "k"), a_row(Mark(text="goes"), "k")])
        await until(lambda: _has(house, 1))
        while_it_waits = await house.effects()
        failing.times = 0
        await settled(sender, reader)

    assert while_it_waits == ["goes"]
    assert await house.effects() == ["goes", "waits"]


async def test_a_target_that_was_not_migrated_yet_parks_nothing(house: LaneHouse) -> None:
    """A missing table is our own trouble: the loop says so, and goes on when it is there."""
    await house.rows(SECOND, "alter table inbox rename to later")
    sender = house.runtime(FIRST)
    async with sender:
        await sender.accept([a_row(Note(text="kept"), "k")])
        await until(lambda: _says(sender.health()["relay"]))
        async with house.database(SECOND).begin() as session:
            await session.execute(text("alter table later rename to inbox"))
        reader = house.runtime(SECOND, _BOTH)
        async with reader:
            await settled(sender, reader)

    assert await house.effects() == ["kept"]


async def _has(house: LaneHouse, count: int) -> bool:
    return len(await house.effects()) >= count


async def _says(state: str) -> bool:
    return state.startswith("restarting")
