"""A whole Mari as its own process, on ports of its own, that a test may kill and start again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx
from common.local.process import free_port

from standalone.testing.addressed import API_KEY, APP_SECRET, Logged
from standalone.testing.audit import Books

_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class HouseOptions:
    """How a house is started."""

    sandbox_inside: bool = True
    variables: Mapping[str, str] = field(default_factory=dict[str, str])


class House(Logged):
    """`mari run` (and `mari sandbox` beside it when the house shall be killed)."""

    def __init__(self, folder: Path, options: HouseOptions | None = None) -> None:
        self.folder = folder
        self.options = options or HouseOptions()
        self.port, self.sandbox_port = free_port(), free_port()
        self.process: subprocess.Popen[str] | None = None
        self._sandbox: subprocess.Popen[str] | None = None

    def start(self, **variables: str) -> "House":
        """Start and return when purchases work. Raises RuntimeError with what it printed."""
        if not self.options.sandbox_inside and self._sandbox is None:
            self._sandbox = self._spawn("sandbox", {})
            self._wait(f"{self.sandbox}/api/faults", self._sandbox)
        self.process = self._spawn("run", variables)
        self._wait(f"{self.origin}/health/ready", self.process)
        return self

    def kill(self) -> None:
        """End it at once, as a power cut would; its database server stays behind."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def begin_anew(self) -> None:
        """Kill every service and let it start again, as after a power cut."""
        self.kill()
        self.start()

    def stop(self) -> int:
        """Ask it to stop, and return its exit code; the sandbox goes too."""
        code = _finish(self.process)
        _finish(self._sandbox)
        self._sandbox = None
        return code

    def is_running(self) -> bool:
        """Tell whether the process is still there."""
        return self.process is not None and self.process.poll() is None

    def books(self) -> Books:
        """Return the way into its database."""
        return Books(self.folder / "data")

    def log_files(self) -> Sequence[Path]:
        """Return the process's own."""
        return [self.folder / "mari.log"]

    def _spawn(self, command: str, variables: Mapping[str, str]) -> "subprocess.Popen[str]":
        environment = child_environment(self, variables)
        self.folder.mkdir(parents=True, exist_ok=True)
        name = "mari.log" if command == "run" else "sandbox.log"
        with (self.folder / name).open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "standalone", command],
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )

    def _wait(self, url: str, process: "subprocess.Popen[str]") -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"it ended with {process.returncode}: {self.log()[-2000:]}")
            try:
                if httpx.get(url, timeout=2, trust_env=False).is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"it was not ready in {_START_SECONDS} s: {self.log()[-2000:]}")


def _finish(process: Any) -> int:  # noqa: ANN401 - a process or none
    if process is None:
        return 0
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return int(process.returncode)


class Surroundings(Protocol):
    """The part of a house that decides its processes' variables."""

    folder: Path
    options: HouseOptions
    port: int
    sandbox_port: int


def child_environment(house: Surroundings, variables: Mapping[str, str]) -> dict[str, str]:
    """Return what a house's command is started with: nothing of Mari's from the test's own."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MARI_")}  # noqa: TID251 - a child's environment
    return environment | {
        "MARI_DATA_DIR": str(house.folder / "data"),
        "MARI_PORT": str(house.port),
        "MARI_SANDBOX_PORT": str(house.sandbox_port),
        "MARI_SANDBOX_INSIDE": str(house.options.sandbox_inside).lower(),
        "MARI_API_KEY": API_KEY,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "MARI_LOG_LEVEL": "INFO",
        **house.options.variables,
        **variables,
    }
