"""Codes that travel as chat text: found by their shape, never kept, never repeated."""

import re
from datetime import timedelta
from enum import StrEnum
from typing import Final

from common.phones import PhoneError, parse_msisdn

MASK: Final = "••••••"
AFTER_WAIT: Final = timedelta(hours=1)
"""Digits stay secret this long after a code's wait."""


class Asked(StrEnum):
    """Which digits a step asked for, and so are no secret."""

    NOTHING = "nothing"
    DIGITS = "digits"
    REFERENCE = "reference"


_ROW: Final = re.compile(r"\d(?:[\s\-\u2010-\u2015]{0,2}\d)*")
_GROUP: Final = re.compile(r"\d+")
_LENGTHS: Final = range(4, 9)


def carries_code(text: str | None) -> bool:
    """Tell whether a text holds 4 to 8 digits in a row, spaced ones included; a number does not."""
    return any(_is_code(row) for row in _ROW.findall(text or ""))


def masked(text: str) -> str:
    """Return the text with every row of digits covered that may be a code."""
    return _ROW.sub(lambda row: MASK if _is_code(row.group()) else row.group(), text)


def _is_code(row: str) -> bool:
    groups = _GROUP.findall(row)
    if sum(map(len, groups)) in _LENGTHS:
        return True
    return any(len(group) in _LENGTHS for group in groups) and not _is_phone(row)


def _is_phone(row: str) -> bool:
    try:
        return bool(parse_msisdn(row))
    except PhoneError:
        return False
