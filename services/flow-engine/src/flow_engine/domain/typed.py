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

_LONGEST_PLACE: Final = 2
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


def choose(text: str, options: Iterable[tuple[str, str]], *, by_number: bool) -> str | None:
    """Return the id of the option that was typed: its number, its title or its id."""
    offered = tuple(options)
    meant = plain(text)
    if not meant:
        return None
    if by_number and meant.isascii() and meant.isdigit():
        return _numbered(meant, offered)
    for option_id, title in offered:
        if meant in {plain(option_id), plain(title)}:
            return option_id
    return _yes_or_no(meant, offered)


def _numbered(digits: str, offered: tuple[tuple[str, str], ...]) -> str | None:
    place = int(digits) if len(digits) <= _LONGEST_PLACE else 0
    if 1 <= place <= len(offered):
        return offered[place - 1][0]
    return next((i for i, title in offered if digits in {plain(i), plain(title)}), None)


def _yes_or_no(meant: str, offered: tuple[tuple[str, str], ...]) -> str | None:
    said = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}.get(meant)
    found = [i for i, title in offered if said and words(title)[:1] == (said,)]
    return found[0] if len(found) == 1 else None
