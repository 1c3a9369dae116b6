"""A long text in pieces, by UTF-16 units: the stricter reading of Meta's limit.

No piece ends inside what people see as one character.
"""

from typing import Final

from common.graphemes import whole_beginning

MAX_TEXT: Final = 4096


def split_text(body: str) -> list[str]:
    """Return the text in pieces that Meta takes, cut where lines or words end."""
    rest, found = body.strip(), list[str]()
    while _units(rest) > MAX_TEXT:
        cut = _cut(rest)
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*found, rest] if rest else found


def _cut(text: str) -> int:
    most = min(len(text), MAX_TEXT)
    while (over := _units(text[:most]) - MAX_TEXT) > 0:
        most -= (over + 1) // 2
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, most // 2, most)
        if at > 0:
            return at
    return len(whole_beginning(text, most)) or most


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
