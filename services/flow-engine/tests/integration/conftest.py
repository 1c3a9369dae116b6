"""What integration tests share: a database, a worker's turn, and the whole service running."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import flow_engine
import httpx
import pytest
from common.db import Database, MigrationSource
from common.ids import new_id, short_reference
from common.lanes.api import Delivery
from common.messaging.embedded import EmbeddedTransport
from common.testing.clock import NOON
from common.testing.identities import signing_variables
from common.testing.plugin import BUS_KEY, STORAGE_KEY, MakeDatabase
from common.testing.units import RecordingUnit
from common.wiring import Wiring
from fastapi import FastAPI
from flow_engine.consumers import Consumers
from flow_engine.main import create_app, load_shipped
from flow_engine.models import (
    ContactRow,
    CustomerRow,
    IntentRow,
    OrderRow,
    TaskRow,
)
from flow_engine.service.house import House
from flow_engine.settings import Settings
from sqlalchemy import select

Deliver = Callable[..., Awaitable[RecordingUnit]]


@pytest.fixture
def migrations() -> MigrationSource:
    """Give the service's own migrations."""
    versions = Path(flow_engine.__file__).parent / "migrations" / "versions"
    return MigrationSource("flow_engine", versions)


@pytest.fixture
async def database(
    make_database: MakeDatabase, migrations: MigrationSource
) -> AsyncGenerator[Database]:
    """Give a fresh database with this service's tables."""
    found = Database(await make_database([migrations]), schema="flow_engine", pool_size=4)
    yield found
    await found.close()


@pytest.fixture
def unit(database: Database) -> Callable[..., AbstractAsyncContextManager[RecordingUnit]]:
    """Give a maker of units of work, each its own transaction."""

    @asynccontextmanager
    async def open_unit(now: datetime = NOON) -> AsyncGenerator[RecordingUnit]:
        async with database.begin() as session:
            yield RecordingUnit(session, now)

    return open_unit


@pytest.fixture
def deliver(
    house: House, unit: Callable[..., AbstractAsyncContextManager[RecordingUnit]]
) -> Deliver:
    """Give what the worker does: preload a batch, handle each in order, one transaction."""
    handlers = Consumers(house).handlers()

    async def run(
        *deliveries: Delivery, after: timedelta = timedelta(), commits: bool = True
    ) -> RecordingUnit:
        return await _run(deliveries, after, commits=commits)

    async def _run(
        deliveries: Sequence[Delivery], after: timedelta, *, commits: bool
    ) -> RecordingUnit:
        async with unit(NOON + after) as uow:
            await handlers.preload(uow, deliveries)
            for delivery in deliveries:
                await handlers.handlers[delivery.message.TYPE](uow, delivery)
            await uow.session.flush()
            if not commits:
                await uow.session.rollback()
        return uow

    return run


class Shop:
    """Orders and intents, put into the database as they would be by a conversation."""

    def __init__(
        self, database: Database, deliver: Deliver, wrote: Callable[..., Delivery]
    ) -> None:
        self._database = database
        self._deliver = deliver
        self._wrote = wrote

    async def order(
        self, *, total: int = 10_000, currency: str = "USD", status: str = "unpaid"
    ) -> OrderRow:
        """Write an order of the customer who wrote from the usual number."""
        await self._deliver(self._wrote("hi"))
        async with self._database.begin() as session:
            customer = (await session.scalars(select(CustomerRow))).one()
            order = OrderRow(
                id=new_id(),
                reference=short_reference(),
                kind="order",
                customer_id=customer.id,
                description="Two lamps",
                currency=currency,
                total_minor=total,
                paid_minor=0,
                payment_status=status,
                created_at=NOON,
                version=1,
            )
            session.add(order)
        return order

    async def intent(
        self, order: OrderRow, *, amount: int = 5_000, status: str = "charging"
    ) -> IntentRow:
        """Write an intent for it, opened in the customer's conversation."""
        async with self._database.begin() as session:
            contact = (await session.scalars(select(ContactRow))).one()
            intent = IntentRow(
                payment_id=new_id(),
                order_id=order.id,
                customer_id=order.customer_id,
                contact_id=contact.id,
                lane_key="263771230045",
                provider="omari",
                amount_minor=amount,
                currency=order.currency,
                status=status,
                unknown_told=False,
                opened_at=NOON,
                version=1,
            )
            session.add(intent)
        return intent

    async def reread(self, order: OrderRow) -> OrderRow:
        """Return the order as it is now."""
        async with self._database.begin() as session:
            return (await session.scalars(select(OrderRow).where(OrderRow.id == order.id))).one()

    async def open_tasks(self) -> list[tuple[Any, ...]]:
        """Return kind, reason and money of the tasks that are open, oldest first."""
        return [
            (task.kind, task.reason, task.amount_minor, task.currency)
            for task in await self.all(TaskRow)
            if task.released_at is None
        ]

    async def all(self, model: type[Any]) -> Sequence[Any]:
        """Return every row of a table."""
        async with self._database.begin() as session:
            return (await session.scalars(select(model))).all()


