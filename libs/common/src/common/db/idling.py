"""Pooled connections are looked at when they are taken, and asked only after they have idled.

SQLAlchemy's `pool_pre_ping` asks each time, with three round trips under asyncpg; a loop that takes
a connection a thousand times a second would spend a third of its statements on it. A connection
that the server closed is known without asking. One that stays silent for three seconds takes the
whole pool with it: the others go the same way.
"""

import time
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError, InvalidatePoolError

IDLE_SECONDS: Final = 1.0
_PING_SECONDS: Final = 3.0
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
            _ping(connection)

    event.listen(engine, "checkin", left)
    event.listen(engine, "checkout", taken)


def _ping(connection: Any) -> None:  # noqa: ANN401 - the dialect's connection
    try:
        connection.run_async(_ask)
    except TimeoutError as error:
        raise InvalidatePoolError from error
    except Exception as error:
        raise DisconnectionError from error


async def _ask(driver: Any) -> None:  # noqa: ANN401 - the driver's connection
    await driver.fetchrow(";", timeout=_PING_SECONDS)
