"""What a button or row sends back: its id, and a tag for the one asking that it is a part of.

`book:confirm` goes out as `book:confirm#9f31c0a4be27`. The tag is what the question was about, so
that a button of an earlier message can never answer a later one.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from common.ids import derived_id

OLD_BUTTON_TEXT: Final = "That button is from an earlier message."
BUTTON_ID: Final = 256
ROW_ID: Final = 200
"""Meta's limits, in characters."""

_TAG_LENGTH: Final = 12
_TAG: Final = re.compile(r"[0-9a-f]{12}", re.ASCII)


def tag_of(*subject: str) -> str:
    """Return the tag that this subject always gives; another subject gives another tag."""
    return derived_id("asking", *subject).hex[:_TAG_LENGTH]


def base_of(reply_id: str) -> str:
    """Return the id as the flow's author wrote it."""
    base, mark, tag = reply_id.rpartition("#")
    return base if mark and _TAG.fullmatch(tag) else reply_id


def tagged(content: Mapping[str, Any], tag: str) -> dict[str, Any]:
    """Return a message in Meta's shape whose buttons and rows carry the tag."""
    interactive = cast("dict[str, Any]", content.get("interactive", {}))
    action = cast("dict[str, Any]", interactive.get("action", {}))
    if interactive.get("type") == "button":
        buttons = [
            one | {"reply": _with_tag(one["reply"], tag, BUTTON_ID)} for one in action["buttons"]
        ]
        action = action | {"buttons": buttons}
    elif interactive.get("type") == "list":
        sections = [
            one | {"rows": [_with_tag(row, tag, ROW_ID) for row in one["rows"]]}
            for one in action["sections"]
        ]
        action = action | {"sections": sections}
    else:
        return dict(content)
    return dict(content) | {"interactive": interactive | {"action": action}}


def find_offered(reply_id: str, tag: str, offered: Iterable[tuple[str, str]]) -> str | None:
    """Return the offered id that was sent out as `reply_id` under this tag."""
    for option_id, _ in offered:
        if tag and reply_id in {_sent(option_id, tag, BUTTON_ID), _sent(option_id, tag, ROW_ID)}:
            return option_id
    return None


def _with_tag(option: dict[str, Any], tag: str, limit: int) -> dict[str, Any]:
    return option | {"id": _sent(str(option["id"]), tag, limit)}


def _sent(option_id: str, tag: str, limit: int) -> str:
    return f"{option_id[: limit - len(tag) - 1]}#{tag}"
