"""The only filters a flow definition may use. None of them can make a text much longer."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from jinja2 import Undefined

_REASONS: Final = {
    "insufficient_funds": "There is not enough money in the wallet. Top it up or pay less.",
    "declined": "The wallet did not approve it. Nothing was taken.",
    "limit_exceeded": "The amount is above the wallet's limit. Try a smaller amount.",
    "wallet_not_found": "That number has no such wallet. Check the number and try again.",
    "otp_exhausted": "The code was wrong too often. Start again to get a new code.",
    "provider_unavailable": "The wallet's service does not answer. Try again in a few minutes.",
    "invalid_request": "The wallet did not take the request. Check number and amount.",
    "not_charged": "It was not carried out, so nothing was taken. You can pay again now.",
    "released": (
        "We could not find out what became of it. You can pay again now; if that money arrives"
        " after all, we tell you here, and put it on your order or give it back."
    ),
}
_NO_REASON: Final = "The payment was not made. Nothing was taken."


def reason(code: object) -> str:
    """Say in plain words why a payment was not made, and what to do."""
    return _REASONS.get(str(code), _NO_REASON)


def day(value: object) -> str:
    """Write an ISO date as `Thu 24 Dec 2026`; anything else stays as it is."""
    try:
        return date.fromisoformat(str(value)).strftime("%a %-d %b %Y")
    except ValueError:
        return str(value)


def local_phone(value: object) -> str:
    """Write `263771234567` as `0771 234 567`; anything else stays as it is."""
    digits = str(value)
    if len(digits) == 12 and digits.startswith("2637"):  # noqa: PLR2004 - the shape of a number
        return f"0{digits[3:6]} {digits[6:9]} {digits[9:]}"
    return digits


def join(value: Iterable[object], separator: str = ", ") -> str:
    """Write a list with a short separator."""
    return separator[:8].join(str(item) for item in value)


def default(value: object, other: object = "") -> object:
    """Return `other` for a value that is missing or empty."""
    return other if isinstance(value, Undefined) or value in (None, "") else value


def lower(value: object) -> str:
    """Write in small letters."""
    return str(value).lower()


def upper(value: object) -> str:
    """Write in capitals."""
    return str(value).upper()


def trim(value: object) -> str:
    """Drop the space around a text."""
    return str(value).strip()


def plural(count: object, one: str, many: str) -> str:
    """Return `1 adult`, `2 adults`."""
    return f"{count} {one if str(count) == '1' else many}"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "day": day,
    "default": default,
    "join": join,
    "length": len,
    "local_phone": local_phone,
    "lower": lower,
    "plural": plural,
    "reason": reason,
    "trim": trim,
    "upper": upper,
}
