"""What a run showed: the one JSON line, whether the promise held, and the page's section."""

import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import orjson

PAGE: Final = Path(__file__).parents[6] / "docs" / "reliability.md"
_BEGIN: Final = "<!-- chaos: begin (written by `make chaos`) -->"
_END: Final = "<!-- chaos: end -->"
RECOVERED_SECONDS: Final = 20.0


@dataclass(slots=True)
class Report:
    """The figures of a run."""

    recoveries: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    """Seconds until all was well, after each strike of each fault."""
    purchases: int = 0
    charges: int = 0
    credits: int = 0
    lost: int = 0
    doubled: int = 0
    order_violations: int = 0
    stuck: int = 0
    messages: int = 0
    seconds: float = 0.0
    restarts: float = 0
    details: dict[str, int] = field(default_factory=dict[str, int])

    def note(self, fault: str, seconds: float) -> None:
        """Keep how long it took after a fault."""
        self.recoveries.setdefault(fault, []).append(seconds)

    @property
    def worst(self) -> float:
        """The longest recovery, in seconds."""
        return max((max(found) for found in self.recoveries.values()), default=0.0)

    @property
    def held(self) -> bool:
        """Whether the promise held."""
        wrong = self.lost + self.doubled + self.order_violations + self.stuck
        is_even = 0 < self.purchases == self.charges == self.credits
        return is_even and wrong == 0 and self.worst < RECOVERED_SECONDS

    def line(self) -> str:
        """Return the last line of a run."""
        faults = {name: len(found) for name, found in sorted(self.recoveries.items())}
        figures: Mapping[str, object] = {
            "purchases": self.purchases,
            "charges": self.charges,
            "credits": self.credits,
            "lost": self.lost,
            "doubled": self.doubled,
            "order_violations": self.order_violations,
            "stuck": self.stuck,
            "worst_recovery_s": round(self.worst, 2),
            "faults": faults,
        }
        return orjson.dumps(figures).decode()


def say(line: str) -> None:
    """Tell whoever watches the run."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def render(report: Report, surroundings: str) -> str:
    """Return the page's section."""
    lines = [
        _BEGIN,
        "",
        surroundings,
        "",
        _sentence(report),
        "",
        "| Fault | Times | Recovery: median s | worst s |",
        "|---|---|---|---|",
    ]
    for name, found in sorted(report.recoveries.items()):
        shown = name.replace(">", " → ")
        lines.append(
            f"| {shown} | {len(found)} | {statistics.median(found):.1f} | {max(found):.1f} |"
        )
    return "\n".join([*lines, "", _END])


def _sentence(report: Report) -> str:
    return (
        f"{report.purchases} purchases and {report.messages} numbered messages in"
        f" {report.seconds / 60:.0f} minutes: {report.charges} charges, {report.credits} credits,"
        f" {report.lost} lost, {report.doubled} doubled, {report.order_violations} out of order,"
        f" {report.stuck} stuck; worst recovery {report.worst:.1f} s"
        f" (promised: under {RECOVERED_SECONDS:.0f} s)."
    )


def write(report: Report, surroundings: str, page: Path = PAGE) -> None:
    """Put the section into the page between its markers."""
    text = page.read_text()
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(before + render(report, surroundings) + after)