@pytest.fixture
def shop(database: Database, deliver: Deliver, wrote: Callable[..., Delivery]) -> Shop:
    """Give a maker of orders and intents."""
    return Shop(database, deliver, wrote)


class Payments:
    """A payments service that answers as the test says; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.status = 202
        self.answer: dict[str, Any] = {"status": "new"}
        self.is_deaf = False
        self.by_method: dict[str, tuple[int, dict[str, Any]]] = {}
        """Answers to one method; what is not here is answered as the rest."""
        self.offer: dict[str, Any] | None = None
        """What it can take; None: it does not say."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        if request.url.path == "/v1/offer":
            return httpx.Response(200, json=self.offer) if self.offer else httpx.Response(503)
        body = json.loads(request.content) if request.content else None
        self.asked.append((request.method, request.url.path, body))
        if self.is_deaf:
            raise httpx.ReadTimeout("no answer")
        status, answer = self.by_method.get(request.method, (self.status, self.answer))
        return httpx.Response(status, json=answer)

    def client(self, _service: str) -> httpx.AsyncClient:
        """Give a client to it."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self), base_url="http://payments")


@pytest.fixture
def payments() -> Payments:
    """Give the payments service."""
    return Payments()


@pytest.fixture
async def url(make_database: MakeDatabase, migrations: MigrationSource) -> str:
    """Give a fresh database's address, with flows and demo tours loaded."""
    found = await make_database([migrations])
    await load_shipped(found)
    return found


OpenService = Callable[..., AbstractAsyncContextManager[FastAPI]]


@pytest.fixture
def open_service(url: str, payments: Payments) -> OpenService:
    """Give a starter of the whole service over one database; variables by name."""

    @asynccontextmanager
    async def run(**changes: str) -> AsyncGenerator[FastAPI]:
        environment: dict[str, Any] = {
            "FLOW_ENGINE_DATABASE_URL": url,
            "FLOW_ENGINE_STORAGE_KEYS": STORAGE_KEY,
            "MARI_API_KEY": "the-key",
            "MARI_SANDBOX_HOSTS": "127.0.0.1",
            "MARI_BUS_KEYS": BUS_KEY,
            "FLOW_ENGINE_REFUSALS_BURST": "1000",
            **signing_variables("flow-engine"),
            "SITE_URL": "http://mari",
        }
        settings = Settings.model_validate(environment | changes)
        transport = EmbeddedTransport(readers=lambda _topic: ())
        made = create_app(settings, Wiring(transport, payments.client))
        async with made.router.lifespan_context(made):
            yield made

    return run


@pytest.fixture
async def app(open_service: OpenService) -> AsyncGenerator[FastAPI]:
    """Give the whole service, its loops running."""
    async with open_service() as made:
        yield made


@pytest.fixture
async def api(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client that brings the merchant's key."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://mari", headers={"X-Api-Key": "the-key"}
    ) as client:
        yield client
