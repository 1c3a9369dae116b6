"""Mari runs in a folder of any name, and speaks in a terminal of any encoding."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from common.testing.plugin import open_folder
from standalone.testing.process import House, HouseOptions, child_environment

ASCII = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"}
LATIN = {"PYTHONIOENCODING": "iso-8859-1"}
NAME = "dä t,a & b+c%41;d=e?f#g'h"
COMMANDS = (
    *(["--help"], ["--version"], ["doctor"], ["doctor", "--json"], ["lanes"], ["lanes", "--json"]),
    *(["parked", "list"], ["secrets", "show"], ["secrets", "audit"], ["docs", "--check"]),
    *(["secrets", "new"], ["events", "replay", "--help"], ["down-local"], ["no-such-command"]),
)


SAY = """
import sys
from standalone.entry import main
for words in {commands!r}:
    sys.argv = ["mari", *words]
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, 1, 2, None), (words, end.code)
"""


@pytest.mark.database
def test_no_command_and_no_stop_ends_in_a_traceback() -> None:
    """Whatever signs the terminal lacks: `mari run`, each command beside it, and Ctrl-C."""
    with open_folder() as folder:
        house = House(folder / NAME, HouseOptions(variables=ASCII))
        try:
            house.start()
            told = [_say_all(house, terminal) for terminal in (ASCII, LATIN)]
        finally:
            status = house.stop()
        log = house.log()

    assert 0 == status, log
    assert "Stopping ...\n" in log
    for said in (*told, log):
        assert "Traceback" not in said, said
        assert "Encode" not in said, said


def _say_all(house: House, terminal: dict[str, str]) -> str:
    """Say every command in one process, and return what was answered."""
    done = subprocess.run(
        [sys.executable, "-c", SAY.format(commands=COMMANDS)],
        env=child_environment(house, terminal),
        cwd=house.folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    said = (done.stdout + done.stderr).decode("latin-1")
    assert 0 == done.returncode, said
    return said


def test_a_ctrl_c_while_libraries_are_read_is_no_traceback(tmp_path: Path) -> None:
    """A second of a start passes before any signal handler is set."""
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    done = subprocess.run(
        [sys.executable, "-m", "standalone", "--help"],
        env={"PYTHONPATH": f"{tmp_path}{os.pathsep}"},
        capture_output=True,
        check=False,
    )

    assert (130, b"", b"") == (done.returncode, done.stdout, done.stderr)


def test_a_secret_that_is_no_text_in_this_locale_is_one_line(tmp_path: Path) -> None:
    """Standard input is read as text: what is none is refused, and nothing is changed."""
    code = "from standalone.commands.secrets.reading import values_for\nvalues_for({'a': {}}, 'a')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=ASCII | {"PYTHONIOENCODING": "ascii:strict"},
        input=b"caf\xe9",
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )

    assert b"CommandError: Standard input is no text in this locale." in done.stderr
