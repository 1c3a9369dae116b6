"""The table of docs/operations.md and these tests are one: each row has its test, and back."""

import ast
import re
from pathlib import Path

_HERE = Path(__file__).parent
_PAGE = _HERE.parents[1] / "docs" / "operations.md"
_SECTION = "## When something is down"


def rows() -> list[tuple[str, str]]:
    """Return what is down and the name of the test, for each row of the table."""
    section = _PAGE.read_text().partition(_SECTION)[2].partition("\n## ")[0]
    cells = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    body = [row for row in cells[2:] if len(row) > 1]
    return [(row[0].strip(), row[-1].strip().strip("`")) for row in body]


def named() -> list[tuple[str, str]]:
    """Return what is down by a test's own words and its name, for each test of this folder."""
    found: list[tuple[str, str]] = []
    for file in sorted(_HERE.glob("test_*.py")):
        if file.name == Path(__file__).name:
            continue
        for node in ast.parse(file.read_text()).body:
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_function and node.name.startswith("test_"):
                words = (ast.get_docstring(node) or "").partition(":")[0]
                found.append((words, node.name))
    return found


def test_each_row_of_the_contract_has_its_test_and_each_test_its_row() -> None:
    """Row and test name one another: no promise is untested, no test is unpromised."""
    assert sorted(rows()) == sorted(named())


def test_every_row_says_who_is_told_what_and_what_happens_after() -> None:
    """No cell is empty."""
    section = _PAGE.read_text().partition(_SECTION)[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in lines}) == 1
    assert not [line for line in lines if re.search(r"\|\s*\|", line)]
