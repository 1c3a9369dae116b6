"""What a customer must do outside the chat so that his payment goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from common.clock import to_z
from common.graphemes import clip

from flow_engine.domain.characters import readable

Kind = Literal["approve", "show_code", "link", "none"]
"""`none`: the provider named something that cannot be shown."""
_LONGEST: Final = {"approve": 1000, "show_code": 1000, "link": 100}
"""Characters of the provider's own words: beside a link they are few, so that it stands whole."""
_LONGEST_CODE: Final = 200
_LONGEST_URL: Final = 2000


@dataclass(frozen=True, slots=True)
class RequiredAction:
    """One thing to do, until a moment; each kind has what it needs, and nothing of the others."""

    kind: Kind
    until: datetime
    text: str = ""
    """The provider's own words, of at most 1 000 characters, cut at a whole grapheme."""
    code: str = field(default="", repr=False)
    url: str = field(default="", repr=False)

    def facts(self) -> dict[str, str]:
        """Return what texts may say of it, under the names that they have in `payment`."""
        return {
            "action": self.kind,
            "instruction": self.text,
            "shown_code": self.code,
            "url": self.url,
            "until": to_z(self.until),
        }


NO_ACTION: Final = {"action": "", "instruction": "", "shown_code": "", "url": "", "until": ""}
"""The facts of a payment that waits for nothing outside the chat."""


def read_action(kind: Kind, until: datetime, *, text: str, code: str, url: str) -> RequiredAction:
    """Return what can be shown of it; kind `none` when that would help nobody.

    A link is an https address without a user, spaces or control characters; a code has no line
    breaks. Neither is ever shortened.
    """
    words = clip(readable(text).strip(), _LONGEST.get(kind, 0) or 1)
    shown = readable(code).strip()
    match kind:
        case "approve":
            return RequiredAction(kind, until, words)
        case "show_code" if shown.isprintable() and 0 < len(shown) <= _LONGEST_CODE:
            return RequiredAction(kind, until, words, code=shown)
        case "link" if _is_safe(url):
            return RequiredAction(kind, until, words, url=url)
        case _:
            return RequiredAction("none", until)


def to_data(action: RequiredAction) -> dict[str, str]:
    """Return it as plain data, to be kept."""
    return action.facts()


def from_data(data: Mapping[str, Any]) -> RequiredAction:
    """Return what the data was made from."""
    return RequiredAction(
        data["action"],
        datetime.fromisoformat(data["until"]),
        data["instruction"],
        data["shown_code"],
        data["url"],
    )


def _is_safe(url: str) -> bool:
    if len(url) > _LONGEST_URL or not url.isascii() or any(sign <= " " for sign in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
