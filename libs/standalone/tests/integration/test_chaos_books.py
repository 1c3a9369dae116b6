"""The checker is checked: what `make chaos` looks for in the tables is found when it is there."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common.ids import new_id
from common.testing.plugin import MakeDatabase
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from standalone.house import migration_sources
from standalone.testing.chaos.books import Looked, Replies, open_tables

pytestmark = pytest.mark.database

_SENT = (
    "insert into gateway_webhooks.outbox (id, target, key, type, body, dedupe, sent_at)"
    " values (:id, 'whatsapp.messages', :key, 'w', '', :dedupe, now())"
)
_TAKEN = (
    "insert into flow_engine.inbox (id, source, key, type, body, done_at)"
    " values (:id, 'gateway-webhooks', :key, 'whatsapp.message_received.v1', '',"
    " now() + cast(:after as interval))"
)
_SAID = (
    "insert into flow_engine.outbox (id, target, key, type, body, sent_at)"
    " values (:id, 'messages', :key, 'message.send.v1', '', now())"
)
_KNOWN = (
    "insert into flow_engine.customer_identity (kind, value, customer_id)"
    " values (:kind, :value, :customer_id)"
)
_CUSTOMER = (
    "insert into flow_engine.customer (id, must_confirm, version, created_at)"
    " values (:id, false, 1, now())"
)
WELL = Looked(not_arrived=0, order_violations=0, waiting=0, parked=0, open=0)


class Bus:
    """Rows as the services write them."""

    def __init__(self, url: str, engine: AsyncEngine) -> None:
        self.url = url
        self._engine = engine

    async def send(self, key: str = "263771234567") -> UUID:
        """Let the gateway have sent a message."""
        identity = new_id()
        await self.do(_SENT, id=identity, key=key, dedupe=str(identity))
        return identity

    async def take(self, identity: UUID, key: str = "263771234567", after: int = 0) -> None:
        """Let flow-engine have handled it, so many seconds from now."""
        await self.do(_TAKEN, id=str(identity), key=key, after=timedelta(seconds=after))

    async def say(self, key: str = "263771234567") -> None:
        """Let flow-engine have answered."""
        await self.do(_SAID, id=new_id(), key=key)

    async def do(self, statement: str, **values: Any) -> None:
        """Run and commit one statement."""
        async with self._engine.begin() as connection:
            await connection.execute(text(statement), values)

    async def look(self) -> Looked:
        """Look as the suite does."""
        async with open_tables(self.url) as tables:
            return await tables.look()

    async def know(self, *names: str) -> None:
        """Let a customer be known by a number and perhaps by Meta's own id."""
        customer = new_id()
        await self.do(_CUSTOMER, id=customer)
        for kind, value in zip(("phone", "bsuid"), names, strict=False):
            await self.do(_KNOWN, kind=kind, value=value, customer_id=customer)

    async def replies(self, *numbers: str) -> Replies:
        """Count as the suite does."""
        async with open_tables(self.url) as tables:
            return await tables.replies(numbers)


@pytest.fixture
async def bus(make_database: MakeDatabase) -> AsyncGenerator[Bus]:
    """Give a database with every service's schema."""
    url = await make_database(migration_sources())
    engine = create_async_engine(url)
    yield Bus(url, engine)
    await engine.dispose()


async def test_what_arrived_in_order_is_well(bus: Bus) -> None:
    """Nothing is found where nothing is wrong."""
    for _ in range(3):
        await bus.take(await bus.send())

    assert await bus.look() == WELL


async def test_a_message_that_never_arrived_is_lost(bus: Bus) -> None:
    """A row that was sent and that its reader has not is missed."""
    await bus.send()

    assert (await bus.look()).not_arrived == 1


async def test_two_messages_that_changed_places_are_out_of_order(bus: Bus) -> None:
    """Per key: the reader's order is the sender's."""
    first, second = await bus.send(), await bus.send()
    await bus.take(second)
    await bus.take(first)

    assert (await bus.look()).order_violations == 1


async def test_two_customers_may_change_places(bus: Bus) -> None:
    """Between keys nothing is promised."""
    first, second = await bus.send(), await bus.send("263770000001")
    await bus.take(second, "263770000001")
    await bus.take(first)

    assert await bus.look() == WELL


async def test_a_message_that_was_handled_before_an_earlier_one_is_out_of_order(bus: Bus) -> None:
    """Arriving in order is not enough."""
    await bus.take(await bus.send(), after=5)
    await bus.take(await bus.send())

    assert (await bus.look()).order_violations == 1


async def test_what_is_unfinished_or_parked_is_stuck(bus: Bus) -> None:
    """Rows that nobody finished are counted, and those set aside on their own."""
    await bus.take(await bus.send())
    await bus.do("update gateway_webhooks.outbox set sent_at = null")
    await bus.do("update flow_engine.inbox set done_at = null, parked_at = now()")

    looked = await bus.look()

    assert (looked.waiting, looked.parked) == (1, 1)


async def test_answers_are_counted_against_messages(bus: Bus) -> None:
    """One answer each: more is doubled, fewer is lost."""
    for key, answers in (("once", 1), ("twice", 2), ("never", 0)):
        await bus.know(key)
        await bus.take(await bus.send(key), key)
        for _ in range(answers):
            await bus.say(key)

    assert await bus.replies("once") == Replies(customers=1, doubled=0, lost=0)
    assert await bus.replies("once", "twice", "never") == Replies(customers=3, doubled=1, lost=1)


async def test_a_customer_is_answered_under_another_name(bus: Bus) -> None:
    """Who writes by number and is answered by Meta's own id was answered."""
    await bus.know("263771234567", "ZW.1")
    await bus.take(await bus.send())
    await bus.say("ZW.1")

    assert await bus.replies("263771234567") == Replies(customers=1, doubled=0, lost=0)
