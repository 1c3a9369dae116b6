"""One message by itself: its try is counted before it is made, its failure is its own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from common.crash import crashpoint
from common.errors import MariError
from common.lanes.api import Delivery
from common.lanes.failures import (
    MOST_KILLS,
    MOST_TRANSIENT,
    MOST_UNEXPECTED,
    Meaning,
    backoff,
    meaning_of,
)
from common.lanes.names import FREE, WORKER
from common.lanes.reading import Reader, Unreadable
from common.lanes.store import inbox, lane
from common.lanes.supervisor import code_of
from common.lanes.unit_of_work import Unit, Units
from common.log import get_logger

log = get_logger(__name__)

_AT_ONCE_TRIES: Final = 3


class Place(Protocol):
    """Where a message waits: at the head of its lane, or free of order."""

    loop: ClassVar[str]
    """The loop that takes messages from here."""

    async def claim(self, session: AsyncSession) -> Row[Any] | None:
        """Lock the place and return its due row; None when there is none or it is not ours."""
        ...

    async def release(self, session: AsyncSession, done: Sequence[int]) -> None:
        """Mark rows done and make the place due for what comes next."""
        ...


@dataclass(frozen=True, slots=True)
class LaneHead:
    """The first unfinished message of a lane."""

    key: str
    loop: ClassVar[str] = WORKER

    async def claim(self, session: AsyncSession) -> Row[Any] | None:
        """Lock the lane, then read its head anew."""
        claimed = await lane.claim_these(session, WORKER, [self.key])
        if not claimed:
            return None
        rows = await inbox.heads(session, [self.key], each=1)
        if rows and rows[0].next_at <= claimed[0].now:
            return rows[0]
        await self.release(session, ())
        return None

    async def release(self, session: AsyncSession, done: Sequence[int]) -> None:
        """Make the lane due when its next message is."""
        await lane.finish_work(session, [self.key], done)


@dataclass(frozen=True, slots=True)
class FreeRow:
    """A message without a lane."""

    seq: int
    loop: ClassVar[str] = FREE

    async def claim(self, session: AsyncSession) -> Row[Any] | None:
        """Lock the row."""
        rows = await inbox.claim_free_one(session, self.seq)
        return rows[0] if rows else None

    async def release(self, session: AsyncSession, done: Sequence[int]) -> None:
        """Mark it done."""
        if done:
            await inbox.finish(session, done)


class Alone:
    """Does messages one by one, each in its own transactions."""

    def __init__(self, units: Units, reader: Reader) -> None:
        self._units = units
        self._reader = reader
        self._cut_short: Counter[int] = Counter()
        """Tries that were counted and that the loss of the database ended."""

    async def do(self, place: Place) -> None:
        """Try the message of a place; raises only when the database is not to be had."""
        self._units.doorbell.turns.beat(place.loop)
        row = await self._count(place)
        if row is None:
            return
        failure = await self._try(place, row.seq)
        for _ in range(_AT_ONCE_TRIES - 1):
            if failure is None or meaning_of(failure) is not Meaning.AT_ONCE:
                break
            failure = await self._try(place, row.seq)
        if failure is None:
            return
        try:
            await self._settle(place, row, failure)
        except Exception:
            self._cut_short[row.seq] += 1
            raise

    async def _count(self, place: Place) -> Row[Any] | None:
        async with self._units.database.begin() as session:
            row = await place.claim(session)
            if row is None:
                return None
            forgiven = min(self._cut_short[row.seq], row.kills)
            if row.kills - forgiven >= MOST_KILLS:
                await self._park(session, place, row.seq, "lanes:stops_the_process")
                return None
            await inbox.count_attempt(session, row.seq, forgiven=forgiven)
        del self._cut_short[row.seq]
        return row

    async def _try(self, place: Place, seq: int) -> Exception | None:
        try:
            async with self._units.database.begin() as session:
                row = await place.claim(session)
                if row is None or row.seq != seq:
                    return None
                unit = await self._run(session, place, row)
                crashpoint("worker.before_commit")
        except Exception as error:  # noqa: BLE001 - judged by the caller
            return error
        crashpoint("worker.after_commit")
        self._units.ring(unit)
        return None

    async def _run(self, session: AsyncSession, place: Place, row: Row[Any]) -> Unit:
        unit = self._units.on(session, row.now)
        read = self._reader.read(row)
        if isinstance(read, Unreadable):
            await self._park(session, place, read.seq, read.code)
            return unit
        await self._reader.handlers.preload(unit, [read])
        await handle(self._reader, unit, read)
        await unit.flush()
        await place.release(session, [row.seq])
        return unit

    async def _settle(self, place: Place, row: Row[Any], failure: Exception) -> None:
        errors = row.attempts - row.kills + 1
        if meaning_of(failure) is Meaning.LOST:
            raise failure
        async with self._units.database.begin() as session:
            found = await place.claim(session)
            if found is None or found.seq != row.seq:
                return
            if _is_final(failure, errors):
                await self._park(session, place, row.seq, code_of(failure))
                return
            wait = backoff(errors)
            if isinstance(failure, MariError) and failure.retry_at is not None:
                wait = max(wait, failure.retry_at - found.now)
            log.info("message.postponed", seq=row.seq, type=row.type, error=code_of(failure))
            await inbox.postpone(session, row.seq, wait, code_of(failure))
            await place.release(session, ())
        self._units.doorbell.ring_in(place.loop, wait.total_seconds())

    async def _park(self, session: AsyncSession, place: Place, seq: int, code: str) -> None:
        log.error("message.parked", seq=seq, error=code)
        await inbox.park(session, [(seq, code)])
        await place.release(session, ())


async def handle(reader: Reader, unit: Unit, delivery: Delivery) -> None:
    """Run the handler of one delivery."""
    kind = delivery.message.TYPE
    single = reader.handlers.handlers.get(kind)
    if single is not None:
        await single(unit, delivery)
    else:
        await reader.handlers.bulk[kind](unit, [delivery])


def _is_final(failure: Exception, errors: int) -> bool:
    """Tell whether so many errors are enough; tries that left no outcome count elsewhere."""
    meaning = meaning_of(failure)
    if meaning is Meaning.NEVER:
        return True
    if meaning is Meaning.UNEXPECTED or isinstance(failure, IntegrityError):
        return errors >= MOST_UNEXPECTED
    return errors >= MOST_TRANSIENT
