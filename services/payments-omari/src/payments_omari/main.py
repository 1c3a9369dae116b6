"""The Omari payments service, put together."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from common.credentials import Credentials, Keeping
from common.crypto import Keyring
from common.db import Database, MigrationSource
from common.lanes.runtime import LaneParts, LaneRuntime
from common.payments.callers import ProviderCaller
from common.payments.domain import FENCE_MARKS, Policy
from common.payments.limits import Limit, Limits
from common.payments.offer import offer_router
from common.payments.retention import Retention
from common.payments.service import PaymentService
from common.service_tokens import ServiceVerifier
from common.settings import reveal
from common.web import AppSpec, Part, ServiceStanding, create_service_app
from common.wiring import Wiring
from fastapi import FastAPI

from payments_omari.api import Desk, payments_router
from payments_omari.callers import omari_caller
from payments_omari.consumers import HANDLERS, payment_schedules
from payments_omari.domain import Account
from payments_omari.models import SCHEMA, SEALED
from payments_omari.provider import CREDENTIALS, NAME, ClientFactory, OmariClient, http_client
from payments_omari.service import payment_service, why_keys_stay
from payments_omari.settings import Settings

SERVICE: Final = "payments-omari"


def migrations() -> MigrationSource:
    """Return the service's migration line."""
    return MigrationSource(SCHEMA, Path(__file__).parent / "migrations" / "versions")


def create_app(
    settings: Settings, wiring: Wiring, *, make_client: ClientFactory = http_client
) -> FastAPI:
    """Return the service's app. Raises ValueError for an address that is not Omari's."""
    database = Database(settings.database_url, schema=SCHEMA, pool_size=settings.database_pool_size)
    keyring, bus = Keyring(reveal(settings.storage_keys)), Keyring(reveal(settings.bus_keys))
    credentials = _credentials(settings, keyring)
    keeping = Keeping(database, credentials, bus, columns=SEALED, guard=why_keys_stay)
    client = _client(settings, credentials, make_client)
    limits, budget = _limits(settings), settings.requests_per_minute
    service = payment_service(client, keyring, _policy(settings), limits, budget)
    caller = omari_caller(
        service, slots=settings.slots, call_limit=timedelta(seconds=settings.call_limit_seconds)
    )
    parts = _lane_parts(settings, wiring, database, service, caller)
    lanes = LaneRuntime(replace(parts, bus=bus, watches=keeping.watches))
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

    desk = Desk(service, database, lanes.unit_of_work)
    return create_service_app(
        AppSpec(
            name=SERVICE,
            lifespan=lifespan,
            verifier=verifier,
            standing=ServiceStanding(
                database,
                lanes,
                lambda: {NAME: _omari_part(client, credentials)},
                put_off=lambda: {caller.name: caller.put_off},
            ),
            routers=[
                payments_router(desk, verifier),
                offer_router(client, verifier),
                *keeping.routers(verifier),
            ],
        )
    )


def _credentials(settings: Settings, keyring: Keyring) -> Credentials:
    environment = {NAME: {"merchant_key": settings.merchant_key.get_secret_value()}}
    return Credentials([CREDENTIALS], environment, keyring)


def _client(
    settings: Settings, credentials: Credentials, make_client: ClientFactory
) -> OmariClient:
    return OmariClient(
        Account(settings.api_base_url, sandboxes=settings.sandbox_hosts),
        call_limit=timedelta(seconds=settings.call_limit_seconds),
        make_client=make_client,
        key_of=partial(credentials.in_force, NAME, "merchant_key"),
    )


def _lane_parts(
    settings: Settings,
    wiring: Wiring,
    database: Database,
    service: PaymentService,
    caller: ProviderCaller,
) -> LaneParts:
    return LaneParts(
        service=SERVICE,
        database=database,
        bus=Keyring(reveal(settings.bus_keys)),
        handlers=HANDLERS,
        wiring=wiring,
        callers=[caller],
        schedules=payment_schedules(service, _retention(settings)),
    )


def _policy(settings: Settings) -> Policy:
    return Policy(
        tries=settings.otp_tries,
        expires_after=timedelta(minutes=settings.expires_after_minutes),
        dead_after=timedelta(minutes=settings.dead_minutes),
        fence_marks=FENCE_MARKS if settings.void_is_fence else (),
    )


def _retention(settings: Settings) -> Retention:
    return Retention(timedelta(days=settings.payer_days), timedelta(days=settings.calls_days))


def _limits(settings: Settings) -> Limits:
    hour, day = timedelta(hours=1), timedelta(days=1)
    tries = settings.otp_tries_per_hour
    return Limits(
        starts_by_contact=Limit("start.contact", settings.starts_per_contact_hour, hour),
        starts_for_payer=Limit("start.payer", settings.starts_per_payer_day, day),
        starts_by_contact_for_others=Limit(
            "start.contact_other", settings.other_starts_per_contact_day, day
        ),
        starts_for_payer_by_others=Limit(
            "start.payer_other", settings.other_starts_per_payer_day, day
        ),
        codes_by_contact=Limit("code.contact", tries, hour),
        codes_for_payer=Limit("code.payer", tries, hour),
    )


def _omari_part(client: OmariClient, credentials: Credentials) -> Part:
    wrong = credentials.part(NAME)
    if wrong is not None:
        return wrong
    return Part("test", "TEST: no real money") if client.test else Part("ok", "production")
