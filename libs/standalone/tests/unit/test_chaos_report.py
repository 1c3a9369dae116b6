"""A run of `make chaos` says what it found, and holds only when nothing is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from standalone.testing.chaos.report import Report, write


def a_report(**changed: Any) -> Report:
    """Return the report of a run in which all was well, but for what is named."""
    report = Report(purchases=3, charges=3, credits=3)
    report.note("kill notifier", 2.5)
    report.note("kill notifier", 19.0)
    for name, value in changed.items():
        setattr(report, name, value)
    return report


@pytest.mark.parametrize(
    "wrong",
    [
        {"lost": 1},
        {"doubled": 1},
        {"order_violations": 1},
        {"stuck": 1},
        {"charges": 4},
        {"credits": 2},
        {"purchases": 0, "charges": 0, "credits": 0},
        {"recoveries": {"kill notifier": [20.0]}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_one_thing_wrong_breaks_the_promise(wrong: dict[str, Any]) -> None:
    """Each figure that is not as promised is enough; a run without purchases proves nothing."""
    assert not a_report(**wrong).held


def test_a_run_with_everything_right_holds() -> None:
    """Nothing lost, nothing doubled, all credited, and quick."""
    assert a_report().held


def test_the_line_is_the_json_that_was_agreed() -> None:
    """Every figure by its name, the worst recovery, and how often each fault struck."""
    assert json.loads(a_report().line()) == {
        "purchases": 3,
        "charges": 3,
        "credits": 3,
        "lost": 0,
        "doubled": 0,
        "order_violations": 0,
        "stuck": 0,
        "worst_recovery_s": 19.0,
        "faults": {"kill notifier": 2},
    }


def test_the_page_keeps_what_stands_outside_the_markers(tmp_path: Path) -> None:
    """Written twice, the section is there once, between the words of people."""
    page = tmp_path / "page.md"
    begin = "<!-- chaos: begin (written by `make chaos`) -->"
    page.write_text(f"# Before\n\n{begin}\nold\n<!-- chaos: end -->\n\nAfter\n")

    write(a_report(), "two cores", page)
    write(a_report(), "two cores", page)

    text = page.read_text()
    assert text.startswith("# Before\n")
    assert text.endswith("\nAfter\n")
    assert "old" not in text
    assert text.count("| kill notifier | 2 | 10.8 | 19.0 |") == 1
