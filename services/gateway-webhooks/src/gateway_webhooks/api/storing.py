"""Stores what was accepted before anybody is told so."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from common.clock import Clock
from common.errors import InvalidError, TransientError
from common.lanes.api import OutboxRow
from common.log import get_logger

from gateway_webhooks.domain import Source
from gateway_webhooks.service import kept_only

log = get_logger(__name__)

_AT_ONCE: Final = 1000
_TRY_AGAIN: Final = timedelta(seconds=5)

Accept = Callable[[Sequence[OutboxRow]], Awaitable[None]]
"""Returns after the commit. Raises TransientError when it could not, and InvalidError when one
of the rows can never be stored as it is (the others are)."""


async def store(accept: Accept, rows: Sequence[OutboxRow], clock: Clock, source: Source) -> None:
    """Return once every row is committed.

    Raises TransientError, with the time to try again, when one could not be.
    """
    try:
        for start in range(0, len(rows), _AT_ONCE):
            await _store_some(accept, rows[start : start + _AT_ONCE], source)
    except TransientError as error:
        retry_at = error.retry_at or clock() + _TRY_AGAIN
        raise TransientError(error.detail, code=error.code, retry_at=retry_at) from error


async def _store_some(accept: Accept, rows: Sequence[OutboxRow], source: Source) -> None:
    try:
        await accept(rows)
    except InvalidError:
        for row in rows:
            await _store_alone(accept, row, source)


async def _store_alone(accept: Accept, row: OutboxRow, source: Source) -> None:
    """Store a row, or what it says as an unreadable item: it is kept, and not sent for ever."""
    try:
        await accept([row])
    except InvalidError as error:
        log.warning("item.refused", row_id=str(row.id), code=error.code)
        await _keep(accept, kept_only(row, source))


async def _keep(accept: Accept, row: OutboxRow) -> None:
    """Store what nothing can be wrong with; a store that refuses even that is out of order."""
    try:
        await accept([row])
    except InvalidError as error:
        raise TransientError("The store takes nothing now.", code="webhook:store") from error
