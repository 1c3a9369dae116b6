"""The generated parts of docs/performance.md, each between two markers; the rest is kept."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.closed_loop import Figures

PAGE: Final = Path(__file__).parent.parent / "docs" / "performance.md"
AT: Final = 20
"""Customers at which the house is compared with its floor."""
WANTED: Final = 0.3


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the benchmark showed of one form."""

    form: str
    figures: Mapping[tuple[str, int], Figures]
    ratios: Sequence[float]
    """House to floor at 20 customers, in each round."""
    surroundings: str
    more: str
    """What else is to be said before the table."""
    table: Sequence[str]
    """Where a turn's CPU time goes."""

    @property
    def ratio(self) -> float:
        """House to floor: the median of the rounds' own."""
        return statistics.median(self.ratios)

    @property
    def begin(self) -> str:
        """The marker before its part."""
        return f"<!-- bench-turn {self.form}: begin (written by `make bench-turn`) -->"

    @property
    def end(self) -> str:
        """The marker after it."""
        return f"<!-- bench-turn {self.form}: end -->"


def render(result: Result) -> str:
    """Return a form's part."""
    lines = [
        result.begin,
        "",
        result.surroundings,
        "",
        "| Customers | House: turns/s | median ms | p99 ms | Floor: turns/s | median ms | p99 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for customers in sorted({customers for _, customers in result.figures}):
        house, floor = (result.figures[name, customers] for name in ("house", "floor"))
        lines.append(f"| {customers} | {_cells(house)} | {_cells(floor)} |")
    lines += ["", f"{_sentence(result)} {result.more}", "", *result.table, "", result.end]
    return "\n".join(lines)


def write(result: Result, page: Path = PAGE) -> None:
    """Put a form's part into the page. Raises ValueError when its markers are gone."""
    text = page.read_text()
    before, begun, rest = text.partition(result.begin)
    _, found, after = rest.partition(result.end)
    if not begun or not found:
        raise ValueError(f"{page.name} has lost the marker {result.begin} or {result.end}")
    page.write_text(before + render(result) + after)


def _sentence(result: Result) -> str:
    rounds = ", ".join(f"{ratio:.2f}" for ratio in result.ratios)
    return (
        f"At {AT} customers the house does **{result.ratio:.2f}** of the floor's turns"
        f" (wanted: {WANTED}; the rounds: {rounds})."
    )


def _cells(figures: Figures) -> str:
    return f"{figures.rate:.0f} | {figures.median:.0f} | {figures.p99:.0f}"
