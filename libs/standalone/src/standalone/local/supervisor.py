"""The supervisor: starts the servers, prepares them, starts the processes, keeps all running."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Final

import uvloop
from common.local.packages import LocalServerError
from common.local.process import reserve, send, until
from common.local.server_user import own_folder, private_folder
from common.log import configure_logging, get_logger

from standalone.environment import Place
from standalone.folder import StartError, held, keys_of
from standalone.local.child import Child
from standalone.local.plan import Job, Plan, Servers, full_environment
from standalone.local.records import Records, strays
from standalone.local.servers import keep
from standalone.serving import stop_on_signals
from standalone.settings import StandaloneSettings

log = get_logger(__name__)

PID: Final = "supervisor.pid"
_STRAY_SECONDS: Final = 12.0


class Supervisor:
    """One data folder's processes."""

    def __init__(self, settings: StandaloneSettings, folder: Path) -> None:
        self._folder = folder
        self._logs = folder / "logs"
        self._stop = asyncio.Event()
        self._records = Records(folder)
        self._servers = Servers.of(folder)
        for port in (settings.port, settings.sandbox_port):
            reserve(port)  # no service may be given one of these before its owner listens
        self._plan = Plan(Place(settings, folder, keys_of(folder), ""), self._servers)

    async def run(self) -> None:
        """Bring everything up and keep it so, until SIGTERM. Raises StartError."""
        stop_on_signals(self._stop)
        private_folder(self._logs)
        await asyncio.to_thread(end_strays, self._folder)
        try:
            await self._prepare()
            await self._keep_all()
        finally:
            await self._end_servers()
            self._records.clear()

    def stop(self) -> None:
        """Let `run` end everything in good order."""
        self._stop.set()

    async def _prepare(self) -> None:
        """Start both servers side by side, and prepare each as soon as it is there."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._prepare_database())
            group.create_task(self._prepare_broker())

    async def _prepare_database(self) -> None:
        await asyncio.to_thread(self._servers.postgresql.start)
        await self._once(self._plan.migrate())

    async def _prepare_broker(self) -> None:
        await asyncio.to_thread(self._servers.rabbitmq.start)
        await self._once(self._plan.topology())

    async def _once(self, job: Job) -> None:
        """Run a job to its end. Raises StartError."""
        if self._stop.is_set():
            return
        process = await self._child(job).spawn()
        if await process.wait() != 0:
            raise StartError(f"`mari {job.name}` failed: see {self._logs}/{job.name}.log")

    async def _keep_all(self) -> None:
        """Keep the servers, and before they end, end whoever uses them."""
        servers_stop = asyncio.Event()
        plan, servers = self._plan, self._servers
        keeping = [
            asyncio.ensure_future(
                keep("postgresql", servers.postgresql, self._records.put, servers_stop)
            ),
            asyncio.ensure_future(
                keep("rabbitmq", servers.rabbitmq, self._records.put, servers_stop)
            ),
        ]
        try:
            await asyncio.gather(*(self._child(job).run(self._stop) for job in plan.jobs()))
        finally:
            servers_stop.set()
            await asyncio.gather(*keeping, return_exceptions=True)

    async def _end_servers(self) -> None:
        servers = self._servers
        await asyncio.gather(
            asyncio.to_thread(servers.postgresql.stop), asyncio.to_thread(servers.rabbitmq.stop)
        )

    def _child(self, job: Job) -> Child:
        return Child(job, full_environment(job, self._folder), self._logs, self._records.put)


def end_strays(folder: Path) -> None:
    """End what a killed supervisor left behind; its servers are adopted instead."""
    for pid in strays(folder):
        send(pid, signal.SIGTERM)
    if until(lambda: not any(strays(folder)), _STRAY_SECONDS):
        return
    for pid in strays(folder):
        send(pid, signal.SIGKILL)


def main() -> None:
    """Supervise the folder of MARI_DATA_DIR; what a person can mend is one line and status 2."""
    settings = StandaloneSettings()
    configure_logging(level="INFO")
    try:
        with held(settings.data_dir) as folder:
            own_folder(folder / "local")
            (folder / "local" / PID).write_text(str(os.getpid()))
            uvloop.run(Supervisor(settings, folder).run())
    except (StartError, LocalServerError) as error:
        sys.stderr.write(f"mari: {error}\n")
        sys.exit(2)
    except ExceptionGroup as group:
        sys.stderr.write(f"mari: {group.exceptions[0]}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
