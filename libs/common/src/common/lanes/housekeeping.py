"""The lanes' own schedules: orphans, claims of the gone, secrets, old rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from common.lanes.api import BatchSchedule, Caller, Schedule, UnitOfWork, rows_schedule
from common.lanes.doorbell import Doorbell
from common.lanes.names import WORKER
from common.lanes.reading import TYPED_BY_CUSTOMERS, Reader
from common.lanes.store import lock_lanes, sweeping
from common.lanes.sweeper import AnySchedule
from common.lanes.tokens import life_of
from common.log import get_logger

log = get_logger(__name__)

INBOX_IDS: Final = timedelta(days=8)
OUTBOX_ROWS: Final = timedelta(days=8)
DEDUPE_KEYS: Final = timedelta(days=45)
PARKED_ROWS: Final = timedelta(days=45)
WAITING_SECRETS: Final = timedelta(minutes=10)


class Housekeeping:
    """What keeps a service's lanes whole and its tables flat."""

    def __init__(self, doorbell: Doorbell, reader: Reader, callers: Sequence[Caller] = ()) -> None:
        self._doorbell = doorbell
        self._reader = reader
        self._callers = callers
        self.rewoken: Counter[str] = Counter()
        """Orphan lanes found since the start, by loop; it must stay empty."""

    def schedules(self) -> Sequence[AnySchedule]:
        """Return the schedules as data."""
        often = timedelta(seconds=30)
        asleep = [
            Schedule(f"lanes.orphans.{one.name}", often, partial(self._rescue, one))
            for one in self._callers
        ]
        return (
            Schedule("lanes.gone", timedelta(seconds=5), self.let_go),
            Schedule("lanes.orphans", often, self.rewake),
            *asleep,
            *self._secrets(),
            *_forgetting(),
        )

    def _secrets(self) -> Sequence[BatchSchedule[int]]:
        minute, age, types = timedelta(minutes=1), WAITING_SECRETS, sorted(TYPED_BY_CUSTOMERS)
        find = partial(sweeping.unjudged, types=types, age=age)
        find_waiting = partial(sweeping.waiting_secrets, age=age)
        return (
            rows_schedule("lanes.secrets", minute, find, self._judge),
            rows_schedule("lanes.secrets.waiting", minute, find_waiting, sweeping.empty),
        )

    async def let_go(self, uow: UnitOfWork) -> int:
        """Put claims of processes that are gone in doubt at once."""
        gone = [
            token
            for token in await sweeping.tokens(uow.session)
            if await self._doorbell.is_gone(life_of(token))
        ]
        if not gone:
            return 0
        loops = await sweeping.let_go(uow.session, gone)
        self._doorbell.ring(*loops)
        return len(loops)

    async def rewake(self, uow: UnitOfWork) -> int:
        """Wake orphan lanes of the worker, and say so: there must be none."""
        return self._found(WORKER, await sweeping.rewake(uow.session))

    async def _rescue(self, caller: Caller, uow: UnitOfWork) -> int:
        """Wake orphan lanes of a caller, and say so: there must be none.

        Read again under their locks: another sweep may have had them settled since the first look.
        """
        session, name = uow.session, caller.name
        seen = {one.lane for one in await caller.orphans(session, sweeping.BATCH)}
        if not seen:
            return 0
        await lock_lanes(session, seen, loop=name)
        orphans = [o for o in await caller.orphans(session, sweeping.BATCH) if o.lane in seen]
        return self._found(name, await sweeping.rescue(session, name, orphans))

    def _found(self, loop: str, count: int) -> int:
        if count:
            self.rewoken[loop] += count
            log.error("lanes.rewoken", loop=loop, count=count)
            self._doorbell.ring(loop)
        return count

    async def _judge(self, session: AsyncSession, seqs: Sequence[int]) -> int:
        """Find out whether rows hold a code, and empty those that do."""
        rows = await sweeping.bodies(session, seqs)
        judged = [(r.seq, self._reader.may_carry_code(r.id, r.body)) for r in rows]
        await sweeping.judge(session, judged)
        return len(judged)


def _forgetting() -> Sequence[AnySchedule]:
    every = timedelta(minutes=10)
    inbox, outbox = partial(sweeping.drop, box="inbox"), partial(sweeping.drop, box="outbox")
    old_inbox = partial(sweeping.old_inbox, age=INBOX_IDS)
    old_outbox = partial(sweeping.old_outbox, age=OUTBOX_ROWS, dedupe_age=DEDUPE_KEYS)
    parked = partial(sweeping.old_parked, age=PARKED_ROWS)
    return (
        rows_schedule("lanes.age_out.inbox", every, old_inbox, inbox),
        rows_schedule("lanes.age_out.outbox", every, old_outbox, outbox),
        rows_schedule("lanes.age_out.inbox.parked", every, partial(parked, box="inbox"), inbox),
        rows_schedule("lanes.age_out.outbox.parked", every, partial(parked, box="outbox"), outbox),
        rows_schedule("lanes.idle", every, sweeping.idle_lanes, sweeping.drop_lanes),
    )
