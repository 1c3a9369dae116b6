"""Imports point inwards: the contracts of `[tool.importlinter]` hold."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_the_import_contracts_hold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Services are independent, common stands below them, layers point inwards, domain is pure."""
    failed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)

    assert not failed, capsys.readouterr().out
