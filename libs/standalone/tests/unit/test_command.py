"""The `mari` command, as the person who starts it meets it."""

import subprocess
import sys
from pathlib import Path

import pytest

_COMMAND = "from standalone.main import run_command; run_command()"


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_a_variable_that_cannot_be_read_is_one_line(port: str, tmp_path: Path) -> None:
    """The line names the variable; no value is repeated and no traceback is shown."""
    told = subprocess.run(
        [sys.executable, "-c", _COMMAND, "run"],
        env={"MARI_PORT": port, "MARI_DATA_DIR": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 2
    assert told.stderr.startswith("mari: Correct these variables: MARI_PORT: ")
    assert told.stderr.count("\n") == 1


def _run(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _COMMAND, "run"],
        env={"MARI_DATA_DIR": str(folder), **variables},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_one_port_for_two_is_said_at_once(tmp_path: Path) -> None:
    """The public origin and the sandbox cannot both listen there; nothing is started."""
    told = _run(tmp_path, MARI_PORT="8123", MARI_SANDBOX_PORT="8123")

    assert told.returncode == 2
    assert "MARI_PORT and MARI_SANDBOX_PORT are both 8123" in told.stderr
    assert told.stderr.count("\n") == 1
    assert [] == list(tmp_path.iterdir())


def test_a_log_level_that_nobody_knows_is_one_line(tmp_path: Path) -> None:
    """It is refused before anything is set up with it."""
    told = _run(tmp_path, MARI_LOG_LEVEL="loud")

    assert told.returncode == 2
    assert told.stderr.startswith("mari: Correct these variables: MARI_LOG_LEVEL: ")
    assert told.stderr.count("\n") == 1
