"""Days as people type them: 2026-12-24, 24/12, Thu 24 Dec, tomorrow. Never in the past.

Days come before months, as in Zimbabwe; what could as well be the other way round is asked back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from unicodedata import category

from flow_engine.domain.readers.calendar import CHRISTMAS, MONTHS, NEAR, WEEKDAYS
from flow_engine.domain.readers.folding import LONGEST_ANSWER, POLITE, folded

_TOKEN: Final = re.compile(r"[0-9]{1,60}|[^\W\d_]{1,60}|[^\s\w]")
_BETWEEN: Final = frozenset("-/.,'!*()")
_PICTURES: Final = frozenset({"So", "Sk", "Mn", "Me", "Cf"})
_HOUR: Final = r"(?:[01]?[0-9]|2[0-3])"
_TIME: Final = re.compile(
    rf"(?:\bat\s|@)?\s?(?<![0-9]){_HOUR}(?:[:h][0-5][0-9]\s?(?:am|pm|hrs)?|\s?(?:am|pm))(?![\w:/])"
    rf"|(?:\bat\s|@)\s?{_HOUR}(?=[\s.,!]*(?:$|please|pls|ndapota|ngicela))"
)
"""A time beside a day, which changes nothing about it: at 8, 2pm, 14:30."""
_ONE_ROW: Final = re.compile(r"(20[0-9]{2})([0-9]{2})([0-9]{2})")
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_SMALL: Final = POLITE | {"on", "the", "of", "for", "day", "date", "is", "musi", "wa", "we", "ngo"}
_FURTHEST: Final = timedelta(days=365 * 2)
_WEEK: Final = 7
_LAST_MONTH: Final = 12
_LONGEST_MONTH: Final = 31
_LAST_OF_TWO_DIGITS: Final = 99
_YEAR_DIGITS: Final = frozenset({2, 4})


class DayError(ValueError):
    """The text is no day that can be booked.

    `code` is not_a_date, no_such_day (30 February), past, too_far, or unclear; then `days` are
    those that may be meant.
    """

    def __init__(self, code: str, days: tuple[date, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.days = days


@dataclass(slots=True)
class _Typed:
    """A text taken apart: its numbers, the month and the weekday that it names."""

    numbers: list[str] = field(default_factory=list[str])
    month: int | None = None
    weekday: int | None = None
    is_ordinal: bool = False
    is_next: bool = False
    is_month_first: bool = False


def read_day(text: str, today: date) -> date:
    """Return the day that was meant; one without a year is the next that comes.

    Raises DayError, with the days that may be meant when there are several.
    """
    given = folded(text)
    if len(given) > LONGEST_ANSWER:
        raise DayError("not_a_date")
    pieces = _pieces(given)
    words = " ".join(one for one in pieces if one not in _SMALL | _BETWEEN)
    if NEAR.get(words, 0) < 0:
        raise DayError("past")
    if words in NEAR:
        return today + timedelta(days=NEAR[words])
    typed = _taken_apart(pieces)
    return _chosen(list(_meant(typed, today)), typed, today)


def _chosen(days: list[date], typed: _Typed, today: date) -> date:
    """Return the first reading when it is the only one that can be booked. Raises DayError."""
    if not days:
        raise DayError("no_such_day" if _is_complete(typed) else "not_a_date")
    latest = today + _FURTHEST
    possible = tuple(dict.fromkeys(day for day in days if today <= day <= latest))
    if not possible:
        raise DayError("past" if days[0] < today else "too_far")
    is_other_weekday = typed.weekday not in (None, possible[0].weekday())
    if possible != (days[0],) or typed.is_month_first or is_other_weekday:
        raise DayError("unclear", possible)
    return days[0]


def _pieces(given: str) -> list[str]:
    """Return the words, numbers and signs of a text, without times and pictures."""
    found = _TOKEN.findall(_TIME.sub(" ", given))
    return [one for one in found if category(one[0]) not in _PICTURES]


def _is_complete(typed: _Typed) -> bool:
    """Tell whether a day and a month are named, so that only the calendar lacks the day."""
    parts = sorted(int(one) for one in typed.numbers)
    if parts and parts[-1] > _LAST_OF_TWO_DIGITS:
        parts.pop()
    if typed.month is not None:
        return len(parts) == 1 and 1 <= parts[0] <= _LONGEST_MONTH
    if len(parts) != 2:  # noqa: PLR2004 - a day and a month
        return False
    return 1 <= parts[0] <= _LAST_MONTH and parts[1] <= _LONGEST_MONTH


def _taken_apart(pieces: list[str]) -> _Typed:
    """Return the parts of a text. Raises DayError for a word that belongs to no day."""
    typed = _Typed()
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if (row := _ONE_ROW.fullmatch(piece)) is not None:
            typed.numbers.extend(row.groups())
        elif piece.isdecimal():
            typed.numbers.append(piece)
        elif piece in _ORDINALS and before.isdecimal():
            typed.is_ordinal = True
        elif not _is_named(typed, piece) and piece not in _SMALL | _BETWEEN:
            raise DayError("not_a_date")
    if any(len(number) not in {1, 2, 4} for number in typed.numbers):
        raise DayError("not_a_date")
    return typed


def _is_named(typed: _Typed, word: str) -> bool:
    """Take a word that names a part of a day; return whether it was one."""
    if word in WEEKDAYS and typed.weekday is None:
        typed.weekday = WEEKDAYS[word]
    elif word in MONTHS and typed.month is None:
        typed.month = MONTHS[word]
    elif word in CHRISTMAS and typed.month is None and not typed.numbers:
        typed.month, typed.numbers = MONTHS["december"], ["25"]
    elif word in {"next", "this", "coming"}:
        typed.is_next = typed.is_next or word == "next"
    else:
        return False
    return True


def _meant(typed: _Typed, today: date) -> Iterator[date]:
    """Return the days that a text may mean, the likeliest first."""
    if typed.month is not None:
        yield from _with_month(typed.numbers, typed.month, today)
    elif typed.numbers:
        yield from _in_numbers(typed, today)
    elif typed.weekday is not None:
        yield from _weekdays(typed, today)


def _with_month(numbers: list[str], month: int, today: date) -> Iterator[date]:
    match numbers:
        case [day]:
            yield from _next(today, month, int(day))
        case [year, day] if len(year) > len(day) and len(year) in _YEAR_DIGITS - {2}:
            yield from _day(year, month, day)
        case [day, year]:
            yield from _day(year, month, day)
        case _:
            return


def _in_numbers(typed: _Typed, today: date) -> Iterator[date]:
    match typed.numbers:
        case [day] if typed.is_ordinal:
            yield from _next_of_a_month(today, int(day))
        case [day, month]:
            yield from _next(today, int(month), int(day))
            yield from _next(today, int(day), int(month))
            typed.is_month_first = not list(_next(today, int(month), int(day)))
        case [year, month, day] if len(year) == 4:  # noqa: PLR2004 - a year
            yield from _day(year, int(month), day)
        case [day, month, year]:
            yield from _day(year, int(month), day)
            yield from _day(year, int(day), month)
            typed.is_month_first = not list(_day(year, int(month), day))
        case _:
            return


def _weekdays(typed: _Typed, today: date) -> Iterator[date]:
    """Return the coming one; "next", or today's own name, may as well mean a week later."""
    wait = (typed.weekday or 0) - today.weekday()
    coming = today + timedelta(days=wait % _WEEK)
    yield coming
    if typed.is_next or coming == today:
        yield coming + timedelta(days=_WEEK)


def _next(today: date, month: int, day: int) -> Iterator[date]:
    years = (list(_day(str(year), month, str(day))) for year in range(today.year, today.year + 9))
    yield from [day for found in years for day in found if day >= today][:1]


def _next_of_a_month(today: date, day: int) -> Iterator[date]:
    places = ((today.year, today.month - 1 + later) for later in range(_WEEK))
    found = (
        one
        for year, month in places
        for one in _day(str(year + month // 12), month % 12 + 1, str(day))
    )
    yield from [one for one in found if one >= today][:1]


def _day(year: str, month: int, day: str) -> Iterator[date]:
    if len(year) not in _YEAR_DIGITS or len(day) > 2:  # noqa: PLR2004 - a day has two digits
        return
    try:
        yield date(int(year) if len(year) > 2 else 2000 + int(year), month, int(day))  # noqa: PLR2004 - the same
    except ValueError:
        return
