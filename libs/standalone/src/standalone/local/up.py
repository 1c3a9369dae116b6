"""`mari up-local` and `mari down-local`: a supervisor in the background, and its end."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import httpx
from common.local.process import send, until
from common.local.server_user import private_folder, private_log

from standalone.environment import Place
from standalone.folder import StartError, held, keys_of
from standalone.local.plan import Servers, supervisor_environment
from standalone.local.records import FILE
from standalone.local.supervisor import PID, end_strays
from standalone.serving import listen
from standalone.settings import StandaloneSettings
from standalone.stand_ins import ProviderAddresses, refuse_production, shared_line

_COMMAND: Final = (sys.executable, "-m", "standalone.local.supervisor")
_READY_SECONDS: Final = 180.0
_STOP_SECONDS: Final = 60.0
_STEP_SECONDS: Final = 0.1


def up(settings: StandaloneSettings) -> None:
    """Return when everything is ready; what runs already stays. Raises StartError."""
    refuse_production(ProviderAddresses())
    sys.stderr.write(shared_line(settings))
    folder = settings.data_dir.expanduser().resolve()
    if supervisor_of(folder) is not None:
        _wait_until_ready(settings, lambda: supervisor_of(folder) is not None, folder)
        return
    with held(settings.data_dir):
        end_strays(folder)
        listen(settings.port, "MARI_PORT").close()
        listen(settings.sandbox_port, "MARI_SANDBOX_PORT").close()
    private_folder(folder / "logs")
    with private_log(_log(folder)) as log:
        process = subprocess.Popen(
            _COMMAND,
            env=supervisor_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_until_ready(settings, lambda: process.poll() is None, folder)
    except BaseException:
        send(process.pid, signal.SIGTERM)
        process.wait()
        raise


def addresses(settings: StandaloneSettings) -> str:
    """Return what a person wants to know once it runs."""
    folder = settings.data_dir.expanduser().resolve()
    place = Place(settings, folder, keys_of(folder), "")
    return (
        f"\n  Chat page        {place.sandbox}/\n"
        f"  Public origin    {place.origin}\n"
        f"  Merchant API key {place.api_key_shown}\n"
        f"  Logs             {folder}/logs\n\n"
        "  TEST: O'mari and WhatsApp are the sandbox's stand-ins. `make down-local` stops.\n\n"
    )


def down(settings: StandaloneSettings) -> bool:
    """End exactly what `up` started; returns whether there was anything."""
    folder = settings.data_dir.expanduser().resolve()
    pid = supervisor_of(folder)
    if pid is not None:
        send(pid, signal.SIGTERM)
        if not until(lambda: supervisor_of(folder) is None, _STOP_SECONDS):
            send(pid, signal.SIGKILL)
    was_there = pid is not None or (folder / FILE).exists()
    if was_there:
        _end_what_is_left(folder)
    return was_there


def supervisor_of(folder: Path) -> int | None:
    """Return the supervisor of a data folder, None when none is running."""
    try:
        pid = int((folder / "local" / PID).read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if b"standalone.local.supervisor" in command else None


def _end_what_is_left(folder: Path) -> None:
    end_strays(folder)
    servers = Servers.of(folder)
    servers.postgresql.stop()
    servers.rabbitmq.stop()
    for name in (FILE, f"local/{PID}"):
        (folder / name).unlink(missing_ok=True)


def _wait_until_ready(
    settings: StandaloneSettings, is_there: Callable[[], bool], folder: Path
) -> None:
    """Wait for the services, and for the stand-ins' page."""
    deadline = time.monotonic() + _READY_SECONDS
    waiting = [f"{settings.port}/health/ready", f"{settings.sandbox_port}/"]
    answer = "nothing answers"
    while time.monotonic() < deadline:
        if not is_there():
            raise StartError(_last_line(folder))
        with contextlib.suppress(httpx.TransportError):
            told = httpx.get(f"http://127.0.0.1:{waiting[0]}", timeout=5, trust_env=False)
            answer = told.text
            if told.is_success and waiting.pop(0) and not waiting:
                return
        time.sleep(_STEP_SECONDS)
    raise StartError(f"Not ready after {_READY_SECONDS:.0f} s: {answer[:500]}")


def _last_line(folder: Path) -> str:
    lines: Sequence[str] = _log(folder).read_text(errors="replace").strip().splitlines()
    return (lines[-1] if lines else "the supervisor ended").removeprefix("mari: ")


def _log(folder: Path) -> Path:
    return folder / "logs" / "supervisor.log"
