"""How a person is called where others read it: one short line without anything but words."""

from typing import Final

from flow_engine.domain.characters import readable

LONGEST_NAME: Final = 40
_MARKS: Final = frozenset("*_~`")
_LINE_STARTS: Final = " >-•."


def person_name(text: str | None, *, longest: int = LONGEST_NAME) -> str | None:
    """Return a name as one line of at most `longest` characters, or nothing when none is left.

    WhatsApp's markup, line breaks and invisible characters leave: a name that was chosen by
    somebody can never look like a message of the merchant's.
    """
    words = _without_markup(readable(text or "")).split()
    return " ".join(words).lstrip(_LINE_STARTS)[:longest].rstrip() or None


def _without_markup(text: str) -> str:
    """Return the text with every mark as a space that does not stand inside a word."""
    around = zip(f" {text}", text, f"{text[1:]} ", strict=False)
    return "".join(
        " " if sign in _MARKS and not (before.isalnum() and after.isalnum()) else sign
        for before, sign, after in around
    )
