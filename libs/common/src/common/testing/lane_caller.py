"""A caller over the toy services' `job` table, whose outside system is a function of the test."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from common.ids import new_id
from common.lanes.api import Claim, Orphan, UnitOfWork
from common.lanes.waking import wake_lane

_CLAIM = """
update job set status = 'calling', token = :token where id in (
  select distinct on (key) id from job where key = any(:lanes) and status = 'new'
    and next_at <= :now order by key, priority, seq)
returning id, key
"""
_NEXT = """
select distinct on (key) key, next_at, priority from job
where key = any(:lanes) and status = 'new' order by key, priority, seq
"""


_ORPHANS = """
select distinct on (j.key) j.key, j.priority, j.next_at, case j.status when 'calling' then j.token
  end as token
from job j left join lane l on l.loop = 'toy' and l.key = j.key
where j.status in ('new', 'calling') and l.due_at is null order by j.key, j.status, j.seq
limit :most
"""


async def add_job(uow: UnitOfWork, key: str, *, priority: int = 5) -> UUID:
    """Write a job into a lane of the toy caller and wake it."""
    job = new_id()
    await uow.session.execute(
        text("insert into job (id, key, priority, next_at) values (:id, :key, :priority, :now)"),
        {"id": job, "key": key, "priority": priority, "now": uow.now},
    )
    await wake_lane(uow.session, loop="toy", key=key, priority=priority)
    return job


class ToyCaller:
    """Calls `outside` for each job and writes its answer as the job's status."""

    name = "toy"

    def __init__(
        self,
        outside: Callable[[Claim], Awaitable[str]],
        *,
        slots: int = 4,
        limit: timedelta = timedelta(seconds=5),
        patient_from: int | None = None,
    ) -> None:
        self._outside = outside
        self.patient_from = patient_from
        self.slots = slots
        self.limit = limit
        self.doubted: list[str] = []
        self.groups: list[int] = []

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Mark the first new job of each lane."""
        values = {"lanes": list(lanes), "token": token, "now": now}
        rows = (await session.execute(text(_CLAIM), values)).all()
        return [Claim(lane=row.key, row_id=row.id, token=token, payload=None) for row in rows]

    async def call(self, claim: Claim) -> object:
        """Ask the outside system."""
        return await self._outside(claim)

    async def record(self, uow: UnitOfWork, outcomes: Sequence[tuple[Claim, object]]) -> None:
        """Write what was answered, or the class of the error."""
        self.groups.append(len(outcomes))
        for claim, outcome in outcomes:
            status = outcome if isinstance(outcome, str) else type(outcome).__name__
            await uow.session.execute(
                text("update job set status = :status where id = :id and token = :token"),
                {"status": status, "id": claim.row_id, "token": claim.token},
            )

    async def next_due(
        self, session: AsyncSession, lanes: Sequence[str]
    ) -> Mapping[str, tuple[datetime, int] | None]:
        """Tell when each lane has its next new job."""
        rows = (await session.execute(text(_NEXT), {"lanes": list(lanes)})).all()
        return {row.key: (row.next_at, row.priority) for row in rows}

    async def orphans(self, session: AsyncSession, most: int) -> Sequence[Orphan]:
        """Return the lanes of jobs that nothing will wake."""
        rows = (await session.execute(text(_ORPHANS), {"most": most})).all()
        return [Orphan(*row) for row in rows]

    async def in_doubt(self, uow: UnitOfWork, lanes: Sequence[str]) -> None:
        """Remember that the jobs under call are in doubt."""
        self.doubted += lanes
        await uow.session.execute(
            text("update job set status = 'doubt' where key = any(:l) and status = 'calling'"),
            {"l": list(lanes)},
        )
