"""Install only what one image needs, every file held to the hashes of a lock.

`install.py PYTHON FILE LOCK` installs the requirements of FILE into PYTHON's environment, looks at
what these require in turn, and goes on until nothing is missing. pip checks the hashes; what the
lock does not name is refused. Plain Python and pip, for the build stage of the Dockerfile.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

_ASK: Final = """
import json, sys
from importlib.metadata import distribution
print(json.dumps({name: distribution(name).requires or [] for name in sys.argv[1:]}))
"""
_Wanted = set[tuple[str, str]]


class NotLockedError(Exception):
    """The lock does not name what is needed."""


def locked(text: str) -> dict[str, str]:
    """Return by name each entry of the lock, on one line, with its hashes."""
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return {canonicalize_name(line.partition("==")[0].strip()): line for line in lines if line}


def wanted(requirements: Iterable[str], extra: str = "") -> _Wanted:
    """Return the (name, extra) pairs that apply on this machine; an extra brings the bare name."""
    found: _Wanted = set()
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            name = canonicalize_name(requirement.name)
            found |= {(name, each) for each in ("", *requirement.extras)}
    return found


def install(python: str, requirements: list[str], lock: Mapping[str, str]) -> list[str]:
    """Install round by round; returns the names. Raises NotLockedError."""
    known: _Wanted = set()
    new = wanted(requirements)
    while new:
        fresh = sorted({name for name, _ in new} - {name for name, _ in known})
        _install(python, fresh, lock)
        known |= new
        needs = _requires(python, sorted({name for name, _ in new}))
        new = {pair for name, extra in new for pair in wanted(needs[name], extra)} - known
    return sorted({name for name, _ in known})


def _install(python: str, names: list[str], lock: Mapping[str, str]) -> None:
    missing = [name for name in names if name not in lock]
    if missing:
        raise NotLockedError(f"the lock lacks {', '.join(missing)}: run `make lock`.")
    if not names:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{lock[name]}\n" for name in names))
        file.flush()
        rules = ["--require-hashes", "--no-deps", "--no-compile", "--only-binary", ":all:"]
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *rules]
        subprocess.run([*pip, "-r", file.name], check=True)


def _requires(python: str, names: list[str]) -> dict[str, list[str]]:
    asked = subprocess.run([python, "-c", _ASK, *names], check=True, capture_output=True, text=True)
    return json.loads(asked.stdout)


if __name__ == "__main__":
    try:
        lines = Path(sys.argv[2]).read_text("utf-8").splitlines()
        done = install(sys.argv[1], lines, locked(Path(sys.argv[3]).read_text("utf-8")))
        sys.stdout.write(f"{len(done)} distributions: {', '.join(done)}\n")
    except NotLockedError as error:
        sys.stderr.write(f"install.py: {error}\n")
        sys.exit(2)
