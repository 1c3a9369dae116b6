"""A private RabbitMQ from Debian's package: own folder, own ports, loopback only.

It runs in its own session and outlives us; whoever opens the same folder finds it again.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx

from common.local.packages import LocalServerError, ensure
from common.local.process import environment_of, free_port, is_free, kill_group, named, send, until
from common.local.server_user import private_folder, private_log

PACKAGE: Final = "rabbitmq-server"
_BIN: Final = Path("/usr/lib/rabbitmq/bin")
_MACHINE: Final = "beam.smp"
_ADMIN: Final = "mari-admin"
_START_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 20.0
_PORT_SECONDS: Final = 5.0
_HTTP_SECONDS: Final = 10.0
_GREETING: Final = b"AMQP\x00\x00\x09\x01"
_LIMITS: Final = {
    "disk_free_limit.absolute": "50MB",
    "vm_memory_high_watermark.absolute": "512MB",
    "raft.wal_max_size_bytes": "67108864",
}
# No busy waiting: the schedulers share the cores with everything else.
_ERLANG: Final = (
    "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
)


class PrivateRabbit:
    """One folder and the broker on it; its ports stay the same while nobody else takes them."""

    def __init__(self, folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self._folder = folder.resolve()
        self._settings = _LIMITS | dict(settings or {})
        self._state: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """The AMQP port."""
        return int(self._known()["amqp"])

    @property
    def pid(self) -> int | None:
        """The broker's process, None while there is none.

        It writes its own note a second after it has begun; until then it is looked for.
        """
        try:
            pid = int((self._folder / "rabbit.pid").read_text())
        except (OSError, ValueError):
            return next(filter(self._is_ours, named(_MACHINE)), None)
        return pid if self._is_ours(pid) else None

    @property
    def management_url(self) -> str:
        """The management API as its administrator, without a path."""
        known = self._known()
        return f"http://{_ADMIN}:{known['password']}@127.0.0.1:{known['management']}"

    def amqp_url(self, user: str, password: str, vhost: str) -> str:
        """Return the AMQP URL of a user on a virtual host."""
        return (
            f"amqp://{quote(user, safe='')}:{quote(password, safe='')}"
            f"@127.0.0.1:{self.port}/{quote(vhost, safe='')}"
        )

    def admin_url(self, vhost: str) -> str:
        """Return the AMQP URL of the administrator on a virtual host."""
        return self.amqp_url(_ADMIN, self._known()["password"], vhost)

    def start(self) -> None:
        """Return once it takes connections, AMQP and management. Raises LocalServerError."""
        if self.pid is None:
            _check_name(self._folder)
            ensure(PACKAGE, _BIN / "rabbitmq-server")
            self._reap()
            self._end_epmd()
            self._prepare()
            self._launch()
        self._wait_until_ready()

    def stop(self) -> None:
        """End it in good order, and its port mapper; returns when both have gone."""
        pid = self.pid
        if pid is not None:
            send(pid, signal.SIGTERM)
            if not until(lambda: not self._is_ours(pid), _STOP_SECONDS):
                self._end_group(pid)
        self._reap()
        self._end_epmd()

    def kill(self) -> None:
        """End it as a power cut would; returns when it has gone."""
        pid = self.pid
        if pid is not None:
            self._end_group(pid)
        self._reap()

    def discard(self) -> None:
        """Kill it and end its port mapper: for a folder that nobody will open again."""
        self.kill()
        self._end_epmd()

    def begin_anew(self) -> None:
        """Forget everything that was declared, and start."""
        self.kill()
        shutil.rmtree(self._folder / "mnesia", ignore_errors=True)
        self.start()

    def try_queue(self, vhost: str) -> None:
        """Declare a quorum queue and delete it. Raises LocalServerError, httpx.HTTPError."""
        path = f"queues/{quote(vhost, safe='')}/tried"
        kind = {"x-queue-type": "quorum"}
        self._api("PUT", path, {"durable": True, "arguments": kind})
        self._api("DELETE", path)

    def add_vhost(self, name: str) -> None:
        """Create a virtual host on which the administrator may do everything."""
        self._api("PUT", f"vhosts/{quote(name, safe='')}")
        self._permit(name, _ADMIN, (".*", ".*", ".*"))

    def drop_vhost(self, name: str) -> None:
        """Remove a virtual host with everything on it."""
        self._api("DELETE", f"vhosts/{quote(name, safe='')}")

    def add_user(
        self, name: str, password: str, vhost: str, configure: str, write: str, read: str
    ) -> None:
        """Create a user with these rights on one virtual host, or give it these instead."""
        self._api("PUT", f"users/{quote(name, safe='')}", {"password": password, "tags": ""})
        self._permit(vhost, name, (configure, write, read))

    def ctl(self, *arguments: str) -> str:
        """Run `rabbitmqctl` on this broker; returns what it printed. Raises LocalServerError."""
        command = [str(_BIN / "rabbitmqctl"), "-q", *arguments]
        done = subprocess.run(
            command, env=self._environment(), capture_output=True, check=False, timeout=60
        )
        if done.returncode != 0:
            raise LocalServerError(f"rabbitmqctl: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout.decode(errors="replace")

    def _permit(self, vhost: str, user: str, rights: tuple[str, str, str]) -> None:
        path = f"permissions/{quote(vhost, safe='')}/{quote(user, safe='')}"
        body = dict(zip(("configure", "write", "read"), rights, strict=True))
        self._api("PUT", path, body)

    def _api(self, method: str, path: str, body: object = None) -> None:
        url = f"{self.management_url}/api/{path}"
        with httpx.Client(timeout=_HTTP_SECONDS, trust_env=False) as client:
            answer = client.request(method, url, json={} if body is None else body)
        if answer.is_error:
            raise LocalServerError(f"RabbitMQ refused {method} {path}: {answer.status_code}")

    def _known(self) -> dict[str, Any]:
        if not self._state:
            try:
                self._state = json.loads((self._folder / "private.json").read_text())
            except (OSError, ValueError):
                raise LocalServerError(f"no broker was ever started in {self._folder}") from None
        return self._state

    def _prepare(self) -> None:
        private_folder(self._folder)
        with contextlib.suppress(LocalServerError):
            self._known()
        ports = {name: self._port(name) for name in ("amqp", "management", "epmd", "dist")}
        self._state = {"password": self._state.get("password") or secrets.token_hex(16)} | ports
        self._write("private.json", json.dumps(self._state))
        self._write("enabled_plugins", "[rabbitmq_management].\n")
        self._write("advanced.config", "[].\n")
        own = {
            "listeners.tcp.1": f"127.0.0.1:{ports['amqp']}",
            "management.tcp.ip": "127.0.0.1",
            "management.tcp.port": str(ports["management"]),
            "default_user": _ADMIN,
            "default_pass": self._state["password"],
        }
        lines = [f"{name} = {value}\n" for name, value in (own | self._settings).items()]
        self._write("rabbitmq.conf", "".join(lines))

    def _port(self, name: str) -> int:
        """Return the port that it had before, else a free one.

        The last thread of a killed broker closes its sockets a moment after the rest has gone.
        """
        before = self._state.get(name, 0)
        if before:
            until(lambda: is_free(before), _PORT_SECONDS)
        return free_port(before)

    def _write(self, name: str, text: str) -> None:
        path = self._folder / name
        path.touch(mode=0o600)
        path.write_text(text)

    def _environment(self) -> dict[str, str]:
        known, folder = self._known(), str(self._folder)
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": folder,
            "RABBITMQ_NODENAME": "mari@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(known["amqp"]),
            "RABBITMQ_DIST_PORT": str(known["dist"]),
            "ERL_EPMD_PORT": str(known["epmd"]),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/rabbit.pid",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/enabled_plugins",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq.conf",
            "RABBITMQ_ADVANCED_CONFIG_FILE": f"{folder}/advanced.config",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/none.conf",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG,
        }

    def _launch(self) -> None:
        (self._folder / "rabbit.pid").unlink(missing_ok=True)
        with private_log(self._folder / "out.log") as log:
            self._process = subprocess.Popen(
                [str(_BIN / "rabbitmq-server")],  # /usr/sbin's wrapper drops the environment
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self._folder,
            )

    def _wait_until_ready(self) -> None:
        def is_over() -> bool:
            return self._is_ready() or (
                self._process is not None and self._process.poll() is not None
            )

        if not until(is_over, _START_SECONDS) or not self._is_ready():
            raise LocalServerError(f"RabbitMQ did not start: see {self._folder}/log and out.log")

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as probe:
                probe.sendall(_GREETING)
                if not probe.recv(8):
                    return False
            url = f"{self.management_url}/api/overview"
            return httpx.get(url, timeout=5, trust_env=False).is_success
        except (OSError, httpx.HTTPError):
            return False

    def _end_group(self, pid: int) -> None:
        kill_group(pid)
        until(lambda: not self._is_ours(pid), _STOP_SECONDS)

    def _reap(self) -> None:
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=_STOP_SECONDS)
            self._process = None

    def _end_epmd(self) -> None:
        """End the port mapper of this folder: it outlives the broker."""
        for pid in named("epmd"):
            if self._is_ours(pid):
                send(pid, signal.SIGTERM)
                until(lambda pid=pid: not environment_of(pid), 2)

    def _is_ours(self, pid: int) -> bool:
        return os.fsencode(f"HOME={self._folder}\0") in environment_of(pid)


def _check_name(folder: Path) -> None:
    """Refuse a name that the broker's own shell scripts and Erlang cannot read."""
    if any(sign in "'\"`" or "\udc80" <= sign <= "\udcff" for sign in str(folder)):
        raise LocalServerError(
            f"RabbitMQ cannot work in {folder}, for the quotes or the bytes that are no text in its"
            " name: set MARI_DATA_DIR to another folder"
        )
