"""Interactive messages and their limits (facts: WhatsApp, section 4.2)."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.graph.errors import GraphError
from sandbox.graph.fields import Fields, distinct, optional_text, part, parts, text

_LONGEST_BODY = 1024
_LONGEST_EDGE = 60
_MOST_ROWS = 10


def check_interactive(fields: Fields) -> tuple[str, dict[str, Any]]:
    """Return what the phone shows: the body, and buttons, rows and edges. Raises GraphError."""
    kind = text(fields, "type", 64, where="interactive")
    check = _KINDS.get(kind)
    if check is None:
        raise GraphError(131009, f"interactive.type {kind[:40]!r} is not supported")
    content: dict[str, Any] = {"kind": kind}
    header = _header(fields, kind)
    footer = fields.get("footer")
    if header is not None:
        content["header"] = header
    if footer is not None:
        edge = part(fields, "footer", where="interactive")
        content["footer"] = text(edge, "text", _LONGEST_EDGE, where="interactive.footer")
    body = part(fields, "body", where="interactive")
    shown = text(body, "text", _LONGEST_BODY, where="interactive.body")
    return shown, content | check(part(fields, "action", where="interactive"))


def _header(fields: Fields, kind: str) -> str | None:
    if fields.get("header") is None:
        return None
    header = part(fields, "header", where="interactive")
    form = text(header, "type", 20, where="interactive.header")
    if form == "text":
        return text(header, "text", _LONGEST_EDGE, where="interactive.header")
    if kind == "list" or form not in ("image", "video", "document"):
        raise GraphError(131009, "interactive.header.type is not allowed for this message")
    media = part(header, form, where="interactive.header")
    if not media.get("id") and not media.get("link"):
        raise GraphError(131008, f"interactive.header.{form} needs an id or a link")
    return f"[{form}]"


def _buttons(action: Fields) -> dict[str, Any]:
    found: list[dict[str, str]] = []
    for button in parts(action, "buttons", (1, 3), where="action"):
        if button.get("type") != "reply":
            raise GraphError(131009, "action.buttons.type must be reply")
        reply = part(button, "reply", where="action.buttons")
        option = {"id": text(reply, "id", 256, where="action.buttons.reply")}
        found.append(option | {"title": text(reply, "title", 20, where="action.buttons.reply")})
    distinct([option["title"] for option in found], "button titles")
    distinct([option["id"] for option in found], "button ids")
    return {"buttons": found}


def _list(action: Fields) -> dict[str, Any]:
    label = text(action, "button", 20, where="action")
    sections = parts(action, "sections", (1, 10), where="action")
    rows = [row for section in sections for row in _rows(section, alone=len(sections) == 1)]
    if len(rows) > _MOST_ROWS:
        raise GraphError(131009, f"a list has at most {_MOST_ROWS} rows in all")
    distinct([row["id"] for row in rows], "row ids")
    return {"list_button": label, "rows": rows}


def _rows(section: Fields, *, alone: bool) -> list[dict[str, str]]:
    where = "action.sections"
    read = optional_text if alone else text
    title = read(section, "title", 24, where=where)
    found: list[dict[str, str]] = []
    for row in parts(section, "rows", (1, _MOST_ROWS), where=where):
        option = {"id": text(row, "id", 200, where=f"{where}.rows")}
        option["title"] = text(row, "title", 24, where=f"{where}.rows")
        option["description"] = optional_text(row, "description", 72, where=f"{where}.rows") or ""
        found.append(option | ({"section": title} if title else {}))
    return found


def _link(action: Fields) -> dict[str, Any]:
    if action.get("name") != "cta_url":
        raise GraphError(131009, "action.name must be cta_url")
    parameters = part(action, "parameters", where="action")
    url = text(parameters, "url", 2000, where="action.parameters")
    if not url.startswith(("https://", "http://")):
        raise GraphError(131009, "action.parameters.url must be an address")
    title = text(parameters, "display_text", 20, where="action.parameters")
    return {"url": url, "url_title": title}


def _flow(action: Fields) -> dict[str, Any]:
    if action.get("name") != "flow":
        raise GraphError(131009, "action.name must be flow")
    parameters = part(action, "parameters", where="action")
    text(parameters, "flow_message_version", 4, where="action.parameters")
    if not parameters.get("flow_id") and not parameters.get("flow_name"):
        raise GraphError(131008, "action.parameters needs flow_id or flow_name")
    return {"url_title": text(parameters, "flow_cta", 30, where="action.parameters")}


def _location(action: Fields) -> dict[str, Any]:
    if action.get("name") != "send_location":
        raise GraphError(131009, "action.name must be send_location")
    return {"url_title": "Send location"}


def _contact(_action: Fields) -> dict[str, Any]:
    return {"url_title": "Share contact info"}


_KINDS: Mapping[str, Callable[[Fields], dict[str, Any]]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "flow": _flow,
    "location_request_message": _location,
    "request_contact_info": _contact,
}
