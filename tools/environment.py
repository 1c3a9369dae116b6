"""The virtual environment of a checkout: complete, or made anew.

A stamp is written last and removed first. Without it, with a Python that has gone, in a moved
folder or with a package that is no longer there, the environment is made anew from nothing: pip
takes a half-unpacked package for a whole one. Nothing is resolved: the locks name everything.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pip_run import INSTALL, InstallError, Terminal, install

ROOT: Final = Path(__file__).resolve().parents[1]
RUN_LOCK: Final = "requirements.lock"
DEV_LOCK: Final = "requirements-dev.lock"
"""What tests and checks need; it names all of RUN_LOCK too."""
_STAMP: Final = "installed.json"
_MEGABYTE: Final = 1_000_000
_BLOCK: Final = 512


@dataclass(frozen=True, slots=True)
class Environment:
    """A checkout's .venv."""

    root: Path

    @property
    def folder(self) -> Path:
        """The folder of the environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.folder / "bin" / "python"

    @property
    def packages(self) -> Path:
        """Where its packages are; a folder that is not there when there is none."""
        found = sorted(self.folder.glob("lib/python3.*/site-packages"))
        return found[0] if found else self.folder / "lib"

    def flaw(self, *, any_python: bool) -> str:
        """Return why it must be made anew; empty when it is complete for the locks it names."""
        stamp = self._stamp()
        if not stamp:
            return "it was never finished"
        if stamp["folder"] != str(self.root) or not self.python.exists():
            return "its folder was moved, or its Python has gone"
        if not any_python and stamp["python"] != _version():
            return f"it is for Python {stamp['python']}"
        if any(digest != _digest(self.root, lock) for lock, digest in stamp["locks"].items()):
            return "what it needs has changed"
        lost = set(stamp["entries"]) - set(self._entries())
        return f"{min(lost)} has gone from it" if lost else ""

    def locks(self) -> Sequence[str]:
        """Return the locks that it holds completely, as long as it has no flaw."""
        return list(self._stamp()["locks"])

    def make(self) -> None:
        """Make it anew, with nothing but pip. Raises InstallError."""
        command = [sys.executable, "-I", "-m", "venv", "--clear", str(self.folder)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode != 0:
            said = (done.stderr or done.stdout).decode(errors="replace").strip()
            raise InstallError(f"{self.folder} could not be made", said)

    def connect(self) -> None:
        """Let its Python find the members' sources, and make the `mari` command."""
        lines = [os.path.relpath(path, self.packages) for path in members(self.root)]
        (self.packages / "mari.pth").write_text("\n".join(lines) + "\n")
        command = self.folder / "bin" / "mari"
        python = shlex.quote(str(self.python))
        command.write_bytes(os.fsencode(f'#!/bin/sh\nexec {python} -P -m standalone "$@"\n'))
        command.chmod(0o755)

    def forget(self) -> None:
        """Take it for unfinished from now on."""
        (self.folder / _STAMP).unlink(missing_ok=True)

    def finish(self, locks: Sequence[str]) -> None:
        """Note that it is complete for these locks."""
        stamp = {
            "folder": str(self.root),
            "python": self.packages.parent.name.removeprefix("python"),
            "locks": {lock: _digest(self.root, lock) for lock in locks},
            "entries": self._entries(),
        }
        fresh = self.folder / f"{_STAMP}.new"
        fresh.write_text(json.dumps(stamp), "utf-8")
        fresh.replace(self.folder / _STAMP)

    def megabytes(self) -> int:
        """Return what it takes of the disk."""
        sizes = (path.lstat().st_blocks for path in self.folder.rglob("*"))
        return round(sum(sizes) * _BLOCK / _MEGABYTE)

    def _stamp(self) -> Mapping[str, Any]:
        try:
            return json.loads((self.folder / _STAMP).read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def _entries(self) -> Sequence[str]:
        """Return the names of packages and commands; not what a person's own pip may rename."""
        folders = [each for each in (self.packages, self.folder / "bin") if each.is_dir()]
        names = {path.name for folder in folders for path in folder.iterdir()}
        return sorted(name for name in names if not name.endswith((".dist-info", "__pycache__")))


def members(root: Path) -> Sequence[Path]:
    """Return the folders in which the members' packages are."""
    return sorted([*root.glob("libs/*/src"), *root.glob("services/*/src")])


def ensure(environment: Environment, *, dev: bool, any_python: bool, terminal: Terminal) -> None:
    """Return once the environment is complete. Raises InstallError."""
    wanted = [RUN_LOCK, DEV_LOCK] if dev else [RUN_LOCK]
    with _alone(environment.root, terminal) as lock:
        flaw = environment.flaw(any_python=any_python)
        if not flaw and set(wanted) <= set(environment.locks()):
            return
        begun = time.monotonic()
        environment.forget()
        if flaw:
            if environment.folder.exists():
                terminal.say(f"Making .venv anew: {flaw}.")
            environment.make()
        name = wanted[-1]
        command = [str(environment.python), *INSTALL, "-r", str(environment.root / name)]
        total = install(command, environment.root / name, environment.packages, terminal, lock)
        environment.connect()
        environment.finish(wanted)
        seconds = time.monotonic() - begun
        size = environment.megabytes()
        terminal.say(f"Installed {total} packages in {seconds:.0f} s; .venv takes {size} MB.")


@contextmanager
def _alone(root: Path, terminal: Terminal) -> Generator[int]:
    """Keep others from this checkout's environment, as long as this process or its pip lives."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            terminal.say("Another installation runs in this folder: waiting for its end ...")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _digest(root: Path, lock: str) -> str:
    try:
        return hashlib.sha256((root / lock).read_bytes()).hexdigest()
    except OSError:
        return "missing"


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns its status."""
    parser = argparse.ArgumentParser(prog="tools/install.py")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument(
        "--any-python", action="store_true", help="keep .venv's Python, if it works"
    )
    chosen = parser.parse_args(arguments)
    terminal = Terminal(sys.stderr)
    try:
        ensure(Environment(ROOT), dev=chosen.dev, any_python=chosen.any_python, terminal=terminal)
    except InstallError as error:
        terminal.say(f"mari: {error}", *error.details)
        return 2
    except OSError as error:
        terminal.say(f"mari: cannot write .venv in {ROOT}: {error.strerror}.")
        return 2
    except KeyboardInterrupt:
        terminal.say("mari: interrupted; the next call begins anew.")
        return 130
    return 0
