"""The clock: signatures are good for a minute, so a clock that is off stops everything."""

from collections.abc import Mapping
from typing import Final

from standalone.commands.doctor.report import Finding, fail, ok, warn

_WARN: Final = 5.0
_FAIL: Final = 30.0


def check_clocks(offsets: Mapping[str, float | None]) -> list[Finding]:
    """Return a line for each clock that was heard; seconds by which it is ahead of ours."""
    heard = {name: offset for name, offset in offsets.items() if offset is not None}
    if not heard:
        return [warn("clock", "no other clock was heard", "look at the checks that failed")]
    return [_line(name, offset) for name, offset in heard.items()]


def _line(name: str, offset: float) -> Finding:
    label = f"clock against {name}"
    if abs(offset) <= _WARN:
        return ok(label, "the same within 5 seconds")
    way = "behind" if offset > 0 else "ahead"
    detail = f"this machine is {abs(offset):.0f} s {way}"
    advice = "let NTP set the clock; services refuse each other's calls from 60 s on"
    return (fail if abs(offset) > _FAIL else warn)(label, detail, advice)
