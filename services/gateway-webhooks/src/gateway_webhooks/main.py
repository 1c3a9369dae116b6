"""The gateway, put together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from common.clock import utc_now
from common.crypto import Keyring
from common.db import Database, MigrationSource
from common.lanes.runtime import LaneParts, LaneRuntime
from common.service_tokens import ServiceKeys, ServiceVerifier
from common.settings import reveal
from common.web import AppSpec, ServiceStanding, create_service_app, served_hosts
from common.wiring import Wiring
from fastapi import FastAPI

from gateway_webhooks.api import Door, EventDesk, Refusals, events_router, whatsapp_router
from gateway_webhooks.consumers import HANDLERS, age_out_schedule
from gateway_webhooks.domain import Policy
from gateway_webhooks.models import SCHEMA
from gateway_webhooks.settings import Settings

SERVICE: Final = "gateway-webhooks"


def migrations() -> MigrationSource:
    """Return the gateway's migration line."""
    return MigrationSource(SCHEMA, Path(__file__).parent / "migrations" / "versions")


def create_app(settings: Settings, wiring: Wiring) -> FastAPI:
    """Return the gateway's app. Raises ValueError without an app secret."""
    database = Database(settings.database_url, schema=SCHEMA, pool_size=settings.database_pool_size)
    lanes = LaneRuntime(
        LaneParts(
            service=SERVICE,
            database=database,
            bus=Keyring(reveal(settings.bus_keys)),
            handlers=HANDLERS,
            wiring=wiring,
            schedules=[age_out_schedule(days=settings.archive_days)],
        )
    )

    verifier = ServiceVerifier(ServiceKeys(reveal(settings.service_keys)), audience=SERVICE)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        try:
            async with lanes:
                yield {}
        finally:
            await database.close()

    return create_service_app(
        AppSpec(
            name=SERVICE,
            lifespan=lifespan,
            verifier=verifier,
            standing=ServiceStanding(database, lanes),
            hosts=served_hosts(settings.site_url, settings.allowed_hosts, SERVICE),
            routers=[
                whatsapp_router(_door(settings), lanes.accept),
                events_router(EventDesk(lanes.unit_of_work, lanes.ring), verifier),
            ],
        )
    )


def _door(settings: Settings) -> Door:
    previous = settings.app_secret_previous.get_secret_value()
    return Door(
        secrets=[settings.app_secret.get_secret_value(), *([previous] if previous else [])],
        verify_token=settings.verify_token.get_secret_value(),
        policy=Policy(frozenset(settings.phone_number_ids), settings.phone_number_id or None),
        refusals=Refusals(utc_now, settings.refusals_burst, settings.refusals_per_minute),
        clock=utc_now,
    )
