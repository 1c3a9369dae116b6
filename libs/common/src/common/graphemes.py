"""Texts cut between characters as people see them, never inside an emoji or an accented letter.

The rules are those of Unicode's annex 29 that chats meet: joined emoji, skin tones, flags,
combining marks, Hangul, and the line break of two characters.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

_JOINER: Final = "\u200d"
_NON_JOINER: Final = "\u200c"
_EXTENDING: Final = frozenset({"Mn", "Me", "Mc"})
_LEADING_HANGUL: Final = range(0x1100, 0x1160)
_OTHER_HANGUL: Final = range(0x1160, 0x1200)
_SYLLABLES: Final = range(0xAC00, 0xD7A4)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)
ELLIPSIS: Final = "…"


def graphemes(text: str) -> Iterator[str]:
    """Yield the characters of a text as people see them; joined they are the text."""
    start, flags = 0, 0
    for at in range(1, len(text)):
        flags = flags + 1 if ord(text[at - 1]) in _FLAG_LETTERS else 0
        if not _belong_together(text[at - 1], text[at], flags):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def clip(text: str, limit: int) -> str:
    """Return the text within `limit` code points; what was shortened ends with an ellipsis."""
    if len(text) <= limit:
        return text
    return whole_beginning(text, limit - len(ELLIPSIS)).rstrip() + ELLIPSIS


def whole_beginning(text: str, limit: int) -> str:
    """Return as many whole graphemes from the start as have at most `limit` code points."""
    size = 0
    for one in graphemes(text[: limit + 1]):
        if size + len(one) > limit:
            break
        size += len(one)
    return text[:size]


def _belong_together(before: str, after: str, flags: int) -> bool:
    """Say whether no cut is between two code points; `flags` counts flag letters up to `before`."""
    if before == "\r":
        return after == "\n"
    if _extends(after) or before == _JOINER:
        return True
    if ord(after) in _FLAG_LETTERS:
        return flags % 2 == 1
    return _is_syllable(ord(before), ord(after))


def _extends(sign: str) -> bool:
    point = ord(sign)
    is_mark = unicodedata.category(sign) in _EXTENDING
    return is_mark or sign in (_JOINER, _NON_JOINER) or point in _SKIN_TONES or point in _TAGS


def _is_syllable(before: int, after: int) -> bool:
    if before in _LEADING_HANGUL:
        return after in _LEADING_HANGUL or after in _OTHER_HANGUL or after in _SYLLABLES
    return (before in _OTHER_HANGUL or before in _SYLLABLES) and after in _OTHER_HANGUL
