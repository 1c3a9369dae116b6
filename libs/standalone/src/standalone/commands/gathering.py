"""The same question to several services: who does not answer is named, the others are shown."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from standalone.commands.asking import UnreachableError
from standalone.commands.showing import BAD, say

Ask = Callable[[str], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What each service answered, and the lines of those that did not."""

    answers: Mapping[str, Any] = field(default_factory=dict[str, Any])
    silent: Mapping[str, str] = field(default_factory=dict[str, str])


async def gather(services: Sequence[str], ask: Ask) -> Gathered:
    """Ask all services at once."""

    async def one(service: str) -> object:
        try:
            return await ask(service)
        except UnreachableError as error:
            return error

    told = dict(zip(services, await asyncio.gather(*map(one, services)), strict=True))
    silent = {s: str(answer) for s, answer in told.items() if isinstance(answer, UnreachableError)}
    return Gathered({s: a for s, a in told.items() if s not in silent}, silent)


def say_silent(gathered: Gathered) -> None:
    """Name the services that did not answer."""
    for line in gathered.silent.values():
        say(f"✗ {line}", BAD)
