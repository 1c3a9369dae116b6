"""Rounds: the places of one form measured in turn, so that both have the same weather."""

import os
import platform
from collections.abc import Mapping
from typing import Final

from benchmarks.closed_loop import Figures, Place, run
from benchmarks.page import AT

CUSTOMERS: Final = (1, AT, 100)
ROUNDS: Final = 5
SECONDS: Final = 3.0
WATCHED_SECONDS: Final = 6.0
_WARM_SECONDS: Final = 3.0

Runs = dict[tuple[str, int], list[Figures]]


async def measure(places: Mapping[str, Place]) -> Runs:
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


def ratios_of(runs: Runs) -> list[float]:
    """Return house to floor in each round."""
    pairs = zip(runs["house", AT], runs["floor", AT], strict=True)
    return [house.rate / floor.rate for house, floor in pairs]


def surroundings(load: float) -> str:
    """Say on what the figures were made, and how busy it was before."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f} before the"
        f" run; medians of {ROUNDS} runs of {SECONDS:.0f} s each, floor and house in turn."
    )
