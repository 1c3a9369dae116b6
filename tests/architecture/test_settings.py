"""Every variable is documented, and only `main` reads them."""

import ast
from pathlib import Path

from standalone.env_example import env_example

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path for root in ("libs", "services") for path in (ROOT / root).glob("*/src/**/*.py")
)
MAY_READ = {"main.py", "settings.py", "env_example.py"}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_example_of_the_environment_equals_the_settings_classes() -> None:
    """`.env.example` is written from the classes; `make docs` writes it anew."""
    assert env_example() == (ROOT / ".env.example").read_text(encoding="utf-8")


def test_only_main_reads_a_services_settings() -> None:
    """Everything else is given values."""
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if "services" in path.parts
        and path.name not in MAY_READ
        and any(name.endswith(".settings") for name in _imports(path))
    ]

    assert readers == []
