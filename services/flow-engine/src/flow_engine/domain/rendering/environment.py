"""Jinja2 without its reach: names, items of plain data, a few filters, `if` and one `for`."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, cast

from jinja2 import StrictUndefined, Template, Undefined, meta, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flow_engine.domain.rendering.filters import FILTERS

MAX_SOURCE: Final = 4096
MAX_OUTPUT: Final = 4096
TOO_LONG: Final = "output_too_long"
_MARKS: Final = ("{{", "{%", "{#")
_WHOLE: Final = re.compile(r"\{\{\s*([a-z_][a-z0-9_]*(?:\.[a-z0-9_]+){0,7})\s*\}\}", re.ASCII)
_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.If,
    nodes.For,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Test,
)


class TemplateError(ValueError):
    """A definition's text uses what texts may not use. Found when the definition is loaded."""


class RenderError(Exception):
    """A text could not be made from these variables; its raw form is never shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PlainData(ImmutableSandboxedEnvironment):
    """An environment in which a dot means an item of plain data, never an attribute."""

    def getattr(self, obj: object, attribute: str) -> object:
        """Return the item of that name."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Return an item of plain data, or an undefined value that refuses to be shown."""
        if isinstance(obj, dict) and argument in obj:
            return cast("dict[object, object]", obj)[argument]
        if isinstance(obj, list | tuple) and type(argument) is int:
            row = cast("list[object]", obj)
            return (
                row[argument] if -len(row) <= argument < len(row) else self.undefined(name="item")
            )
        return self.undefined(obj=obj, name=str(argument))


def _is_defined(value: object) -> bool:
    return not isinstance(value, Undefined)


def environment(finalize: Callable[[object], str] | None = None) -> PlainData:
    """Return a fenced environment; `finalize` is applied to every value that a text shows."""
    made = PlainData(undefined=StrictUndefined, autoescape=False, cache_size=0, finalize=finalize)
    made.globals = {}
    made.filters = dict(FILTERS)
    made.tests.clear()
    made.tests["defined"] = _is_defined
    return made


_ENVIRONMENT: Final = environment()


def is_template(text: str) -> bool:
    """Say whether a text has anything to fill in."""
    return any(mark in text for mark in _MARKS)


def path_of(text: str) -> str | None:
    """Return the path of a text that is exactly one name: `{{ tour.rows }}` → `tour.rows`."""
    found = _WHOLE.fullmatch(text.strip()) if "{{" in text else None
    return found.group(1) if found else None


@lru_cache(maxsize=2048)
def names_in(source: str) -> frozenset[str]:
    """Return the variables that a text needs. Raises TemplateError when it breaks a fence."""
    tree = _parsed(source)
    _check(tree, loops=0)
    return frozenset(meta.find_undeclared_variables(tree))


def _parsed(source: str) -> nodes.Template:
    if len(source) > MAX_SOURCE:
        raise TemplateError(f"a text has at most {MAX_SOURCE} characters")
    try:
        return _ENVIRONMENT.parse(source)
    except JinjaError as error:
        raise TemplateError(f"no template: {error.message}") from None


def _check(node: nodes.Node, *, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise TemplateError(f"{type(node).__name__} is not taken in a text")
    _check_words(node)
    inner = loops + isinstance(node, nodes.For)
    if inner > 1:
        raise TemplateError("a loop inside a loop is not taken")
    for child in node.iter_child_nodes():
        _check(child, loops=inner)


def _check_words(node: nodes.Node) -> None:
    if isinstance(node, nodes.Filter):
        _check_filter(node)
    if isinstance(node, nodes.Test) and node.name not in _ENVIRONMENT.tests:
        raise TemplateError(f"unknown test '{node.name}'; known: defined")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateError(f"the name '{node.attr}' is not taken")
    if isinstance(node, nodes.Name) and (node.name.startswith("_") or node.name == "loop"):
        raise TemplateError(f"the name '{node.name}' is not taken")
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
        raise TemplateError("a loop has one plain name")


def _check_filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        known = ", ".join(sorted(FILTERS))
        raise TemplateError(f"unknown filter '{node.name}'; known: {known}")
    if node.node is None:
        raise TemplateError("a filter stands after a value")


@lru_cache(maxsize=2048)
def _compiled(source: str) -> Template:
    names_in(source)
    return _ENVIRONMENT.from_string(source)


def render(source: str, variables: Mapping[str, object]) -> str:
    """Return the text with its variables filled in, once. Raises RenderError."""
    if not is_template(source):
        return source
    return filled(_compiled(source), variables, MAX_OUTPUT)


def filled(template: Template, variables: Mapping[str, object], most: int) -> str:
    """Return a compiled text, filled in. Raises RenderError, also beyond `most` characters."""
    pieces: list[str] = []
    size = 0
    try:
        for piece in template.generate(variables):
            size += len(piece)
            if size > most:
                raise RenderError(TOO_LONG)
            pieces.append(piece)
    except JinjaError:
        raise RenderError("undefined_or_refused") from None
    except (TypeError, ValueError, ArithmeticError):
        raise RenderError("wrong_kind_of_value") from None
    return "".join(pieces)


def value_of(source: object, variables: Mapping[str, object]) -> object:
    """Return the value itself for a text that is one name, else the rendered text or literal."""
    if not isinstance(source, str):
        return source
    path = path_of(source)
    if path is None:
        return render(source, variables)
    found = look_up(path, variables)
    if found is MISSING:
        raise RenderError("undefined_or_refused")
    return found


MISSING: Final = object()


def look_up(path: str, variables: Mapping[str, object]) -> object:
    """Return the item at a dotted path of plain data, or `MISSING`."""
    found: object = variables
    for part in path.split("."):
        found = _item(found, part)
    return found


def _item(value: object, part: str) -> object:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(part, MISSING)
    if isinstance(value, list | tuple) and part.isascii() and part.isdigit():
        row = cast("list[object]", value)
        return row[int(part[:6])] if int(part[:6]) < len(row) else MISSING
    return MISSING
