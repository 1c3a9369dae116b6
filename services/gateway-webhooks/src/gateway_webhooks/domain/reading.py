"""Reads single values from what Meta sent, without trusting that they are there."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, TypeGuard

from gateway_webhooks.domain.item import Fields

_MILLISECONDS_FROM: Final = 10**12
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC).timestamp()
_LONGEST_WORD: Final = 100
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_SECONDS: Final = re.compile(r"[0-9]{1,18}", flags=re.ASCII)


def is_fields(value: object) -> TypeGuard[Fields]:
    """Return whether the value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether the value is a JSON list."""
    return isinstance(value, list)


def as_fields(value: object) -> Fields:
    """Return the object, or an empty one for anything else."""
    return value if is_fields(value) else {}


def as_list(value: object) -> list[object]:
    """Return the list, or an empty one for anything else."""
    return value if is_list(value) else []


def as_text(value: object) -> str | None:
    """Return a text or a whole number as text; nothing for what is empty or anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None


def as_word(value: object) -> str | None:
    """Return a type's name; nothing for what is no text, is empty or is far too long for one."""
    text = as_text(value) if isinstance(value, str) else None
    return text if text is not None and len(text) <= _LONGEST_WORD else None


def as_digits(value: object) -> str | None:
    """Return a phone number's digits: Meta writes them with and without formatting."""
    text = as_text(value)
    return _NO_DIGIT.sub("", text) or None if text else None


def as_moment(value: object, *, otherwise: datetime) -> datetime:
    """Return Unix seconds (or milliseconds, seen in the wild) as a time; else `otherwise`."""
    text = str(value) if isinstance(value, int | str | Decimal) else ""
    if _SECONDS.fullmatch(text) is None:
        return otherwise
    seconds = int(text)
    if seconds > _MILLISECONDS_FROM:
        seconds //= 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LATEST else otherwise
