"""Days as people type them: 2026-12-24, 24/12/2026, 24 Dec, tomorrow. Never in the past."""

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_SLASHED: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})", re.ASCII)
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]([a-z]{3,9})\.?,?(?:[ -](\d{4}))?", re.ASCII
)
_MONTH_DAY: Final = re.compile(
    r"([a-z]{3,9})\.?[ -](\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?", re.ASCII
)
_NEAR: Final = {"today": 0, "tomorrow": 1, "tmrw": 1, "day after tomorrow": 2}
_FURTHEST: Final = timedelta(days=365 * 2)


class DayError(ValueError):
    """The text is no day that can be booked; `code` is not_a_date, past or too_far."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse_day(text: str, today: date) -> date:
    """Return the day that was meant; one without a year is the next that comes. Raises DayError."""
    typed = " ".join(text.casefold().split())
    day = today + timedelta(days=_NEAR[typed]) if typed in _NEAR else _written(typed[:40], today)
    if day < today:
        raise DayError("past")
    if day > today + _FURTHEST:
        raise DayError("too_far")
    return day


def _written(typed: str, today: date) -> date:
    if found := _ISO.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(typed):
        year = int(found[3])
        return _day(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))  # noqa: PLR2004 - two digits
    if found := _DAY_MONTH.fullmatch(typed):
        return _named(found[1], found[2], found[3], today)
    if found := _MONTH_DAY.fullmatch(typed):
        return _named(found[2], found[1], found[3], today)
    raise DayError("not_a_date")


def _named(day: str, month: str, year: str | None, today: date) -> date:
    known = [n for n, name in enumerate(_MONTHS, 1) if month.startswith(name)]
    if not known or not _is_month(month):
        raise DayError("not_a_date")
    if year is not None:
        return _day(int(year), known[0], int(day))
    return _next(today, known[0], int(day))


def _is_month(word: str) -> bool:
    full = (
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    )  # fmt: skip
    return any(name.startswith(word) or word == "sept" for name in full)


def _next(today: date, month: int, day: int) -> date:
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    raise DayError("not_a_date")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise DayError("not_a_date") from None
