"""From a definition's message to Meta's shape, filled in, and within Meta's limits.

What is filled in is shortened; the author's words, totals and buttons stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from common.graphemes import clip

from flow_engine.domain.choosing import Options
from flow_engine.domain.definition.message import MAX_BUTTONS, MAX_ROWS, Message
from flow_engine.domain.rendering import RenderError, render_within, value_of

MAX_TEXT: Final = 4096
MAX_BODY: Final = 1024
_SMALL_PRINT: Final = 60
_LABEL: Final = 20
_ROW_TITLE: Final = 24
_ROW_NOTE: Final = 72
_SHORTEST_NAME: Final = 12
"""A beginning of a title that is worth repeating beside a row's note."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent, and the buttons or rows that can be answered, with their whole titles."""

    content: dict[str, Any]
    options: Options = ()


def text_message(body: str) -> dict[str, Any]:
    """Return a text in Meta's shape."""
    return {"type": "text", "text": {"body": _something(body, MAX_TEXT)}}


def button_message(body: str, options: Options) -> Outgoing:
    """Return a text with buttons; more than three, or titles that look alike, become a list."""
    kept = tuple(dict(options).items())[:MAX_ROWS]
    if not kept:
        return Outgoing(text_message(body))
    if len(kept) > MAX_BUTTONS or len({clip(title, _LABEL) for _, title in kept}) < len(kept):
        return _list_message(body, [_row(*one) for one in kept], kept)
    return _interactive_message("button", body, _buttons(kept), kept)


def choice_message(body: str, options: Options) -> Outgoing:
    """Return a list to choose from whose rows differ: each has its number before its title."""
    numbered = ((i, f"{n}. {title}", title) for n, (i, title) in enumerate(options, 1))
    return _list_message(body, [_row(*one) for one in numbered][:MAX_ROWS], options[:MAX_ROWS])


def fill(message: Message, variables: Mapping[str, object]) -> Outgoing:
    """Return the message with its variables filled in. Raises RenderError."""
    kind = message.message_type
    body = getattr(message, kind)
    raw = body.model_dump(exclude_none=True) if hasattr(body, "model_dump") else body
    if kind == "interactive":
        return _interactive(raw, variables)
    if kind == "text":
        raw = raw | {"body": _something(render_within(raw["body"], variables, MAX_TEXT), MAX_TEXT)}
        return Outgoing({"type": kind, kind: raw})
    return Outgoing({"type": kind, kind: _filled(raw, variables)})


def with_body(
    message: Message, source: str, variables: Mapping[str, object], before: str = ""
) -> Outgoing:
    """Return the question again with another text, which follows `before`, and the same buttons.

    Raises RenderError.
    """
    filled = None
    if message.interactive is not None and message.interactive.type in {"button", "list"}:
        filled = fill(message, variables)
    if filled is None or filled.content["type"] == "text":
        text = render_within(source, variables, MAX_TEXT - len(before))
        return Outgoing(text_message(before + text))
    text = render_within(source, variables, MAX_BODY - len(before))
    interactive = filled.content["interactive"] | {"body": {"text": before + text}}
    interactive.pop("header", None)
    return Outgoing({"type": "interactive", "interactive": interactive}, filled.options)


def source_of(message: Message) -> str:
    """Return the words of a message before they are filled in; empty when it has none."""
    if message.interactive is not None:
        return message.interactive.body.text
    if message.text is not None:
        return message.text.body
    return getattr(getattr(message, message.message_type), "caption", None) or ""


def _interactive(raw: dict[str, Any], variables: Mapping[str, object]) -> Outgoing:
    action = raw.pop("action")
    rest: dict[str, Any] = {
        key: part
        if key == "type"
        else _worded(part, variables, MAX_BODY if key == "body" else _SMALL_PRINT)
        for key, part in raw.items()
    }
    if raw["type"] == "button":
        return _with_buttons(rest, action["buttons"], variables)
    if raw["type"] == "list":
        return _with_rows(rest, action, variables)
    rest["action"] = _filled(action, variables)
    return Outgoing({"type": "interactive", "interactive": rest})


