"""Makes `data/`: the release before, with rows in every state, as its own services write them.

Run it by hand where the repository's history is: `.venv/bin/python tests/upgrade/make_dump.py`.
It takes a minute. Ids of payments follow from their states, the keys are those of `fill.py`; ids of
messages, and what is sealed, differ from run to run. Nothing but this needs the history: the tests
read the files.
"""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

RELEASE: Final = "e791e1c"
"""The commit of the release before."""
HERE: Final = Path(__file__).parent
DUMP: Final = HERE / "data" / "dump.sql"
FACTS: Final = HERE / "data" / "release.json"
_NOISE: Final = re.compile(r"--.*|\\(un)?restrict .*|SET .*|")
_COLUMN: Final = re.compile(r"^    (\w+) ", re.MULTILINE)
_ROOT: Final = HERE.parents[1]


def unpack(folder: Path) -> dict[str, str]:
    """Unpack that release; returns the variables with which this Python runs it."""
    command = ["git", "archive", "--format=tar", RELEASE, "libs", "services"]
    found = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    sources = sorted([*folder.glob("libs/*/src"), *folder.glob("services/*/src")])
    return dict(os.environ) | {"PYTHONPATH": os.pathsep.join(map(str, sources))}  # noqa: TID251 - a child's environment


def tidied(dump: str) -> str:
    """Return the dump without comments, client settings and empty lines."""
    kept = (line for line in dump.splitlines() if not _NOISE.fullmatch(line))
    return "set check_function_bodies = off;\n" + "\n".join(kept) + "\n"


def columns_of(dump: str) -> dict[str, list[str]]:
    """Return the columns of each table: the release before writes these and no others."""
    tables = re.findall(r"CREATE TABLE (\S+) \(\n(.*?)\n\)", dump, re.DOTALL)
    return {
        name: [word for word in _COLUMN.findall(body) if word != "CONSTRAINT"]
        for name, body in tables
    }


def main() -> None:
    """Write both files."""
    with tempfile.TemporaryDirectory(prefix="mari-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        environment = unpack(folder / "release")
        made = folder / "dump.sql"
        command = [sys.executable, HERE / "fill.py", folder / "filled", made]
        subprocess.run(command, check=True, env=environment)
        dump = tidied(made.read_text())
        taken_at = made.with_suffix(".at").read_text()
    DUMP.write_text(dump)
    facts = {"release": RELEASE, "taken_at": taken_at, "columns": columns_of(dump)}
    FACTS.write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
