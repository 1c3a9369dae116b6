"""JSON from outside, read strictly: what two parsers could read differently is refused."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import cast

from common.errors import InvalidError

MAX_DEPTH = 64


def parse_json(raw: bytes, *, max_depth: int = MAX_DEPTH) -> object:
    """Return the value of a UTF-8 JSON text; numbers with a fraction are `Decimal`.

    Raises InvalidError for what is no JSON, for NaN and Infinity, for a key that comes twice,
    for a number that cannot be held and for more than `max_depth` levels. Never repeats input.
    """
    value = _load(raw)
    if _is_deeper_than(value, max_depth):
        raise _too_deep()
    return value


def has_nul(value: object) -> bool:
    """Tell whether a text, or a key, of a JSON value holds a NUL, which no database stores."""
    if isinstance(value, str):
        return "\x00" in value
    children = _children(value)
    keys = cast("dict[str, object]", value) if isinstance(value, dict) else ()
    return any(has_nul(part) for part in (*keys, *children))


def _load(raw: bytes) -> object:
    try:
        return json.loads(
            raw.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise _too_deep() from None
    except UnicodeDecodeError:
        raise InvalidError("The body is not UTF-8.", code="json:not_utf8") from None
    except json.JSONDecodeError as error:
        raise InvalidError(
            f"The body is not JSON at character {error.pos}.", code="json:malformed"
        ) from None
    except (ValueError, ArithmeticError):
        raise InvalidError("A number is out of bounds.", code="json:number") from None


def _refuse_constant(_name: str) -> None:
    raise InvalidError("NaN and Infinity are not JSON.", code="json:number")


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InvalidError("An object names a key twice.", code="json:duplicate_key")
    return found


def _is_deeper_than(value: object, levels: int) -> bool:
    layer: list[object] = [value]
    for _ in range(levels + 1):
        layer = [child for node in layer for child in _children(node)]
        if not layer:
            return False
    return True


def _children(node: object) -> Iterable[object]:
    if isinstance(node, dict):
        return cast("dict[str, object]", node).values()
    return cast("list[object]", node) if isinstance(node, list) else ()


def _too_deep() -> InvalidError:
    return InvalidError("The body is nested too deeply.", code="json:too_deep")
