"""The floor's toy services: their messages, one table, and a caller without an outside."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from common.contracts import Message
from common.lanes.api import Claim, Delivery, Orphan, UnitOfWork
from common.lanes.store import driver
from common.lanes.waking import wake_lane
from common.testing.identities import trust_of
from sqlalchemy.ext.asyncio import AsyncSession

GATEWAY: Final = "floor-gateway"
ENGINE: Final = "floor-engine"
NOTIFIER: Final = "floor-notifier"
TRUST: Final = trust_of(GATEWAY, ENGINE, NOTIFIER)
READERS: Final[Mapping[str, tuple[str, ...]]] = {
    "floor.asked": (ENGINE,),
    "floor.answers": (NOTIFIER,),
    "floor.statuses": (NOTIFIER,),
}
TABLES: Final = """
create table {s}.job (id uuid primary key, seq bigint generated always as identity,
  key text not null, state text not null default 'waiting', token uuid);
create index on {s}.job (key, seq) where state = 'waiting';
create table {s}.heard (job uuid, status text, primary key (job, status));
"""
_ADD = "insert into job (id, key) values ($1, $2)"
_CLAIM = """
update job set state = 'calling', token = $2 where id in (
  select (select id from job j where j.key = k.key and state = 'waiting' order by seq limit 1)
  from unnest($1::text[]) k (key))
returning id, key
"""
_RECORD = """
update job j set state = 'done' from unnest($1::uuid[], $2::uuid[]) as r (id, token)
where j.id = r.id and j.token = r.token
"""
_NEXT = """
select k.key, mari_now() as at from unnest($1::text[]) k (key)
where exists (select from job j where j.key = k.key and state = 'waiting')
"""
_HEARD = """
insert into heard (job, status) select * from unnest($1::uuid[], $2::text[])
on conflict do nothing
"""


class Asked(Message):
    """A customer wrote."""

    TYPE: ClassVar[str] = "floor.asked.v1"
    TOPIC: ClassVar[str] = "floor.asked"
    EXAMPLE: ClassVar[dict[str, Any]] = {"text": "menu"}

    text: str


class Answered(Message):
    """The customer shall hear this."""

    TYPE: ClassVar[str] = "floor.answered.v1"
    TOPIC: ClassVar[str] = "floor.answers"
    EXAMPLE: ClassVar[dict[str, Any]] = {"text": "hello"}

    text: str


class Heard(Message):
    """A status of a job."""

    TYPE: ClassVar[str] = "floor.heard.v1"
    TOPIC: ClassVar[str] = "floor.statuses"
    EXAMPLE: ClassVar[dict[str, Any]] = {"job": "5b1f0c9e-3a52-4c3a-9a55-1a1f8f3f7a11"}

    job: UUID
    status: str


async def answer(uow: UnitOfWork, delivery: Delivery) -> None:
    """Answer with nothing said."""
    uow.send(Answered(text="hello"), key=delivery.key)


async def take(uow: UnitOfWork, delivery: Delivery) -> None:
    """Write down what is to be sent."""
    key = delivery.key or ""
    await driver.fetch(uow.session, _ADD, UUID(delivery.id), key)
    await wake_lane(uow.session, loop=Sender.name, key=key, priority=5)


async def hear(uow: UnitOfWork, deliveries: Sequence[Delivery]) -> None:
    """Keep statuses, all together."""
    heard = [d.message for d in deliveries if isinstance(d.message, Heard)]
    await driver.fetch(uow.session, _HEARD, [h.job for h in heard], [h.status for h in heard])


class Sender:
    """A caller whose outside accepts at once."""

    name = "sender"
    slots = 64
    limit = timedelta(seconds=10)
    patient_from: int | None = None

    def __init__(self) -> None:
        self.accepted: Any = None
        """Called with the lane's key and the job when the outside has accepted it."""

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Take the first waiting job of each lane."""
        del now
        rows = await driver.fetch(session, _CLAIM, list(lanes), token)
        return [Claim(row.key, row.id, token, None) for row in rows]

    async def call(self, claim: Claim) -> object:
        """Be accepted."""
        self.accepted(claim.lane, claim.row_id)
        return True

    async def record(self, uow: UnitOfWork, outcomes: Sequence[tuple[Claim, object]]) -> None:
        """Write down that they were accepted."""
        claims = [claim for claim, _ in outcomes]
        ids, tokens = [c.row_id for c in claims], [c.token for c in claims]
        await driver.fetch(uow.session, _RECORD, ids, tokens)

    async def next_due(
        self, session: AsyncSession, lanes: Sequence[str]
    ) -> Mapping[str, tuple[datetime, int] | None]:
        """Return which lanes have more."""
        rows = await driver.fetch(session, _NEXT, list(lanes))
        return {row.key: (row.at, 5) for row in rows}

    async def orphans(self, session: AsyncSession, most: int) -> Sequence[Orphan]:
        """Find none: nothing is lost in a measurement."""
        return ()

    async def in_doubt(self, uow: UnitOfWork, lanes: Sequence[str]) -> None:
        """Leave them: a floor is never killed."""
