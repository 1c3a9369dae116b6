"""From a definition's message to Meta's shape, filled in, and within Meta's limits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flow_engine.domain.definition.message import MAX_BUTTONS, MAX_ROWS, Message
from flow_engine.domain.rendering import RenderError, render, value_of

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent, and the buttons or rows that can be answered."""

    content: dict[str, Any]
    options: Options = ()


def text_message(body: str) -> dict[str, Any]:
    """Return a text in Meta's shape."""
    return {"type": "text", "text": {"body": _clip(body.strip() or "…", 4096)}}


def button_message(body: str, options: Options) -> Outgoing:
    """Return a text with buttons: up to three as buttons, more as a list, none as plain text."""
    kept = tuple(dict(options).items())[:MAX_ROWS]
    if not kept:
        return Outgoing(text_message(body))
    action = (
        _buttons(kept) if len(kept) <= MAX_BUTTONS else _list("Choose", [{"rows": _rows(kept)}])
    )
    kind = "button" if len(kept) <= MAX_BUTTONS else "list"
    interactive = {
        "type": kind,
        "body": {"text": _clip(body.strip() or "…", 1024)},
        "action": action,
    }
    return Outgoing({"type": "interactive", "interactive": interactive}, kept)


def fill(message: Message, variables: Mapping[str, object]) -> Outgoing:
    """Return the message with its variables filled in. Raises RenderError."""
    kind = message.message_type
    body = getattr(message, kind)
    if kind == "interactive":
        raw = body.model_dump(exclude_none=True)
        return _interactive(raw, variables)
    raw = body.model_dump(exclude_none=True) if hasattr(body, "model_dump") else body
    filled = _filled(raw, variables)
    if kind == "text":
        filled["body"] = _clip(_something(filled["body"]), 4096)
    return Outgoing({"type": kind, kind: filled})


def with_body(message: Message, body: str, variables: Mapping[str, object]) -> Outgoing:
    """Return the question again with other words and the same buttons or rows."""
    if message.interactive is None or message.interactive.type not in {"button", "list"}:
        return Outgoing(text_message(body))
    filled = fill(message, variables)
    if filled.content["type"] == "text":
        return Outgoing(text_message(body))
    interactive = dict(filled.content["interactive"]) | {"body": {"text": _clip(body, 1024)}}
    interactive.pop("header", None)
    return Outgoing({"type": "interactive", "interactive": interactive}, filled.options)


def _interactive(raw: dict[str, Any], variables: Mapping[str, object]) -> Outgoing:
    action = raw.pop("action")
    rest = _filled(raw, variables)
    rest["body"]["text"] = _clip(_something(rest["body"]["text"]), 1024)
    for part in ("header", "footer"):
        if "text" in rest.get(part, {}):
            rest[part]["text"] = _clip(_something(rest[part]["text"]), 60)
    if raw["type"] == "button":
        return _with_buttons(rest, action["buttons"], variables)
    if raw["type"] == "list":
        return _with_rows(rest, action, variables)
    rest["action"] = _filled(action, variables)
    return Outgoing({"type": "interactive", "interactive": rest})


def _with_buttons(
    rest: dict[str, Any], buttons: Iterable[Any] | str, variables: Mapping[str, object]
) -> Outgoing:
    literal = [] if isinstance(buttons, str) else [one["reply"] for one in buttons]
    options = _options(buttons if isinstance(buttons, str) else literal, variables)
    made = button_message(rest["body"]["text"], options)
    if made.content["type"] == "interactive":
        made.content["interactive"] = rest | made.content["interactive"]
    return made


def _with_rows(
    rest: dict[str, Any], action: dict[str, Any], variables: Mapping[str, object]
) -> Outgoing:
    sections: list[dict[str, Any]] = []
    options: list[tuple[str, str]] = []
    for section in action["sections"]:
        rows = _row_values(section["rows"], variables)[: MAX_ROWS - len(options)]
        options.extend((row["id"], row["title"]) for row in rows)
        if rows:
            sections.append(_titled(section, variables) | {"rows": rows})
    if not options:
        return Outgoing(text_message(rest["body"]["text"]))
    rest["action"] = _list(_clip(render(action["button"], variables), 20), sections)
    return Outgoing({"type": "interactive", "interactive": rest}, tuple(options))


def _titled(section: dict[str, Any], variables: Mapping[str, object]) -> dict[str, str]:
    return {"title": _clip(render(section["title"], variables), 24)} if "title" in section else {}


def _options(buttons: object, variables: Mapping[str, object]) -> Options:
    return tuple((one["id"][:256], _clip(one["title"], 20)) for one in _items(buttons, variables))


def _row_values(rows: object, variables: Mapping[str, object]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for one in _items(rows, variables):
        row = {"id": one["id"][:200], "title": _clip(one["title"], 24)}
        note = one.get("description")
        found.append(row | ({"description": _clip(note, 72)} if note else {}))
    return found


def _items(given: object, variables: Mapping[str, object]) -> list[dict[str, str]]:
    """Return id, title and description of each: literal ones filled in, or those of a variable."""
    is_named = isinstance(given, str)
    value = value_of(given, variables) if is_named else given
    if not isinstance(value, list | tuple):
        raise RenderError("no_list")
    return [
        _item(one if is_named else _filled(one, variables)) for one in cast("Iterable[Any]", value)
    ]


def _item(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not {"id", "title"} <= value.keys():
        raise RenderError("no_option")
    texts = cast("Mapping[str, object]", value)
    return {key: str(texts[key]) for key in ("id", "title", "description") if texts.get(key)}


def _buttons(options: Options) -> dict[str, Any]:
    return {
        "buttons": [
            {"type": "reply", "reply": {"id": one[0], "title": _clip(one[1], 20)}}
            for one in options
        ]
    }


def _rows(options: Options) -> list[dict[str, str]]:
    return [{"id": one[0][:200], "title": _clip(one[1], 24)} for one in options]


def _list(button: str, sections: list[dict[str, Any]]) -> dict[str, Any]:
    return {"button": button, "sections": sections}


def _filled(value: Any, variables: Mapping[str, object]) -> Any:  # noqa: ANN401 - any JSON, of the same shape
    if isinstance(value, str):
        return value_of(value, variables)
    if isinstance(value, Mapping):
        return {k: _filled(v, variables) for k, v in cast("Mapping[str, Any]", value).items()}
    if isinstance(value, list | tuple):
        return [_filled(one, variables) for one in cast("Iterable[Any]", value)]
    return value


def _something(text: object) -> str:
    return str(text).strip() or "…"


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
