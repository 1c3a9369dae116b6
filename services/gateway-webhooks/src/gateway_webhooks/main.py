"""The gateway, put together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from common.clock import utc_now
from common.credentials import Credentials, Keeping
from common.crypto import Keyring
from common.db import Database, MigrationSource
from common.lanes.runtime import LaneParts, LaneRuntime
from common.service_tokens import ServiceVerifier
from common.settings import reveal
from common.web import AppSpec, Part, ServiceStanding, create_service_app, served_hosts
from common.web.refusals import RefusalLimiter
from common.wiring import Wiring
from fastapi import FastAPI

from gateway_webhooks.api import (
    Door,
    EventDesk,
    Keys,
    events_router,
    whatsapp_doors,
    whatsapp_router,
)
from gateway_webhooks.consumers import HANDLERS, age_out_schedule
from gateway_webhooks.domain import Policy
from gateway_webhooks.models import SCHEMA
from gateway_webhooks.service import CREDENTIALS, WHATSAPP, app_secrets, check_door
from gateway_webhooks.settings import Settings

SERVICE: Final = "gateway-webhooks"


def migrations() -> MigrationSource:
    """Return the gateway's migration line."""
    return MigrationSource(SCHEMA, Path(__file__).parent / "migrations" / "versions")


def create_app(settings: Settings, wiring: Wiring) -> FastAPI:
    """Return the gateway's app; it does not open for a number without an app secret."""
    database = Database(settings.database_url, schema=SCHEMA, pool_size=settings.database_pool_size)
    bus = Keyring(reveal(settings.bus_keys))
    credentials = _credentials(settings)
    keeping = Keeping(database, credentials, bus)
    lanes = LaneRuntime(
        LaneParts(
            service=SERVICE,
            database=database,
            bus=bus,
            handlers=HANDLERS,
            wiring=wiring,
            schedules=[age_out_schedule(days=settings.archive_days)],
            watches=keeping.watches,
        )
    )

    verifier = ServiceVerifier(settings.identity(SERVICE).trust, audience=SERVICE)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        try:
            await keeping.load()
            check_door(credentials, settings.phone_number_ids)
            async with lanes:
                yield {}
        finally:
            await database.close()

    door = _door(settings, credentials)
    return create_service_app(
        AppSpec(
            name=SERVICE,
            lifespan=lifespan,
            verifier=verifier,
            standing=ServiceStanding(database, lanes, lambda: _parts(credentials)),
            hosts=served_hosts(settings.site_url, settings.allowed_hosts, SERVICE),
            doors=whatsapp_doors(door, lanes.accept),
            routers=[
                whatsapp_router(door),
                events_router(EventDesk(lanes.unit_of_work, lanes.ring), verifier),
                *keeping.routers(verifier),
            ],
        )
    )


def _credentials(settings: Settings) -> Credentials:
    environment = {
        WHATSAPP: {
            "app_secret": settings.app_secret.get_secret_value(),
            "app_secret_previous": settings.app_secret_previous.get_secret_value(),
            "verify_token": settings.verify_token.get_secret_value(),
            "phone_number_id": settings.phone_number_id,
        }
    }
    return Credentials([CREDENTIALS], environment, Keyring(reveal(settings.storage_keys)))


def _parts(credentials: Credentials) -> dict[str, Part]:
    return {WHATSAPP: credentials.part(WHATSAPP) or Part("ok")}


def _door(settings: Settings, credentials: Credentials) -> Door:
    numbers = frozenset(settings.phone_number_ids)

    def keys() -> Keys:
        number = credentials.get(WHATSAPP, "phone_number_id") or None
        return Keys(
            secrets=app_secrets(credentials),
            verify_tokens=credentials.every(WHATSAPP, "verify_token"),
            policy=Policy(numbers, number),
        )

    return Door(
        keys=keys,
        refusals=RefusalLimiter(utc_now, settings.refusals_burst, settings.refusals_per_minute),
        clock=utc_now,
    )
