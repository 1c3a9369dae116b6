"""How the server would run each statement that a piece of code gives it."""

import json
import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from common.db import Database
from sqlalchemy import Connection, event

_EXPLAIN: Final = "explain (format json) "
_PLANNED: Final = re.compile(r"\s*[(\s]*(select|insert|update|delete|with)\b", re.IGNORECASE)


@dataclass(slots=True)
class Plans:
    """The statements that were given, and the tables that each would read from end to end."""

    scanned: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Statement to tables; empty for one that reads by indexes only."""

    @property
    def whole(self) -> Mapping[str, set[str]]:
        """The statements that read whole tables."""
        return {one: tables for one, tables in self.scanned.items() if tables}

    def explain(self, connection: Connection, statement: str, values: Any) -> None:  # noqa: ANN401 - a driver's own
        """Ask how a statement would be run."""
        told = connection.exec_driver_sql(_EXPLAIN + statement, values).scalar_one()
        plan = json.loads(told) if isinstance(told, str) else told
        self.scanned.setdefault(statement, set()).update(_scans(plan[0]["Plan"]))


@contextmanager
def explained(database: Database) -> Generator[Plans]:
    """Explain every statement that goes through the database's engine, before it is run."""
    plans = Plans()
    engine = database.engine.sync_engine

    def look(
        connection: Connection,
        _cursor: object,
        statement: str,
        values: Any,  # noqa: ANN401 - a driver's own
        _context: object,
        many: bool,  # noqa: FBT001 - SQLAlchemy calls it so
    ) -> None:
        if not many and _PLANNED.match(statement):
            plans.explain(connection, statement, values)

    event.listen(engine, "before_cursor_execute", look)
    try:
        yield plans
    finally:
        event.remove(engine, "before_cursor_execute", look)


def _scans(node: Mapping[str, Any]) -> set[str]:
    own = {node["Relation Name"]} if node["Node Type"] == "Seq Scan" else set[str]()
    return own.union(*(_scans(inner) for inner in node.get("Plans", ())))
