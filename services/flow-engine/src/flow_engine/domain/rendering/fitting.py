"""A text within a limit: what is filled in is shortened, what the author wrote stands whole."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from common.graphemes import clip
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from flow_engine.domain.rendering.environment import (
    TOO_LONG,
    PlainData,
    RenderError,
    environment,
    filled,
    is_template,
    names_in,
    render,
)

_OPEN: Final = "\x02"
_CLOSE: Final = "\x03"
_EITHER: Final = re.compile(f"([{_OPEN}{_CLOSE}])")
_MARKS: Final = dict.fromkeys(map(ord, _OPEN + _CLOSE))
_LONGEST_UNCUT: Final = 131_072
"""Characters of one text before it is shortened; a session holds fewer, unless a loop adds them."""


def _marked(value: object) -> str:
    return f"{_OPEN}{str(value).translate(_MARKS)}{_CLOSE}"


_ENVIRONMENT: Final[PlainData] = environment(_marked)


class _LoopMarker(NodeTransformer):
    """Marks all that a loop writes as filled in: its length depends on the values too."""

    def visit_For(self, node: nodes.For) -> list[nodes.Node]:  # noqa: N802 - jinja2 names it so
        before, after = (
            nodes.Output([nodes.TemplateData(mark)], lineno=node.lineno) for mark in (_OPEN, _CLOSE)
        )
        return [before, node, after]


def render_within(source: str, variables: Mapping[str, object], limit: int) -> str:
    """Return the text with its variables filled in, at most `limit` characters. Raises RenderError.

    When it is longer the longest values are shortened, each to whole graphemes and an ellipsis;
    the author's words and short values such as totals stand.
    """
    try:
        text = render(source, variables)
    except RenderError as error:
        if error.code != TOO_LONG:
            raise
    else:
        if len(text) <= limit or not is_template(source):
            return clip(text, limit)
    return _fitted(list(_parts(filled(_compiled(source), variables, _LONGEST_UNCUT))), limit)


@lru_cache(maxsize=512)
def _compiled(source: str) -> Template:
    names_in(source)
    return _ENVIRONMENT.from_string(_LoopMarker().visit(_ENVIRONMENT.parse(source)))


def _parts(marked: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text, each with whether it was filled in; a loop is one piece."""
    depth, piece = 0, ""
    for token in _EITHER.split(marked):
        if token == _OPEN:
            if depth == 0:
                yield piece, False
                piece = ""
            depth += 1
        elif token == _CLOSE:
            depth -= 1
            if depth == 0:
                yield piece, True
                piece = ""
        else:
            piece += token
    yield piece, False


def _fitted(parts: list[tuple[str, bool]], limit: int) -> str:
    room = limit - sum(len(text) for text, is_filled in parts if not is_filled)
    most = _most([len(text) for text, is_filled in parts if is_filled], room)
    return clip("".join(clip(t, most) if is_filled else t for t, is_filled in parts), limit)


def _most(sizes: list[int], room: int) -> int:
    """Return the most that each value may have so that all together fit in the room."""
    left = len(sizes)
    for size in sorted(sizes):
        if size * left > room:
            return max(1, room // left)
        room, left = room - size, left - 1
    return max(sizes, default=1)
