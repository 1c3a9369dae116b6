"""How commands speak: quiet tables on a terminal, one JSON value for machines."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Final

import typer
from common.clock import utc_now
from common.console import takes_unicode
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

Json = Annotated[bool, typer.Option("--json", help="One JSON value for machines.")]
Service = Annotated[str | None, typer.Option(help="Only this service.")]

WELL: Final = "green"
CARE: Final = "yellow"
BAD: Final = "bold red"
FAINT: Final = "dim"
_WIDE: Final = 160
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def console() -> Console:
    """Return the terminal; what is no terminal gets whole lines."""
    width = None if sys.stdout.isatty() else _WIDE
    return Console(width=width, highlight=False, markup=False)


def say(line: str, style: str = "") -> None:
    """Print one line."""
    console().print(Text(line, style=style), soft_wrap=True)


def say_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Print one JSON value, in whatever encoding."""
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=not takes_unicode()) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table; a heading that begins with `>` is a column of numbers."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False, header_style=FAINT, show_edge=False)
    for heading in columns:
        is_number = heading.startswith(">")
        made.add_column(
            heading.removeprefix(">"),
            justify="right" if is_number else "left",
            no_wrap=True,
            overflow="fold",
        )
    for row in rows:
        made.add_row(*row)
    console().print(made)


def pairs(values: Iterable[tuple[str, str | Text]]) -> None:
    """Print names and what they are, one below the other."""
    made = Table.grid(padding=(0, 3))
    made.add_column(style=FAINT, no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in values:
        made.add_row(name, value)
    console().print(made)


def hint(commands: Iterable[tuple[str, str]]) -> None:
    """Print what one may type next."""
    made = Table.grid(padding=(0, 3))
    made.add_column(no_wrap=True)
    made.add_column(style=FAINT)
    for command, meaning in commands:
        made.add_row(f"  {command}", meaning)
    console().print(made)


def span(seconds: float) -> str:
    """Return a length of time in one or two units, as a person says it."""
    whole = int(max(0.0, seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min"
    if whole < _DAY:
        return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE:02} min"
    return f"{whole // _DAY} d {whole % _DAY // _HOUR} h"


def since(moment: str) -> str:
    """Return how long ago a moment was."""
    return span((utc_now() - datetime.fromisoformat(moment)).total_seconds())


def number(value: int) -> str:
    """Return a count, its thousands apart."""
    return f"{value:,}".replace(",", "\u202f")


def times(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
