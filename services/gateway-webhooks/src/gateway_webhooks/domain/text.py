"""Text that a database can hold, and JSON that keeps every number as it came."""

import re
from decimal import Decimal
from typing import Final, cast

import orjson

_UNHOLDABLE: Final = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT: Final = "\ufffd"
_CODE: Final = re.compile(r"(?<!\d)\d(?:[\s-]?\d){3,7}(?!\d)")
_MASK: Final = "••••••"
_IDS: Final = frozenset({"id", "from", "from_user_id", "timestamp", "sha256", "message_id", "type"})
_INT64: Final = range(-(2**63), 2**64)


def scrubbed(value: object) -> object:
    """Return the same JSON value without U+0000 and lone surrogates, which no table can hold.

    facts: WhatsApp Cloud API, inbound 2.2 (a text may hold U+0000).
    """
    match value:
        case str():
            return _clean(value)
        case dict():
            fields = cast("dict[str, object]", value)
            return {_clean(name): scrubbed(part) for name, part in fields.items()}
        case list():
            return [scrubbed(part) for part in cast("list[object]", value)]
        case int() if value not in _INT64:
            return Decimal(value)
        case _:
            return value


def without_codes(value: object) -> object:
    """Return a message that nobody will read with each row of 4 to 8 digits covered.

    A customer may have corrected a code in it, and nothing would ever erase it.
    """
    match value:
        case str():
            return _CODE.sub(_MASK, value)
        case dict():
            fields = cast("dict[str, object]", value)
            return {
                name: part if name in _IDS else without_codes(part) for name, part in fields.items()
            }
        case list():
            return [without_codes(part) for part in cast("list[object]", value)]
        case _:
            return value


def encoded(value: object) -> bytes:
    """Return canonical JSON: sorted keys, exact decimals, times in UTC with `Z`."""
    return orjson.dumps(value, default=_exact, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)


def _clean(text: str) -> str:
    return _UNHOLDABLE.sub(_REPLACEMENT, text)


def _exact(value: object) -> object:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value).encode())
    raise TypeError("not a JSON value")
