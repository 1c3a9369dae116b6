"""A private PostgreSQL from Debian's package: own folder, one loopback port, passwords required.

It runs in its own session and outlives us; whoever opens the same folder finds it again. As root
it runs as the package's `postgres`, because PostgreSQL refuses root.
"""

import json
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import quote

from common.db.postmaster import is_alive, is_postgres, read_postmaster
from common.local.packages import LocalServerError, ensure
from common.local.process import free_port, send, until, working_in
from common.local.server_user import (
    ELSEWHERE,
    ServerUser,
    bare_environment,
    data_folder,
    own_folder,
    private_log,
    server_user,
)

PACKAGE: Final = "postgresql-15"
_VERSIONS: Final = Path("/usr/lib/postgresql")
_OLDEST: Final = 15
_ADMIN: Final = "postgres"
_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 20.0
_AGAIN_SECONDS: Final = 0.2
_OPTIONS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "log_min_messages": "warning",
}


class PrivatePostgres:
    """One folder and the server on it; its port stays the same while nobody else takes it."""

    def __init__(
        self,
        folder: Path,
        *,
        options: Mapping[str, str] | None = None,
        elsewhere: Path = ELSEWHERE,
    ) -> None:
        self._folder = folder.resolve()
        self._options = _OPTIONS | dict(options or {})
        self._elsewhere = elsewhere
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The server's port."""
        return int(self._known()["port"])

    @property
    def pid(self) -> int | None:
        """The server's process, None while there is none."""
        found = read_postmaster(self._data)
        return found.pid if found is not None and is_postgres(found.pid) else None

    def url(self, user: str, password: str, database: str) -> str:
        """Return the asyncpg URL of a role on a database."""
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"postgresql+asyncpg://{who}@127.0.0.1:{self.port}/{database}"

    def admin_url(self, database: str = "postgres") -> str:
        """Return the superuser's URL on a database."""
        return self.url(_ADMIN, self._known()["password"], database)

    def start(self) -> None:
        """Return once it takes connections. Raises LocalServerError."""
        if self.pid is None:
            _ensure_installed()
            self._initialise(self._user())
            self._launch()
        self._wait_until_ready()

    def stop(self) -> None:
        """End its sessions, let it write out, and return when it has gone."""
        self._end(signal.SIGINT)

    def immediate_stop(self) -> None:
        """End it without writing out: it recovers from its log at the next start."""
        self._end(signal.SIGQUIT)

    def immediate_restart(self) -> None:
        """Stop it without writing out, and start it again. Raises LocalServerError."""
        self.immediate_stop()
        self.start()

    def kill(self) -> None:
        """End it as a power cut would; returns when it has gone."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        pid = self.pid
        if pid is not None:
            send(pid, number)
        self._reap()
        if pid is not None:
            until(lambda: not is_alive(pid), _STOP_SECONDS)

    def _reap(self) -> None:
        """Bury what this object has started, once it has ended or been ended."""
        if self._process is not None:
            self._process.wait(timeout=_STOP_SECONDS)
            self._process = None

    def _known(self) -> dict[str, Any]:
        try:
            return json.loads((self._folder / "private.json").read_text())
        except (OSError, ValueError):
            raise LocalServerError(f"no server was ever started in {self._folder}") from None

    @property
    def _data(self) -> Path:
        """Where the data lie: the folder's `data`, or what it links to."""
        return (self._folder / "data").resolve()

    def _user(self) -> ServerUser:
        """Return whom the server runs as, with the folder made and the data in its reach."""
        own_folder(self._folder)
        user = server_user(_ADMIN)
        data_folder(self._folder / "data", user, self._elsewhere)
        return user

    def _initialise(self, user: ServerUser) -> None:
        if (self._data / "PG_VERSION").exists():
            return
        shutil.rmtree(self._data, ignore_errors=True)
        own_folder(self._data)
        user.take(self._data)
        password = secrets.token_hex(16)
        file = self._data.parent / "password"
        user.write(file, password)
        flags = ("-U", _ADMIN, "-A", "scram-sha-256", "--pwfile", str(file))
        shape = ("-E", "UTF8", "--locale=C.UTF-8")
        process = _spawn([_binary("initdb"), "-D", str(self._data), *flags, *shape], user)
        _, errors = process.communicate()
        file.unlink()
        if process.returncode != 0:
            shutil.rmtree(self._data, ignore_errors=True)
            reason = errors.decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise LocalServerError(f"the database could not be made: {reason}")
        _write(self._folder / "private.json", json.dumps({"password": password, "port": 0}))

    def _launch(self) -> None:
        self._reap()
        self._forget_the_dead()
        user = self._user()
        user.take(self._data)
        known = self._known()
        known["port"] = free_port(known["port"])
        _write(self._folder / "private.json", json.dumps(known))
        options = self._options | {"port": str(known["port"])}
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [_binary("postgres"), "-D", str(self._data), *flags]
        with private_log(self._folder / "postgres.log") as log:
            self._process = _spawn(command, user, log)

    def _forget_the_dead(self) -> None:
        """Remove the note of a server that was killed and that nobody has buried yet.

        The server takes an unburied process for a living one. Its orphans have this folder as
        their own; while one of them is left the note stays.
        """
        if self.pid is None and not any(working_in(self._data)):
            (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._is_ready():
                return
            if self._process is not None and self._process.poll() is not None:
                # A server that was killed leaves children that hold its memory for a second or two.
                time.sleep(_AGAIN_SECONDS)
                self._launch()
            time.sleep(0.02)
        raise LocalServerError(f"PostgreSQL did not start: see {self._folder}/postgres.log")

    def _is_ready(self) -> bool:
        found = read_postmaster(self._data)
        return found is not None and found.is_ready and is_postgres(found.pid)


def _installed() -> Path | None:
    found = [path for path in _VERSIONS.glob("[0-9]*/bin") if (path / "postgres").exists()]
    usable = sorted((int(path.parent.name), path) for path in found)
    return usable[-1][1] if usable and usable[-1][0] >= _OLDEST else None


def _ensure_installed() -> None:
    if _installed() is None:
        ensure(PACKAGE, _VERSIONS / str(_OLDEST) / "bin" / "postgres")


def _binary(name: str) -> str:
    folder = _installed()
    if folder is None:
        raise LocalServerError(f"{PACKAGE} is missing: install it (Debian: apt install {PACKAGE})")
    return str(folder / name)


def _spawn(
    command: Sequence[str], user: ServerUser, output: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    process: Any = subprocess.Popen(
        command,
        env=bare_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.PIPE,
        stderr=output or subprocess.PIPE,
        start_new_session=True,
        cwd="/",
        **user.identity(),
    )
    return process


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    fresh.replace(path)
