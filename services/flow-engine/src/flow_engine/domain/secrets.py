"""Codes that travel as chat text: found by their shape, never kept, never repeated."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from common.ids import normalise_reference
from common.money import AmountError, Money, parse_amount
from common.phones import PhoneError, parse_msisdn

from flow_engine.domain.replies.day import DayError, parse_day

MASK: Final = "••••••"
AFTER_WAIT: Final = timedelta(hours=1)
"""Digits stay secret this long after a code's wait."""


class Asked(StrEnum):
    """Which digits a step asked for, and so are no secret where they can be its answer."""

    NOTHING = "nothing"
    AMOUNT = "amount"
    DATE = "date"
    REFERENCE = "reference"


_ROW: Final = re.compile(r"\d(?:[\s\-\u2010-\u2015]{0,2}\d)*")
_GROUP: Final = re.compile(r"\d+")
_LENGTHS: Final = range(4, 9)
_PADDED: Final = re.compile(r"(?<![\d.,])0\d")


def carries_code(text: str | None) -> bool:
    """Tell whether a text holds 4 to 8 digits in a row, spaced ones included; a number does not."""
    return any(_is_code(row) for row in _ROW.findall(text or ""))


def masked(text: str) -> str:
    """Return the text with every row of digits covered that may be a code."""
    return _ROW.sub(lambda row: MASK if _is_code(row.group()) else row.group(), text)


def is_amount(text: str, balances: Iterable[Money]) -> bool:
    """Tell whether the text is a sum that one of the open balances covers.

    More than is owed can be no answer, and nobody writes a sum with a leading nought: both are
    what a code looks like that comes too late.
    """
    return any(_covers(balance, text) for balance in balances)


def is_day(text: str, today: date) -> bool:
    """Tell whether the text is a day, be it one that cannot be booked."""
    try:
        return bool(parse_day(text, today))
    except DayError as error:
        return error.code != "not_a_date"


def is_reference(text: str, references: Iterable[str]) -> bool:
    """Tell whether the text is one of these references, however it is spaced."""
    return normalise_reference(text) in set(references)


def _covers(balance: Money, text: str) -> bool:
    if _PADDED.search(text):
        return False
    try:
        return parse_amount(text[:60], balance.currency) <= balance
    except AmountError:
        return False


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
