"""The embedded server on a machine that others use: it is ours alone, and so is its folder."""

import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest
from common.db.embedded import USER, EmbeddedServer
from common.db.embedded_files import in_reach, wheel_programs
from common.db.postmaster import read_postmaster
from common.local.process import environment_of
from common.local.server_user import server_user
from common.testing.another_user import another_user, as_root
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

pytestmark = pytest.mark.database


@pytest.fixture
def server(server_folder: Path) -> Generator[EmbeddedServer]:
    """Give a server that runs."""
    server = EmbeddedServer(server_folder / "postgres", elsewhere=server_folder / "elsewhere")
    server.start()
    yield server
    server.stop()


def _socket(server: EmbeddedServer) -> Path:
    return Path(str(make_url(server.url()).query["host"])) / ".s.PGSQL.5432"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def _ask(server: EmbeddedServer) -> str:
    return await _run(server, "select current_user")


async def _run(server: EmbeddedServer, *statements: str) -> str:
    """Run statements on a connection of their own; returns the last one's first value."""
    engine = create_async_engine(server.url(), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            for statement in statements[:-1]:
                await connection.execute(text(statement))
            return str(await connection.scalar(text(statements[-1])))
    finally:
        await engine.dispose()


async def test_the_socket_is_its_owners(server: EmbeddedServer) -> None:
    """0600 in a folder of 0700; who runs Mari still comes in."""
    socket = _socket(server)

    assert (_mode(socket.parent), _mode(socket)) == (0o700, 0o600)
    assert await _ask(server) == "postgres"


@as_root
async def test_another_local_user_does_not_reach_the_server(server: EmbeddedServer) -> None:
    """Neither its socket nor a file of its data."""
    with another_user(), pytest.raises(PermissionError):
        await _ask(server)
    with another_user(), pytest.raises(PermissionError):
        (_socket(server).parents[1] / "data" / "pg_hba.conf").read_text()


@as_root
async def test_the_server_asks_who_is_there(server: EmbeddedServer) -> None:
    """With the modes gone wrong, another user is still refused: `trust` is nowhere."""
    _socket(server).parent.chmod(0o755)
    _socket(server).chmod(0o777)

    with another_user(), pytest.raises(Exception, match="Peer authentication failed"):
        await _ask(server)
    assert await _ask(server) == "postgres"


@as_root
def test_root_runs_the_server_as_a_user_that_owns_nothing_else(server: EmbeddedServer) -> None:
    """`nobody` runs other people's programs too: they would own our data."""
    found = read_postmaster(_socket(server).parents[1] / "data")
    assert found is not None

    assert Path(f"/proc/{found.pid}").stat().st_uid not in {0, 65534}
    assert Path(f"/proc/{found.pid}").owner() == USER


def test_the_server_is_told_nothing_of_ours(
    server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our environment holds keys; the server's holds paths and a locale."""
    monkeypatch.setenv("MARI_API_KEY", "a-key-that-must-not-be-there")
    server = EmbeddedServer(server_folder / "postgres")
    server.start()
    found = read_postmaster(server_folder / "postgres" / "data")
    assert found is not None
    told = environment_of(found.pid)
    server.stop()

    assert b"PATH=" in told
    assert b"MARI_API_KEY" not in told
    assert b"a-key-that-must-not-be-there" not in told


@as_root
async def test_nobody_elses_folder_is_touched(server_folder: Path) -> None:
    """Below a closed folder of root's, data and socket lie elsewhere; the folder stays closed."""
    closed, elsewhere = server_folder / "closed", server_folder / "elsewhere"
    closed.mkdir(mode=0o700)
    server = EmbeddedServer(closed / "postgres", elsewhere=elsewhere)
    server.start()
    answer = await _ask(server)
    server.stop()

    assert answer == "postgres"
    assert _mode(closed) == 0o700
    assert (closed / "postgres" / "data").resolve().is_relative_to(elsewhere)
    assert (closed / "postgres" / "data" / "PG_VERSION").exists()


@as_root
def test_programs_that_the_servers_user_cannot_reach_are_copied(server_folder: Path) -> None:
    """A checkout in root's own folder stays closed; the copy runs, and is made once.

    Also those that need the wheel's libraries, which lie beside its package.
    """
    wheel = wheel_programs()
    assert wheel is not None
    package = wheel.parent
    closed, elsewhere, user = server_folder / "closed", server_folder / "e", server_user(USER)
    closed.mkdir(mode=0o700)
    for part in (wheel, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, closed / part.relative_to(package.parent))
    programs = closed / package.name / wheel.name

    first = in_reach(programs, user, elsewhere)
    command = [str(first / "bin" / "initdb"), "--version"]
    told = subprocess.check_output(command, user=user.uid, group=user.gid, extra_groups=())

    assert b"PostgreSQL" in told
    assert first.is_relative_to(elsewhere)
    assert first == in_reach(programs, user, elsewhere)
    assert _mode(closed) == 0o700


@as_root
async def test_data_whose_folder_was_closed_are_moved_whole(server_folder: Path) -> None:
    """Also when the move was cut off between its two steps: nothing is made anew."""
    closed = server_folder / "house"
    closed.mkdir(mode=0o711)
    closed.chmod(0o711)
    server = EmbeddedServer(closed / "postgres", elsewhere=server_folder / "elsewhere")
    server.start()
    await _run(server, "create table kept as select 1 as n", "select 1")
    server.stop()
    closed.chmod(0o700)
    data = closed / "postgres" / "data"
    place = server_folder / "elsewhere" / "cut-off" / "data"
    place.parent.mkdir(parents=True)
    for folder in place.parents[:2]:
        folder.chmod(0o711)
    data.with_name("data.moved").symlink_to(place)
    data.rename(place)

    server.start()
    kept = await _run(server, "select n from kept")
    server.stop()

    assert kept == "1"
    assert data.resolve() == place


@as_root
def test_a_folder_of_an_earlier_version_is_mended_at_its_start(server_folder: Path) -> None:
    """Its data were `nobody`'s, its rules trusted everybody, its socket stood open."""
    folder = server_folder / "postgres"
    server = EmbeddedServer(folder)
    server.start()
    server.stop()
    rules = folder / "data" / "pg_hba.conf"
    rules.write_text("local all all trust\n")
    for path in (folder / "data", *(folder / "data").rglob("*")):
        os.chown(path, 65534, 65534)
    (folder / "socket").mkdir(exist_ok=True)
    (folder / "socket").chmod(0o755)

    server.start()
    socket = _socket(server)
    modes = (_mode(socket.parent), _mode(socket))
    server.stop()

    assert modes == (0o700, 0o600)
    assert "trust" not in rules.read_text()
    assert {path.owner() for path in (folder / "data").rglob("*")} == {USER}


def test_a_server_that_still_trusts_everybody_is_not_adopted(server: EmbeddedServer) -> None:
    """One that an earlier version's killed run left behind is stopped and started anew."""
    data = _socket(server).parents[1] / "data"
    before = read_postmaster(data)
    (data / "pg_hba.conf").write_text("local all all trust\n")

    server.start()
    after = read_postmaster(data)

    assert before is not None
    assert after is not None
    assert before.pid != after.pid


async def test_a_long_folder_gets_a_short_socket_that_nobody_foresees(
    server_folder: Path,
) -> None:
    """A Unix socket's path is at most 107 bytes; its folder's name is another each time."""
    server = EmbeddedServer(server_folder / ("a" * 60) / ("b" * 60))
    sockets: list[Path] = []
    for _ in range(2):
        server.start()
        sockets.append(_socket(server))
        assert _mode(sockets[-1].parent) == 0o700
        assert await _ask(server) == "postgres"
        server.stop()

    assert max(len(str(socket)) for socket in sockets) < 107
    assert sockets[0] != sockets[1]
    assert not any(socket.parent.exists() for socket in sockets)


async def test_after_a_kill_the_same_private_folder_is_used_again(server_folder: Path) -> None:
    """Kills do not fill the folder for temporary files; one that became another's is left."""
    server = EmbeddedServer(server_folder / ("a" * 60) / ("b" * 60))
    server.start()
    first = _socket(server).parent
    server.stop(signal.SIGKILL)
    server.start()
    second = _socket(server).parent
    server.stop(signal.SIGKILL)
    second.chmod(0o755)
    server.start()
    third = _socket(server).parent
    server.stop()
    shutil.rmtree(second)

    assert first == second
    assert second != third


@pytest.mark.parametrize("name", ["a,b", "a b", "a&b+c%41", "größer"])
async def test_any_folder_will_do(server_folder: Path, name: str) -> None:
    """A comma, a space, `&`, `+`, `%` and an umlaut: the server starts and its address is right."""
    server = EmbeddedServer(server_folder / name)
    server.start()
    answer = await _ask(server)
    server.stop()

    assert answer == "postgres"
