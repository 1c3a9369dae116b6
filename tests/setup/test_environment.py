"""`tools/install.py`: .venv is complete, or it is made anew; what a person can mend is one line."""

import ast
import os
import pty
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from standalone.testing.deployment import ROOT
from standalone.testing.local_index import Index, SmallCheckout, serving

INSTALL: dict[str, Any] = runpy.run_path(str(ROOT / "tools/install.py"))


def test_the_environment_holds_what_the_lock_names_and_runs_the_sources(
    index: Index, checkout: SmallCheckout
) -> None:
    """`mari` runs from any folder, whatever signs the checkout's name has; the next call is quick.

    Running brings nothing that only tests need; `--dev` adds it.
    """
    checkout.lock(index.add("for-running", "1.0"), index.add("for-tests", "2.0"))

    assert 0 == checkout.install()[0]
    assert "hello world" == checkout.mari("world")
    assert ("1.0", "") == (checkout.version_of("for_running"), checkout.version_of("for_tests"))
    assert (0, "") == checkout.install()

    assert 0 == checkout.install("--dev")[0]
    assert "2.0" == checkout.version_of("for_tests")
    assert (0, "") == checkout.install()


def test_nothing_newer_is_taken_and_nothing_is_resolved(
    index: Index, checkout: SmallCheckout
) -> None:
    """A requirement that the lock leaves out is not looked for: the lock is all there is."""
    named = index.add("asks-more", "1.0", ["brought[extra]>=1", "never-heard-of"])
    checkout.lock(named + index.add("brought", "1.5"))
    index.add("brought", "9.0")
    index.add("asks-more", "9.0")

    assert 0 == checkout.install()[0]
    assert ("1.0", "1.5") == (checkout.version_of("asks_more"), checkout.version_of("brought"))


def test_a_changed_lock_is_installed_at_the_next_call(
    index: Index, checkout: SmallCheckout
) -> None:
    """What the old lock brought and the new one does not is gone."""
    checkout.lock(index.add("one", "1.0") + index.add("other", "1.0"))
    checkout.install()
    checkout.lock(index.add("one", "2.0"))

    assert "what it needs has changed" in checkout.install()[1]
    assert ("2.0", "") == (checkout.version_of("one"), checkout.version_of("other"))


def test_a_killed_installation_mends_itself(tmp_path: Path) -> None:
    """To pip a half-unpacked package is a whole one: the next call trusts nothing of it.

    The installer and its pip are killed while the index keeps them waiting.
    """
    asked, go_on = threading.Event(), threading.Event()
    with serving(tmp_path / "index", before=lambda: (asked.set(), go_on.wait(60))) as index:
        checkout = SmallCheckout.of(tmp_path / "mari", index.url)
        checkout.lock(index.add("one", "1.0"))
        process = checkout.begin()
        assert asked.wait(60)
        half = next((checkout.root / ".venv").glob("lib/python3*/site-packages"))
        (half / "one-1.0.dist-info").mkdir()
        (half / "one-1.0.dist-info" / "METADATA").write_text("Name: one\nVersion: 1.0\n")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        go_on.set()
        status, said = checkout.install()

    assert 0 == status
    assert "Making .venv anew: it was never finished." in said
    assert "1.0" == checkout.version_of("one")


def test_a_second_call_waits_for_the_first_and_for_its_pip(tmp_path: Path) -> None:
    """Two calls never write into one environment, not even when the first was killed alone."""
    asked, go_on = threading.Event(), threading.Event()
    with serving(tmp_path / "index", before=lambda: (asked.set(), go_on.wait(60))) as index:
        checkout = SmallCheckout.of(tmp_path / "mari", index.url)
        checkout.lock(index.add("one", "1.0"))
        first = checkout.begin()
        assert asked.wait(60)
        first.kill()
        first.wait()
        second = checkout.begin()
        time.sleep(1)
        assert second.poll() is None
        go_on.set()
        _, said = second.communicate(timeout=120)
        first.communicate()

    assert said.startswith("Another installation runs in this folder")
    assert (0, "1.0") == (second.returncode, checkout.version_of("one"))


