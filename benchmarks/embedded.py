"""The embedded form: every service in one process, as `make run` has it, beside its floor."""

import os
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from common.process.garbage import settle
from sqlalchemy import text
from standalone.testing.inside import open_inside

from benchmarks.closed_loop import Place, median_of, run
from benchmarks.floor import open_floor
from benchmarks.houses import whole_house
from benchmarks.page import AT, Result
from benchmarks.rounds import SECONDS, WATCHED_SECONDS, measure, ratios_of, surroundings
from benchmarks.spending import watched

FORM: Final = "embedded"
_LEAST_SHOWN: Final = 0.01


async def measured() -> Result:
    """Return what a run shows."""
    with tempfile.TemporaryDirectory() as folder:
        async with _opened(Path(folder)) as places:
            settle()  # as `make run` does
            before = os.getloadavg()[0]
            runs = await measure(places)
            floor_ms = await _cpu_of(places["floor"], SECONDS)
            with watched() as spending:
                house_ms = await _cpu_of(places["house"], WATCHED_SECONDS)
    return Result(
        form=FORM,
        figures={key: median_of(found) for key, found in runs.items()},
        ratios=ratios_of(runs),
        surroundings=surroundings(before),
        more=(
            f"A turn takes {house_ms:.1f} ms of CPU time in this"
            f" process, on the floor {floor_ms:.1f} ms. The house's go to:"
        ),
        table=[
            "| Part | Share |",
            "|---|---|",
            *(f"| {p} | {share:.0%} |" for p, share in spending.shares() if share >= _LEAST_SHOWN),
        ],
    )


async def _cpu_of(place: Place, seconds: float) -> float:
    """Return the CPU milliseconds that this process takes for a turn."""
    begun, cpu = time.perf_counter(), time.process_time()
    found = await run(place, AT, seconds)
    turns = found.rate * (time.perf_counter() - begun)
    return (time.process_time() - cpu) * 1000 / turns


@asynccontextmanager
async def _opened(folder: Path) -> AsyncGenerator[dict[str, Place]]:
    """Open the house and the floor in this process, on one PostgreSQL server."""
    async with open_inside(folder) as inside:
        await inside.database.execute(text("create database floor"))
        async with (
            open_floor(inside.url.replace("/mari?", "/floor?")) as floor,
            whole_house(inside) as house,
        ):
            yield {"floor": floor, "house": house}
