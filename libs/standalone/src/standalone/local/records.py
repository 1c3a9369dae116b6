"""`processes.json`: who runs, where; always the truth, for tests and for people."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from common.local.process import environment_of

FILE: Final = "processes.json"
MARK: Final = "MARI_LOCAL_FOLDER"
"""In the environment of each process that a supervisor of this folder started."""


class Records:
    """The file, written anew at each change."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._entries: dict[str, dict[str, Any]] = {}

    def put(self, name: str, pid: int | None, port: int | None) -> None:
        """Note that a process runs; without a pid that it is about to be started again."""
        entry = {"pid": pid, "port": port}
        if self._entries.get(name) != entry:
            self._entries[name] = entry
            self._write()

    def clear(self) -> None:
        """Remove the file: nothing runs."""
        self._entries.clear()
        self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(self._entries, indent=1))
        fresh.replace(self._path)


def read(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return who runs in a folder; nobody when there is no file."""
    try:
        return json.loads((folder / FILE).read_text())
    except (OSError, ValueError):
        return {}


def strays(folder: Path) -> Iterator[int]:
    """Give the processes that a supervisor of this folder started, whoever watches them now."""
    mark = os.fsencode(f"{MARK}={folder}\0")
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if pid != os.getpid() and mark in environment_of(pid):
            yield pid
