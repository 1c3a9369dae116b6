"""A whole gateway on a database of its own."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
from asgi_lifespan import LifespanManager
from common.db import Database
from common.messaging.topology import schema_of
from common.testing.identities import signing_variables
from common.testing.plugin import BUS_KEY, STORAGE_KEY, MakeDatabase
from common.wiring import Envelope, Parcel, Wiring, WithinCommit
from gateway_webhooks.main import SERVICE, Settings, create_app, migrations
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass
class Recorder(WithinCommit):
    """A transport that carries everything into a queue."""

    sent: asyncio.Queue[Envelope] = field(default_factory=asyncio.Queue[Envelope])

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Remember the envelopes and confirm every topic."""
        for parcel in parcels:
            for envelope in parcel.envelopes:
                self.sent.put_nowait(envelope)
        return {parcel.topic: True for parcel in parcels}

    async def subscribe(self, service: str, wake: Callable[[], None]) -> None:
        """Bring nothing in."""


def _no_client(service: str) -> httpx.AsyncClient:
    raise LookupError(f"the gateway calls nobody, and called {service}")


@pytest.fixture
async def database_url(make_database: MakeDatabase) -> str:
    """Give the address of a fresh, migrated database."""
    return await make_database([migrations()])


@pytest.fixture
def transport() -> Recorder:
    """Give the transport that remembers."""
    return Recorder()


@pytest.fixture
async def client(database_url: str, transport: Recorder) -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client of the whole gateway while it runs."""
    settings = Settings.model_validate({
        "GATEWAY_WEBHOOKS_DATABASE_URL": database_url,
        "MARI_BUS_KEYS": BUS_KEY,
        **signing_variables("gateway-webhooks"),
        "GATEWAY_WEBHOOKS_STORAGE_KEYS": STORAGE_KEY,
        "SITE_URL": "http://mari",
        "WHATSAPP_APP_SECRET": "the-app-secret",
        "WHATSAPP_WEBHOOK_VERIFY_TOKEN": "the-verify-token",
    })  # fmt: skip
    app = create_app(settings, Wiring(transport=transport, client_for=_no_client))
    async with LifespanManager(app) as running:
        asgi = httpx.ASGITransport(running.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=asgi, base_url="http://mari") as found:
            yield found


@pytest.fixture
async def database(database_url: str) -> AsyncGenerator[Database]:
    """Give another connection's view of the gateway's tables."""
    found = Database(database_url, schema=schema_of(SERVICE), pool_size=2)
    yield found
    await found.close()
