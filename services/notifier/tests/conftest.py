"""A whole notifier on a database of its own, and a stand-in for Meta's Graph API."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from common.crypto import Keyring
from common.db import Database
from common.service_tokens import ServiceAuth
from common.testing.graph import FakeGraph
from common.testing.identities import identity_of, signing_variables
from common.testing.notifications import NUMBER, NotifierHouse, OpenHouse, Recorder
from common.testing.plugin import BUS_KEY, STORAGE_KEY, MakeDatabase
from common.wiring import Wiring
from notifier.main import SERVICE, create_app, migrations
from notifier.settings import Settings


def _no_client(service: str) -> httpx.AsyncClient:
    raise LookupError(f"the notifier calls nobody, and called {service}")


@pytest.fixture
async def database_url(make_database: MakeDatabase) -> str:
    """Give the address of a fresh, migrated database."""
    return await make_database([migrations()])


@pytest.fixture
async def open_house(database_url: str, bus_keyring: Keyring) -> AsyncGenerator[OpenHouse]:
    """Give a maker of notifiers over one database; settings by their variables' names."""
    graph, recorder = FakeGraph(), Recorder(bus_keyring)
    database = Database(database_url, schema="notifier", pool_size=2)

    @asynccontextmanager
    async def run(**changes: Any) -> AsyncGenerator[NotifierHouse]:
        app = create_app(
            _settings(database_url, changes),
            Wiring(transport=recorder, client_for=_no_client),
            make_transport=lambda _: graph,
        )
        async with LifespanManager(app) as running:
            asgi = httpx.ASGITransport(running.app, raise_app_exceptions=False)
            auth = ServiceAuth(identity_of("operator"), audience=SERVICE)
            async with httpx.AsyncClient(
                transport=asgi, base_url="http://notifier", auth=auth
            ) as client:
                yield NotifierHouse(graph, recorder, database, client)

    yield run
    await database.close()


def _settings(database_url: str, changes: Mapping[str, Any]) -> Settings:
    values: dict[str, Any] = {
        "NOTIFIER_DATABASE_URL": database_url,
        "NOTIFIER_STORAGE_KEYS": STORAGE_KEY,
        "MARI_BUS_KEYS": BUS_KEY,
        **signing_variables("notifier"),
        "WHATSAPP_ACCESS_TOKEN": "the-token",
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "NOTIFIER_GRAPH_BASE_URL": "http://127.0.0.1:9/graph",
    }
    return Settings.model_validate(values | dict(changes))


@pytest.fixture
async def house(open_house: OpenHouse) -> AsyncGenerator[NotifierHouse]:
    """Give a running notifier with the settings of production, but hasty with doubts."""
    async with open_house(NOTIFIER_UNKNOWN_WAIT_SECONDS=1.0) as house:
        yield house
