"""What people type, compared as they mean it: case, spaces and ornaments do not count."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

CANCEL_WORDS: Final = frozenset(
    {"cancel", "stop", "quit", "abort", "cancel payment", "cancel it", "stop payment"}
)
MENU_WORDS: Final = frozenset({"menu", "main menu"})
PERSON_WORDS: Final = frozenset({"agent"})
CHECK_WORDS: Final = frozenset(
    {"paid", "i paid", "i have paid", "pay", "payment", "check", "status"}
)
HUMAN_WORDS: Final = ("help", "support", "agent", "human", "operator")

_APOSTROPHES: Final = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc`"))


def clean(text: str) -> str:
    """Return the text without what no database and no message can hold: NUL, half a character."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def plain(text: str) -> str:
    """Return the text without case, apostrophes, outer ornaments and doubled spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    return re.sub(r"^[\W_]+|[\W_]+$", "", " ".join(folded.split()))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded: what triggers and keywords are matched against."""
    return tuple(re.findall(r"\w+", plain(text)))


def contains_phrase(text: str, phrase: str) -> bool:
    """Say whether the phrase stands in the text as whole words, never inside another word."""
    return has_words(words(text), words(phrase))


def has_words(given: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Say whether `wanted` stands in `given`, in order and side by side."""
    size = len(wanted)
    starts = range(len(given) - size + 1)
    return size > 0 and any(given[at : at + size] == wanted for at in starts)


def is_one_of(text: str | None, known: Iterable[str]) -> bool:
    """Say whether the whole message is one of the words."""
    return text is not None and plain(text) in known
