"""The production form: every service its own process behind RabbitMQ, beside the same floor."""

import os
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import text
from standalone.testing.beside import BesideHouse, open_beside

from benchmarks.closed_loop import Place, median_of, run
from benchmarks.cpu import cpu_seconds
from benchmarks.floor_apart import FloorApart, open_floor_apart
from benchmarks.houses import WholeHouse, whole_house
from benchmarks.page import AT, Result
from benchmarks.rounds import WATCHED_SECONDS, measure, ratios_of, surroundings

FORM: Final = "rabbitmq"
_SERVERS: Final = ("RabbitMQ", "PostgreSQL")
_ROWS: Final = (
    ("gateway", "gateway-webhooks", "floor-gateway"),
    ("engine", "flow-engine", "floor-engine"),
    ("notifier", "notifier", "floor-notifier"),
    ("payments-omari, idle", "payments-omari", ""),
    *((name, name, name) for name in _SERVERS),
)
"""Shown as, and the process's name in the house and on the floor."""


@dataclass(frozen=True, slots=True)
class _Street:
    """House and floor on the same servers."""

    beside: BesideHouse
    house: WholeHouse
    floor: FloorApart

    def cpu(self) -> dict[str, float]:
        """Return what each process has used so far, in seconds."""
        servers = self.beside.servers
        found = {name: cpu_seconds(pid) for name, pid in self._pids().items()}
        for name, server in zip(_SERVERS, (servers.rabbitmq, servers.postgresql), strict=True):
            found[name] = cpu_seconds(server.pid or 0, with_children=True)
        return found

    def _pids(self) -> dict[str, int]:
        return {**self.beside.pids, **self.floor.pids}


async def measured() -> Result:
    """Return what a run shows."""
    with tempfile.TemporaryDirectory() as folder:
        async with _opened(Path(folder)) as street:
            before = os.getloadavg()[0]
            runs = await measure({"floor": street.floor, "house": street.house})
            floor_ms, _ = await _cpu_of(street, street.floor)
            carried = await _carried(street.beside)
            house_ms, turns = await _cpu_of(street, street.house)
            carried = await _carried(street.beside) - carried
    parcels, envelopes = (carried[f"{what}_sent"] for what in ("parcels", "envelopes"))
    return Result(
        form=FORM,
        figures={key: median_of(found) for key, found in runs.items()},
        ratios=ratios_of(runs),
        surroundings=surroundings(before),
        more=(
            f"A turn with its statuses is {envelopes / turns:.1f} envelopes,"
            f" which travel in {parcels / turns:.1f} parcels. CPU milliseconds of a turn:"
        ),
        table=_table(house_ms, floor_ms),
    )


def _table(house: Mapping[str, float], floor: Mapping[str, float]) -> list[str]:
    rows = [
        (shown, house.get(of_house, 0), floor.get(of_floor, 0))
        for shown, of_house, of_floor in _ROWS
    ]
    rows.append(("**together**", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return [
        "| Process | House | Floor |",
        "|---|---|---|",
        *(f"| {shown} | {house_ms:.1f} | {floor_ms:.1f} |" for shown, house_ms, floor_ms in rows),
    ]


async def _cpu_of(street: _Street, place: Place) -> tuple[dict[str, float], float]:
    """Return the CPU milliseconds of a turn by process, and how many turns there were."""
    begun, before = time.perf_counter(), street.cpu()
    found = await run(place, AT, WATCHED_SECONDS)
    turns = found.rate * (time.perf_counter() - begun)
    after = street.cpu()
    return {name: (after[name] - before[name]) * 1000 / turns for name in before}, turns


async def _carried(beside: BesideHouse) -> "Counter[str]":
    found = Counter[str]()
    for one in (await beside.carried()).values():
        found.update(one)
    return found


@asynccontextmanager
async def _opened(folder: Path) -> AsyncGenerator[_Street]:
    """Open servers, services and toys."""
    async with open_beside(folder) as beside:
        await beside.database.execute(text("create database floor"))
        servers = beside.servers
        async with (
            open_floor_apart(servers.postgresql.admin_url("floor"), servers.rabbitmq) as floor,
            whole_house(beside) as house,
        ):
            yield _Street(beside, house, floor)
