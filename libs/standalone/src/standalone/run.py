"""What `mari run` does, in order; each step that can fail says what to do in one line."""

import asyncio
import socket
import sys
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import flow_engine.main
from common.crash import arm
from common.db import run_migrations
from common.db.embedded import EmbeddedServer
from common.log import configure_logging
from common.process.garbage import settle
from sandbox.visitors import warn_if_wide

from standalone.asgi import Neighbours
from standalone.environment import (
    DATABASE,
    Place,
    environment,
)
from standalone.folder import held, keys_of
from standalone.given import GivenSettings, MountedKeys
from standalone.house import empty_house, migration_sources, moved_in
from standalone.inside import Inside, listen_inside
from standalone.neighbourhood import sandbox_app
from standalone.operators import create_database
from standalone.principals import SANDBOX, STANDALONE, identities, key_name_of, keys_in_folder
from standalone.serving import Site, listen, serve, stop_on_signals
from standalone.settings import StandaloneSettings
from standalone.stand_ins import ProviderAddresses, refuse_production, shared_line
from standalone.timeline import timeline, timeline_from_afar

DATABASE_OPTIONS: Final = {"shared_buffers": "128MB", "max_wal_size": "1GB"}
"""The embedded server's settings; all else is PostgreSQL's own, durability above all."""


async def run_everything(settings: StandaloneSettings) -> None:
    """Start everything, print the addresses, and serve until Ctrl-C."""
    configure_logging(level=settings.log_level)
    refuse_production(ProviderAddresses())
    sys.stderr.write(shared_line(settings))
    _arm(settings.crash_at)
    stop = asyncio.Event()
    stop_on_signals(stop)
    with held(settings.data_dir) as folder:
        public = listen(settings.port, "MARI_PORT")
        side = _sandbox_port(settings) if settings.sandbox_inside else None
        origin, neighbours = empty_house(identities(keys_in_folder(keys_of(folder))))
        sites = [Site(origin, public), Site(Inside(neighbours), listen_inside(folder))]
        serving = asyncio.ensure_future(serve(sites, stop))
        try:
            async with (
                prepared(settings, folder) as place,
                moved_in(environment(place), neighbours),
            ):
                await _serve_beside(place, neighbours, side, stop)
                await serving
                sys.stdout.write("Stopping …\n")
        finally:
            stop.set()
            await serving


async def _serve_beside(
    place: Place, neighbours: Neighbours, side: socket.socket | None, stop: asyncio.Event
) -> None:
    """Serve the sandbox, if it lives in this process, until it is time to stop."""
    settle()
    if side is None:
        _say(place)
        await stop.wait()
        return
    client_for = partial(neighbours.client, STANDALONE)
    stand_ins = sandbox_app(place, partial(timeline, client_for, neighbours.apps))
    async with stand_ins.router.lifespan_context(stand_ins):
        _say(place)
        await serve([Site(stand_ins, side)], stop)


async def run_sandbox(settings: StandaloneSettings) -> None:
    """Serve the stand-ins alone until Ctrl-C."""
    configure_logging(level=settings.log_level)
    refuse_production(ProviderAddresses())
    sys.stderr.write(shared_line(settings))
    stop = asyncio.Event()
    stop_on_signals(stop)
    given = GivenSettings()
    with held(settings.data_dir, lock="sandbox.lock") as folder:
        place = Place(settings, folder, keys_of(folder) | MountedKeys().keys(), "")
        side = listen(settings.sandbox_port, "MARI_SANDBOX_PORT", given.host)
        source = timeline_from_afar(place.keys[key_name_of(SANDBOX)])
        warn_if_wide(given.host)
        hosts = (*given.hosts, given.host)
        stand_ins = sandbox_app(place, source, given.addresses(place.origin), hosts)
        async with stand_ins.router.lifespan_context(stand_ins):
            sys.stdout.write(f"Sandbox: {place.sandbox}/\n")
            sys.stdout.flush()
            await serve([Site(stand_ins, side)], stop)


async def migrate_only(settings: StandaloneSettings) -> None:
    """Migrate the folder's database and stop."""
    with held(settings.data_dir) as folder:
        async with prepared(settings, folder):
            sys.stdout.write("The schema is the newest.\n")


@asynccontextmanager
async def prepared(
    settings: StandaloneSettings, folder: Path, options: Mapping[str, str] = DATABASE_OPTIONS
) -> AsyncGenerator[Place]:
    """Start the folder's database, migrated and with flows and tours, for the time of the block."""
    with _server(folder, options) as server:
        url = server.url(DATABASE)
        await create_database(url)
        await run_migrations(url, migration_sources())
        await flow_engine.main.load_shipped(url)
        yield Place(settings, folder, keys_of(folder), url)


@contextmanager
def _server(folder: Path, options: Mapping[str, str]) -> Generator[EmbeddedServer]:
    server = EmbeddedServer(folder / "postgres", options=options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _say(place: Place) -> None:
    sys.stdout.write(
        f"\n  Chat page        {place.sandbox}/\n"
        f"  Public origin    {place.origin}\n"
        f"  Merchant API key {place.api_key_shown}\n\n"
        "  TEST: O'mari and WhatsApp are the sandbox's stand-ins. Ctrl-C stops.\n\n"
    )
    sys.stdout.flush()


def _arm(crash_at: str) -> None:
    for part in filter(None, crash_at.split(",")):
        name, _, nth = part.partition(":")
        arm(name, int(nth or 1))


def _sandbox_port(settings: StandaloneSettings) -> socket.socket:
    return listen(settings.sandbox_port, "MARI_SANDBOX_PORT")
