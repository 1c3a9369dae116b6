"""The way of a new user: a clone of HEAD, an empty cache, to the first answered chat message.

`make check-fresh` clones the last commit into an empty folder, says `make run` there with the
Python's own pip and nothing that an earlier installation left, writes *menu* on the sandbox's chat
API, and ends Mari again when it has answered. It listens on two free ports, and prints what it
measured. Status 1 with the last lines of the run when there is no answer within its time.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
MOST_SECONDS: Final = 420.0
"""From the first command to the answer: most of it is the index's and the line's."""
_STOP_SECONDS: Final = 40.0
_STEP_SECONDS: Final = 0.1
_CUSTOMER: Final = "263771230045"
_MEGABYTE: Final = 1_000_000
_SHOWN_LINES: Final = 30


class NotAnsweredError(Exception):
    """The way of a new user ends before an answer; the text says where."""


def two_free_ports() -> tuple[int, int]:
    """Return two loopback ports that nobody has."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def surroundings(cache: Path, ports: tuple[int, int]) -> dict[str, str]:
    """Return the environment: this machine's, without Mari's variables and without a cache."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MARI_", "MAKE", "MFLAGS"))}  # noqa: TID251 - a child's environment
    own = {"MARI_PORT": str(ports[0]), "MARI_SANDBOX_PORT": str(ports[1])}
    return kept | own | {"PIP_CACHE_DIR": str(cache), "PYTHONDONTWRITEBYTECODE": ""}


def first_answer(run: "subprocess.Popen[bytes]", sandbox: str, checkout: Path) -> str:
    """Write as a customer once the sandbox is there; returns what took how long."""
    begun = time.monotonic()
    chat = f"{sandbox}/api/chats/{_CUSTOMER}/messages"
    stamp, installed, written = checkout / ".venv" / "installed.json", 0.0, None
    while written is None:
        _look(run, begun)
        installed = installed or (time.monotonic() - begun if stamp.exists() else 0.0)
        try:
            written = _ask(chat, {"text": "menu"})
        except urllib.error.HTTPError as error:
            raise NotAnsweredError(f"writing was answered with {error.code}") from error
        except OSError:
            time.sleep(_STEP_SECONDS)
    asked = time.monotonic() - begun
    found = _ask(f"{chat}?after={written['n']}&wait=50")["messages"]
    if not found:
        raise NotAnsweredError("nobody answered the customer")
    total = time.monotonic() - begun
    return (
        f"Fresh clone to the first answer ({found[0]['text'].splitlines()[0]!r}): {total:.1f} s:"
        f" installing {installed:.1f}, starting {asked - installed:.1f}, answer {total - asked:.2f}"
    )


def _look(run: "subprocess.Popen[bytes]", begun: float) -> None:
    if run.poll() is not None:
        raise NotAnsweredError(f"`make run` ended with status {run.returncode}")
    if time.monotonic() - begun > MOST_SECONDS:
        raise NotAnsweredError(f"no answer within {MOST_SECONDS:.0f} s")


def _ask(url: str, body: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as reply:
        return json.load(reply)


def end(run: "subprocess.Popen[bytes]", checkout: Path) -> bool:
    """End it as Ctrl-C does; returns whether that was enough. What is left is killed."""
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGINT)
    try:
        run.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    note = checkout / ".mari" / "postgres" / "data" / "postmaster.pid"
    if not note.exists():
        return True
    os.kill(int(note.read_text("utf-8").split()[0]), signal.SIGINT)
    return False


def measure(folder: Path) -> str:
    """Go the whole way in an empty folder; returns the line that says how long it took."""
    checkout, ports = folder / "mari", two_free_ports()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
    log = folder / "run.log"
    with log.open("wb") as output:
        run = subprocess.Popen(
            ["make", "run", f"PYTHON={sys.executable}"],
            cwd=checkout,
            env=surroundings(folder / "cache", ports),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        took = first_answer(run, f"http://127.0.0.1:{ports[1]}", checkout)
    except NotAnsweredError as error:
        end(run, checkout)
        raise NotAnsweredError(f"{error}\n{_last_lines(log)}") from error
    if not end(run, checkout) or "Traceback" in log.read_text("utf-8", "replace"):
        raise NotAnsweredError(f"Ctrl-C did not end it in good order\n{_last_lines(log)}")
    version, size = sys.version.split()[0], _megabytes(checkout / ".venv")
    return f"{took}; Python {version}, .venv {size} MB."


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-_SHOWN_LINES:])


def _megabytes(folder: Path) -> int:
    return round(sum(path.lstat().st_size for path in folder.rglob("*")) / _MEGABYTE)


def main() -> None:
    """Measure, or say where the way ends."""
    with tempfile.TemporaryDirectory(prefix="mari-fresh-") as folder:
        try:
            sys.stdout.write(f"{measure(Path(folder))}\n")
        except NotAnsweredError as error:
            sys.stderr.write(f"check-fresh: {error}\n")
            sys.exit(1)


if __name__ == "__main__":
    main()
