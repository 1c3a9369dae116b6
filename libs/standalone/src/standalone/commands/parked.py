"""`mari parked`: what was set aside waits for a person, who replays it or lets it go."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from standalone.commands.asking import Asker, asking, chosen, who
from standalone.commands.failing import CANNOT, WELL, WRONG, CommandError, finish
from standalone.commands.gathering import Gathered, gather, say_silent
from standalone.commands.showing import (
    BAD,
    CARE,
    Json,
    Service,
    hint,
    pairs,
    say,
    say_json,
    since,
    table,
    times,
)
from standalone.commands.showing import WELL as GREEN

app = typer.Typer(no_args_is_help=True, help="Rows that were set aside and wait for a person.")
Row = Annotated[str, typer.Argument(help="SERVICE/NUMBER, as the list shows it.")]
Rows = Annotated[list[str], typer.Argument(help="SERVICE/NUMBER, one or more.")]
Why = Annotated[str, typer.Option(help="Why nobody needs it any more; kept with the row.")]
Yes = Annotated[bool, typer.Option("--yes", help="I know that it is about a payment.")]

_MOST: Final = 500
_AGAIN_SECONDS: Final = 2.0
_LOOK_SECONDS: Final = 0.25


@app.command("list")
def list_parked(service: Service = None, *, as_json: Json = False) -> None:
    """Show what is parked, the oldest first: ids, types and reasons, never contents."""
    finish(_list(chosen_or_all(service), as_json=as_json))


@app.command()
def show(row: Row, *, as_json: Json = False) -> None:
    """Show all that may be shown of one row."""
    finish(_show(row, as_json=as_json))


@app.command()
def replay(rows: Rows, *, as_json: Json = False) -> None:
    """Give rows another chance, once the cause is mended; tells if one is parked again."""
    finish(_each(rows, _replay, as_json=as_json))


@app.command()
def discard(rows: Rows, why: Why, *, yes: Yes = False, as_json: Json = False) -> None:
    """Let rows go for good; who and why is kept. What is about a payment needs --yes."""

    async def one(asker: Asker, service: str, n: int) -> dict[str, Any]:
        body = {"by": who(), "why": why, "confirm": yes}
        return await asker.post(service, f"/v1/parked/{n}/discard", body)

    finish(_each(rows, one, as_json=as_json))


def chosen_or_all(service: str | None) -> Sequence[str]:
    """Return the services that are meant, or leave with the usage status."""
    try:
        return chosen(service)
    except CommandError as error:
        raise typer.BadParameter(str(error)) from error


def place_of(row: str) -> tuple[str, int]:
    """Return service and number of `SERVICE/NUMBER`. Raises CommandError."""
    service, _, number = row.partition("/")
    if not number.isascii() or not number.isdecimal():
        raise CommandError(f"{row!r} is not SERVICE/NUMBER, like flow-engine/1234.", status=CANNOT)
    return chosen(service)[0], int(number)


async def _list(services: Sequence[str], *, as_json: bool) -> int:
    async with asking() as asker:
        gathered = await gather(services, lambda s: asker.get(s, "/v1/parked", limit=_MOST))
    rows = [
        {"row": f"{service}/{row['n']}", "service": service, **row}
        for service, answer in gathered.answers.items()
        for row in answer["rows"]
    ]
    rows.sort(key=lambda row: row["parked_at"])
    if as_json:
        say_json({"rows": rows, "silent": list(gathered.silent)})
    else:
        _print_list(rows, gathered)
    return WRONG if gathered.silent else WELL


def _print_list(rows: Sequence[dict[str, Any]], gathered: Gathered) -> None:
    say_silent(gathered)
    if not rows:
        if gathered.answers:
            say(f"✓ Nothing is parked ({', '.join(gathered.answers)}).", GREEN)
        return
    wait = "waits" if len(rows) == 1 else "wait"
    say(f"{times(len(rows), 'row')} {wait} for a person:\n", CARE)
    columns = ("ROW", "TYPE", "", "WHY", "PARKED FOR", ">TRIES")
    table(columns, [_line(row) for row in rows])
    say("")
    hint(
        [
            (f"mari parked show {rows[0]['row']}", "all that may be shown of it"),
            (f"mari parked replay {rows[0]['row']}", "once the cause is mended"),
        ]
    )


def _line(row: dict[str, Any]) -> Sequence[str | Text]:
    return (
        row["row"],
        row["type"],
        _money(row),
        row["error"] or "",
        since(row["parked_at"]),
        str(row["attempts"]),
    )


def _money(row: dict[str, Any]) -> Text:
    marks = [("MONEY", BAD)] if row["is_money"] else []
    marks += [("erased", "dim")] if row["is_erased"] else []
    return Text(" ").join(Text(word, style=style) for word, style in marks)


async def _show(row: str, *, as_json: bool) -> int:
    service, n = place_of(row)
    async with asking() as asker:
        found = await asker.get(service, f"/v1/parked/{n}")
    if as_json:
        say_json(found)
        return WELL
    pairs(_facts(row, found))
    say("")
    hint(_next_steps(row, found))
    return WELL


def _facts(row: str, found: dict[str, Any]) -> list[tuple[str, str | Text]]:
    is_inbox = found["box"] == "inbox"
    peer = found["peer"] if not found["path"] else f"{found['peer']} {found['path']}"
    facts: list[tuple[str, str | Text]] = [
        ("row", row),
        ("type", found["type"]),
        ("about", Text("a payment", style=BAD) if found["is_money"] else "no payment"),
        ("came from" if is_inbox else "goes to", peer),
        ("id", found["id"]),
        ("lane", found["lane"] or "none: its order does not matter"),
        ("since", f"{found['at']}, parked {found['parked_at']} ({since(found['parked_at'])})"),
        ("tries", str(found["attempts"])),
        ("why", Text(found["error"] or "unknown", style=CARE)),
    ]
    if found["is_erased"]:
        facts.append(("contents", "gone: it carried a code, or could never be read"))
    return facts


def _next_steps(row: str, found: dict[str, Any]) -> list[tuple[str, str]]:
    yes = " --yes" if found["is_money"] else ""
    look = "look at the payment first; " if found["is_money"] else ""
    steps = [(f'mari parked discard {row} --why "…"{yes}', f"{look}let it go for good")]
    if not found["is_erased"]:
        steps.insert(0, (f"mari parked replay {row}", "another chance, once the cause is mended"))
    return steps


async def _replay(asker: Asker, service: str, n: int) -> dict[str, Any]:
    """Replay one row and watch it for a moment: what still fails is parked again at once."""
    told = await asker.post(service, f"/v1/parked/{n}/replay")
    until = asyncio.get_running_loop().time() + _AGAIN_SECONDS
    while asyncio.get_running_loop().time() < until:
        await asyncio.sleep(_LOOK_SECONDS)
        answer = await asker.answer(service, f"/v1/parked/{n}")
        if answer.is_success:
            raise CommandError(f"{service}/{n} is parked again: {answer.json()['error']}.")
    return told


async def _each(rows: Sequence[str], do: Any, *, as_json: bool) -> int:  # noqa: ANN401 - one of the two above
    places = [place_of(row) for row in rows]
    told: list[dict[str, Any]] = []
    async with asking() as asker:
        for service, n in places:
            try:
                done = await do(asker, service, n)
            except CommandError as error:
                why = str(error).removeprefix(f"{service}: ").removeprefix(f"{service}/{n} ")
                told.append({"row": f"{service}/{n}", "state": "refused", "why": why})
            else:
                told.append({"row": f"{service}/{n}", "state": done["state"], "type": done["type"]})
    if as_json:
        say_json(told)
    else:
        for one in told:
            _print_done(one)
    return WRONG if any(one["state"] == "refused" for one in told) else WELL


def _print_done(one: dict[str, Any]) -> None:
    if one["state"] == "refused":
        say(f"✗ {one['row']}: {one['why']}", BAD)
        if "parked:money" in one["why"]:
            say("  Add --yes once you know what became of that payment.", CARE)
    else:
        say(f"✓ {one['row']} {one['state']} ({one['type']})", GREEN)
