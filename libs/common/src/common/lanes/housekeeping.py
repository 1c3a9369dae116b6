"""The lanes' own schedules: orphans, claims of the gone, secrets, old rows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from common.lanes.api import Schedule, UnitOfWork
from common.lanes.doorbell import Doorbell
from common.lanes.names import WORKER
from common.lanes.reading import TYPED_BY_CUSTOMERS, Reader
from common.lanes.store import sweeping
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

    def __init__(self, doorbell: Doorbell, reader: Reader) -> None:
        self._doorbell = doorbell
        self._reader = reader
        self.rewoken = 0
        """Orphan lanes found since the start; it must stay 0."""

    def schedules(self) -> Sequence[Schedule]:
        """Return the schedules as data."""
        return (
            Schedule("lanes.gone", timedelta(seconds=5), self.let_go),
            Schedule("lanes.orphans", timedelta(seconds=30), self.rewake),
            Schedule("lanes.secrets", timedelta(minutes=1), self.empty_secrets),
            Schedule("lanes.age_out", timedelta(minutes=10), self.age_out),
            Schedule("lanes.idle", timedelta(minutes=10), self.drop_idle_lanes),
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
        """Wake orphan lanes, and say so: there must be none."""
        found = await sweeping.rewake(uow.session)
        if found:
            self.rewoken += found
            log.error("lanes.rewoken", count=found)
            self._doorbell.ring(WORKER)
        return found

    async def empty_secrets(self, uow: UnitOfWork) -> int:
        """Empty codes that have waited, or were parked, for ten minutes."""
        rows = await sweeping.unjudged(uow.session, sorted(TYPED_BY_CUSTOMERS), WAITING_SECRETS)
        judged = [(r.seq, self._reader.may_carry_code(r.id, r.body)) for r in rows]
        if judged:
            await sweeping.judge(uow.session, judged)
        return len(judged) + await sweeping.empty_waiting_secrets(uow.session, WAITING_SECRETS)

    async def age_out(self, uow: UnitOfWork) -> int:
        """Forget rows whose time has passed, a batch of each kind."""
        return max(
            await sweeping.drop_old_inbox(uow.session, INBOX_IDS),
            await sweeping.drop_old_outbox(uow.session, OUTBOX_ROWS, DEDUPE_KEYS),
            await sweeping.drop_old_parked(uow.session, "inbox", PARKED_ROWS),
            await sweeping.drop_old_parked(uow.session, "outbox", PARKED_ROWS),
        )

    async def drop_idle_lanes(self, uow: UnitOfWork) -> int:
        """Forget lanes without work."""
        return await sweeping.drop_idle_lanes(uow.session)
