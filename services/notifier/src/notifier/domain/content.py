"""What may be sent, in Meta's own shape and limits (facts: WhatsApp, section 4.2).

Limits count characters; a text is cut by UTF-16 units, the stricter of the two readings.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from common.errors import InvalidError

from notifier.domain.cutting import split_text

Content = dict[str, Any]

MAX_BODY: Final = 1024
MAX_SHORT: Final = 60
MAX_BUTTONS: Final = 3
MAX_ROWS: Final = 10
MAX_PARTS: Final = 10
_FREE: Final = frozenset({"reaction", "location", "contacts", "sticker"})
_MEDIA: Final = frozenset({"image", "video", "audio", "document"})


class ContentError(InvalidError):
    """Meta would refuse this whatever we do; the code says what is wrong, never the content."""


def bodies_of(content: Mapping[str, Any]) -> list[Content]:
    """Return what is to be sent, in order: one body, or several when a text is too long.

    Raises ContentError for what Meta would refuse.
    """
    kind = content.get("type")
    if kind == "text":
        return _texts(content)
    if kind == "interactive":
        return [{"type": kind, kind: _interactive(_part(content, kind))}]
    if kind in _MEDIA:
        part = _part(content, kind)
        _limit(part.get("caption"), MAX_BODY, "caption")
        return [{"type": kind, kind: _without_empty(part)}]
    if kind == "template" or kind in _FREE:
        return [{"type": kind, kind: _something(content.get(kind))}]
    raise _wrong("type")


def _texts(content: Mapping[str, Any]) -> list[Content]:
    text = _part(content, "text")
    parts = split_text(_filled(text, "body"))
    rest = {key: value for key, value in text.items() if key != "body"}
    if len(parts) > MAX_PARTS:
        raise _wrong("too_long")
    return [{"type": "text", "text": {**rest, "body": part}} for part in parts]


def _interactive(part: Mapping[str, Any]) -> Content:
    check = _ACTIONS.get(str(part.get("type")))
    if check is None:
        raise _wrong("interactive_type")
    _limit(_filled(_part(part, "body"), "text"), MAX_BODY, "body")
    for name in ("header", "footer"):
        side = part.get(name)
        if isinstance(side, Mapping):
            _limit(cast("Mapping[str, Any]", side).get("text"), MAX_SHORT, name)
    check(_part(part, "action"))
    return _without_empty(part)


def _buttons(action: Mapping[str, Any]) -> None:
    replies = [_part(one, "reply") for one in _list(action, "buttons", MAX_BUTTONS)]
    for reply in replies:
        _limit(_filled(reply, "id"), 256, "button_id")
        _limit(_filled(reply, "title"), 20, "button_title")
    _unique([reply["title"] for reply in replies], "button_title")
    _unique([reply["id"] for reply in replies], "button_id")


def _rows(action: Mapping[str, Any]) -> None:
    _limit(_filled(action, "button"), 20, "list_button")
    sections = _list(action, "sections", MAX_ROWS)
    rows: list[Mapping[str, Any]] = []
    for section in sections:
        if len(sections) > 1:
            _filled(section, "title")
        _limit(section.get("title"), 24, "section_title")
        rows += _list(section, "rows", MAX_ROWS)
    if len(rows) > MAX_ROWS:
        raise _wrong("rows")
    for row in rows:
        _limit(_filled(row, "id"), 200, "row_id")
        _limit(_filled(row, "title"), 24, "row_title")
        _limit(row.get("description"), 72, "row_description")
    _unique([row["id"] for row in rows], "row_id")


def _link(action: Mapping[str, Any]) -> None:
    parameters = _part(action, "parameters")
    _limit(_filled(parameters, "display_text"), 20, "display_text")
    _filled(parameters, "url")


def _flow(action: Mapping[str, Any]) -> None:
    parameters = _part(action, "parameters")
    _limit(_filled(parameters, "flow_cta"), 30, "flow_cta")
    if not (parameters.get("flow_id") or parameters.get("flow_name")):
        raise _wrong("flow_id")


def _nothing_more(_action: Mapping[str, Any]) -> None:
    return


_ACTIONS: Final[Mapping[str, Callable[[Mapping[str, Any]], None]]] = {
    "button": _buttons,
    "list": _rows,
    "cta_url": _link,
    "flow": _flow,
    "location_request_message": _nothing_more,
    "request_contact_info": _nothing_more,
}


def _part(value: Any, name: str) -> Mapping[str, Any]:  # noqa: ANN401 - any JSON
    part: Any = cast("Any", value).get(name) if isinstance(value, Mapping) else None
    if not isinstance(part, Mapping):
        raise _wrong(name)
    return cast("Mapping[str, Any]", part)


def _something(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if not value:
        raise _wrong("empty")
    return value


def _filled(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"empty_{name}")
    return value


def _limit(value: object, most: int, name: str) -> None:
    if value is not None and (not isinstance(value, str) or len(value) > most):
        raise _wrong(f"{name}_too_long")


def _list(part: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
    found = part.get(name)
    if not isinstance(found, list) or not 0 < len(cast("list[Any]", found)) <= most:
        raise _wrong(name)
    items = cast("list[Any]", found)
    if not all(isinstance(one, Mapping) for one in items):
        raise _wrong(name)
    return items


def _unique(values: Sequence[str], name: str) -> None:
    if len(set(values)) != len(values):
        raise _wrong(f"{name}_twice")


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Leave out optional fields that are empty: Meta refuses an empty string anywhere."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return {k: _without_empty(v) for k, v in items if not _is_empty(v)}
    if isinstance(value, list):
        return [_without_empty(one) for one in cast("list[Any]", value)]
    return value


def _is_empty(value: Any) -> bool:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return set(fields) <= {"type", "text"} and _is_empty(fields.get("text"))
    return value is None or (isinstance(value, str) and not value.strip())


def _wrong(what: str) -> ContentError:
    return ContentError("The content is not what WhatsApp takes.", code=f"content:{what}")
