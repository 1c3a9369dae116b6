"""The sweeper: secrets do not wait, old rows go, orphans are found and counted."""

from datetime import timedelta

import pytest
from common.contracts import WhatsAppMessageReceived
from common.lanes.api import HandlerSet, Schedule, UnitOfWork
from common.lanes.store import erase_sent
from common.testing.lanes import FIRST, LaneHouse, Note, a_row, settled, until, write_effect

pytestmark = pytest.mark.database

_INBOX = (
    "insert into inbox (id, source, key, type, body, received_at, {column})"
    " values (:id, 'x', :key, :type, :body, now() - interval '{age}', now() - interval '{age}')"
)


def _sealed_chat(house: LaneHouse, identity: str, text: str) -> bytes:
    example = WhatsAppMessageReceived.EXAMPLE
    message = WhatsAppMessageReceived.model_validate(
        example | {"content": {"type": "text", "text": {"body": text}}}
    )
    return house.bus.seal(message.model_dump_json().encode(), f"envelope:{identity}")


async def _put(house: LaneHouse, identity: str, *, text: str, column: str, age: str) -> None:
    await house.rows(
        FIRST,
        _INBOX.format(column=column, age=age),
        id=identity,
        key=identity,
        type=WhatsAppMessageReceived.TYPE,
        body=_sealed_chat(house, identity, text),
    )


async def test_parked_and_waiting_codes_are_emptied_after_ten_minutes(house: LaneHouse) -> None:
    """A code that nobody used is gone after ten minutes; other texts can still be replayed."""
    for identity, text, column, age in (
        ("old-code", "123456", "parked_at", "11 min"),
        ("old-text", "hello there", "parked_at", "11 min"),
        ("new-code", "123456", "parked_at", "9 min"),
        ("waiting-code", "my code is 1234.", "next_at", "11 min"),
    ):
        await _put(house, identity, text=text, column=column, age=age)
    async with house.runtime(FIRST) as runtime:
        await runtime.sweep()
        rows = await house.rows(FIRST, "select id from inbox where body = '' order by id")

    assert [row.id for row in rows] == ["old-code", "waiting-code"]


async def test_secret_requests_that_nobody_takes_are_emptied(house: LaneHouse) -> None:
    """A code on its way to a service that is down does not stay for long."""
    row = a_row(Note(text="123456"), "k", target="http:other", path="POST /otp", secret=True)
    async with house.runtime(FIRST) as runtime:
        await runtime.accept([row])
        await house.rows(FIRST, "update outbox set created_at = now() - interval '11 min'")
        await runtime.sweep()
        body = (await house.rows(FIRST, "select body from outbox"))[0].body

    assert body == b""


async def test_finished_rows_go_when_their_time_has_passed(house: LaneHouse) -> None:
    """Ids of the inbox stay eight days, deduplicated keys 45."""
    for identity, age in (("old", "9 days"), ("new", "7 days")):
        await _put(house, identity, text="x", column="done_at", age=age)
    async with house.runtime(FIRST) as runtime:
        rows = [a_row(Note(text="x"), "k", dedupe=d, target="archive") for d in ("a", None)]
        await runtime.accept(rows)
        await house.rows(FIRST, "update outbox set sent_at = now() - interval '9 days'")
        await runtime.sweep()

    assert [row.id for row in await house.rows(FIRST, "select id from inbox")] == ["new"]
    assert [row.dedupe for row in await house.rows(FIRST, "select dedupe from outbox")] == ["a"]


async def test_idle_lanes_are_dropped_and_come_back(house: LaneHouse) -> None:
    """A lane without work is no row; its next message brings it back."""
    runtime = house.runtime(FIRST, HandlerSet({Note.TYPE: write_effect}))
    async with runtime:
        await runtime.accept([a_row(Note(text="1"), "k", target="everywhere")])
        await settled(runtime)
        await runtime.sweep()
        lanes = await house.rows(FIRST, "select 1 from lane")
        await runtime.accept([a_row(Note(text="2"), "k", target="everywhere")])
        await settled(runtime)

    assert list(lanes) == []
    assert await house.effects(FIRST) == ["1", "2"]


async def test_an_orphan_lane_is_woken_and_counted(house: LaneHouse) -> None:
    """There must be none; if there is one it is found, done, and told."""
    await _put(house, "orphan", text="x", column="next_at", age="1 min")
    runtime = house.runtime(FIRST)
    async with runtime:
        await runtime.sweep()
        await settled(runtime)

    assert runtime.orphans() == {"worker": 1}


async def test_a_schedule_that_fails_does_not_stop_the_others(house: LaneHouse) -> None:
    """Schedules are data and each has a transaction of its own."""
    runs: list[str] = []

    async def bad(_uow: UnitOfWork) -> int:
        runs.append("bad")
        raise KeyError("bug")

    async def good(_uow: UnitOfWork) -> int:
        runs.append("good")
        return 0

    schedules = [
        Schedule("bad", timedelta(seconds=0.1), bad),
        Schedule("good", timedelta(seconds=0.1), good),
    ]

    async def have_run() -> bool:
        return runs.count("good") >= 3 and runs.count("bad") >= 3

    async with house.runtime(FIRST, schedules=schedules):
        await until(have_run)


async def test_an_archived_copy_is_erased_when_its_secret_was_used(house: LaneHouse) -> None:
    """The archive keeps a row and not its body, also when it was not yet sent."""
    runtime = house.runtime(FIRST)
    async with runtime:
        await runtime.accept([a_row(Note(text="123456"), "k", dedupe="wa:1:a", target="archive")])
        async with runtime.unit_of_work() as uow:
            await erase_sent(uow.session, ["wa:1:a"])

    assert [row.body for row in await house.rows(FIRST, "select body from outbox")] == [b""]


async def test_the_timeline_tells_metadata_only_and_goes_on_where_it_ended(
    house: LaneHouse,
) -> None:
    """Rows in one order, with types and times, without bodies and keys."""
    runtime = house.runtime(FIRST, HandlerSet({Note.TYPE: write_effect}))
    async with runtime:
        for text in ("1", "2"):
            await runtime.accept([a_row(Note(text=text), "263771230045", target="everywhere")])
            await settled(runtime)
        latest = await runtime.timeline(0, 2)
        after = await runtime.timeline(latest[0]["n"], 10)

    assert [latest[1]["n"]] == [row["n"] for row in after]
    assert tuple(after[0][name] for name in ("box", "state", "type")) == (
        "inbox",
        "done",
        "note.v1",
    )
    assert "263771230045" not in str(latest)
