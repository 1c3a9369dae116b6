"""From data to a checked flow; every problem is named at once, with its step."""

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from pydantic import ValidationError

from flow_engine.domain.definition.condition import CONDITION_TYPES, REFUSED_CONDITIONS
from flow_engine.domain.definition.flow import Flow
from flow_engine.domain.definition.problem import DefinitionError, Problem
from flow_engine.domain.definition.step import STEP_TYPES

MAX_DEFINITION: Final = 512_000


def parse_flow(data: Mapping[str, Any]) -> Flow:
    """Return the flow of this shape. Raises DefinitionError with every problem."""
    name = str(data.get("name", "?"))
    try:
        return Flow.model_validate_json(_as_json(data, name))
    except ValidationError as error:
        found = [_problem(name, data, cast("dict[str, Any]", one)) for one in error.errors()]
        raise DefinitionError(list(dict.fromkeys(found))) from None


def _as_json(data: Mapping[str, Any], name: str) -> str:
    try:
        text = json.dumps(data, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise DefinitionError([Problem(name, "", "", "the definition is no JSON data")]) from None
    if len(text) > MAX_DEFINITION:
        raise DefinitionError(
            [Problem(name, "", "", f"at most {MAX_DEFINITION} characters of JSON")]
        )
    return text


def _problem(flow: str, data: Mapping[str, Any], error: Mapping[str, Any]) -> Problem:
    place = tuple(error["loc"])
    step, rest = _step_at(data, place)
    where = ".".join(str(part) for part in rest)
    return Problem(flow, step, where, _said(error))


def _step_at(data: Mapping[str, Any], place: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    if len(place) < 2 or place[0] != "steps" or not isinstance(place[1], int):  # noqa: PLR2004 - steps, n
        return "", place
    steps = cast("list[object]", data.get("steps", []))
    step = steps[place[1]] if place[1] < len(steps) else None
    named = str(cast("dict[str, Any]", step).get("name", "")) if isinstance(step, dict) else ""
    return named or f"number {place[1] + 1}", place[2:]


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "union_tag_invalid":
        return _unknown_tag(str(error["ctx"]["tag"]), str(error["ctx"]["expected_tags"]))
    if error["type"] == "extra_forbidden":
        return "unknown key"
    return str(error["msg"]).removeprefix("Value error, ")


def _unknown_tag(tag: str, expected: str) -> str:
    if tag in REFUSED_CONDITIONS:
        return f"condition '{tag}' was never real; {REFUSED_CONDITIONS[tag]}"
    if "'always_true'" in expected:
        return f"unknown condition '{tag}'; known: {', '.join(CONDITION_TYPES)}"
    return f"unknown step type '{tag}'; known: {', '.join(STEP_TYPES)}"
