"""What a running PostgreSQL server says of itself in its folder, and whether it still runs."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_READY_LINE = 7


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server's process, where its socket is, and whether it takes connections."""

    pid: int
    socket_folder: Path
    is_ready: bool


def read_postmaster(data: Path) -> Postmaster | None:
    """Return what the data folder says of its server, running or not."""
    try:
        note = os.fsdecode((data / "postmaster.pid").read_bytes())
        lines: Sequence[str] = note.split("\n")
        ready = len(lines) > _READY_LINE and lines[_READY_LINE].strip() == "ready"
        return Postmaster(int(lines[0]), Path(lines[4].strip()), ready)
    except (OSError, ValueError, IndexError):
        return None


def is_postgres(pid: int) -> bool:
    """Tell whether a process is a PostgreSQL server."""
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False if Path("/proc").exists() else is_alive(pid)


def is_alive(pid: int) -> bool:
    """Tell whether a process is there and has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rsplit(b") ", 1)[-1].startswith(b"Z")
    except OSError:
        return False


def wait_for(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for a condition, at most so long."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
