"""Flow-engine, put together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from common import idempotency
from common.clock import utc_now
from common.crypto import Keyring
from common.db import Database, MigrationSource
from common.lanes.api import BatchSchedule, Schedule, UnitOfWork, rows_schedule
from common.lanes.runtime import LaneParts, LaneRuntime
from common.lanes.sweeper import AnySchedule
from common.rotation import LANES, Rotation, rotation_router
from common.service_tokens import ServiceVerifier
from common.settings import reveal
from common.web import AppSpec, Part, ServiceStanding, create_service_app, served_hosts
from common.web.refusals import RefusalLimiter
from common.wiring import Wiring
from fastapi import FastAPI

from flow_engine.api import (
    ApiKey,
    Desk,
    customers_router,
    omari_router,
    orders_router,
    refunds_router,
    tasks_router,
    tours_router,
)
from flow_engine.callers import offers_watch
from flow_engine.consumers import Consumers
from flow_engine.domain.world import Merchant, PaymentMethod
from flow_engine.flows import shipped_flows, translated_flows
from flow_engine.models import SCHEMA, SEALED
from flow_engine.repository import upgrading
from flow_engine.repository.tasks import find_old_apologies, forget_apologies, read_open
from flow_engine.service.demo import add_demo_tours
from flow_engine.service.failures import apologise, find_unapologised
from flow_engine.service.flows import Shelf, publish_flows
from flow_engine.service.house import House
from flow_engine.settings import METHODS, Settings, limit_of, smallest

SERVICE: Final = "flow-engine"
_OMARI_LIVE: Final = "https://omari.v.co.zw/vsuite/omari/"
_KEPT_DAYS: Final = 7
_MARKED_AT_ONCE: Final = 500
_OFF: Final = Part("off", "not configured")


def migrations() -> MigrationSource:
    """Return flow-engine's migration line."""
    return MigrationSource(SCHEMA, Path(__file__).parent / "migrations" / "versions")


def create_app(settings: Settings, wiring: Wiring) -> FastAPI:
    """Return flow-engine's app. Raises StartRefusedError when nobody would believe it."""
    database = Database(settings.database_url, schema=SCHEMA, pool_size=settings.database_pool_size)
    shelf = Shelf()
    house = _house(settings, shelf)
    bus = Keyring(reveal(settings.bus_keys))
    rotation = Rotation(database, [(house.storage, SEALED), (bus, LANES)])
    lanes = LaneRuntime(
        LaneParts(
            service=SERVICE,
            database=database,
            bus=bus,
            handlers=Consumers(house).handlers(),
            wiring=wiring,
            schedules=_schedules(house, shelf),
            watches=[offers_watch(house, wiring.client_for)],
        )
    )
    desk = Desk(house, database, lanes.unit_of_work, wiring.client_for)
    api_key = ApiKey(
        settings.api_key.get_secret_value(),
        RefusalLimiter(
            utc_now,
            settings.refusals_burst,
            settings.refusals_per_minute,
            "api:too_many_refusals",
        ),
    )
    verifier = ServiceVerifier(settings.identity(SERVICE).trust, audience=SERVICE)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        try:
            async with database.begin() as session:
                await shelf.read(session)
            async with lanes:
                yield {}
        finally:
            await database.close()

    return create_service_app(
        AppSpec(
            name=SERVICE,
            lifespan=lifespan,
            verifier=verifier,
            standing=ServiceStanding(database, lanes, lambda: _methods(house), tasks=read_open),
            hosts=served_hosts(settings.site_url, settings.allowed_hosts, SERVICE),
            routers=[
                orders_router(desk, api_key),
                refunds_router(desk, api_key),
                tours_router(desk, api_key),
                tasks_router(desk, api_key),
                customers_router(desk, api_key),
                omari_router(desk, api_key),
                rotation_router(rotation, verifier),
            ],
        )
    )


async def load_shipped_flows(database: Database) -> None:
    """Publish the shipped flows, in each language; those that are known stay as they are."""
    async with database.begin() as session:
        await publish_flows(session, [*shipped_flows(), *translated_flows()])


async def load_demo_tours(database: Database) -> None:
    """Add the demo tours that are not there yet."""
    async with database.begin() as session:
        await add_demo_tours(session, utc_now())


async def mark_transactions(database: Database) -> None:
    """Mark the orders that the release before made for a merchant's transactions."""
    after: UUID | None = upgrading.START
    while after is not None:
        async with database.begin() as session:
            after = await upgrading.mark_transactions(session, after, _MARKED_AT_ONCE)


async def load_shipped(url: str) -> None:
    """Load flows and demo tours into a migrated database, as often as one likes.

    Rows of the release before are brought up to date, a few at a time: it may run beside.
    """
    database = Database(url, schema=SCHEMA, pool_size=1)
    try:
        await mark_transactions(database)
        await load_shipped_flows(database)
        await load_demo_tours(database)
    finally:
        await database.close()


def _house(settings: Settings, shelf: Shelf) -> House:
    return House(
        conversations=shelf,
        storage=Keyring(reveal(settings.storage_keys)),
        merchant=Merchant(
            settings.merchant_name, settings.merchant_support_contact, settings.merchant_zone
        ),
        known_methods=tuple(_method(name, settings) for name in settings.methods),
        minimum_minor=dict(smallest(text) for text in settings.minimums),
        two_people_minor=dict(limit_of(text) for text in settings.two_people_minor),
    )


def _method(name: str, settings: Settings) -> PaymentMethod:
    title, currencies = METHODS[name]
    is_test = not settings.omari_api_base_url.startswith(_OMARI_LIVE)
    return PaymentMethod(name, title, currencies, test=is_test)


def _schedules(house: House, shelf: Shelf) -> list[AnySchedule]:
    hour, sorry = timedelta(hours=1), partial(apologise, house)
    old_answers = partial(idempotency.find_old, days=_KEPT_DAYS)

    async def read(uow: UnitOfWork) -> int:
        return await shelf.read(uow.session)

    return [
        BatchSchedule("apologies", timedelta(seconds=5), find_unapologised, sorry),
        rows_schedule("forgetting.answers", hour, old_answers, idempotency.forget),
        rows_schedule("forgetting.apologies", hour, find_old_apologies, forget_apologies),
        Schedule("flow-versions", timedelta(seconds=30), read),
    ]


def _methods(house: House) -> dict[str, Part]:
    off = {f"method:{method.provider}": _OFF for method in house.known_methods}
    on = {
        f"method:{method.provider}": Part("test" if method.test else "ok")
        for method in house.methods
    }
    return off | on
