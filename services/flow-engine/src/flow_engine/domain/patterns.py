"""Regular expressions of flow definitions, bounded so that no text can make one run for long.

What a backtracking matcher can try from one place is the product of its choices: how often each
part repeats, whether each optional part is there, and which alternative is taken. That product
is bounded here, and so is the text; nothing that multiplies without a bound is taken.
"""

import re
from functools import lru_cache
from typing import Final

MAX_PATTERN: Final = 200
MAX_INPUT: Final = 200
MAX_SEARCHED: Final = 100
"""How much of a text a first match is looked for in: a search begins anew at each place."""
MAX_WAYS: Final = 8 * (MAX_INPUT + 1) ** 2
"""How many ways through a pattern there may be: two repeats without an end, and little else."""
_LARGEST_REPEAT: Final = 64
_QUANTIFIER: Final = re.compile(r"([*+?])\??|\{(\d{0,6})(,?)(\d{0,6})\}\??")
_NOT_TAKEN: Final = re.compile(r"\(\?(?!:|P<)|\\[1-9]|\(\?P=")
_GROUP_KIND: Final = re.compile(r"\(\?(?::|P<\w{1,64}>)")
_ESCAPE: Final = re.compile(r"\\[^1-9]", re.DOTALL)
_CLASS: Final = re.compile(r"\[\^?\]?[^\]]{0,200}\]")


class PatternError(ValueError):
    """The pattern is no regular expression, or one that could run for a very long time."""


@lru_cache(maxsize=512)
def compile_bounded(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern. Raises PatternError with the reason."""
    if len(pattern) > MAX_PATTERN:
        raise PatternError(f"a pattern has at most {MAX_PATTERN} characters")
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        reason = error.msg if isinstance(error, re.error) else "it is too large"
        raise PatternError(f"no regular expression: {reason}") from None
    _Scan(pattern).check()
    return compiled


def matches(pattern: str, text: str) -> bool:
    """Say whether the whole text matches; text longer than the bound never does."""
    return len(text) <= MAX_INPUT and compile_bounded(pattern).fullmatch(text) is not None


def first_group(pattern: str, text: str) -> str | None:
    """Return the first group of the first match within the bound."""
    found = compile_bounded(pattern).search(text[:MAX_SEARCHED])
    return found.group(1) if found and found.re.groups else None


class _Scan:
    """One pass over a pattern: no nested repeats, no look-around, few ways through."""

    def __init__(self, pattern: str) -> None:
        self._bare = _without_classes(pattern)

    def check(self) -> None:
        if _NOT_TAKEN.search(self._bare):
            raise PatternError("look-around, flags and back-references are not taken")
        self._bare = _GROUP_KIND.sub("(", self._bare)
        ways = 1
        for found in _QUANTIFIER.finditer(self._bare):
            ways *= _counts(found)
        for alternatives in self._alternatives():
            ways *= alternatives
        if ways > MAX_WAYS:
            raise PatternError(
                "there are too many ways to match it: at most two of '*', '+' and '{n,}', "
                "with few other repeats and alternatives"
            )

    def _alternatives(self) -> list[int]:
        """Return how many alternatives each group offers, and the pattern as a whole."""
        counts, inside = [1], [(0, 0)]
        for at, sign in enumerate(self._bare):
            if sign == "(":
                counts.append(1)
                inside.append((len(counts) - 1, at))
            elif sign == "|":
                counts[inside[-1][0]] += 1
            elif sign == ")" and len(inside) > 1:
                self._check_group(inside.pop()[1], at)
        return counts

    def _check_group(self, start: int, end: int) -> None:
        repeat = _QUANTIFIER.match(self._bare, end + 1)
        body = self._bare[start + 1 : end]
        is_repeated = repeat is not None and repeat.group(1) != "?"
        if is_repeated and (_QUANTIFIER.search(body) or "|" in body):
            raise PatternError("a repeated group may hold no repeat and no alternative")


def _counts(found: re.Match[str]) -> int:
    """Return in how many ways a repeat can end."""
    sign, low, comma, high = found.groups()
    if sign == "?":
        return 2
    if sign or (comma and not high):
        return MAX_INPUT + 1
    if max(int(low or 0), int(high or 0)) > _LARGEST_REPEAT:
        raise PatternError(f"a repeat counts to at most {_LARGEST_REPEAT}")
    return int(high) - int(low or 0) + 1 if comma else 1


def _without_classes(pattern: str) -> str:
    """Return the pattern with escapes and character classes as one plain letter each."""
    return _CLASS.sub("c", _ESCAPE.sub("e", pattern))
