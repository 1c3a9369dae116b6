"""Grouped accept: what arrives together shares one commit, and is answered after it."""

import asyncio
from collections.abc import Sequence
from typing import Final

from common.crash import crashpoint
from common.errors import InvalidError, TransientError
from common.lanes.api import OutboxRow
from common.lanes.failures import is_deadlock, is_refused
from common.lanes.grouper import Grouper, do_together
from common.lanes.names import ACCEPT
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Units
from common.log import get_logger

log = get_logger(__name__)

_MOST_ROWS_WAITING: Final = 5000
_MOST_TOGETHER: Final = 500
_PATIENCE_SECONDS: Final = 8.0
_DEADLOCK_TRIES: Final = 5


class Acceptor:
    """Takes rows from request handlers and returns once they are committed."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._grouper: Grouper[OutboxRow] = Grouper(most=_MOST_TOGETHER)

    async def accept(self, rows: Sequence[OutboxRow]) -> None:
        """Return after the commit.

        Raises TransientError when it could not be committed, InvalidError when the database
        refuses one of these rows for good (the others are stored).
        """
        if len(self._grouper) + len(rows) > _MOST_ROWS_WAITING:
            raise TransientError("Too much is waiting to be stored.", code="lanes:overloaded")
        waits = [self._grouper.put(row) for row in rows]
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                results = await asyncio.gather(*waits, return_exceptions=True)
        except TimeoutError:
            raise TransientError("It could not be stored in time.", code="lanes:slow") from None
        _raise_first(results)

    async def run(self) -> None:
        """Write what gathers, group after group."""
        while True:
            group = await self._grouper.take()
            try:
                with self._units.doorbell.turns.under_way(ACCEPT):
                    await do_together(group, self._write)
            finally:
                _give_up(group)

    async def _write(self, rows: Sequence[OutboxRow]) -> None:
        for left in reversed(range(_DEADLOCK_TRIES)):
            try:
                await self._insert(rows)
            except Exception as error:
                if not (left and is_deadlock(error)):
                    raise
            else:
                return

    async def _insert(self, rows: Sequence[OutboxRow]) -> None:
        crashpoint("accept.before_commit")
        await self._units.store(rows)
        crashpoint("accept.after_commit")


def _give_up(group: Sequence[tuple[OutboxRow, asyncio.Future[None]]]) -> None:
    for _, done in group:
        if not done.done():
            done.set_exception(TransientError("The service is stopping.", code="lanes:stopping"))
            done.exception()


def _raise_first(results: Sequence[BaseException | None]) -> None:
    errors = [error for error in results if error is not None]
    if not errors:
        return
    for error in errors:
        log.warning("row.refused", error=code_of(error))
    if all(isinstance(error, InvalidError) or is_refused(error) for error in errors):
        raise InvalidError("A row was refused by the database.", code="lanes:row_refused")
    raise TransientError("It could not be stored now.", code="lanes:unavailable") from errors[0]
