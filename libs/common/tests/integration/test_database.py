"""The database's promises: one transaction, one time, and answers that are remembered."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from common.db import Database
from common.db.embedded import EmbeddedServer
from common.errors import RefusedError
from common.idempotency import Answer, create_v1, fingerprint, remembered
from common.lanes.desk import LaneDesk
from common.lanes.sweeper import ScheduleState
from common.local.process import free_port
from common.testing.plugin import MakeDatabase
from common.testing.schemas import Statements
from common.testing.tcp_proxy import TcpProxy
from common.web import Part, ServiceStanding
from sqlalchemy import text

pytestmark = pytest.mark.database


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncGenerator[Database]:
    """Give a database with the table of remembered answers."""
    database = Database(await make_database([]), schema="public")
    statements = Statements()
    create_v1(statements, "public")
    async with database.begin() as session:
        await session.execute(
            text("create function mari_now() returns timestamptz language sql as 'select now()'")
        )
        for statement in statements:
            await session.execute(text(statement))
        await session.execute(text("create table note (id int primary key)"))
    yield database
    await database.close()


async def _count(database: Database) -> int:
    async with database.begin() as session:
        return await session.scalar(text("select count(*) from note")) or 0


async def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    """An error rolls the whole transaction back."""

    async def fail() -> None:
        async with database.begin() as session:
            await session.execute(text("insert into note values (1)"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await _count(database) == 0


async def test_a_commit_is_not_torn_by_cancellation(database: Database) -> None:
    """A task that is cancelled at its commit has committed, or not: the connection lives on."""

    async def write(number: int) -> None:
        async with database.begin() as session:
            await session.execute(text("insert into note values (:n)"), {"n": number})

    for number in range(10):
        task = asyncio.ensure_future(write(number))
        await asyncio.sleep(0.001 * number)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    assert 0 <= await _count(database) <= 10


async def test_two_that_come_at_once_under_one_key_run_once(database: Database) -> None:
    """The second waits and gets the first one's answer."""
    ran: list[int] = []

    async def once() -> Answer:
        async with database.begin() as session:

            async def run() -> Answer:
                ran.append(1)
                await asyncio.sleep(0.02)
                return Answer(201, {"number": len(ran)})

            return await remembered(
                session, scope="orders", key="k", print_=fingerprint(b"body"), run=run
            )

    answers = await asyncio.gather(once(), once())

    assert answers == [Answer(201, {"number": 1})] * 2


async def test_another_body_under_the_same_key_is_refused(database: Database) -> None:
    """A key stands for one request."""

    async def run() -> Answer:
        return Answer(201, {})

    async with database.begin() as session:
        await remembered(session, scope="o", key="k", print_=fingerprint(b"1"), run=run)
    with pytest.raises(RefusedError):
        async with database.begin() as session:
            await remembered(session, scope="o", key="k", print_=fingerprint(b"2"), run=run)


def test_a_server_that_a_killed_run_left_behind_is_adopted(server_folder: Path) -> None:
    """The next run speaks to the server that is still there, and stops it."""
    left = EmbeddedServer(server_folder)
    left.start()
    adopting = EmbeddedServer(server_folder)
    adopting.start()

    assert adopting.url() == left.url()
    adopting.stop()
    left.stop()


class _Loops:
    def __init__(self, database: Database) -> None:
        self.desk = LaneDesk(database, lambda: None)

    def health(self) -> dict[str, str]:
        return {"relay": "ok", "worker": "restarting: database:lost", "broker": "blocked"}

    def restarts(self) -> dict[str, int]:
        return {"relay": 0, "worker": 1}

    def silences(self) -> dict[str, float]:
        return {"relay": 0.0, "worker": 0.0}

    def counters(self) -> dict[str, int]:
        return {}

    def failures(self) -> dict[str, int]:
        return {}

    def orphans(self) -> dict[str, int]:
        return {}

    def schedules(self) -> dict[str, ScheduleState]:
        return {}

    async def timeline(self, after: int, limit: int) -> list[dict[str, Any]]:
        return [{"after": after, "limit": limit}]


async def test_health_names_the_database_and_each_loop(database: Database) -> None:
    """What is down is named, so that the operator knows where to look."""
    parts = await ServiceStanding(database, _Loops(database)).parts()

    assert (parts["database"].state, parts["relay"].state) == ("ok", "ok")
    assert parts["worker"] == Part("down", "restarting: database:lost")


async def test_a_broker_that_is_away_leaves_the_service_in_rotation(database: Database) -> None:
    """What it takes is kept in its outbox, and no other replica has a better broker."""
    parts = await ServiceStanding(database, _Loops(database)).parts()

    assert parts["broker"] == Part("degraded", "blocked")


async def test_a_database_that_takes_no_writes_is_not_well(make_database: MakeDatabase) -> None:
    """It connects and reads: that is not enough to be called ready."""
    url = await make_database([])
    other = Database(url, schema="public")
    async with other.begin() as session:
        name = await session.scalar(text("select current_database()"))
        await session.execute(text(f'alter database "{name}" set default_transaction_read_only=on'))
    await other.close()
    found = Database(url, schema="public")

    assert (await ServiceStanding(found, _Loops(found)).parts())["database"] == Part(
        "down", "it takes no writes"
    )
    await found.close()


async def test_a_server_that_hangs_up_at_the_door_is_a_database_that_is_away() -> None:
    """As one does that is just starting: health is an answer, not an error."""
    async with TcpProxy(free_port()) as nobody:
        url = f"postgresql+asyncpg://postgres:x@127.0.0.1:{nobody.port}/x"
        away = Database(url, schema="public")
        state = (await ServiceStanding(away, _Loops(away)).parts())["database"].state
        await away.close()

    assert state == "down"


async def test_a_database_that_is_away_is_named(tmp_path: Path) -> None:
    """The socket is not there: health says so within two seconds, and does not fail itself."""
    away = Database(f"postgresql+asyncpg://postgres@/x?host={tmp_path}", schema="public")

    assert (await ServiceStanding(away, _Loops(away)).parts())["database"].state == "down"
    await away.close()
