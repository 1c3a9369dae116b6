"""A whole Mari as separate processes behind servers of its own; each of them may be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import httpx
from common.local.process import free_port

from standalone.local.plan import SERVICES, Servers
from standalone.local.records import read
from standalone.testing.addressed import Logged
from standalone.testing.audit import Books
from standalone.testing.process import HouseOptions, child_environment

_PATIENCE: Final = 30.0
_LOOK_SECONDS: Final = 0.01


class LocalHouse(Logged):
    """`mari up-local`: the twin of `House` in the process form."""

    def __init__(self, folder: Path, options: HouseOptions | None = None) -> None:
        self.folder = folder
        self.options = options or HouseOptions()
        self.port, self.sandbox_port = free_port(), free_port()

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    def start(self, **variables: str) -> "LocalHouse":
        """Start and return when purchases work. Raises RuntimeError with what it printed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        done = self._mari("up-local", variables)
        if done.returncode != 0:
            raise RuntimeError(
                f"it ended with {done.returncode}: {done.stderr}{self.log()[-4000:]}"
            )
        return self

    def stop(self) -> int:
        """End everything, and return the exit code."""
        return self._mari("down-local", {}).returncode

    def processes(self) -> Mapping[str, Mapping[str, Any]]:
        """Return who runs, as `processes.json` tells."""
        return read(self.data)

    def pid(self, name: str) -> int | None:
        """Return the process of a service, a server, the door or the sandbox."""
        return self.processes().get(name, {}).get("pid")

    def kill(self, name: str) -> int:
        """End one of them at once, as a power cut would; returns the process that it was."""
        pid = self.pid(name)
        if pid is None:
            raise AssertionError(f"{name} does not run: {self.processes()}")
        os.kill(pid, signal.SIGKILL)
        return pid

    def restart(self, name: str) -> float:
        """Kill one of them and wait until another one runs; returns the seconds that it took."""
        started = time.monotonic()
        self.wait_for_another(name, self.kill(name))
        return time.monotonic() - started

    def begin_anew(self) -> None:
        """Kill every service and wait until all have started again."""
        for name, old in {name: self.kill(name) for name in SERVICES}.items():
            self.wait_for_another(name, old)
        self.wait_until_ready()

    def interrupt_database(self) -> None:
        """Stop PostgreSQL without letting it write out; it is started again at once."""
        old = self.pid("postgresql")
        self.servers().postgresql.immediate_stop()
        self.wait_for_another("postgresql", old)

    def wait_for_another(self, name: str, old: int | None) -> int:
        """Wait until a process has another one in its place. Raises AssertionError."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            pid = self.pid(name)
            if pid not in {None, old} and Path(f"/proc/{pid}").exists():
                return int(pid or 0)
            time.sleep(_LOOK_SECONDS)
        raise AssertionError(f"{name} was not started again: {self.log()[-2000:]}")

    def wait_until_ready(self, seconds: float = _PATIENCE) -> float:
        """Wait until everything is ready; returns how long it took. Raises AssertionError."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if self.is_ready():
                return time.monotonic() - started
            time.sleep(_LOOK_SECONDS * 5)
        raise AssertionError(f"not ready after {seconds} s: {self.log()[-2000:]}")

    def is_ready(self) -> bool:
        """Tell whether every service is ready at this moment, and the sandbox answers."""
        addresses = (f"{self.origin}/health/ready", f"{self.sandbox}/api/faults")
        try:
            answers = [httpx.get(url, timeout=5, trust_env=False) for url in addresses]
        except httpx.TransportError:
            return False
        return all(answer.is_success for answer in answers)

    def second(self, service: str) -> "subprocess.Popen[bytes]":
        """Start another replica of a service beside the first; the caller ends it."""
        raw = Path(f"/proc/{self.pid(service)}/environ").read_bytes().decode()
        pairs = (line.partition("=") for line in raw.split("\0") if line)
        environment = {name: value for name, _, value in pairs}
        environment["MARI_LISTEN"] = f"127.0.0.1:{free_port()}"
        with (self.data / "logs" / f"{service}-second.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", service.replace("-", "_")],
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def servers(self) -> Servers:
        """Return this house's servers."""
        return Servers.of(self.data)

    def books(self) -> Books:
        """Return the way into its database."""
        return Books(self.data)

    def log_files(self) -> Sequence[Path]:
        """Return one for each process."""
        return sorted((self.data / "logs").glob("*.log"))

    def _mari(
        self, command: str, variables: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "standalone", command],
            env=child_environment(self, variables),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
