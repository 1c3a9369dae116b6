"""A PostgreSQL server of one's own comes back with everything, however it ended."""

import gc
import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from common.local.postgresql import PrivatePostgres
from common.local.process import environment_of, until
from common.testing.another_user import as_root
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

pytestmark = pytest.mark.broker


@pytest.fixture
def server(server_folder: Path) -> Generator[PrivatePostgres]:
    """Give a server in a folder of its own."""
    server = PrivatePostgres(server_folder / "pg")
    server.start()
    yield server
    server.stop()


async def _run(server: PrivatePostgres, statement: str) -> None:
    engine = create_async_engine(server.admin_url(), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def _count(server: PrivatePostgres) -> int:
    engine = create_async_engine(server.admin_url(), poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.scalar(text("select count(*) from kept"))
    await engine.dispose()
    return int(found or 0)


async def test_what_was_committed_survives_every_kind_of_end(server: PrivatePostgres) -> None:
    """Stopped, restarted at once, and killed: the row is there, at the same port."""
    await _run(server, "create table kept as select 1 as n")
    port = server.port

    server.immediate_restart()
    after_restart = await _count(server)
    server.kill()
    server.start()
    after_kill = await _count(server)
    server.stop()
    server.start()

    assert (1, 1, 1) == (after_restart, after_kill, await _count(server))
    assert port == server.port


def test_one_that_somebody_else_killed_is_buried_and_started(server: PrivatePostgres) -> None:
    """What this object had started is waited for before it starts another: no process is lost."""
    pid = server.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: server.pid is None, 10)

    server.start()
    gc.collect()  # whoever was dropped unburied would warn now

    assert not Path(f"/proc/{pid}").exists()


async def test_a_running_server_is_adopted(server: PrivatePostgres, server_folder: Path) -> None:
    """Who opens the same folder finds the server that somebody else left there."""
    other = PrivatePostgres(server_folder / "pg")
    other.start()

    assert server.pid == other.pid


async def test_nobody_comes_in_without_the_password(server: PrivatePostgres) -> None:
    """Also on loopback: roles would mean nothing otherwise."""
    engine = create_async_engine(server.url("postgres", "guessed", "postgres"), poolclass=NullPool)

    with pytest.raises(Exception, match="password authentication failed"):
        async with engine.connect():
            pass
    await engine.dispose()


@as_root
async def test_a_closed_folder_above_stays_closed(server_folder: Path) -> None:
    """The server's user may not pass through it: its data lie elsewhere, and all else stays."""
    closed = server_folder / "closed"
    closed.mkdir(mode=0o700)
    server = PrivatePostgres(closed / "pg", elsewhere=server_folder / "elsewhere")
    server.start()
    await _run(server, "create table kept as select 1 as n")
    server.kill()
    server.start()
    count = await _count(server)
    server.stop()

    assert count == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "pg" / "data").resolve().is_relative_to(server_folder / "elsewhere")


def test_the_server_is_told_nothing_of_ours(
    server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our environment holds keys; the server's holds paths and a locale."""
    monkeypatch.setenv("MARI_API_KEY", "a-key-that-must-not-be-there")
    server = PrivatePostgres(server_folder / "pg")
    server.start()
    told = environment_of(server.pid or 0)
    server.stop()

    assert b"PATH=" in told
    assert b"a-key-that-must-not-be-there" not in told
