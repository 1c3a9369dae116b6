"""What makes a secret of Mari's own too weak to start with, in words that never repeat it."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from pydantic import SecretStr

HOW_TO_MAKE: Final = (
    "make one with `mari secrets new`, "
    'or python -c "import secrets; print(secrets.token_urlsafe())"'
)
HOW_TO_PAIR: Final = "make a pair with `mari secrets pair`"
KEY_LENGTH: Final = 32
"""Characters of a key that seals or signs."""
PASS_LENGTH: Final = 16
"""Characters of a secret that is shown to somebody else, who may have chosen it."""
_KEY_BITS: Final = 60.0
_PASS_BITS: Final = 28.0
_WORD: Final = re.compile("[a-z]+")
_EXAMPLES: Final = frozenset(
    _WORD.findall(
        "a access api app bus change changeit changeme characters default dummy example fixme here "
        "insert key long mari me merchant more my omari or password placeholder please put random "
        "replace replaceme sample secret service some storage string test the this to todo token "
        "use value verify whatsapp with xxx your"
    )
)
"""Words of which example values are made: a value of nothing else is one."""


def weakness(value: str, *, shortest: int = KEY_LENGTH) -> str | None:
    """Tell why a secret is too weak, or nothing; what it is does not show."""
    if not value:
        return "is missing"
    if len(value) < shortest:
        return f"is too short: {shortest} characters or more are needed"
    if not set(_words(value)) - _EXAMPLES:
        return "is an example value"
    if _bits(value) < (_KEY_BITS if shortest >= KEY_LENGTH else _PASS_BITS):
        return "repeats too few characters to be a secret"
    return None


def check_key(name: str, value: str, *, shortest: int = KEY_LENGTH) -> None:
    """Refuse a weak secret. Raises ValueError with one line: what is wrong and how to make one."""
    found = weakness(value, shortest=shortest)
    if found is not None:
        raise ValueError(f"{name} {found}; {HOW_TO_MAKE}")


def check_apart(secrets: Mapping[str, Sequence[SecretStr]]) -> None:
    """Refuse one value for two purposes. Raises ValueError naming both variables."""
    seen: dict[str, str] = {}
    for name, values in secrets.items():
        for value in {secret.get_secret_value() for secret in values} - {""}:
            other = seen.setdefault(value, name)
            if other != name:
                raise ValueError(
                    f"{name} has the same value as {other}: each secret has one purpose; "
                    f"{HOW_TO_MAKE}"
                )


def _words(value: str) -> list[str]:
    spaced = "".join(char if char.isalnum() else " " for char in value.lower())
    return [word for word in spaced.split() if not _is_counting(word)] or ["example"]


def _is_counting(word: str) -> bool:
    return word.isdecimal() or word in "abcdefghijklmnopqrstuvwxyz"


def _bits(value: str) -> float:
    """Estimate how much there is to guess: Shannon's entropy over what does not follow by itself.

    A value that repeats a part of itself has no more to guess than the part, and a character that
    goes on as the two before it (`aaa`, `123`) adds nothing.
    """
    part = value[: _period(value)]
    codes = [ord(char) for char in part]
    steps = [after - before for before, after in pairwise(codes)]
    kept = codes[:2] + [
        code for code, (was, now) in zip(codes[2:], pairwise(steps), strict=True) if was != now
    ]
    counts = Counter(kept)
    each = -sum(n / len(kept) * math.log2(n / len(kept)) for n in counts.values())
    return each * len(kept)


def _period(value: str) -> int:
    """Return the length of the shortest part that, repeated, is the value."""
    return (value + value).index(value, 1)
