"""Processes and ports of this machine, by what /proc says of them."""

import atexit
import contextlib
import os
import secrets
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

_STEP_SECONDS: Final = 0.05
_LOWEST_PORT: Final = 16_000
_PORTS: Final = 16_000
_TRIES: Final = 50
_MOST_MARKS: Final = 256
_marks: Final[deque[socket.socket]] = deque()
_SYSTEM: Final = frozenset(
    {"PATH", "HOME", "USER", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV"}
    | {"LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"}
)
_SYSTEM_KINDS: Final = ("LC_", "PYTHON")


def system_variables(*more: str) -> dict[str, str]:
    """Return what a program of ours needs of our own environment, and `more` where it is set.

    Paths, locale, Python's own: no key and no address of ours is among them.
    """
    names = _SYSTEM.union(more)
    return {k: v for k, v in os.environ.items() if k in names or k.startswith(_SYSTEM_KINDS)}  # noqa: TID251 - a child's environment


def environment_of(pid: int) -> bytes:
    """Return a process's environment, NUL after each variable; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes() + b"\0"
    except OSError:
        return b""


def named(name: str) -> Iterator[int]:
    """Give the processes with this command name."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "comm").read_bytes().strip() == os.fsencode(name):
                yield int(entry.name)


def working_in(folder: Path) -> Iterator[int]:
    """Give the processes whose working folder this is."""
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == folder:
                yield int(entry.name)


def send(pid: int, number: signal.Signals) -> None:
    """Signal a process; one that has gone is no error."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def kill_group(pid: int) -> None:
    """Kill a process and all of its group at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(os.getpgid(pid), signal.SIGKILL)


def free_port(wanted: int = 0) -> int:
    """Return a loopback port that nobody has: the wanted one if it is free.

    Not one of those that the system gives to outgoing connections: a server that is away for a
    second would find its port taken. Nobody else who asks gets the same one, whether its server
    listens yet or not.
    """
    if wanted and is_free(wanted):
        return wanted
    for port in (_LOWEST_PORT + secrets.randbelow(_PORTS) for _ in range(_TRIES)):
        if is_free(port) and reserve(port):
            return port
    raise OSError("no loopback port is free")


def reserve(port: int) -> bool:
    """Keep a port from whoever looks for a free one, while this process lives; False if it is kept.

    The mark is a socket in Linux's abstract namespace: it goes with its process, killed or not.
    """
    mark = socket.socket(socket.AF_UNIX)
    try:
        mark.bind(f"\0mari-port-{port}")
    except OSError:
        mark.close()
        return False
    _marks.append(mark)
    if len(_marks) > _MOST_MARKS:
        _marks.popleft().close()
    return True


@atexit.register
def _unmark() -> None:
    for mark in _marks:
        mark.close()


def is_free(port: int) -> bool:
    """Tell whether a server could listen on a loopback port."""
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return True
    return False


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; returns whether it came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(_STEP_SECONDS)
    return condition()
