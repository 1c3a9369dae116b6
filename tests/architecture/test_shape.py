"""Knowing one service is knowing all: the tree keeps its shape."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOTS = ("libs", "services", "tests", "benchmarks")
LONGEST = 300
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common_utils"}
SERVICES = sorted(folder.name for folder in (ROOT / "services").iterdir() if folder.is_dir())
PARTS = {
    *("__main__", "main", "settings", "api", "consumers", "service", "repository", "models"),
    *("domain", "migrations"),
}
MAY_HAVE = {"callers", "provider", "admin", "flows", "__init__", "__pycache__", "py"}
FILES = sorted(
    path
    for root in ROOTS
    for path in (ROOT / root).rglob("*.py")
    if not {".venv", "__pycache__"} & set(path.parts)
)


def _package(service: str) -> Path:
    return ROOT / "services" / service / "src" / service.replace("-", "_")


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_the_same_modules(service: str) -> None:
    """Each has all of the parts, and nothing but what the layers name."""
    found = {path.name.split(".")[0] for path in _package(service).iterdir()}

    assert PARTS - found == set(), f"{service} lacks modules"
    assert found - PARTS - MAY_HAVE == set(), f"{service} has modules without a layer"


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_has_a_readme_and_tests(service: str) -> None:
    """A room says what it is for, and proves it."""
    folder = ROOT / "services" / service

    assert (folder / "README.md").is_file()
    assert list((folder / "tests").rglob("test_*.py"))


def test_no_file_is_over_300_lines() -> None:
    """A module that grows becomes a package of the same name, before it becomes a god."""
    long = {_named(path): _lines(path) for path in FILES if _lines(path) > LONGEST}

    assert long == {}


def test_no_import_is_relative() -> None:
    """One way to name a module, from everywhere."""
    relative = [
        _named(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]

    assert relative == []


def test_no_module_is_called_what_says_nothing() -> None:
    """A function that is hard to place is a module that is not yet named."""
    assert [_named(path) for path in FILES if path.stem in NAMELESS] == []


def test_no_package_marker_stands_under_tests() -> None:
    """Same-named test files of the members work only in importlib mode without markers."""
    assert [_named(p) for p in FILES if p.name == "__init__.py" and "tests" in p.parts] == []


def test_nothing_is_put_off_or_hidden_from_the_tests() -> None:
    """No skipped test, no excluded line, no unwritten body: what is there is finished."""
    put_off = ("pytest.mark.skip", "pytest.mark.xfail", "pragma: no " + "cover", "TO" + "DO")
    unfinished = [
        f"{_named(path)}: {words}"
        for path in FILES
        if path != Path(__file__)
        for words in put_off
        if words in path.read_text(encoding="utf-8")
    ]

    assert unfinished == []


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_connection_to_the_database_is_bounded() -> None:
    """One module makes engines, with limits on both sides: nobody hangs on a silent database."""
    makers = {"create_async_engine", "create_engine", "create_pool"}
    found = [
        _named(path)
        for path in FILES
        if "src" in path.parts and "testing" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and _called(node) in makers | {"asyncpg.connect"}
    ]

    assert found == ["libs/common/src/common/db/engine.py"]


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func)
