"""Reading secret values: hidden on a terminal, whole from standard input, never from the words."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from standalone.commands.failing import CANNOT, CommandError


def values_for(fields: Mapping[str, Any], wanted: str | None) -> dict[str, str]:
    """Return values by field. Raises CommandError when none was given."""
    if wanted is not None and wanted not in fields:
        raise CommandError(f"There is no field {wanted!r}: {', '.join(fields)}.", status=CANNOT)
    names = [wanted] if wanted else list(fields)
    found = _asked(names, fields) if sys.stdin.isatty() else _given(names)
    values = {name: value for name, value in found.items() if value}
    if not values:
        raise CommandError("No value was given: nothing is changed.", status=CANNOT)
    return values


def _asked(names: Sequence[str], fields: Mapping[str, Any]) -> dict[str, str]:
    hint = "" if len(names) == 1 else " (empty: stays as it is)"
    return {
        name: typer.prompt(
            f"{name}{hint}", default="", show_default=False, hide_input=fields[name]["secret"]
        ).strip()
        for name in names
    }


def _given(names: Sequence[str]) -> dict[str, str]:
    try:
        text = sys.stdin.read().strip()
    except UnicodeDecodeError:
        raise CommandError("Standard input is no text in this locale.", status=CANNOT) from None
    if len(names) == 1:
        return {names[0]: text.removeprefix(f"{names[0]}=")}
    values: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, is_pair, value = line.partition("=")
        if not is_pair or name.strip() not in names:
            raise CommandError(f"Lines are FIELD=VALUE, of {', '.join(names)}.", status=CANNOT)
        values[name.strip()] = value.strip()
    return values
