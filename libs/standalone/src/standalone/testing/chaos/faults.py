"""The faults: who is struck, how, and for how long."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from common.local.process import kill_group, send

from standalone.local.plan import SERVICES
from standalone.testing.chaos.house import ChaosHouse, second

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
    one_of_each_kind: bool


FULL: Final = Measure(10, 3, 5, ("reset", "refuse", "blackhole"), 30.0, one_of_each_kind=False)
SHORT: Final = Measure(1, 1, 1, ("reset", "blackhole"), 5.0, one_of_each_kind=True)
_KINDS: Final = (
    "flow-engine>postgresql",
    "gateway-webhooks>rabbitmq",
    "flow-engine>payments-omari",
    "notifier>graph",
    "payments-omari>omari",
)
"""One link of each kind."""


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
        links = _KINDS if measure.one_of_each_kind else self._house.links.names()
        faults += [self._cut(link, how) for how in measure.cuts for link in links]
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

    def _cut(self, link: str, how: str) -> Fault:
        async def strike() -> None:
            proxy = self._house.links[link]
            if how == "reset":
                proxy.reset()
                return
            if how == "refuse":
                await proxy.refuse()
                await asyncio.sleep(_REFUSED_SECONDS)
            else:
                proxy.blackhole()
                await asyncio.sleep(self._measure.blackhole_seconds)
            await proxy.heal()

        return Fault(f"{how} {link}", strike)

    async def _pid(self, name: str) -> int:
        pid = self._house.pid(name)
        if pid is not None:
            return pid
        await asyncio.sleep(_STEP_SECONDS)
        return await self._pid(name)
