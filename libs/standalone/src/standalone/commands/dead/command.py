"""`mari dead`: what the broker set aside, because no service took it, waits for a person."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer
from common.messaging.amqp.dead_letters import DeadLetter, DeadLetterError, DeadLetters
from rich.text import Text

from standalone.commands.dead.letters import (
    Place,
    broker_url,
    found_in,
    is_money,
    is_old,
    log_discard,
    opened,
    place_of,
    readers,
    told_of,
)
from standalone.commands.failing import CANNOT, WELL, WRONG, CommandError, finish
from standalone.commands.parked import chosen_or_all
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

app = typer.Typer(no_args_is_help=True, help="Messages that the broker set aside: dead letters.")
Letter = Annotated[str, typer.Argument(help="SERVICE/ID, as the list shows it.")]
Letters = Annotated[list[str], typer.Argument(help="SERVICE/ID, one or more.")]
Why = Annotated[str, typer.Option(help="Why nobody needs it any more; written to the log.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Old = Annotated[bool, typer.Option("--yes", help="Also what is older than 7 days.")]

_MOST: Final = 500


@app.command("list")
def list_dead(service: Service = None, *, as_json: Json = False) -> None:
    """Show what was set aside, the oldest first: ids, types and reasons, never contents."""
    finish(_list(readers(chosen_or_all(service)), as_json=as_json))


@app.command()
def show(letter: Letter, *, as_json: Json = False) -> None:
    """Show all that may be shown of one message."""
    finish(_show(letter, as_json=as_json))


@app.command()
def replay(letters: Letters, *, yes: Old = False, as_json: Json = False) -> None:
    """Put messages into their service's queue again, once the cause is mended.

    What the service has had already it knows by its ids, for 8 days.
    """

    async def one(queue: DeadLetters, letter: DeadLetter) -> dict[str, Any]:
        if is_old(letter) and not yes:
            raise DeadLetterError(
                "It is older than 7 days: the service may have forgotten that it had it, and do it"
                " twice. Look at what it is about; add --yes to replay it all the same."
            )
        await queue.replay(letter)
        return {"state": "replayed"}

    finish(_each(letters, one, as_json=as_json))


@app.command()
def discard(letters: Letters, why: Why, *, yes: Yes = False, as_json: Json = False) -> None:
    """Let messages go for good; who and why is logged."""

    async def one(queue: DeadLetters, letter: DeadLetter) -> dict[str, Any]:
        await _confirm(letter, yes=yes)
        await queue.discard(letter)
        log_discard(letter, why)
        return {"state": "discarded"}

    finish(_each(letters, one, as_json=as_json))


async def _list(services: Sequence[str], *, as_json: bool) -> int:
    url, found = broker_url(), list[DeadLetter]()
    for service in services:
        async with opened(url, service) as queue:
            found += await queue.take(_MOST)
    if as_json:
        say_json({"letters": [told_of(letter) for letter in found]})
    else:
        _print_list(found, services)
    return WELL


def _print_list(found: Sequence[DeadLetter], services: Sequence[str]) -> None:
    if not found:
        say(f"✓ No dead letters ({', '.join(services)}).", GREEN)
        return
    verb = "waits" if len(found) == 1 else "wait"
    say(f"{times(len(found), 'dead letter')} {verb} for a person:\n", CARE)
    columns = ("LETTER", "TOPIC", "TYPES", "", "WHY", "DEAD FOR", ">ENVELOPES")
    table(columns, [_line(letter) for letter in found])
    say("")
    name = f"{found[0].service}/{found[0].id}"
    hint(
        [
            (f"mari dead show {name}", "all that may be shown of it"),
            (f"mari dead replay {name}", "once the cause is mended"),
        ]
    )


def _line(letter: DeadLetter) -> Sequence[str | Text]:
    told = told_of(letter)
    return (
        told["letter"],
        letter.topic,
        ", ".join(told["types"]),
        Text("MONEY", style=BAD) if told["is_money"] else "",
        letter.reason,
        since(told["died_at"]) if told["died_at"] else "",
        str(len(letter.envelopes)),
    )


async def _show(word: str, *, as_json: bool) -> int:
    place = place_of(word)
    async with opened(broker_url(), place.service) as queue:
        letter = found_in(place, await queue.take(_MOST))
    told = told_of(letter)
    if as_json:
        say_json(told)
        return WELL
    pairs(_facts(letter, told))
    say("")
    hint(
        [
            (f"mari dead replay {place}", "another chance, once the cause is mended"),
            (f'mari dead discard {place} --why "…"', "let it go for good"),
        ]
    )
    return WELL


def _facts(letter: DeadLetter, told: dict[str, Any]) -> list[tuple[str, str | Text]]:
    dead_for = f"{told['died_at']} ({since(told['died_at'])})" if told["died_at"] else "unknown"
    facts: list[tuple[str, str | Text]] = [
        ("letter", told["letter"]),
        ("topic", letter.topic),
        ("came from", letter.source),
        ("about", Text("a payment", style=BAD) if told["is_money"] else "no payment"),
        ("why", Text(letter.reason, style=CARE)),
        ("dead since", dead_for),
        ("size", f"{letter.size} bytes"),
    ]
    facts += [(envelope.type, f"{envelope.id}, {envelope.time}") for envelope in letter.envelopes]
    if letter.arrived.parcel is None:
        facts.append(("contents", "no parcel: only a release that reads it could take it"))
    return facts


async def _each(words: Sequence[str], do: Any, *, as_json: bool) -> int:  # noqa: ANN401 - one of the two above
    places = [place_of(word) for word in words]
    url, told = broker_url(), list[dict[str, Any]]()
    for service in dict.fromkeys(place.service for place in places):
        async with opened(url, service) as queue:
            found = await queue.take(_MOST)
            for place in [place for place in places if place.service == service]:
                told.append(await _one(queue, place, found, do))
    if as_json:
        say_json(told)
    else:
        for one in told:
            _print_done(one)
    return WRONG if any(one["state"] == "refused" for one in told) else WELL


async def _one(
    queue: DeadLetters,
    place: Place,
    found: Sequence[DeadLetter],
    do: Any,  # noqa: ANN401 - as above
) -> dict[str, Any]:
    try:
        letter = found_in(place, found)
        return {"letter": str(place), "topic": letter.topic, **await do(queue, letter)}
    except (CommandError, DeadLetterError) as error:
        if isinstance(error, CommandError) and error.status == CANNOT:
            raise
        return {"letter": str(place), "state": "refused", "why": str(error)}


def _print_done(one: dict[str, Any]) -> None:
    if one["state"] == "refused":
        say(f"✗ {one['letter']}: {one['why']}", BAD)
    else:
        say(f"✓ {one['letter']} {one['state']} ({one['topic']})", GREEN)


async def _confirm(letter: DeadLetter, *, yes: bool) -> None:
    """Ask once more, louder about money. Raises CommandError where nobody can be asked."""
    if yes:
        return
    about = "It is about a PAYMENT. " if is_money(letter) else ""
    count = times(len(letter.envelopes), "envelope")
    if not sys.stdin.isatty():
        raise CommandError(f"{about}Add --yes to let {count} go for good.", status=CANNOT)
    question = f"{about}Let {letter.service}/{letter.id} with {count} go for good?"
    # Beside the loop, which answers the broker's heartbeats while the person thinks.
    await asyncio.to_thread(typer.confirm, question, abort=True)
