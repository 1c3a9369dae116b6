"""Accepting and relaying: one commit for what arrives together, and each row's own fate."""

import asyncio

import pytest
from common.errors import InvalidError
from common.ids import new_id
from common.lanes.api import HandlerSet, OutboxRow
from common.testing.lanes import (
    FIRST,
    SECOND,
    LaneHouse,
    Note,
    a_row,
    settled,
    until,
    write_effect,
)

pytestmark = pytest.mark.database

_NOTES = HandlerSet({Note.TYPE: write_effect})


async def test_what_arrives_together_shares_one_commit(house: LaneHouse) -> None:
    """Forty requests at once are written by few transactions."""
    async with house.runtime(FIRST) as sender:
        await asyncio.gather(
            *(sender.accept([a_row(Note(text=str(n)), str(n))]) for n in range(40))
        )
        rows = await house.rows(
            FIRST, "select count(*) as rows, count(distinct xmin::text) as writes from outbox"
        )

    assert rows[0].rows == 40
    assert rows[0].writes <= 2


async def test_a_row_with_a_known_dedupe_key_is_accepted_and_not_stored(house: LaneHouse) -> None:
    """The same webhook three times is one row, in one group or in several."""
    async with house.runtime(FIRST) as sender:
        for _ in range(2):
            rows = [a_row(Note(text="x"), "k", dedupe="wa:1:wamid") for _ in range(2)]
            await sender.accept(rows)

        assert len(await house.rows(FIRST, "select 1 from outbox")) == 1


async def test_a_row_that_the_database_refuses_fails_alone(house: LaneHouse) -> None:
    """Its siblings and its neighbours in the group are stored all the same."""
    good, bad, other = (a_row(Note(text=t), k) for t, k in (("a", "k"), ("b", "\x00"), ("c", "k")))
    async with house.runtime(FIRST) as sender:
        results = await asyncio.gather(
            sender.accept([good, bad]), sender.accept([other]), return_exceptions=True
        )

    assert isinstance(results[0], InvalidError)
    assert results[1] is None
    ids = {row.id for row in await house.rows(FIRST, "select id from outbox")}
    assert {good.id, other.id} == ids


async def test_what_no_service_reads_is_stored_as_archive_and_never_relayed(
    house: LaneHouse,
) -> None:
    """An unknown field of a webhook is kept, finished from the start."""
    row = OutboxRow(id=new_id(), target="archive", type="whatsapp.unknown", body=b"{}", dedupe="d")
    async with house.runtime(FIRST) as sender:
        await sender.accept([row])
        await settled(sender)

    stored = (await house.rows(FIRST, "select body, sent_at from outbox"))[0]
    assert stored.sent_at is not None
    assert house.bus.open(stored.body, f"envelope:{row.id}") == b"{}"


async def test_bodies_are_sealed_for_their_envelope(house: LaneHouse) -> None:
    """No body is readable at rest."""
    row = a_row(Note(text="my code is 123456"), "k")
    async with house.runtime(FIRST) as sender:
        await sender.accept([row])

    body = (await house.rows(FIRST, "select body from outbox"))[0].body
    assert b"123456" not in body


async def test_a_stopped_accept_loop_comes_back_and_stores(house: LaneHouse) -> None:
    """A loop that is cancelled by nobody's wish is started again."""
    async with house.runtime(FIRST) as sender:
        await asyncio.sleep(0.1)
        for loop in ("accept", "relay", "worker", "doorbell", "sweeper", "free", "http"):
            sender.kill_loop(loop)
        await asyncio.sleep(0.3)
        await sender.accept([a_row(Note(text="x"), "k")])
        await settled(sender)

        assert {"ok"} == set(sender.health().values())


async def test_an_envelope_that_the_database_refuses_is_parked_alone(house: LaneHouse) -> None:
    """The relay finds the one row that cannot be delivered, and the others go on in order."""
    await house.rows(
        SECOND, "alter table inbox add constraint no_bad check (key is distinct from 'bad')"
    )
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await sender.accept([a_row(Note(text=t), t) for t in ("a", "bad", "b")])
        await settled(sender, reader)

    assert sorted(await house.effects()) == ["a", "b"]
    parked = await house.rows(FIRST, "select key, error from outbox where parked_at is not null")
    assert [tuple(row) for row in parked] == [("bad", "IntegrityError")]


async def test_a_topic_with_two_readers_reaches_both(house: LaneHouse) -> None:
    """Every service that reads a topic has its own copy."""
    sender, reader = house.runtime(FIRST, _NOTES), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await sender.accept([a_row(Note(text="x"), "k", target="everywhere")])
        await settled(sender, reader)

    assert await house.effects(FIRST) == ["x"]
    assert await house.effects(SECOND) == ["x"]


async def test_a_second_process_takes_over_when_the_first_is_gone(house: LaneHouse) -> None:
    """One relay per service: another process waits for the lock, then goes on."""
    first, second = house.runtime(FIRST), house.runtime(FIRST)
    reader = house.runtime(SECOND, _NOTES)
    async with second, reader:
        async with first:
            await first.accept([a_row(Note(text="1"), "k")])
            await settled(first, reader)
        await second.accept([a_row(Note(text="2"), "k")])
        await settled(second, reader)

    assert await house.effects() == ["1", "2"]


async def test_loops_survive_the_loss_of_every_connection(house: LaneHouse) -> None:
    """A database that restarts costs time, nothing else."""
    sender, reader = house.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with sender, reader:
        await sender.accept([a_row(Note(text="1"), "k")])
        await settled(sender, reader)
        await house.rows(
            FIRST,
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()",
        )

        async def accepted() -> bool:
            try:
                await sender.accept([a_row(Note(text="2"), "k", dedupe="2")])
            except Exception:  # noqa: BLE001 - whatever a lost connection raises
                return False
            return True

        await until(accepted)
        await until(lambda: _has_both(house))

    assert await house.effects() == ["1", "2"]


async def _has_both(house: LaneHouse) -> bool:
    return len(await house.effects()) == 2
