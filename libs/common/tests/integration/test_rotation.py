"""Rotating keys beside live traffic, and doing without the old key afterwards."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from uuid import UUID

import pytest
from common.crypto import Keyring, SealError
from common.db import Database
from common.errors import InvalidError
from common.ids import new_id
from common.lanes.store.driver import fetch
from common.rotation import CREDENTIALS, LANES, Counts, Rotation, SealedColumn
from common.testing.kept import NEW, OLD, keeping_service, rows
from common.testing.plugin import MakeDatabase

pytestmark = pytest.mark.database

NOTE = SealedColumn("note", "content", and_set="version = version + 1")
BOTH = Keyring([NEW, OLD])
ONLY_NEW = Keyring([NEW])


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncGenerator[Database]:
    """Give the toy service's database."""
    async with keeping_service(await make_database([])) as found:
        yield found


def _place(identity: object) -> str:
    return f"note:content:{identity}"


async def _write(database: Database, ring: Keyring, identity: UUID | None = None) -> UUID:
    identity = identity or new_id()
    async with database.begin() as session:
        await fetch(
            session,
            "insert into note (id, content) values ($1, $2)"
            " on conflict (id) do update set content = $2, version = note.version + 1",
            identity,
            ring.seal(str(identity).encode(), _place(identity)),
        )
    return identity


async def _unopened(database: Database, ring: Keyring) -> int:
    """Count the notes that a ring does not open as what they are."""
    found = 0
    for row in await rows(database, "select id, content from note where content is not null"):
        with suppress(SealError):
            assert ring.open(row.content, _place(row.id)) == str(row.id).encode()
            continue
        found += 1
    return found


def _rotation(database: Database, batch: int = 7) -> Rotation:
    return Rotation(database, [(BOTH, [NOTE, CREDENTIALS]), (BOTH, LANES)], batch=batch)


async def test_everything_is_under_the_newest_key_afterwards(database: Database) -> None:
    """In every table, each row for its own place; the old key is needed no more."""
    for _ in range(30):
        await _write(database, Keyring([OLD]))
    await rows(database, "insert into note (id) values (gen_random_uuid())")
    sealed = Keyring([OLD]).seal(b"{}", "credential:value:wallet:default")
    await rows(
        database,
        "insert into credential values"
        " ('wallet:default', 'wallet', 'default', :sealed, '{}', now(), 'tendai')",
        sealed=sealed,
    )
    letter = new_id()
    await rows(
        database,
        "insert into outbox (id, target, type, body) values (:id, 'notes', 'note.v1', :body)",
        id=letter,
        body=Keyring([OLD]).seal(b"letter", f"envelope:{letter}"),
    )
    await rows(
        database,
        "insert into inbox (id, source, type, body) values ('an-id', 'a', 'note.v1', :body)",
        body=Keyring([OLD]).seal(b"letter", "envelope:an-id"),
    )
    done = await _rotation(database).whole_pass()

    assert Counts(seen=30, resealed=30) == done["note.content"]
    assert [1, 1, 1] == [
        done[name].resealed for name in ("credential.value", "outbox.body", "inbox.body")
    ]
    assert 0 == await _unopened(database, ONLY_NEW)
    body = (await rows(database, "select body from outbox"))[0].body
    assert b"letter" == ONLY_NEW.open(body, f"envelope:{letter}")


async def test_a_second_rotation_has_nothing_to_do(database: Database) -> None:
    """It is safe to repeat, and changes no row."""
    for _ in range(10):
        await _write(database, Keyring([OLD]))
    await _rotation(database).whole_pass()
    before = await rows(database, "select id, content, version from note order by id")

    assert Counts(seen=10) == (await _rotation(database).whole_pass())["note.content"]
    assert before == await rows(database, "select id, content, version from note order by id")


async def test_it_rotates_under_traffic_and_then_the_old_key_is_dropped(
    database: Database,
) -> None:
    """Rows that are written, changed and held meanwhile are neither lost, reverted nor missed."""
    known = [await _write(database, Keyring([OLD])) for _ in range(120)]
    stop = asyncio.Event()

    async def change(mine: list[UUID]) -> int:
        changed = 0
        while not stop.is_set():
            for identity in mine:
                async with database.begin() as session:
                    row = await fetch(
                        session, "select content from note where id = $1 for update", identity
                    )
                    plain = BOTH.open(row[0].content, _place(identity))
                    await asyncio.sleep(0.001)
                    await fetch(
                        session,
                        "update note set content = $2, version = version + 1 where id = $1",
                        identity,
                        BOTH.seal(plain, _place(identity)),
                    )
                changed += 1
            await _write(database, BOTH)
        return changed

    traffic = [asyncio.ensure_future(change(known[n : n + 5])) for n in (0, 40, 80)]
    passes = 0
    while True:
        done = await _rotation(database).whole_pass()
        passes += 1
        if not sum(one.busy for one in done.values()) or passes > 50:
            break
    stop.set()
    changes = sum(await asyncio.gather(*traffic))

    assert changes > 0
    assert 0 == await _unopened(database, ONLY_NEW)


async def test_a_row_that_somebody_holds_is_left_to_the_next_pass(database: Database) -> None:
    """Nobody waits: it is counted as busy, and taken when it is free."""
    held = await _write(database, Keyring([OLD]))
    await _write(database, Keyring([OLD]))
    async with database.begin() as session:
        await fetch(session, "select 1 from note where id = $1 for update", held)
        during = await _rotation(database).whole_pass()
    after = await _rotation(database).whole_pass()

    assert Counts(seen=2, resealed=1, busy=1) == during["note.content"]
    assert Counts(seen=2, resealed=1) == after["note.content"]


async def test_what_no_key_opens_is_counted_and_left_alone(database: Database) -> None:
    """Somebody dropped a key too early: the row waits for it to come back."""
    await _write(database, Keyring(["a-third-storage-key-K4mXz8Qd2Lw7Rt0V"]))
    await _write(database, Keyring([OLD]))
    done = await _rotation(database).whole_pass()

    assert Counts(seen=2, resealed=1, unreadable=1) == done["note.content"]


async def test_steps_go_on_where_the_last_one_ended(database: Database) -> None:
    """Each call is short; together they are one pass."""
    for _ in range(20):
        await _write(database, Keyring([OLD]))
    rotation, cursor, resealed, calls = _rotation(database, batch=3), None, 0, 0
    while calls == 0 or cursor is not None:
        step = await rotation.step(cursor, seconds=0)
        resealed += sum(one.resealed for one in step.counts.values())
        cursor, calls = step.cursor, calls + 1

    assert (20, 0) == (resealed, await _unopened(database, ONLY_NEW))
    assert calls > 6


@pytest.mark.parametrize("cursor", ["x", "9:", "-1:", "", ":", "0:not-an-id"])
async def test_a_cursor_that_is_not_ours_is_refused(database: Database, cursor: str) -> None:
    """By a problem, not by the database."""
    with pytest.raises(InvalidError):
        await _rotation(database).step(cursor)


async def test_a_row_that_cannot_be_written_holds_back_no_other(database: Database) -> None:
    """It is counted, so that nobody drops the old key; the rest of its batch is sealed anew."""
    letters = [await _write(database, Keyring([OLD])) for _ in range(6)]
    await rows(
        database,
        f"alter table note add constraint kept check (id <> '{letters[3]}' or version = 1)",
    )
    counts = (await _rotation(database).whole_pass())["note.content"]

    assert (counts.resealed, counts.refused) == (5, 1)
    assert await _unopened(database, ONLY_NEW) == 1
