"""What a process tells of its loops in its metrics."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import httpx

from standalone.testing.chaos.house import ChaosHouse

_SAMPLE: Final = re.compile(r'^(\w+)\{loop="([^"]+)"\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Loops:
    """Which loops are down, and how often each was started again."""

    down: Sequence[str]
    restarts: Mapping[str, float]


async def loops_of(house: ChaosHouse, name: str) -> Loops:
    """Ask a process. Raises httpx.HTTPError when it does not answer."""
    port = house.processes()[name]["port"]
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    answer.raise_for_status()
    found: list[tuple[str, str, str]] = _SAMPLE.findall(answer.text)
    return Loops(
        down=tuple(
            loop for metric, loop, value in found if metric == "mari_loop_up" and not float(value)
        ),
        restarts={
            loop: float(n) for metric, loop, n in found if metric == "mari_loop_restarts_total"
        },
    )
