"""Two people decide together what is worth more than a limit."""

import unicodedata
from collections.abc import Mapping
from typing import Final

_ALIKE: Final = frozenset({"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "COPTIC"})


def needs_second(amount_minor: int, currency: str, limits: Mapping[str, int]) -> bool:
    """Tell whether two people must agree: above the limit, and always in a currency without one."""
    limit = limits.get(currency)
    return limit is None or amount_minor > limit


def is_same_person(first: str, second: str) -> bool:
    """Tell whether two names are one person's: case, width, accents and spaces do not count.

    A name that mixes scripts is nobody else's: its letters may only look like the first name's.
    """
    if mixes_scripts(first) or mixes_scripts(second):
        return True
    return _plain(first) == _plain(second)


def mixes_scripts(name: str) -> bool:
    """Tell whether a name has letters of several scripts whose letters look alike."""
    letters = (char for char in unicodedata.normalize("NFKD", name) if char.isalpha())
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in letters}
    return len(scripts & _ALIKE) > 1


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in parts.casefold() if char.isalnum())
