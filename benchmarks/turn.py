"""Full turns per second on the standalone, beside their floor: `python -m benchmarks.turn`."""

import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import uvloop
from common.log import configure_logging
from sqlalchemy import text
from standalone.testing.inside import open_inside

from benchmarks.closed_loop import Figures, Place, median_of, run
from benchmarks.floor import open_floor
from benchmarks.houses import whole_house
from benchmarks.page import AT, Result, write
from benchmarks.spending import watched

CUSTOMERS: Final = (1, 20, 100)
ROUNDS: Final = 3
SECONDS: Final = 3.0
_WARM_SECONDS: Final = 1.0
_WATCHED_SECONDS: Final = 6.0

Runs = dict[tuple[str, int], list[Figures]]


async def measure(places: dict[str, Place]) -> Runs:
    """Return every run of each place at each number of customers, the places in turn."""
    for place in places.values():
        await run(place, AT, _WARM_SECONDS)
    runs: Runs = {}
    for _ in range(ROUNDS):
        for customers in CUSTOMERS:
            for name, place in places.items():
                found = await run(place, customers, SECONDS)
                runs.setdefault((name, customers), []).append(found)
                print(f"{name:6} {customers:4d}  {found.rate:7.1f} turns/s", flush=True)
    return runs


async def cpu_of(place: Place, seconds: float) -> float:
    """Return the CPU milliseconds that this process takes for a turn."""
    begun, cpu = time.perf_counter(), time.process_time()
    found = await run(place, AT, seconds)
    turns = found.rate * (time.perf_counter() - begun)
    return (time.process_time() - cpu) * 1000 / turns


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[dict[str, Place]]:
    """Open the house and the floor in this process, on one PostgreSQL server."""
    async with open_inside(folder) as inside:
        await inside.database.execute(text("create database floor"))
        async with (
            open_floor(inside.url.replace("/mari?", "/floor?")) as floor,
            whole_house(inside) as house,
        ):
            yield {"floor": floor, "house": house}


async def main() -> None:
    """Measure and write the page."""
    configure_logging(level="WARNING")
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder)) as places:
            before = os.getloadavg()[0]
            runs = await measure(places)
            floor_ms = await cpu_of(places["floor"], SECONDS)
            with watched() as spending:
                house_ms = await cpu_of(places["house"], _WATCHED_SECONDS)
    pairs = zip(runs["house", AT], runs["floor", AT], strict=True)
    result = Result(
        figures={key: median_of(found) for key, found in runs.items()},
        ratio=statistics.median(house.rate / floor.rate for house, floor in pairs),
        cpu_ms={"house": house_ms, "floor": floor_ms},
        spent=spending.shares(),
        surroundings=_surroundings(before),
    )
    write(result)
    print(f"ratio at {AT} customers: {result.ratio:.2f}; written to docs/performance.md")


def _surroundings(load: float) -> str:
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} before the"
        f" run; medians of {ROUNDS} runs of {SECONDS:.0f} s each, floor and house in turn."
    )


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
