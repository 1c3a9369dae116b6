"""Debian's packages: what is missing is installed when that is possible, else named in one line."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from common.local.process import system_variables

_SECONDS: Final = 600
_POLICY: Final = Path("/usr/sbin/policy-rc.d")
_PROXIES: Final = ("http_proxy", "https_proxy", "ftp_proxy", "no_proxy")
_LOCK: Final = Path(tempfile.gettempdir()) / "mari-packages.lock"


class LocalServerError(Exception):
    """A server cannot run here; the text is one line for the person at the terminal."""


def ensure(package: str, proof: Path) -> None:
    """Return once `proof`, a file of the package, is there; install the package if need be.

    Raises LocalServerError with what to install when this user or machine cannot.
    """
    if proof.exists():
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise LocalServerError(f"{package} is missing: install it (Debian: apt install {package})")
    with _one_at_a_time():
        if not proof.exists():
            _install(package)
    if not proof.exists():
        raise LocalServerError(f"{package} was installed, but {proof} is not there")


def _install(package: str) -> None:
    # The first try saves the lists' download where they are fresh enough.
    if _apt("install", "-y", "--no-install-recommends", package) is None:
        return
    _apt("update")
    error = _apt("install", "-y", "--no-install-recommends", package)
    if error is not None:
        raise LocalServerError(f"apt-get install {package} failed: {error}")


def _apt(*arguments: str) -> str | None:
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *arguments]
    with _no_service_starts():
        done = _run(command)
    lines = done.stdout.decode(errors="replace").strip().splitlines()
    return None if done.returncode == 0 else (lines[-1] if lines else "no reason given")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        env=system_variables(*_PROXIES) | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        check=False,
    )


@contextmanager
def _no_service_starts() -> Generator[None]:
    """Keep the package from starting its own service: it would take the well-known port."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text("#!/bin/sh\nexit 101\n")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time() -> Generator[None]:
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
