"""Every row of the page of threats has tests that exist, or says plainly that there is none yet."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/threats.md"
NOT_YET = "not yet"
NAMED = re.compile(r"`([\w./-]+\.py)::(\w+)`")


def rows(text: str) -> list[tuple[str, str]]:
    """Give threat and tests of each row of the table."""
    cells = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    return [(row[0], row[-1]) for row in cells[2:]]


@cache
def names_in(file: str) -> frozenset[str]:
    """Give the names of the tests of a file; none where there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    found = (
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return frozenset(name for name in found if name.startswith("test_"))


def unproven(cell: str) -> list[str]:
    """Give what a row names and is not there; a row that names nothing is unproven as a whole."""
    if cell == NOT_YET:
        return []
    named = NAMED.findall(cell)
    missing = [f"{file}::{test}" for file, test in named if test not in names_in(file)]
    rest = NAMED.sub("", cell).replace("<br>", "").strip()
    return missing + ([] if named and not rest else [rest or "nothing"])


@pytest.mark.parametrize(("threat", "cell"), rows(PAGE.read_text(encoding="utf-8")))
def test_every_threat_names_tests_that_exist_or_says_not_yet(threat: str, cell: str) -> None:
    """A control whose test was renamed or deleted is no control."""
    assert unproven(cell) == [], threat


@pytest.mark.parametrize(
    "cell",
    ["", "soon", "`tests/architecture/test_threats.py::test_gone`", "`tests/gone.py::test_x`"],
)
def test_the_rule_about_threats_would_notice(cell: str) -> None:
    """An empty cell, mere words, a test that is gone, and a file that is gone."""
    assert unproven(cell) != []


def test_the_table_is_read_whole() -> None:
    """A table that cannot be read would prove everything."""
    lines = PAGE.read_text(encoding="utf-8").count("\n| ")

    assert len(rows(PAGE.read_text(encoding="utf-8"))) == lines - 1
    assert lines > 30
