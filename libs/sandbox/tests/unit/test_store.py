"""The store shares commits, keeps what it answered, and lets one failure hurt only itself."""

import asyncio
import sqlite3
import stat
from pathlib import Path

import pytest
from sandbox.store import Store

COUNT = "SELECT count(*) FROM fault"
ADD = "INSERT INTO fault (provider, operation, behaviour) VALUES ('omari', '*', 'slow')"


def add(db: sqlite3.Connection) -> None:
    """Write a row."""
    db.execute(ADD)


def count(db: sqlite3.Connection) -> int:
    """Count the rows."""
    return db.execute(COUNT).fetchone()[0]


def fail(db: sqlite3.Connection) -> None:
    """Write a row, then fail."""
    add(db)
    raise LookupError


async def test_a_failure_undoes_only_its_own_work(tmp_path: Path) -> None:
    """Operations that share a commit do not share a failure."""
    store = Store(tmp_path)
    await store.open()
    outcomes = await asyncio.gather(
        store.run(add), store.run(fail), store.run(add), return_exceptions=True
    )
    found = await store.run(count)
    await store.close()

    assert [type(one) for one in outcomes] == [type(None), LookupError, type(None)]
    assert found == 2


async def test_what_waits_together_is_committed_together(tmp_path: Path) -> None:
    """A hundred writers at once need a handful of commits."""
    store = Store(tmp_path)
    await store.open()
    commits: list[str] = []
    await store.run(lambda db: db.set_trace_callback(commits.append))
    await asyncio.gather(*(store.run(add) for _ in range(100)))
    await store.run(lambda db: db.set_trace_callback(None))
    await store.close()

    assert commits.count("COMMIT") <= 4


async def test_work_is_done_though_its_caller_left(tmp_path: Path) -> None:
    """A client that gives up cancels nothing."""
    store = Store(tmp_path)
    await store.open()
    leaving = asyncio.ensure_future(store.run(add))
    await asyncio.sleep(0)
    leaving.cancel()
    found = await store.run(count)
    await store.close()

    assert found == 1


async def test_a_store_belongs_to_one_run(tmp_path: Path) -> None:
    """A second run on the same folder fails at once instead of sharing the books."""
    store, second = Store(tmp_path), Store(tmp_path)
    await store.open()
    with pytest.raises(sqlite3.OperationalError):
        await second.open()
    await second.close()
    await store.close()


async def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    """It holds what was said and paid: 0600, with its log, in a folder of 0700 that it made."""
    data = tmp_path / "made" / "sandbox"
    store = Store(data)
    await store.open()
    await store.run(lambda db: db.execute("create table note (n)"))
    modes = {path.name: _mode(path) for path in data.iterdir()}
    await store.close()

    assert _mode(data) == 0o700
    assert set(modes.values()) == {0o600}
    assert "sandbox.sqlite3" in modes


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_of_an_earlier_version_is_closed(tmp_path: Path) -> None:
    """It stood open to everybody; a folder that was there keeps its mode."""
    tmp_path.chmod(0o755)
    asyncio.run(_opened_and_closed(tmp_path))
    (tmp_path / "sandbox.sqlite3").chmod(0o644)

    asyncio.run(_opened_and_closed(tmp_path))

    assert (_mode(tmp_path), _mode(tmp_path / "sandbox.sqlite3")) == (0o755, 0o600)


async def _opened_and_closed(folder: Path) -> None:
    store = Store(folder)
    await store.open()
    await store.close()
