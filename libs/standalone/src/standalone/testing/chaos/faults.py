"""The faults: who is struck, how, and for how long."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from common.local.process import kill_group, send
from common.testing.tcp_proxy import TcpProxy

from standalone.local.plan import SERVICES
from standalone.testing.chaos.house import POSTGRESQL, ChaosHouse, second
from standalone.testing.read_only import read_only

_STEP_SECONDS: Final = 0.05
_REFUSED_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `strike` returns at its end."""

    name: str
    strike: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Measure:
    """How often and how long."""

    kills: int
    broker_kills: int
    database_restarts: int
    cuts: Sequence[str]
    blackhole_seconds: float
    database_seconds: float
    """For how long the database is read-only, or silent: longer than anybody waits for it."""
    silent: Sequence[str]
    """Services of which one process loses its database in silence; all of all do besides."""
    one_of_each_kind: bool


FULL: Final = Measure(
    10,
    3,
    5,
    ("reset", "refuse", "blackhole"),
    30.0,
    30.0,
    silent=SERVICES,
    one_of_each_kind=False,
)
SHORT: Final = Measure(
    1, 1, 1, ("reset", "blackhole"), 5.0, 18.0, silent=("flow-engine",), one_of_each_kind=True
)
_KINDS: Final = (
    "flow-engine>postgresql",
    "gateway-webhooks>rabbitmq",
    "flow-engine>payments-omari",
    "notifier>graph",
    "payments-omari>omari",
)
"""One link of each kind."""
_SECONDS: Final = tuple(f"{second(service)}>" for service in SERVICES)


class Striker:
    """Makes the faults of a house."""

    def __init__(self, house: ChaosHouse, measure: Measure) -> None:
        self._house = house
        self._measure = measure

    def faults(self, dice: random.Random) -> list[Fault]:
        """Return every fault of the measure, shuffled."""
        measure, faults = self._measure, list[Fault]()
        for service in SERVICES:
            faults += [self._kill(service, nth) for nth in range(measure.kills)]
        faults += [Fault("kill rabbitmq", self._kill_broker)] * measure.broker_kills
        faults += [Fault("restart postgresql", self._restart)] * measure.database_restarts
        links = _KINDS if measure.one_of_each_kind else self._links()
        faults += [self._cut(link, how) for how in measure.cuts for link in links]
        faults += [Fault("database_readonly", self._write_nothing)]
        faults += [Fault("database_silent", partial(self._silence, self._ways_to_database()))]
        faults += [self._silence_one(service, dice) for service in measure.silent]
        dice.shuffle(faults)
        return faults

    def _kill(self, service: str, nth: int) -> Fault:
        """Kill both processes of a service, or at every other time one of them."""
        both = (service, second(service))
        names = both if nth % 2 == 0 else (both[nth // 2 % 2],)

        async def strike() -> None:
            for name in names:
                os.kill(await self._pid(name), signal.SIGKILL)

        return Fault(f"kill {service}", strike)

    async def _kill_broker(self) -> None:
        kill_group(await self._pid("rabbitmq"))

    async def _restart(self) -> None:
        """End the database without writing out; its keeper starts it again."""
        send(await self._pid("postgresql"), signal.SIGQUIT)

    def _links(self) -> list[str]:
        """Return every link of a service: that of its second process is cut with it."""
        return [name for name in self._house.links.names() if not name.startswith(_SECONDS)]

    def _cut(self, link: str, how: str) -> Fault:
        async def strike() -> None:
            source, _, target = link.partition(">")
            proxies = self._house.links.present(link, f"{second(source)}>{target}")
            for proxy in proxies:
                await _hurt(proxy, how)
            if how == "reset":
                return
            seconds = _REFUSED_SECONDS if how == "refuse" else self._measure.blackhole_seconds
            await asyncio.sleep(seconds)
            for proxy in proxies:
                await proxy.heal()

        return Fault(f"{how} {link}", strike)

    async def _write_nothing(self) -> None:
        """Let the database connect and read, and refuse every write, as with a full disk."""
        async with read_only(self._house.admin_url):
            await asyncio.sleep(self._measure.database_seconds)

    def _ways_to_database(self) -> list[str]:
        return [name for name in self._house.links.names() if name.endswith(f">{POSTGRESQL}")]

    def _silence_one(self, service: str, dice: random.Random) -> Fault:
        process = dice.choice((service, second(service)))
        strike = partial(self._silence, [f"{process}>{POSTGRESQL}"])
        return Fault(f"database_silent {process}", strike)

    async def _silence(self, links: Sequence[str]) -> None:
        """Let nothing through between processes and the database, and nobody know."""
        proxies = self._house.links.present(*links)
        for proxy in proxies:
            proxy.blackhole()
        await asyncio.sleep(self._measure.database_seconds)
        for proxy in proxies:
            await proxy.heal()

    async def _pid(self, name: str) -> int:
        pid = self._house.pid(name)
        if pid is not None:
            return pid
        await asyncio.sleep(_STEP_SECONDS)
        return await self._pid(name)


async def _hurt(proxy: TcpProxy, how: str) -> None:
    match how:
        case "reset":
            proxy.reset()
        case "refuse":
            await proxy.refuse()
        case _:
            proxy.blackhole()
