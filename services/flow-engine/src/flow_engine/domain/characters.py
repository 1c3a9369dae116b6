"""What a text may be made of: cut, and freed of what nobody sees, once, where it comes in."""

import re
from typing import Final
from unicodedata import category, decimal

LONGEST_TEXT: Final = 4096
"""Characters of a message, as WhatsApp has them at most; the rest is cut before all reading."""
_KEYCAP: Final = re.compile("(?<=[0-9])\ufe0f?\u20e3")
_JOINER: Final = "\u200d"
_PICTURES: Final = frozenset({"So", "Sk", "Mn"})
_FLAG: Final = "\U0001f3f4"
_TAGS: Final = range(0xE0020, 0xE0080)
_UNSEEN: Final = frozenset({"Cf", "Cs"})


def readable(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return the text without NUL, halves of characters and format characters, cut to `longest`.

    What joins or ends an emoji stays: a joiner between two pictures, the tags of a flag. So do
    variation selectors, which are no format characters.
    """
    kept: list[str] = []
    cut = text[:longest]
    in_flag = False
    for at, sign in enumerate(cut):
        in_flag = sign == _FLAG or (in_flag and ord(sign) in _TAGS)
        is_unseen = sign == "\x00" or (category(sign) in _UNSEEN and not in_flag)
        if not is_unseen or (sign == _JOINER and _joins(kept, cut[at + 1 : at + 2])):
            kept.append(sign)
    return "".join(kept)


def _joins(before: list[str], after: str) -> bool:
    """Tell whether a joiner stands between two pictures, as in a family or a flag."""
    is_after = bool(before) and category(before[-1]) in _PICTURES
    return is_after and after != "" and category(after) == "So"


def ascii_digits(text: str) -> str:
    """Return the text with the digits of every script, and those on keycaps, as 0 to 9."""
    plain = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return _KEYCAP.sub("", plain)
