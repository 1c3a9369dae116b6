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
