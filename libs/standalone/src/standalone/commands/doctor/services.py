"""The services: each live and ready, part by part; their lanes and what is parked."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from standalone.commands.asking import Asker, UnreachableError
from standalone.commands.doctor.report import Finding, fail, ok, warn
from standalone.commands.failing import CommandError
from standalone.commands.finding import SERVICES
from standalone.commands.gathering import gather
from standalone.commands.showing import span, times

_LATE: Final = 60
_LOST: Final = 600
_FIRST: Final = ("database", "broker")
_NO_WRITES: Final = "receiver:database"


async def check_services(asker: Asker, *, is_test: bool) -> list[Finding]:
    """Return one line for each service, and one when they are not of one release."""

    async def ready(service: str) -> Mapping[str, Any]:
        return (await asker.answer(service, "/health/ready")).json()

    gathered = await gather(SERVICES, ready)
    found = [_service(name, told, is_test=is_test) for name, told in gathered.answers.items()]
    found += [
        fail(name, line.partition(" ")[2], "start it, and look at its log")
        for name, line in gathered.silent.items()
    ]
    releases = {told.get("release", "unknown") for told in gathered.answers.values()}
    if len(releases) > 1:
        found.append(
            warn(
                "release",
                f"services run {', '.join(sorted(releases))}",
                "finish the roll-out: old and new understand each other, but not for long",
            )
        )
    return found


def _service(name: str, told: Mapping[str, Any], *, is_test: bool) -> Finding:
    parts: Mapping[str, Mapping[str, str]] = told.get("parts", {})
    ill = _in_state(parts, "down", "degraded")
    release = told.get("release", "")
    if told.get("status") not in {"ready", "degraded"} or ill:
        detail = ", ".join(ill) or str(told.get("status", "it does not say how it is"))
        return fail(name, f"not ready: {detail}", _advice(ill))
    off = _in_state(parts, "off")
    if off:
        return warn(name, f"ready, but off: {', '.join(off)}", "set its credentials, or leave it")
    tests = _in_state(parts, "test")
    if tests and not is_test:
        return warn(name, f"ready, but TEST: {', '.join(tests)}", "no real money moves there")
    return ok(name, f"ready, {release}" + (" (TEST)" if tests else ""))


def _advice(ill: Sequence[str]) -> str:
    """Return what comes first: what much else depends on."""
    if any(_NO_WRITES in name for name in ill):
        return "the database takes no writes: is its disk full? Parcels wait, nothing is set aside"
    if any("stuck" in name for name in ill):
        return "a loop shows no progress: it begins anew within a minute; if not, restart it"
    first = next((word for word in _FIRST if any(name.startswith(word) for name in ill)), None)
    return f"begin with the {first}, see below" if first else "its log says more"


def _in_state(parts: Mapping[str, Mapping[str, str]], *states: str) -> list[str]:
    return [
        f"{name} ({part['detail']})" if part.get("detail") else name
        for name, part in parts.items()
        if part.get("state") in states
    ]


async def check_lanes(asker: Asker) -> list[Finding]:
    """Return one line for each service: nothing late, nothing parked, every loop running."""

    async def lanes(service: str) -> list[Finding]:
        try:
            return _lanes(service, await asker.get(service, "/v1/lanes"))
        except UnreachableError:
            return []
        except CommandError as error:
            why = str(error).partition(": ")[2]
            return [fail(service, why, "compare MARI_PUBLIC_KEYS and clocks")]

    return [one for found in await asyncio.gather(*map(lanes, SERVICES)) for one in found]


def _lanes(service: str, told: Mapping[str, Any]) -> list[Finding]:
    if told["database"] != "ok":
        return [fail(service, "its database does not answer", "start the database")]
    loops: Sequence[Mapping[str, Any]] = told["loops"]
    still = [loop["loop"] for loop in loops if not loop["is_up"]]
    found = [fail(service, f"not running: {', '.join(still)}", "its log says why")] if still else []
    late = [loop for loop in loops if loop["waiting"] and loop["oldest_seconds"] > _LATE]
    found += [_late(service, loop) for loop in late]
    parked = sum(told["parked"].values())
    if parked:
        verb = "waits" if parked == 1 else "wait"
        detail = f"{times(parked, 'parked row')} {verb} for a person"
        found.append(warn(service, detail, "mari parked list"))
    waiting = sum(loop["waiting"] for loop in loops)
    return found or [ok(service, f"{times(waiting, 'row')} waiting, nothing parked")]


def _late(service: str, loop: Mapping[str, Any]) -> Finding:
    say = fail if loop["oldest_seconds"] > _LOST else warn
    waiting = times(loop["waiting"], "row")
    detail = f"{loop['loop']}: {waiting}, the oldest for {span(loop['oldest_seconds'])}"
    return say(service, detail, "mari lanes; is what it goes to there?")
