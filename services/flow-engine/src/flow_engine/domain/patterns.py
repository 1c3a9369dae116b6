"""Regular expressions of flow definitions, bounded so that no text can make one run for long."""

import re
from functools import lru_cache
from typing import Final

MAX_PATTERN: Final = 200
MAX_INPUT: Final = 200
_MAX_UNBOUNDED: Final = 2
_LARGEST_REPEAT: Final = 64
_QUANTIFIER: Final = re.compile(r"[*+?]|\{(\d{0,6})(,?)(\d{0,6})\}")


class PatternError(ValueError):
    """The pattern is no regular expression, or one that could run for a very long time."""


@lru_cache(maxsize=512)
def compile_bounded(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern. Raises PatternError with the reason."""
    if len(pattern) > MAX_PATTERN:
        raise PatternError(f"a pattern has at most {MAX_PATTERN} characters")
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise PatternError(f"no regular expression: {error.msg}") from None
    _Scan(pattern).check()
    return compiled


def matches(pattern: str, text: str) -> bool:
    """Say whether the whole text matches; text longer than the bound never does."""
    return len(text) <= MAX_INPUT and compile_bounded(pattern).fullmatch(text) is not None


def first_group(pattern: str, text: str) -> str | None:
    """Return the first group of the first match within the bound."""
    found = compile_bounded(pattern).search(text[:MAX_INPUT])
    return found.group(1) if found and found.re.groups else None


class _Scan:
    """One pass over a pattern: no nested repeats, no look-around, no back-references."""

    def __init__(self, pattern: str) -> None:
        self._bare = _without_classes(pattern)
        self._unbounded = 0

    def check(self) -> None:
        if re.search(r"\(\?(?!:|P<)|\\[1-9]|\(\?P=", self._bare):
            raise PatternError("look-around, flags and back-references are not taken")
        self._check_groups()
        for found in _QUANTIFIER.finditer(self._bare):
            self._count(found)
        if self._unbounded > _MAX_UNBOUNDED:
            raise PatternError(f"at most {_MAX_UNBOUNDED} of '*', '+' and '{{n,}}' are taken")

    def _count(self, found: re.Match[str]) -> None:
        low, comma, high = found.groups()
        if found.group() in {"*", "+"} or (comma and not high):
            self._unbounded += 1
        if max(int(low or 0), int(high or 0)) > _LARGEST_REPEAT:
            raise PatternError(f"a repeat counts to at most {_LARGEST_REPEAT}")

    def _check_groups(self) -> None:
        inside: list[int] = []
        for at, sign in enumerate(self._bare):
            if sign == "(":
                inside.append(at)
            elif sign == ")" and inside:
                self._check_group(inside.pop(), at)

    def _check_group(self, start: int, end: int) -> None:
        repeat = _QUANTIFIER.match(self._bare, end + 1)
        body = self._bare[start + 1 : end].removeprefix("?:")
        body = re.sub(r"^\?P<\w+>", "", body)
        if repeat and repeat.group() != "?" and (_QUANTIFIER.search(body) or "|" in body):
            raise PatternError("a repeated group may hold no repeat and no alternative")


def _without_classes(pattern: str) -> str:
    """Return the pattern with escapes and character classes as one plain letter each."""
    bare = re.sub(r"\\[^1-9]", "e", pattern)
    return re.sub(r"\[\^?\]?[^\]]*\]", "c", bare)
