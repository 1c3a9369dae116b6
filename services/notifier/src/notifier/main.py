"""The notifier, put together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from common.credentials import Credentials, Keeping
from common.crypto import Keyring
from common.db import Database, MigrationSource
from common.lanes.runtime import LaneParts, LaneRuntime
from common.service_tokens import ServiceVerifier
from common.settings import reveal
from common.spread import SpreadTransport
from common.web import AppSpec, Part, ServiceStanding, create_service_app
from common.wiring import Wiring
from fastapi import FastAPI

from notifier.api import Desk, notifications_router
from notifier.callers import GraphCaller
from notifier.consumers import Consumers, notifier_schedules
from notifier.domain.pacing import Limits
from notifier.models import SCHEMA, SEALED
from notifier.provider import (
    CREDENTIALS,
    WHATSAPP,
    GraphAccount,
    GraphClient,
    TransportFactory,
)
from notifier.service.house import House
from notifier.service.retention import Kept
from notifier.service.throttle import Throttle
from notifier.settings import META_HOST, Settings

SERVICE: Final = "notifier"


def migrations() -> MigrationSource:
    """Return the service's migration line."""
    return MigrationSource(SCHEMA, Path(__file__).parent / "migrations" / "versions")


def create_app(
    settings: Settings, wiring: Wiring, *, make_transport: TransportFactory = SpreadTransport
) -> FastAPI:
    """Return the service's app."""
    database = Database(settings.database_url, schema=SCHEMA, pool_size=settings.database_pool_size)
    credentials = _credentials(settings)
    client = _client(settings, credentials, make_transport)
    parts = _lane_parts(settings, wiring, database, _house(settings, credentials), client)
    keeping = Keeping(database, credentials, parts.bus, columns=SEALED)
    lanes = LaneRuntime(replace(parts, watches=keeping.watches))
    verifier = ServiceVerifier(settings.identity(SERVICE).trust, audience=SERVICE)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        try:
            await keeping.load()
            async with lanes:
                yield {}
        finally:
            await client.close()
            await database.close()

    return create_service_app(
        AppSpec(
            name=SERVICE,
            lifespan=lifespan,
            verifier=verifier,
            standing=ServiceStanding(
                database, lanes, lambda: {WHATSAPP: _graph_part(client, credentials, settings)}
            ),
            routers=[
                notifications_router(Desk(database, lanes.unit_of_work), verifier),
                *keeping.routers(verifier),
            ],
        )
    )


def _credentials(settings: Settings) -> Credentials:
    environment = {
        WHATSAPP: {
            "access_token": settings.access_token.get_secret_value(),
            "phone_number_id": settings.phone_number_id,
        }
    }
    return Credentials([CREDENTIALS], environment, Keyring(reveal(settings.storage_keys)))


def _client(
    settings: Settings, credentials: Credentials, make_transport: TransportFactory
) -> GraphClient:
    account = GraphAccount(
        base_url=settings.graph_base_url,
        version=settings.api_version,
        token_of=partial(credentials.get, WHATSAPP, "access_token"),
        call_limit_seconds=settings.call_limit_seconds,
        connections=settings.slots,
    )
    return GraphClient(account, make_transport=make_transport)


def _lane_parts(
    settings: Settings, wiring: Wiring, database: Database, house: House, client: GraphClient
) -> LaneParts:
    caller = GraphCaller(
        house,
        client,
        Throttle(settings.sends_per_second),
        slots=settings.slots,
        call_limit=timedelta(seconds=settings.call_limit_seconds),
    )
    return LaneParts(
        service=SERVICE,
        database=database,
        bus=Keyring(reveal(settings.bus_keys)),
        handlers=Consumers(house).handlers(),
        wiring=wiring,
        callers=[caller],
        schedules=notifier_schedules(Kept(settings.content_days, settings.history_days)),
    )


def _house(settings: Settings, credentials: Credentials) -> House:
    interval = timedelta(seconds=settings.recipient_interval_seconds)
    return House(
        storage=credentials.keyring,
        limits=Limits(settings.recipient_burst, interval),
        unknown_wait=timedelta(seconds=settings.unknown_wait_seconds),
        number_of_default=partial(credentials.get, WHATSAPP, "phone_number_id"),
    )


def _graph_part(client: GraphClient, credentials: Credentials, settings: Settings) -> Part:
    """Tell how it stands with Meta; what a person must mend stays named until a success."""
    wrong = credentials.part(WHATSAPP)
    if wrong is not None:
        return wrong
    detail = f"last error {client.last_error}" if client.last_error else ""
    if client.needs_a_person:
        return Part("degraded", detail)
    is_meta = urlsplit(settings.graph_base_url).hostname == META_HOST
    return Part("ok", detail) if is_meta else Part("test", detail or "stand-in for Meta")
