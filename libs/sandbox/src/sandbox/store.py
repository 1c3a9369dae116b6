"""The sandbox's own durable store: SQLite, one writer, and one commit for all that waits."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from common.local.server_user import private_folder

from sandbox.schema import SCHEMA

T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], T]
_Waiting = tuple[Operation[Any], "asyncio.Future[Any]"]
_MOST_PER_COMMIT = 500


class Store:
    """Runs operations one after another; those that wait together share one commit.

    What `run` has returned is on the disk: a `kill -9` loses nothing that was answered. An
    operation whose caller goes away is still done.
    """

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / "sandbox.sqlite3"
        self._executor = ThreadPoolExecutor(1, "sandbox-store")
        self._waiting: list[_Waiting] = []
        self._busy = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._db: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Open or make the file. Raises sqlite3.OperationalError when another run holds it."""
        loop = asyncio.get_running_loop()
        self._db = await loop.run_in_executor(self._executor, _connect, self._path)

    async def close(self) -> None:
        """Finish what waits, then close the file."""
        await self._idle.wait()
        db, self._db = self._db, None
        if db is not None:
            await asyncio.get_running_loop().run_in_executor(self._executor, db.close)
        self._executor.shutdown(wait=False)

    async def run(self, operation: Operation[T]) -> T:
        """Do the operation in a transaction and return its value after the commit."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((operation, future))
        self._start()
        return await future

    def _start(self) -> None:
        if self._busy or not self._waiting:
            return
        if self._db is None:
            raise RuntimeError("the store is not open")
        batch = self._waiting[:_MOST_PER_COMMIT]
        del self._waiting[:_MOST_PER_COMMIT]
        self._busy = True
        self._idle.clear()
        loop = asyncio.get_running_loop()
        work = self._executor.submit(_run_batch, self._db, [operation for operation, _ in batch])
        work.add_done_callback(lambda done: loop.call_soon_threadsafe(self._finish, batch, done))

    def _finish(self, batch: Sequence[_Waiting], done: "Future[list[_Outcome]]") -> None:
        self._busy = False
        for (_, future), (value, error) in zip(batch, done.result(), strict=True):
            if future.done():
                continue
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)
        self._start()
        if not self._busy:
            self._idle.set()


_Outcome = tuple[Any, Exception | None]


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file, which nobody but us may read: it holds what was said and paid."""
    if not path.parent.exists():
        private_folder(path.parent)
    path.touch(mode=0o600)
    for file in path.parent.glob(f"{path.name}*"):
        file.chmod(0o600)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=2)
    db.row_factory = sqlite3.Row
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}")
    db.executescript(SCHEMA)
    return db


def _run_batch(db: sqlite3.Connection, operations: Sequence[Operation[Any]]) -> list[_Outcome]:
    try:
        db.execute("BEGIN")
        outcomes = [_run_one(db, operation) for operation in operations]
        db.execute("COMMIT")
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        return [(None, error)] * len(operations)
    return outcomes


def _run_one(db: sqlite3.Connection, operation: Operation[Any]) -> _Outcome:
    db.execute("SAVEPOINT one")
    try:
        value = operation(db)
    except Exception as error:  # noqa: BLE001 - it belongs to whoever asked, not to the batch
        db.execute("ROLLBACK TO one")
        db.execute("RELEASE one")
        return None, error
    db.execute("RELEASE one")
    return value, None
