"""Counts what this process asks of PostgreSQL: statements, and transactions that wrote."""

import re
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Engine, Pool, event
from sqlalchemy.engine.interfaces import ExecuteStyle

_WRITES: Final = re.compile(
    r"\binsert\s+into\b|\bdelete\s+from\b|(?<!\bfor )(?<!\bdo )\bupdate\s+(?!set\b|skip\b)",
    re.IGNORECASE,
)
_ENDS: Final = ("commit", "rollback")
_SHORT: Final = 90


def writes(statement: str) -> bool:
    """Tell whether a statement inserts, updates or deletes; locking rows is not writing."""
    return _WRITES.search(statement) is not None


@dataclass(slots=True)
class _Link:
    """One connection: whose it is, and whether its open transaction has written."""

    service: str
    is_open: bool = False
    has_written: bool = False


@dataclass(slots=True)
class Meter:
    """A commit is a transaction that wrote; BEGIN, COMMIT and ROLLBACK are no statements."""

    commits: int = 0
    statements: int = 0
    commits_of: Counter[str] = field(default_factory=Counter[str])
    """Commits by service and the statement that wrote first."""
    statements_of: Counter[str] = field(default_factory=Counter[str])
    """Statements by service and their first words."""
    _links: dict[int, _Link] = field(default_factory=dict[int, _Link])
    _first: dict[int, str] = field(default_factory=dict[int, str])

    def reset(self) -> None:
        """Count from nothing again."""
        self.commits = self.statements = 0
        self.commits_of.clear()
        self.statements_of.clear()

    def join(self, driver: Any) -> None:  # noqa: ANN401 - asyncpg's connection has no public type
        """Hear what a service's new connection is given directly, past SQLAlchemy."""
        name: str = driver.get_settings().application_name
        self._links.pop(id(driver), None)
        if not name.startswith("mari-"):
            return
        self._links[id(driver)] = _Link(name.removeprefix("mari-"))

        def asked(record: Any) -> None:  # noqa: ANN401 - as above
            self.hear(id(driver), record.query)

        driver.add_query_logger(asked)

    def hear(self, connection: int, statement: str) -> None:
        """Count one statement of a connection."""
        link = self._links.get(connection)
        if link is None:
            return
        word = statement.lstrip()[:8].rstrip("; ").lower()
        if word.startswith("begin"):
            link.is_open, link.has_written = True, False
        elif word.startswith(_ENDS):
            self._end(link, connection, is_commit=word.startswith("commit"))
        else:
            self._count(link, connection, " ".join(statement.split())[:_SHORT], writes(statement))

    def _count(self, link: _Link, connection: int, short: str, is_write: bool) -> None:  # noqa: FBT001
        self.statements += 1
        self.statements_of[f"{link.service}: {short}"] += 1
        if is_write and not link.has_written:
            self._first[connection] = short
        link.has_written = link.has_written or is_write
        if not link.is_open:
            self._end(link, connection, is_commit=True)

    def _end(self, link: _Link, connection: int, *, is_commit: bool) -> None:
        if link.has_written and is_commit:
            self.commits += 1
            self.commits_of[f"{link.service}: {self._first[connection]}"] += 1
        link.is_open = link.has_written = False

    def report(self) -> str:
        """Return what was counted, the most frequent first, for a person to read."""
        parts = [f"{self.commits} commits, {self.statements} statements"]
        for counted in (self.commits_of, self.statements_of):
            parts += [f"  {count:4d}  {what}" for what, count in counted.most_common()]
        return "\n".join(parts)


@contextmanager
def metered() -> Generator[Meter]:
    """Count every statement of every engine whose connections are opened inside the block."""
    meter = Meter()

    def connected(connection: Any, _record: object) -> None:  # noqa: ANN401 - the pool's own
        meter.join(connection.driver_connection)

    def executed(connection: Any, _cursor: object, statement: str, *more: Any) -> None:  # noqa: ANN401
        # What the driver runs with many parameters it has told us of itself.
        if more[1] is None or more[1].execute_style is not ExecuteStyle.EXECUTEMANY:
            meter.hear(id(connection.connection.driver_connection), statement)

    event.listen(Pool, "connect", connected)
    event.listen(Engine, "after_cursor_execute", executed)
    try:
        yield meter
    finally:
        event.remove(Pool, "connect", connected)
        event.remove(Engine, "after_cursor_execute", executed)
