"""Pooled connections are looked at when they are taken, and asked only after they have idled.

SQLAlchemy's `pool_pre_ping` asks each time, with three round trips under asyncpg; a loop that takes
a connection a thousand times a second would spend a third of its statements on it. A connection
that the server closed is known without asking.
"""

import time
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

IDLE_SECONDS: Final = 1.0
_LEFT_AT: Final = "common.db.left_at"


def ping_after_idling(engine: Engine) -> None:
    """Make the pool replace connections that are closed, or idled and do not answer."""

    def left(_connection: object, record: Any) -> None:  # noqa: ANN401 - the pool's own record
        record.info[_LEFT_AT] = time.monotonic()

    def taken(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401 - as above
        if connection.driver_connection.is_closed():
            raise DisconnectionError
        now = time.monotonic()
        if now - record.info.get(_LEFT_AT, now) > IDLE_SECONDS:
            _ping(engine, connection)

    event.listen(engine, "checkin", left)
    event.listen(engine, "checkout", taken)


def _ping(engine: Engine, connection: Any) -> None:  # noqa: ANN401 - the dialect's connection
    try:
        engine.dialect.do_ping(connection)
    except Exception as error:
        raise DisconnectionError from error