def _worded(part: dict[str, Any], variables: Mapping[str, object], limit: int) -> dict[str, Any]:
    return {
        key: _something(render_within(value, variables, limit), limit)
        if key == "text"
        else _filled(value, variables)
        for key, value in part.items()
    }


def _with_buttons(
    rest: dict[str, Any], buttons: Iterable[Any] | str, variables: Mapping[str, object]
) -> Outgoing:
    literal = [] if isinstance(buttons, str) else [one["reply"] for one in buttons]
    items = _items(buttons if isinstance(buttons, str) else literal, variables)
    made = button_message(rest["body"]["text"], tuple((one["id"], one["title"]) for one in items))
    if made.content["type"] == "interactive":
        made.content["interactive"] = rest | made.content["interactive"]
    return made


def _with_rows(
    rest: dict[str, Any], action: dict[str, Any], variables: Mapping[str, object]
) -> Outgoing:
    sections: list[dict[str, Any]] = []
    options: list[tuple[str, str]] = []
    for section in action["sections"]:
        items = _items(section["rows"], variables)[: MAX_ROWS - len(options)]
        options.extend((one["id"], one["title"]) for one in items)
        rows = [_row(one["id"], one["title"], one.get("description", "")) for one in items]
        if rows:
            sections.append(_titled(section, variables) | {"rows": rows})
    if not options:
        return Outgoing(text_message(rest["body"]["text"]))
    button = render_within(action["button"], variables, _LABEL)
    rest["action"] = {"button": button, "sections": sections}
    return Outgoing({"type": "interactive", "interactive": rest}, tuple(options))


def _titled(section: dict[str, Any], variables: Mapping[str, object]) -> dict[str, str]:
    if "title" not in section:
        return {}
    return {"title": render_within(section["title"], variables, _ROW_TITLE)}


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


def _interactive_message(
    kind: str, body: str, action: dict[str, Any], options: Options
) -> Outgoing:
    content = {"type": kind, "body": {"text": _something(body, MAX_BODY)}, "action": action}
    return Outgoing({"type": "interactive", "interactive": content}, options)


def _list_message(body: str, rows: list[dict[str, str]], options: Options) -> Outgoing:
    action = {"button": "Choose", "sections": [{"rows": rows}]}
    return _interactive_message("list", body, action, options)


def _buttons(options: Options) -> dict[str, Any]:
    replies = [{"id": option_id, "title": clip(title, _LABEL)} for option_id, title in options]
    return {"buttons": [{"type": "reply", "reply": one} for one in replies]}


def _row(option_id: str, title: str, note: str = "") -> dict[str, str]:
    """Return a row; a title that has to be shortened stands longer in the note."""
    room = _ROW_NOTE - len(f": {note}") if note else _ROW_NOTE
    if len(title) > _ROW_TITLE and room >= _SHORTEST_NAME:
        note = f"{clip(title, room)}: {note}" if note else clip(title, room)
    row = {"id": option_id, "title": clip(title, _ROW_TITLE)}
    return row | ({"description": clip(note, _ROW_NOTE)} if note else {})


def _filled(value: Any, variables: Mapping[str, object], key: str = "") -> Any:  # noqa: ANN401 - any JSON, of the same shape
    if isinstance(value, str):
        found = value_of(value, variables)
        return clip(found, MAX_BODY) if key == "caption" and isinstance(found, str) else found
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {k: _filled(v, variables, k) for k, v in fields.items()}
    if isinstance(value, list | tuple):
        return [_filled(one, variables) for one in cast("Iterable[Any]", value)]
    return value


def _something(text: str, limit: int) -> str:
    return clip(text.strip() or "…", limit)
