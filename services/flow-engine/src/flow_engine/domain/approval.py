"""Two people decide together what is worth more than a limit."""

import unicodedata
from collections.abc import Mapping


def needs_second(amount_minor: int, currency: str, limits: Mapping[str, int]) -> bool:
    """Tell whether two people must agree: above the limit, and always in a currency without one."""
    limit = limits.get(currency)
    return limit is None or amount_minor > limit


def is_same_person(first: str, second: str) -> bool:
    """Tell whether two names are one person's: case, width, accents and spaces do not count."""
    return _plain(first) == _plain(second)


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in parts if char.isalnum())
