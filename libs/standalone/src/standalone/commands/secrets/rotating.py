"""`mari secrets rotate`: each service goes through what it stores, step by step, to the end."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from standalone.commands.asking import Asker, asking, chosen
from standalone.commands.failing import WELL, WRONG
from standalone.commands.showing import BAD, CARE, say, say_json, table
from standalone.commands.showing import WELL as GREEN

_PATH: Final = "/v1/secrets/rotate"
_MOST_PASSES: Final = 20
_PAUSE_SECONDS: Final = 0.5

Counts = dict[str, dict[str, int]]


async def rotate(service: str | None, *, as_json: bool) -> int:
    """Rotate, and report what was done. Raises CommandError."""
    async with asking() as asker:
        told = {name: await _until_done(asker, name) for name in chosen(service)}
    if as_json:
        say_json(told)
    else:
        _print(told)
    return WRONG if any(_sum(told, word) for word in ("busy", "unreadable", "refused")) else WELL


async def _until_done(asker: Asker, service: str) -> Counts:
    """Repeat passes until nothing is held by somebody else; returns what all of them did."""
    total: Counts = {}
    for _ in range(_MOST_PASSES):
        done = await _pass(asker, service)
        for name, counts in done.items():
            resealed = total.get(name, {}).get("resealed", 0)
            total[name] = counts | {"resealed": counts["resealed"] + resealed}
        if not any(counts["busy"] for counts in done.values()):
            break
        await asyncio.sleep(_PAUSE_SECONDS)
    return total


async def _pass(asker: Asker, service: str) -> Counts:
    counts: Counts = {}
    cursor: str | None = None
    while True:
        step = await asker.post(service, _PATH, {"cursor": cursor})
        for name, done in step["counts"].items():
            known = counts.setdefault(name, dict.fromkeys(done, 0))
            counts[name] = {word: known[word] + count for word, count in done.items()}
        cursor = step["cursor"]
        if cursor is None:
            return counts


def _print(told: Mapping[str, Counts]) -> None:
    headings = ("service", "column", ">seen", ">sealed anew", ">busy", ">unreadable", ">refused")
    words = ("seen", "resealed", "busy", "unreadable", "refused")
    table(
        headings,
        [
            (service, name, *(str(counts[word]) for word in words))
            for service, columns in told.items()
            for name, counts in columns.items()
        ],
    )
    busy, unreadable = _sum(told, "busy"), _sum(told, "unreadable")
    if unreadable:
        say(f"✗ {unreadable} rows open under no key that is set: keep the old keys.", BAD)
    elif refused := _sum(told, "refused"):
        say(
            f"✗ {refused} rows could not be written: see the service's log, keep the old keys.", BAD
        )
    elif busy:
        say(f"{busy} rows are in use: run it again before an old key is dropped.", CARE)
    else:
        say("✓ Everything that is stored is under the newest keys.", GREEN)


def _sum(told: Mapping[str, Any], word: str) -> int:
    return sum(counts[word] for columns in told.values() for counts in columns.values())
