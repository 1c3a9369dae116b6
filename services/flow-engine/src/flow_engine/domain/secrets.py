"""Codes that travel as chat text: found by their shape, never kept, never repeated."""

import re
from datetime import timedelta
from typing import Final

MASK: Final = "••••••"
AFTER_WAIT: Final = timedelta(hours=1)
"""Digits stay secret this long after a code's wait."""

_JOINED: Final = re.compile(r"(?<=\d)[\s.\-\u00a0\u2010-\u2015]{1,2}(?=\d)")
_CODE: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")


def carries_code(text: str | None) -> bool:
    """Tell whether a text holds 4 to 8 digits in a row, spaced ones included."""
    if not text:
        return False
    return bool(_CODE.search(text) or _CODE.search(_JOINED.sub("", text)))


def masked(text: str) -> str:
    """Return the text without any code: its digits in rows of 4 to 8 are covered.

    When they are only found with their spaces taken away, the whole text is covered.
    """
    if _CODE.search(_JOINED.sub("", text)) and not _CODE.search(text):
        return MASK
    return _CODE.sub(MASK, text)
