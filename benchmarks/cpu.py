"""CPU time of processes, as /proc tells: each with its children, those that have ended included."""

import os
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PARENT: Final = 1
_TIMES: Final = slice(11, 15)
"""User and system time of its own, then of children that have ended; counted after the name."""


def cpu_seconds(pid: int, *, with_children: bool = False) -> float:
    """Return what a process has used so far, and with it its running children."""
    ticks = 0
    for entry in Path("/proc").glob("[0-9]*") if with_children else [Path(f"/proc/{pid}")]:
        fields = _fields(entry)
        if fields and (entry.name == str(pid) or fields[_PARENT] == str(pid)):
            ticks += sum(map(int, fields[_TIMES]))
    return ticks / _TICKS


def _fields(entry: Path) -> list[str]:
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
