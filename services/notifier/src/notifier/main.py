"""The notifier, put together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from common.crypto import Keyring
from common.db import Database, MigrationSource
from common.lanes.runtime import LaneParts, LaneRuntime
from common.log import get_logger
from common.service_tokens import ServiceKeys, ServiceVerifier
from common.settings import reveal
from common.spread import SpreadTransport
from common.web import AppSpec, Part, ServiceStanding, create_service_app
from common.wiring import Wiring
from fastapi import FastAPI

from notifier.api import Desk, notifications_router
from notifier.callers import GraphCaller
from notifier.consumers import Consumers, notifier_schedules
from notifier.domain.pacing import Limits
from notifier.models import SCHEMA
from notifier.provider import GraphAccount, GraphClient, TransportFactory
from notifier.service.house import House
from notifier.service.retention import Kept
from notifier.service.throttle import Throttle
from notifier.settings import META_HOST, Settings

SERVICE: Final = "notifier"
log = get_logger(__name__)


def migrations() -> MigrationSource:
    """Return the service's migration line."""
    return MigrationSource(SCHEMA, Path(__file__).parent / "migrations" / "versions")


def create_app(
    settings: Settings, wiring: Wiring, *, make_transport: TransportFactory = SpreadTransport
) -> FastAPI:
    """Return the service's app."""
    client = _client(settings, make_transport)
    database = Database(settings.database_url, schema=SCHEMA, pool_size=settings.database_pool_size)
    lanes = LaneRuntime(_lane_parts(settings, wiring, database, client))
    verifier = ServiceVerifier(ServiceKeys(reveal(settings.service_keys)), audience=SERVICE)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        if not client.is_configured:
            log.warning("graph.not_configured", variable="WHATSAPP_ACCESS_TOKEN")
        try:
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
                database, lanes, lambda: {"whatsapp": _graph_part(client, settings)}
            ),
            routers=[notifications_router(Desk(database, lanes.unit_of_work), verifier)],
        )
    )


def _client(settings: Settings, make_transport: TransportFactory) -> GraphClient:
    account = GraphAccount(
        base_url=settings.graph_base_url,
        version=settings.api_version,
        token=settings.access_token.get_secret_value(),
        call_limit_seconds=settings.call_limit_seconds,
        connections=settings.slots,
    )
    return GraphClient(account, make_transport=make_transport)


def _lane_parts(
    settings: Settings, wiring: Wiring, database: Database, client: GraphClient
) -> LaneParts:
    house = _house(settings)
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


def _house(settings: Settings) -> House:
    interval = timedelta(seconds=settings.recipient_interval_seconds)
    return House(
        storage=Keyring(reveal(settings.storage_keys)),
        limits=Limits(settings.recipient_burst, interval),
        unknown_wait=timedelta(seconds=settings.unknown_wait_seconds),
        phone_number_id=settings.phone_number_id,
    )


def _graph_part(client: GraphClient, settings: Settings) -> Part:
    """Tell how it stands with Meta; what a person must mend stays named until a success."""
    if not client.is_configured:
        return Part("off", "not configured")
    detail = f"last error {client.last_error}" if client.last_error else ""
    if client.needs_a_person:
        return Part("degraded", detail)
    is_meta = urlsplit(settings.graph_base_url).hostname == META_HOST
    return Part("ok", detail) if is_meta else Part("test", detail or "stand-in for Meta")
