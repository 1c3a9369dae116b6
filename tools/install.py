"""Make .venv, the virtual environment of this checkout: `python3 tools/install.py [--dev]`.

It holds what running needs, with `--dev` also what tests and checks need. This file is plain enough
for old versions of Python, so that they can say what is missing instead of failing to read it.
"""

import importlib.util
import os
import subprocess
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def what_is_missing(major: int, minor: int, system: str = os.name, venv: str = "ensurepip") -> str:
    """Return in one line what keeps this Python from making the environment; empty: nothing."""
    if system != "posix":
        return "Mari runs on Linux and macOS; on Windows use WSL."
    if (major, minor) < OLDEST:
        found = [name for name in NEWER if _works(name)]
        advice = "make run PYTHON=" + (found or NEWER)[0]
        this = f"{major}.{minor} ({sys.executable})"
        first = "" if found else "install a newer one, then "
        return f"Mari needs Python 3.11 or newer, and this is {this}: {first}{advice}."
    if importlib.util.find_spec(venv) is None:
        package = f"python{major}.{minor}-venv"
        return f"this Python has no {venv}: install it (Debian: apt install {package})."
    return ""


def _works(name: str) -> bool:
    try:
        return subprocess.call([name, "-c", ""], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def main() -> None:
    """Make the environment; what a person can mend is the first line on the error stream."""
    missing = what_is_missing(sys.version_info[0], sys.version_info[1])
    if missing:
        sys.stderr.write("mari: " + missing + "\n")
        sys.exit(2)
    from environment import run  # noqa: PLC0415 - an old Python could not read it

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
