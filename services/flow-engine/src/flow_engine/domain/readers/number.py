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
         "eleven", "twelve")
    )
} | {"none": 0, "nobody": 0, "nil": 0}  # fmt: skip
_SMALL_WORDS: Final = POLITE | {
    *("adult", "adults", "child", "children", "kid", "kids", "people", "person", "persons"),
    *("pax", "traveller", "travellers", "of", "us", "we", "are", "x", "vanhu", "abantu", "vana"),
    *(".", ",", "!", "*"),
}


def read_number(text: str) -> int | None:
    """Return the number that was meant, or nothing when the text is none or holds several."""
    given = folded(text)
    if len(given) > LONGEST_ANSWER:
        return None
    rest = [token for token in _TOKEN.findall(given) if token not in _SMALL_WORDS]
    if len(rest) != 1:
        return None
    return int(rest[0]) if _WHOLE.fullmatch(rest[0]) else _NAMED.get(rest[0])
