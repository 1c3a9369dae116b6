"""What people type, compared as they mean it: case, spaces and ornaments do not count."""

import re
import unicodedata
from typing import Final

from flow_engine.domain.characters import LONGEST_TEXT, ascii_digits

HUMAN_WORDS: Final = ("help", "support", "agent", "human", "operator")

_LONGEST_MATCHED: Final = 1000
"""Characters in which keywords are looked for."""
_WORD: Final = re.compile(r"\w+")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc`"))


def plain(text: str) -> str:
    """Return the text without case, apostrophes, outer ornaments and doubled spaces."""
    usual = unicodedata.normalize("NFKC", text)[:LONGEST_TEXT]  # one sign can become eighteen
    folded = usual.translate(_APOSTROPHES).casefold()
    return _bare(" ".join(ascii_digits(folded).split()))


def _bare(text: str) -> str:
    """Return the text from its first letter or digit to its last: linear, which no pattern was."""
    edges = [at for at, sign in enumerate(text) if sign.isalnum()]
    return text[edges[0] : edges[-1] + 1] if edges else ""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: what triggers and keywords are matched against."""
    return tuple(_WORD.findall(plain(text[:_LONGEST_MATCHED])))


def contains_phrase(text: str, phrase: str) -> bool:
    """Say whether the phrase stands in the text as whole words, never inside another word."""
    return has_words(words(text), words(phrase))


def has_words(given: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Say whether `wanted` stands in `given`, in order and side by side."""
    size = len(wanted)
    starts = range(len(given) - size + 1)
    return size > 0 and any(given[at : at + size] == wanted for at in starts)
