"""Which variables a step reads."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from pydantic import BaseModel

from flow_engine.domain.actions import ACTIONS, Action
from flow_engine.domain.definition.step import ActionStep, Step
from flow_engine.domain.rendering import is_template, names_in

_PATHS: Final = frozenset({"variable_name", "currency_variable"})


def names_used(step: Step) -> frozenset[str]:
    """Return the roots of all variables that texts, conditions and actions of a step read."""
    if not isinstance(step, ActionStep):
        return frozenset(_in(step, ""))
    found = set(_in(step.transitions, ""))
    for call in step.config.actions_to_run:
        kind = ACTIONS.get(call.action_type)
        found |= _reads(kind, call.params) if kind else frozenset()
    return frozenset(found)


def _reads(kind: type[Action], params: Mapping[str, Any]) -> frozenset[str]:
    try:
        return kind.model_validate(params).reads()
    except ValueError:
        return frozenset()


def _in(value: object, key: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _in(getattr(value, name), name)
    elif isinstance(value, Mapping):
        for name, item in cast("Mapping[str, object]", value).items():
            yield from _in(item, name)
    elif isinstance(value, list | tuple):
        for item in cast("list[object]", value):
            yield from _in(item, key)
    elif isinstance(value, str):
        yield from _in_text(value, key)


def _in_text(text: str, key: str) -> Iterator[str]:
    if key in _PATHS:
        bare = text.removeprefix("flow_context.")
        yield bare.split(".", 1)[0]
    elif is_template(text):
        yield from names_in(text)