def test_what_was_broken_later_is_mended(index: Index, checkout: SmallCheckout) -> None:
    """A Python that has gone after an upgrade, a package that was removed, a folder that moved."""
    checkout.lock(index.add("one", "1.0"))
    checkout.install()
    python = checkout.root / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/usr/bin/python-that-has-gone")

    assert "its Python has gone" in checkout.install()[1]

    (package,) = (checkout.root / ".venv").glob("lib/python3*/site-packages/one")
    shutil.rmtree(package)

    assert "one has gone from it" in checkout.install()[1]

    moved = SmallCheckout(checkout.root.with_name("moved"), checkout.environment)
    checkout.root.rename(moved.root)

    assert "its folder was moved" in moved.install()[1]
    assert ("1.0", "hello") == (moved.version_of("one"), moved.mari())


@pytest.mark.parametrize("tag", ["win32", "macosx_11_0_sparc"])
def test_a_missing_wheel_is_named_in_the_first_line(
    index: Index, checkout: SmallCheckout, tag: str
) -> None:
    """With the package, the Python and the machine for which there is none."""
    checkout.lock(index.add("elsewhere", "1.0", tag=tag))
    status, said = checkout.install()
    lines = said.splitlines()

    assert 2 == status
    assert lines[0].startswith("Installing the 1 packages")
    assert lines[1].startswith("mari: no wheel of elsewhere 1.0 for Python 3.")
    assert "docs/setup.md" in lines[1]


def test_an_index_that_does_not_answer_is_named_in_the_first_line(
    index: Index, checkout: SmallCheckout, tmp_path: Path
) -> None:
    """A machine without a network is not told that a wheel is missing."""
    with serving(tmp_path / "gone") as gone:
        closed = gone.url
    environment = {**checkout.environment, "PIP_INDEX_URL": closed, "PIP_RETRIES": "1"}
    checkout.lock(index.add("one", "1.0"))
    status, said = SmallCheckout(checkout.root, environment).install()

    assert 2 == status
    assert "mari: the package index cannot be reached" in said.splitlines()[1]


def test_a_file_that_the_lock_does_not_name_is_refused(
    index: Index, checkout: SmallCheckout
) -> None:
    """A replaced file of the same name is not installed, and the next call looks again."""
    lock = index.add("one", "1.0")
    index.add("one", "1.0", ["something-else"])
    checkout.lock(lock)
    status, said = checkout.install()

    assert 2 == status
    assert "mari: the package index gave a file that the lock does not name" in said
    assert "" == checkout.version_of("one")

    checkout.lock(index.add("one", "1.0"))

    assert 0 == checkout.install()[0]


def test_a_bar_is_drawn_for_who_looks_and_no_log_is_flooded(
    index: Index, checkout: SmallCheckout
) -> None:
    """On a terminal a line that moves; in a file a line before and a line after."""
    checkout.lock(index.add("one", "1.0") + index.add("other", "1.0"))
    _, said = checkout.install()

    assert 2 == len(said.splitlines())

    (checkout.root / "requirements.lock").write_text(index.add("one", "1.0"))
    ours, theirs = pty.openpty()
    command = [sys.executable, str(checkout.root / "tools/install.py")]
    process = subprocess.Popen(command, env=dict(checkout.environment), stderr=theirs)
    os.close(theirs)
    drawn = _read_all(ours)

    assert 0 == process.wait()
    assert "\r[####" in drawn


def _read_all(descriptor: int) -> str:
    text = b""
    while True:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # the terminal's other side has gone
            part = b""
        if not part:
            os.close(descriptor)
            return text.decode()
        text += part


def test_what_a_machine_lacks_is_said_before_anything_is_made() -> None:
    """An old Python, one without ensurepip and a system without Unix: a line says what to do.

    The file that says it reads with versions of Python that are long out of care.
    """
    missing = INSTALL["what_is_missing"]

    assert "" == missing(3, 11)
    assert missing(3, 9).startswith("Mari needs Python 3.11 or newer, and this is 3.9 (")
    assert "make run PYTHON=python3." in missing(3, 9)
    assert "apt install python3.12-venv" in missing(3, 12, venv="no_such_module")
    assert "WSL" in missing(3, 12, system="nt")
    assert ast.parse((ROOT / "tools/install.py").read_text(), feature_version=(3, 7))
