"""Reading a message's fields, with Meta's refusals for what is missing, empty or too long."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sandbox.graph.errors import GraphError

Fields = Mapping[str, Any]


def text(fields: Fields, name: str, longest: int, *, where: str = "") -> str:
    """Return a text of 1 to `longest` characters. Raises GraphError 131008 or 131009."""
    value: object = fields.get(name)
    label = f"{where}.{name}" if where else name
    if value is None:
        raise GraphError(131008, f"{label} is required")
    if not isinstance(value, str) or not value.strip():
        raise GraphError(131009, f"{label} must be a text that is not empty")
    if len(value) > longest:
        raise GraphError(131009, f"{label} must be at most {longest} characters")
    return value


def optional_text(fields: Fields, name: str, longest: int, *, where: str = "") -> str | None:
    """Return a text that may be absent."""
    return None if fields.get(name) is None else text(fields, name, longest, where=where)


def part(fields: Fields, name: str, *, where: str = "") -> Fields:
    """Return an object inside the message. Raises GraphError 131008 or 100."""
    value: object = fields.get(name)
    label = f"{where}.{name}" if where else name
    if value is None:
        raise GraphError(131008, f"{label} is required")
    if not isinstance(value, dict):
        raise GraphError(100, f"{label} must be an object")
    return cast("dict[str, Any]", value)


def parts(fields: Fields, name: str, bounds: tuple[int, int], *, where: str) -> Sequence[Fields]:
    """Return a list of objects whose length is within bounds. Raises GraphError."""
    value: object = fields.get(name)
    label = f"{where}.{name}"
    if value is None:
        raise GraphError(131008, f"{label} is required")
    if not isinstance(value, list):
        raise GraphError(100, f"{label} must be a list")
    items = cast("list[Any]", value)
    if not bounds[0] <= len(items) <= bounds[1]:
        raise GraphError(131009, f"{label} must have {bounds[0]} to {bounds[1]} items")
    if not all(isinstance(item, dict) for item in items):
        raise GraphError(100, f"{label} must be a list of objects")
    return items


def distinct(values: Sequence[str], label: str) -> None:
    """Refuse two of the same. Raises GraphError 131009."""
    if len(set(values)) != len(values):
        raise GraphError(131009, f"{label} must be unique")
