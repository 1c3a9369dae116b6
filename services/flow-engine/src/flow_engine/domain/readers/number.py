"""Whole numbers as people type them: 2, two, 2 adults. Never one of several."""

import re
from typing import Final

from flow_engine.domain.readers.folding import LONGEST_ANSWER, POLITE, folded

_TOKEN: Final = re.compile(r"-?[0-9]{1,60}(?:[.,][0-9]{1,60}){0,3}|[^\W\d_]{1,60}|\S")
_WHOLE: Final = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_NAMED: Final = {
    name: value
    for value, name in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
         "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen", "twenty")
    )
} | {
    **dict.fromkeys(("none", "nobody", "nil"), 0),
    **dict.fromkeys(("mumwe", "munye", "oyedwa"), 1),
    **dict.fromkeys(("couple", "vaviri", "ababili"), 2),
    **dict.fromkeys(("vatatu", "abathathu"), 3),
    **dict.fromkeys(("vashanu", "abahlanu"), 5),
}  # fmt: skip
_ALONE: Final = frozenset({"me", "myself", "ndega", "ngedwa"})
_SMALL_WORDS: Final = POLITE | {
    *("adult", "adults", "child", "children", "kid", "kids", "people", "person", "persons"),
    *("pax", "traveller", "travellers", "of", "us", "we", "are", "x", "vanhu", "abantu", "vana"),
    *("a", "its", "munhu", "umuntu"),
    *(".", ",", "!", "*"),
}


def read_number(text: str, *, alone: int = 1) -> int | None:
    """Return the number that was meant, or nothing when the text is none or holds several.

    `alone` is what "just me" means: nobody where companions are counted.
    """
    given = folded(text)
    if len(given) > LONGEST_ANSWER:
        return None
    rest = [token for token in _TOKEN.findall(given) if token not in _SMALL_WORDS]
    if len(rest) != 1:
        return None
    if rest[0] in _ALONE:
        return alone
    return int(rest[0]) if _WHOLE.fullmatch(rest[0]) else _NAMED.get(rest[0])
