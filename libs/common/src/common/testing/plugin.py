"""The pytest plugin of the house: clock, key rings, and a database that is fresh for each test."""

import os
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from common.crypto import Keyring
from common.db import MigrationSource
from common.local.postgresql import PrivatePostgres
from common.testing.clock import FakeClock
from common.testing.postgres import TestServer

BUS_KEY = "bus-key-of-the-tests-0123456789abcdef"
STORAGE_KEY = "storage-key-of-the-tests-0123456789abc"
SERVICE_KEY = "service-key-of-the-tests-0123456789abc"

pytest_plugins = ["common.testing.broker"]

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the long suites be as long as the caller wants."""
    parser.addoption("--simulation-runs", type=int, default=2000, help="seeded fault runs")
    parser.addoption("--killed-purchases", type=int, default=0, help="purchases under kills")
    parser.addoption("--plan-rows", type=int, default=1_000_000, help="rows of each table")
    parser.addoption("--fuzz-examples", type=int, default=5, help="requests to each operation")
    parser.addoption("--update-golden", action="store_true", help="record tests/data anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what only root can do to root, and begin with what takes longest.

    So no worker is left with it at the end.
    """
    if os.geteuid() != 0:
        out = [item for item in items if item.get_closest_marker("root")]
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
    long = ("crash", "simulation", "story")
    ranks = {name: rank for rank, name in enumerate(long)}
    items.sort(
        key=lambda item: min(
            (ranks[mark.name] for mark in item.iter_markers() if mark.name in ranks),
            default=len(long),
        )
    )


MakeDatabase = Callable[[Sequence[MigrationSource]], Awaitable[str]]


@pytest.fixture
def clock() -> FakeClock:
    """Give a clock that the test moves."""
    return FakeClock()


@pytest.fixture
def bus_keyring() -> Keyring:
    """Give the key ring that seals bodies between services."""
    return Keyring([BUS_KEY])


@pytest.fixture
def storage_keyring() -> Keyring:
    """Give a service's own key ring."""
    return Keyring([STORAGE_KEY])


@contextmanager
def open_folder() -> Generator[Path]:
    """Give a folder outside pytest's own, through which a database server's user may pass."""
    with tempfile.TemporaryDirectory(prefix="mari-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def server_folder() -> Generator[Path]:
    """Give a folder in which a database server may live for one test."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def postgres() -> Generator[TestServer]:
    """Give the run's private PostgreSQL server."""
    with open_folder() as folder:
        server = TestServer(folder)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def postgres_server() -> Generator[PrivatePostgres]:
    """Give the run's PostgreSQL server of Debian's package, with roles and passwords."""
    with open_folder() as folder:
        server = PrivatePostgres(folder, options={"fsync": "off", "full_page_writes": "off"})
        server.start()
        yield server
        server.stop()


@pytest.fixture
async def make_database(postgres: TestServer) -> AsyncGenerator[MakeDatabase]:
    """Give a maker of fresh, migrated databases; they are dropped after the test."""
    made: list[str] = []

    async def make(sources: Sequence[MigrationSource] = ()) -> str:
        made.append(await postgres.fresh(sources))
        return made[-1]

    yield make
    for url in made:
        await postgres.drop(url)
