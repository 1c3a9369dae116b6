"""pip as a child: a bar while it works, and its failures in one line that says what to do."""

import os
import platform
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final, TextIO

INSTALL: Final = (
    *("-I", "-u", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
    *("--progress-bar", "off", "--no-deps", "--require-hashes", "--only-binary=:all:"),
)
"""A Python's arguments that install a lock: nothing is resolved, and nothing is built."""
_STEP_SECONDS: Final = 0.2
_BAR: Final = 24
_SHOWN_LINES: Final = 12
_TAKEN: Final = re.compile(
    r"^\s*(?:Collecting|Processing|Requirement already satisfied:|Ignoring) (\S+)", re.MULTILINE
)
_NO_WHEEL: Final = re.compile(r"No matching distribution found for ([^\s=]+)==(\S+)")
_UNREACHED: Final = ("Retrying (Retry(", "Could not fetch URL", "connection broken")


class InstallError(Exception):
    """The environment cannot be made; the text is one line for the person at the terminal."""

    def __init__(self, line: str, output: str = "") -> None:
        super().__init__(line)
        lines = [each for each in output.splitlines() if not each.startswith("WARNING: Location")]
        self.details: Final = lines[-_SHOWN_LINES:]


class Terminal:
    """Where a person is told; the bar is drawn only for one who looks."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_seen = stream.isatty()
        self._drawn = 0

    def say(self, *lines: str) -> None:
        """Write lines, whatever the stream can encode."""
        self._put("\r" + " " * self._drawn + "\r" if self._drawn else "")
        self._drawn = 0
        self._put("".join(f"{line}\n" for line in lines))

    def draw(self, done: int, total: int, what: str) -> None:
        """Draw the bar anew."""
        if not self._is_seen:
            return
        full = _BAR * done // max(total, 1)
        text = f"[{'#' * full}{'.' * (_BAR - full)}] {done}/{total} {what}"
        text = text[: shutil.get_terminal_size().columns - 1]
        self._put("\r" + text.ljust(self._drawn))
        self._drawn = len(text)

    def _put(self, text: str) -> None:
        encoding = self._stream.encoding or "ascii"
        self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        self._stream.flush()


def install(
    command: Sequence[str], lock: Path, packages: Path, terminal: Terminal, descriptor: int
) -> int:
    """Run pip to its end; returns how many packages the lock names. Raises InstallError.

    pip holds `descriptor`, a lock, until it ends, even when this process is killed before.
    """
    total = len(re.findall(r"^\S+==", lock.read_text("utf-8"), re.MULTILINE))
    terminal.say(f"Installing the {total} packages that {lock.name} names ...")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=(descriptor,),
        env=os.environ | {"PIP_USER": "0"},  # noqa: TID251 - pip's own variables
    )
    output = ""
    try:
        for part in _output_of(process):
            output += part
            _show(output, total, packages, terminal)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if process.wait() != 0:
        raise InstallError(reason(output, packages), output)
    return total


def _output_of(process: "subprocess.Popen[bytes]") -> Generator[str]:
    """Give what the process says, as it comes, and an empty text when it says nothing."""
    if process.stdout is None:
        return
    descriptor = process.stdout.fileno()
    while True:
        ready, _, _ = select.select([descriptor], [], [], _STEP_SECONDS)
        part = os.read(descriptor, 65536) if ready else b""
        if ready and not part:
            return
        yield part.decode(errors="replace")


def _show(output: str, total: int, packages: Path, terminal: Terminal) -> None:
    if "Installing collected packages" in output:
        done = len(list(packages.glob("*.dist-info")))
        terminal.draw(min(done, total), total, "unpacking")
    else:
        taken = _TAKEN.findall(output)
        terminal.draw(len(taken), total, _name(taken[-1]) if taken else "starting pip")


def _name(taken: str) -> str:
    """Return the package of `name==1`, `name:` or `…/name-1-py3-none-any.whl`."""
    file = taken.rpartition("/")[2]
    return re.split(r"==|:|-\d" if file == taken else "-", file)[0]


def reason(output: str, packages: Path) -> str:
    """Return what pip's failure means, in one line."""
    lacking = _NO_WHEEL.search(output)
    if any(sign in output for sign in _UNREACHED):
        return "the package index cannot be reached: look at the network, then try again."
    if lacking:
        python = packages.parent.name.replace("python", "Python ")
        here = f"{python} on {_system()}"
        return f"no wheel of {lacking[1]} {lacking[2]} for {here}: see the table in docs/setup.md."
    if "DO NOT MATCH THE HASHES" in output:
        return "the package index gave a file that the lock does not name: nothing was installed."
    if "No space left on device" in output:
        return "the disk is full: Mari needs 300 MB, its tests 1.2 GB."
    errors = [line for line in output.splitlines() if line.startswith("ERROR: ")]
    return (errors[-1] if errors else "pip failed").removeprefix("ERROR: ")


def _system() -> str:
    libc = "" if sys.platform == "darwin" else f", {platform.libc_ver()[0] or 'musl'}"
    return f"{platform.system()} {platform.machine()}{libc}"
