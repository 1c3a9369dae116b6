"""No text can make a pattern run for long: every pattern is found, and each is measured."""

import ast
import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from time import thread_time
from typing import Any, Final

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for root in ("libs", "services")
    for path in (ROOT / root).glob("*/src/**/*.py")
    if not {"__pycache__", "testing"} & set(path.parts)
)
AUTHORS: Final = "flow_engine.domain.patterns"
"""The one place that compiles what somebody else wrote: it has bounds and tests of its own."""
HARMLESS: Final = {"compile", "escape", "error", "Pattern", "Match"}
"""What may be used of `re`, flags aside: nothing that matches without a name."""
SIZES: Final = (16, 24, 750, 6_000)
"""Small ones first: what grows exponentially is seen before it could hang."""
FEW_SECONDS: Final = 0.006
"""A pattern that needs longer for the largest text is measured again, for how it grows."""
QUADRATIC: Final = 24.0
"""From the third size to the fourth the text grows 8 times: 8 is linear, 64 is quadratic."""


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[parts.index("src") + 1 :]).removesuffix(".__init__")


def _calls_of_re(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield from [node] if node.value.id == "re" else []


def _compiled(value: ast.expr | None) -> bool:
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and ast.unparse(value.func) == "re.compile"
    )


def _named_patterns(tree: ast.Module) -> Iterator[str]:
    """Return the names of a module that are each bound to a compiled pattern."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and _compiled(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and _compiled(node.value):
            assert isinstance(node.target, ast.Name)
            yield node.target.id


TREES: Final = {_module(path): ast.parse(path.read_text("utf-8")) for path in SOURCES}
NAMED: Final = [(name, one) for name, tree in TREES.items() for one in _named_patterns(tree)]


def test_every_pattern_has_a_name_by_which_it_is_measured() -> None:
    """`re` compiles patterns at a module's top and does nothing else: this list is complete."""
    found: list[str] = []
    for module, tree in TREES.items():
        used = [one.attr for one in _calls_of_re(tree)]
        unnamed = used.count("compile") - len(list(_named_patterns(tree)))
        found += [f"{module}: re.{one}" for one in used if one not in HARMLESS and one.islower()]
        found += [f"{module}: an unnamed pattern"] * (unnamed - (module == AUTHORS))

    assert found == []


def test_nobody_has_patterns_by_another_way() -> None:
    """No other name for `re`, no other engine, and none of its one-off forms elsewhere."""
    imports = {
        f"{module}: {ast.unparse(node)}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else node.names)
        if (name if isinstance(name, str) else name.name) in {"regex", "sre_parse", "fnmatch"}
        or (isinstance(name, str) and name == "re")
        or (isinstance(name, ast.alias) and name.name == "re" and name.asname)
    }
    engines = {module for module, tree in TREES.items() if "python-re" in ast.dump(tree)}

    assert imports | engines == set(), "pydantic's patterns are linear in its own engine only"


def _alphabet(pattern: str) -> list[str]:
    """Return a few characters that the pattern may tell apart, one of each kind."""
    usual = [" ", "1", "a", "_", "!"]
    literal = [sign for sign in dict.fromkeys(re.sub(r"\\[a-zA-Z]", "", pattern)) if sign.strip()]
    special = [sign for sign in literal if sign not in "\\()[]|?*+^" and not sign.isalnum()]
    letters = [sign for sign in literal if sign.isalnum()][:3]
    return list(dict.fromkeys([*usual, *special[:4], *letters]))


def _texts(pattern: str, size: int) -> Iterator[str]:
    """Return texts that repeat one or two characters, between ends that fit and that do not."""
    signs = _alphabet(pattern)
    marks = [sign for sign in signs if not sign.isspace() and not sign.isalnum()]
    for begin, unit, end in product(["", "a", *marks], signs, ["", "1", "a", *marks, "\x00"]):
        yield begin + unit * size + end
    for pair in product(signs, signs):
        yield from ("".join(pair) * (size // 2) + end for end in ("", "\x00"))


def _seconds(run: Callable[[], object]) -> float:
    """Return the time that the processor took: another process is no quadratic pattern."""
    begun = thread_time()
    run()
    return thread_time() - begun


def _ways(pattern: re.Pattern[Any], text: str) -> Iterable[Callable[[], object]]:
    given = text if isinstance(pattern.pattern, str) else text.encode()
    return (
        lambda: pattern.fullmatch(given),
        lambda: sum(1 for _ in pattern.finditer(given)),
    )


def slow_text(pattern: re.Pattern[Any]) -> str | None:
    """Return the beginning of a text on which the pattern's time grows faster than the text."""
    written = str(pattern.pattern)
    for texts in zip(*(_texts(written, size) for size in SIZES), strict=True):
        for place, text in enumerate(texts):
            if any(_seconds(way) > FEW_SECONDS for way in _ways(pattern, text)):
                if place < len(SIZES) - 1 or _grows(pattern, texts[-2], text):
                    return text[:12]
                break
    return None


def _grows(pattern: re.Pattern[Any], shorter: str, longer: str) -> bool:
    """Measure at two sizes, the quickest of five."""
    ways = zip(_ways(pattern, shorter), _ways(pattern, longer), strict=True)
    times = [[min(_seconds(way) for _ in range(5)) for way in pair] for pair in ways]
    return any(long > FEW_SECONDS and long > QUADRATIC * short for short, long in times)


@pytest.mark.parametrize(("module", "name"), NAMED, ids=[".".join(one) for one in NAMED])
def test_a_pattern_is_linear(module: str, name: str) -> None:
    """Twice the text is about twice the time, whatever the text is made of."""
    pattern = getattr(importlib.import_module(module), name)

    assert slow_text(pattern) is None


@pytest.mark.parametrize(
    "pattern", [r"^[\W_]+|[\W_]+$", r"\s+(?:and|&)\s+", r"(a|a)*b", r"'[^']*[A-Za-z][^']*'"]
)
def test_the_measure_sees_what_is_not_linear(pattern: str) -> None:
    """Patterns that blocked a process here, and an exponential one, are found by it."""
    assert slow_text(re.compile(pattern)) is not None
