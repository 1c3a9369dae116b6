"""The generated part of docs/performance.md: figures between two markers, the rest is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.closed_loop import Figures

PAGE: Final = Path(__file__).parent.parent / "docs" / "performance.md"
_BEGIN: Final = "<!-- bench-turn: begin (written by `make bench-turn`) -->"
_END: Final = "<!-- bench-turn: end -->"
AT: Final = 20
WANTED: Final = 0.3
_LEAST_SHOWN: Final = 0.01


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the benchmark showed."""

    figures: Mapping[tuple[str, int], Figures]
    ratio: float
    """House to floor at 20 customers: the median of the rounds' own ratios."""
    cpu_ms: Mapping[str, float]
    """CPU milliseconds of this process for a turn at 20 customers, by place."""
    spent: Sequence[tuple[str, float]]
    surroundings: str


def render(result: Result) -> str:
    """Return the generated part."""
    lines = [
        _BEGIN,
        "",
        result.surroundings,
        "",
        "| Customers | House: turns/s | median ms | p99 ms | Floor: turns/s | median ms | p99 ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for customers in sorted({customers for _, customers in result.figures}):
        house, floor = (result.figures[name, customers] for name in ("house", "floor"))
        lines.append(f"| {customers} | {_cells(house)} | {_cells(floor)} |")
    lines += [
        "",
        _sentence(result),
        "",
        "| Part | Share |",
        "|---|---|",
        *(f"| {part} | {share:.0%} |" for part, share in result.spent if share >= _LEAST_SHOWN),
        "",
        _END,
    ]
    return "\n".join(lines)


def _sentence(result: Result) -> str:
    return (
        f"At {AT} customers the house does **{result.ratio:.2f}** of the floor's turns"
        f" (wanted: {WANTED}). A turn takes {result.cpu_ms['house']:.1f} ms of CPU time in this"
        f" process, on the floor {result.cpu_ms['floor']:.1f} ms. The house's go to:"
    )


def write(result: Result, page: Path = PAGE) -> None:
    """Put the generated part into the page. Raises ValueError when its markers are gone."""
    text = page.read_text()
    before, _, rest = text.partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise ValueError(f"{page.name} has lost the marker {_END}")
    page.write_text(before + render(result) + after)


def _cells(figures: Figures) -> str:
    return f"{figures.rate:.0f} | {figures.median:.0f} | {figures.p99:.0f}"
