"""`mari events replay`: the gateway's archive sends events to their topic again."""

import re
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import typer
from common.clock import to_z, utc_now

from standalone.commands.asking import Asker, asking, who
from standalone.commands.failing import CANNOT, WELL, CommandError, finish
from standalone.commands.showing import CARE, Json, pairs, say, say_json, times
from standalone.commands.showing import WELL as GREEN

app = typer.Typer(no_args_is_help=True, help="The gateway's archive of what providers sent.")

_GATEWAY: Final = "gateway-webhooks"
_PATH: Final = "/v1/events/replay"
_SPAN: Final = re.compile(r"(\d{1,4})(s|min|m|h|d)")
_UNITS: Final = {"s": "seconds", "min": "minutes", "m": "minutes", "h": "hours", "d": "days"}
_NAMES: Final = {
    "type": "type",
    "key": "key",
    "number": "phone_number_id",
    "phone_number_id": "phone_number_id",
}
_FATES: Final = {
    "waiting": "have not left yet, or are parked: nothing to repeat",
    "erased": "carried a code, and their contents are gone",
    "unread": "are of a kind that no service reads",
    "too_old": "are older than 7 days: receivers may have forgotten them and would do them twice",
}

Id = Annotated[
    str | None,
    typer.Option("--id", help="One event, by its id or key (wa:<number>:<wamid>)."),
]
Since = Annotated[
    str | None, typer.Option(help="From then on: `2h`, `30min`, or `2026-11-25T10:00:00Z`.")
]
Until = Annotated[str | None, typer.Option(help="Before then, written like --since.")]
Match = Annotated[
    list[str] | None,
    typer.Option(help="type=…, key=… (a customer), number=… (phone number id); repeat for and."),
]
Limit = Annotated[int, typer.Option(min=1, max=5000, help="At most so many, the oldest first.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only count.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.callback()
def events() -> None:
    """Keep `replay` a command of its own."""


@app.command()
def replay(  # noqa: PLR0913 - one parameter for each option of the command
    id_: Id = None,
    since: Since = None,
    until: Until = None,
    match: Match = None,
    limit: Limit = 1000,
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Send archived events again. Who has had one already does nothing, so it is safe to repeat."""
    order = {"id": id_, "limit": limit, "since": since, "until": until, "match": match or []}
    finish(_replay(order, dry_run=dry_run, yes=yes, as_json=as_json))


def order_of(wish: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return the order to the gateway. Raises CommandError for what cannot be read."""
    order: dict[str, Any] = {"id": wish["id"], "limit": wish["limit"], "by": who()}
    for name in ("since", "until"):
        if wish[name]:
            order[name] = to_z(_moment(wish[name], now))
    for text in wish["match"]:
        name, _, value = text.partition("=")
        if name not in _NAMES or not value:
            raise CommandError(
                f"--match takes type=…, key=… or number=…, not {name!r}.", status=CANNOT
            )
        order[_NAMES[name]] = value
    if not order["id"] and not order.keys() & {"since", *_NAMES.values()}:
        raise CommandError("Say which: --id, --since or --match.", status=CANNOT)
    return order


def _moment(text: str, now: datetime) -> datetime:
    length = _SPAN.fullmatch(text)
    if length:
        return now - timedelta(**{_UNITS[length[2]]: int(length[1])})
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CommandError(
            "A time is `2h`, `30min`, `3d`, or `2026-11-25T10:00:00Z` with its zone.",
            status=CANNOT,
        )
    return moment


async def _replay(wish: Mapping[str, Any], *, dry_run: bool, yes: bool, as_json: bool) -> int:
    order = order_of(wish, utc_now())
    async with asking() as asker:
        counted = await asker.post(_GATEWAY, _PATH, order | {"dry_run": True})
        ready = min(counted["counts"]["ready"], counted["limit"])
        if not as_json:
            _print_counts(counted)
        if dry_run or not ready:
            done = counted
        else:
            _confirm(ready, yes=yes)
            done = await _send(asker, order, as_json=as_json)
    if as_json:
        say_json(done)
    return WELL


async def _send(asker: Asker, order: Mapping[str, Any], *, as_json: bool) -> dict[str, Any]:
    done = await asker.post(_GATEWAY, _PATH, dict(order) | {"dry_run": False})
    if not as_json:
        sent = times(done["replayed"], "event")
        say(f"✓ {sent} sent again. Who has had them already does nothing.", GREEN)
    return done


def _confirm(count: int, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise CommandError(f"Add --yes to send {times(count, 'event')} again.", status=CANNOT)
    typer.confirm(f"Send {times(count, 'event')} again?", abort=True)


def _print_counts(counted: Mapping[str, Any]) -> None:
    counts = counted["counts"]
    if not any(counts.values()):
        say("Nothing in the archive matches.", CARE)
        return
    if counts["ready"]:
        between = f"between {counted['first_at']} and {counted['last_at']}"
        say(f"{times(counts['ready'], 'event')} can be sent again, {between}:")
        pairs([(f"  {kind}", str(count)) for kind, count in sorted(counted["types"].items())])
    for fate, meaning in _FATES.items():
        if counts[fate]:
            say(f"{times(counts[fate], 'event')} {meaning}.", CARE)
    _say_limit(counts["ready"], counted["limit"])


def _say_limit(ready: int, limit: int) -> None:
    if ready > limit:
        say(f"Only the oldest {limit} are sent at once (--limit); then repeat.", CARE)
