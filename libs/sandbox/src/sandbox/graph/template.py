"""Template messages: known names, the number of parameters, and their texts (section 4.3)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.graph.errors import GraphError
from sandbox.graph.fields import Fields, part, parts, text
from sandbox.settings import Template

_BROKEN = re.compile(r"[\n\t]| {5,}")
_HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def check_template(
    fields: Fields, approved: Sequence[Template], *, by_user_id: bool
) -> tuple[str, dict[str, Any]]:
    """Return what the phone shows for a template. Raises GraphError."""
    name = text(fields, "name", 512, where="template")
    code = text(part(fields, "language", where="template"), "code", 15, where="template.language")
    known = next((one for one in approved if (one.name, one.language) == (name, code)), None)
    if approved and known is None:
        raise GraphError(132001, f"template name ({name}) does not exist in {code}")
    if by_user_id and known is not None and known.category == "AUTHENTICATION":
        raise GraphError(131062, "use the phone number for an authentication template")
    components = parts(fields, "components", (0, 20), where="template") if _has(fields) else ()
    values = _body_values(components)
    content = {"kind": "template", "template": name, "buttons": _buttons(components)}
    return _filled(known, name, values), content


def _has(fields: Fields) -> bool:
    return fields.get("components") is not None


def _body_values(components: Sequence[Fields]) -> dict[str, str]:
    for component in components:
        if component.get("type") == "body":
            found = parts(component, "parameters", (0, 100), where="template.components")
            named = [(str(p.get("parameter_name") or i), p) for i, p in enumerate(found, 1)]
            return {name: _value(parameter) for name, parameter in named}
    return {}


def _value(parameter: Fields) -> str:
    kind = text(parameter, "type", 20, where="parameters")
    if kind in ("currency", "date_time"):
        value = text(part(parameter, kind, where="parameters"), "fallback_value", 1024)
    else:
        value = text(parameter, "text", 1024, where="parameters")
    if _BROKEN.search(value):
        raise GraphError(132018, "a parameter has a line break, a tab or more than four spaces")
    return value


def _filled(known: Template | None, name: str, values: Mapping[str, str]) -> str:
    if known is None:
        return " · ".join([f"[{name}]", *values.values()])
    holes = list(dict.fromkeys(_HOLE.findall(known.body)))
    if len(holes) != len(values):
        raise GraphError(132000, f"{len(values)} parameters given, {len(holes)} expected")
    return _HOLE.sub(lambda hole: values.get(hole.group(1), ""), known.body)


def _buttons(components: Sequence[Fields]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for component in components:
        if component.get("type") == "button" and component.get("sub_type") == "quick_reply":
            for parameter in parts(component, "parameters", (1, 1), where="template.components"):
                payload = text(parameter, "payload", 256, where="parameters")
                found.append({"id": payload, "title": payload.rsplit(":", 1)[-1][:25]})
    return found
