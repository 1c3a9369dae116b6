"""What the database says: what waits, what was lost or doubled, and what went out of order."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from common.messaging.topology import SUBSCRIPTIONS, readers_of, schema_of
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

_SCHEMAS: Final = tuple(schema_of(service) for service in sorted(SUBSCRIPTIONS))
_TOPICS: Final = sorted(frozenset[str]().union(*SUBSCRIPTIONS.values()))
_LATE: Final = """
select count(*) from (
  select from {s}.outbox where sent_at is null and parked_at is null and path is null
    and target <> 'archive' and created_at < now() - interval '{late}'
  union all select from {s}.outbox where sent_at is null and parked_at is null
    and path is not null and created_at < now() - interval '{late}'
  union all select from {s}.inbox where done_at is null and parked_at is null
    and received_at < now() - interval '{late}'
  union all select from {s}.lane where due_at < now() - interval '{late}' and token is null
) late
"""
_PARKED: Final = """
select (select count(*) from {s}.outbox where parked_at is not null)
     + (select count(*) from {s}.inbox where parked_at is not null)
"""
_OPEN: Final = """
select (select count(*) from notifier.delivery where state in ('waiting', 'sending', 'unknown'))
     + (select count(*) from payments_omari.payment where status in ('new', 'sending', 'unknown'))
     + (select count(*) from flow_engine.payment_intent
        where status in ('opening', 'charging', 'unknown'))
"""
_NOT_ARRIVED: Final = """
select count(*) from {source}.outbox o
where o.target = :topic and o.sent_at is not null
  and not exists (select from {reader}.inbox i where i.id = o.id::text)
"""
_ORDER: Final = """
select count(*) from (
  select i.seq, i.done_at,
    lag(i.seq) over lane as earlier_seq, lag(i.done_at) over lane as earlier_done
  from {source}.outbox o join {reader}.inbox i on i.id = o.id::text
  where o.target = :topic and o.key is not null
  window lane as (partition by o.key order by o.seq)
) pairs
where seq < earlier_seq or done_at < earlier_done - interval '50 milliseconds'
"""
_REPLIES: Final = """
with who as (
  select array_agg(value) as names from flow_engine.customer_identity
  where customer_id in (
    select customer_id from flow_engine.customer_identity where value = any(:numbers))
  group by customer_id
), counted as (
  select
    (select count(*) from flow_engine.inbox i
     where i.key = any(who.names) and i.type = 'whatsapp.message_received.v1') as asked,
    (select count(*) from flow_engine.outbox o
     where o.key = any(who.names) and o.type = 'message.send.v1') as answered
  from who
)
select count(*) as customers, coalesce(sum(greatest(answered - asked, 0)), 0) as doubled,
  coalesce(sum(greatest(asked - answered, 0)), 0) as lost
from counted
"""
_TAKEN: Final = "select dedupe, seq from gateway_webhooks.outbox where dedupe = any(:dedupes)"


@dataclass(frozen=True, slots=True)
class Looked:
    """What the tables of all services hold together."""

    not_arrived: int
    order_violations: int
    waiting: int
    parked: int
    open: int


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers to customers each of whose messages asks for exactly one."""

    customers: int
    doubled: int
    lost: int


class Tables:
    """One connection that sees every schema."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def late(self, seconds: float) -> Mapping[str, int]:
        """Return how many rows and lanes of each schema have waited for longer than so."""
        late = f"{seconds} seconds"
        return {s: await self._count(_LATE.format(s=s, late=late)) for s in _SCHEMAS}

    async def unfinished(self) -> int:
        """Return how much is not at its end: rows, lanes, sends and payments."""
        return sum((await self.late(0)).values()) + await self._count(_OPEN)

    async def look(self) -> Looked:
        """Look at everything, once what was under way has come to its end."""
        pairs = [
            {"source": source, "reader": schema_of(reader), "topic": topic}
            for source in _SCHEMAS
            for topic in _TOPICS
            for reader in readers_of(topic)
        ]
        return Looked(
            not_arrived=sum([await self._pair(_NOT_ARRIVED, **pair) for pair in pairs]),
            order_violations=sum([await self._pair(_ORDER, **pair) for pair in pairs]),
            waiting=sum((await self.late(0)).values()),
            parked=sum([await self._count(_PARKED.format(s=s)) for s in _SCHEMAS]),
            open=await self._count(_OPEN),
        )

    async def taken(self, dedupes: list[str]) -> Mapping[str, int]:
        """Return the place in the gateway's order of each of these items that it has."""
        found = await self._connection.execute(text(_TAKEN), {"dedupes": dedupes})
        return {row.dedupe: row.seq for row in found}

    async def replies(self, numbers: Sequence[str]) -> Replies:
        """Count answers against messages of these customers, by whichever name each is known."""
        row = (await self._connection.execute(text(_REPLIES), {"numbers": list(numbers)})).one()
        return Replies(row.customers, int(row.doubled), int(row.lost))

    async def _pair(self, statement: str, *, topic: str, **names: str) -> int:
        return await self._count(statement.format(**names), topic=topic)

    async def _count(self, statement: str, **values: Any) -> int:  # noqa: ANN401 - column values
        return int((await self._connection.execute(text(statement), values)).scalar_one())


@asynccontextmanager
async def open_tables(url: str) -> AsyncGenerator[Tables]:
    """Connect as somebody who may see everything."""
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield Tables(connection)
    finally:
        await engine.dispose()
