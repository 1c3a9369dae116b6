"""A whole Mari inside the caller's process, and the operator's commands against it."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from common.local.process import free_port
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from typer.testing import CliRunner, Result

from standalone.asgi import Neighbours
from standalone.environment import Place, environment
from standalone.house import empty_house, moved_in
from standalone.inside import Inside, listen_inside
from standalone.main import app
from standalone.neighbourhood import sandbox_app
from standalone.principals import identities, keys_in_folder
from standalone.run import prepared
from standalone.serving import Site, listen, serve
from standalone.settings import StandaloneSettings


@dataclass(frozen=True, slots=True)
class Operated:
    """A running house, its tables for the test's own preparations, and a terminal."""

    place: Place
    engine: AsyncEngine
    neighbours: Neighbours
    variables: Mapping[str, str] = field(default_factory=dict[str, str])

    async def run(self, *words: str, answers: str | None = None, **variables: str) -> Result:
        """Run `mari` with these words, as a person beside the data folder."""
        own = {
            "MARI_DATA_DIR": str(self.place.folder),
            "MARI_PORT": str(self.place.settings.port),
            "MARI_SANDBOX_PORT": str(self.place.settings.sandbox_port),
            "COLUMNS": "120",
        }
        runner = CliRunner(env={**own, **self.variables, **variables})
        return await asyncio.to_thread(runner.invoke, app, list(words), answers)

    async def sql(self, statement: str, **values: Any) -> Sequence[Row[Any]]:  # noqa: ANN401 - column values
        """Run a statement and commit it; returns its rows."""
        async with self.engine.begin() as connection:
            result = await connection.execute(text(statement), values)
            return result.all() if result.returns_rows else ()


@asynccontextmanager
async def operated(folder: Path) -> AsyncGenerator[Operated]:
    """Open a house with its public origin, its inside and the sandbox on ports of their own."""
    settings = StandaloneSettings(data_dir=folder, port=free_port(), sandbox_port=free_port())
    stop = asyncio.Event()
    # Services and command share one output here; only the command's is looked at.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    async with prepared(settings, folder) as place:
        origin, neighbours = empty_house(identities(keys_in_folder(place.keys)))
        stand_ins = sandbox_app(place, None)
        sites = [
            Site(origin, listen(settings.port, "MARI_PORT")),
            Site(Inside(neighbours), listen_inside(folder)),
            Site(stand_ins, listen(settings.sandbox_port, "MARI_SANDBOX_PORT")),
        ]
        engine = create_async_engine(place.database_url)
        serving = asyncio.ensure_future(serve(sites, stop))
        try:
            async with (
                stand_ins.router.lifespan_context(stand_ins),
                moved_in(environment(place), neighbours),
            ):
                yield Operated(place, engine, neighbours)
        finally:
            stop.set()
            await serving
            await engine.dispose()
            structlog.reset_defaults()
