"""`mari lanes`: how much waits, since when, and how fast it goes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from standalone.commands.asking import asking
from standalone.commands.failing import WELL, WRONG, finish
from standalone.commands.gathering import gather, say_silent
from standalone.commands.parked import chosen_or_all
from standalone.commands.showing import (
    BAD,
    CARE,
    FAINT,
    Json,
    Service,
    number,
    say,
    say_json,
    span,
    table,
)
from standalone.commands.showing import WELL as GREEN

_LATE_SECONDS: Final = 60
_COLUMNS: Final = (
    "SERVICE",
    "LOOP",
    "",
    ">WAITING",
    ">OLDEST",
    ">DONE/MIN",
    ">RESTARTS",
    "STATE",
)
_MEANING: Final = {
    "relay": "to the bus",
    "http": "to services",
    "worker": "messages in order",
    "free": "messages without order",
}


All = Annotated[bool, typer.Option("--all", help="Also the loops at which nothing happens.")]


def lanes(service: Service = None, *, show_all: All = False, as_json: Json = False) -> None:
    """Show each service's backlog: what waits, since when, what was done in the last minute."""
    finish(_lanes(chosen_or_all(service), show_all=show_all, as_json=as_json))


async def _lanes(services: Sequence[str], *, show_all: bool, as_json: bool) -> int:
    async with asking() as asker:
        gathered = await gather(services, lambda s: asker.get(s, "/v1/lanes"))
    answers = gathered.answers
    if as_json:
        say_json({"services": list(answers.values()), "silent": list(gathered.silent)})
    else:
        say_silent(gathered)
        _print(answers, show_all=show_all)
    return WRONG if gathered.silent or any(map(_is_ill, answers.values())) else WELL


def _print(answers: Mapping[str, Any], *, show_all: bool) -> None:
    lines = [line for answer in answers.values() for line in _lines(answer, show_all=show_all)]
    if lines:
        table(_COLUMNS, lines)
        say("")
    waiting = sum(loop["waiting"] for answer in answers.values() for loop in answer["loops"])
    if not waiting and answers and not any(map(_is_ill, answers.values())):
        say(f"✓ Nothing waits ({', '.join(answers)}).", GREEN)
    _say_parked(answers)


def _is_ill(answer: Mapping[str, Any]) -> bool:
    return answer["database"] != "ok" or not all(loop["is_up"] for loop in answer["loops"])


def _lines(answer: Mapping[str, Any], *, show_all: bool) -> list[Sequence[str | Text]]:
    name = answer["service"]
    if answer["database"] != "ok":
        state = Text("the database does not answer", style=BAD)
        return [(Text(name), "", "", "", "", "", "", state)]
    shown = [loop for loop in answer["loops"] if show_all or _is_worth_a_line(loop)]
    return [(name if place == 0 else "", *_loop(loop)) for place, loop in enumerate(shown)]


def _is_worth_a_line(loop: Mapping[str, Any]) -> bool:
    names = ("waiting", "lanes_held", "lanes_failing", "per_minute", "restarts")
    counts = [loop.get(name) for name in names]
    return any(counts) or not loop["is_up"]


def _loop(loop: Mapping[str, Any]) -> Sequence[str | Text]:
    rate = loop["per_minute"]
    return (
        loop["loop"],
        Text(_MEANING.get(loop["loop"], ""), style=FAINT),
        number(loop["waiting"]),
        _age(loop) if loop["waiting"] else "",
        "" if rate is None else number(rate),
        number(loop["restarts"]) if loop["restarts"] else "",
        _state(loop),
    )


def _age(loop: Mapping[str, Any]) -> Text:
    seconds = loop["oldest_seconds"]
    return Text(span(seconds), style=CARE if seconds > _LATE_SECONDS else "")


def _state(loop: Mapping[str, Any]) -> Text:
    if not loop["is_up"]:
        return Text("not running", style=BAD)
    failing = loop.get("lanes_failing")
    if failing:
        return Text(f"{number(failing)} cannot be claimed: see its log", style=CARE)
    held = loop["lanes_held"]
    return Text(f"{number(held)} under way" if held else "", style=FAINT)


def _say_parked(answers: Mapping[str, Any]) -> None:
    counts = {name: sum(answer["parked"].values()) for name, answer in answers.items()}
    parked = [f"{name} {number(count)}" for name, count in counts.items() if count]
    if parked:
        say(f"Parked: {', '.join(parked)}. See `mari parked list`.", CARE)


def add_lanes(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(lanes)
