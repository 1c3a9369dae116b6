"""The process form with two of each service, every link between processes through a proxy."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import httpx
from common.local.process import free_port
from common.unanswered import UNANSWERED

from standalone.environment import DATABASE, Place
from standalone.folder import keys_of
from standalone.local import records
from standalone.local.plan import SERVICES, Job, Plan, Servers, variables_of_service
from standalone.local.supervisor import Supervisor
from standalone.public_routes import PUBLIC_ROUTES
from standalone.settings import StandaloneSettings
from standalone.testing.addressed import Addressed, house_settings
from standalone.testing.chaos.links import Links

PUBLIC: Final = sorted({service for _, service in PUBLIC_ROUTES})
POSTGRESQL: Final = "postgresql"
CALLED: Final = {"flow-engine": ("payments-omari",)}
"""Which service calls which by HTTP."""
_READY_SECONDS: Final = 300.0
_PATIENT: Final = {
    "MARI_SANDBOX_CODE_SECONDS": "60",
    "MARI_SANDBOX_SENDS_PER_SECOND": "1000",
    "NOTIFIER_SENDS_PER_SECOND": "500",
    "PAYMENTS_OMARI_STARTS_PER_CONTACT_HOUR": "50",
    "PAYMENTS_OMARI_STARTS_PER_PAYER_DAY": "50",
    "PAYMENTS_OMARI_VOID_IS_FENCE": "true",
}
"""Limits that customers of a calmer place keep, and the sandbox's word that a void is a fence.

Meta counts what comes and what goes: who gets fifty messages a second has a number of the higher
throughput (facts: WhatsApp, section 6). Its two notifiers share it.
"""


def second(service: str) -> str:
    """Return the name of a service's second process."""
    return f"{service}-2"


def base(process: str) -> str:
    """Return the service of a process."""
    return process.removesuffix("-2")


@dataclass(slots=True)
class DoublePlan(Plan):
    """Two processes of each service, which reach everything through proxies."""

    links: Links = field(default_factory=Links)
    seconds: Mapping[str, int] = field(
        default_factory=lambda: {service: free_port() for service in SERVICES}
    )

    def jobs(self) -> Sequence[Job]:
        """Return every process that is kept running."""
        services = [job for name in SERVICES for job in self._both(name)]
        sandbox = self.sandbox()
        sandbox = replace(sandbox, variables={**sandbox.variables, **_PATIENT})
        door = self.door()
        door = replace(door, variables={**door.variables, **self._ways("door", PUBLIC)})
        return [*services, sandbox, door]

    def _both(self, name: str) -> tuple[Job, Job]:
        known = variables_of_service(name)
        own = {k: v for k, v in (_PATIENT | self._outside(name)).items() if k in known}
        job = self.service(name)
        variables = {**job.variables, **own, **self._ways(name, CALLED.get(name, ()))}
        port = self.seconds[name]
        other = {"MARI_LISTEN": f"127.0.0.1:{port}", **self._database(name, second(name))}
        return (
            replace(job, variables=variables),
            replace(job, name=second(name), variables=variables | other, port=port),
        )

    def _database(self, name: str, process: str) -> dict[str, str]:
        """Return the address of the database by a process's own link."""
        port = self.servers.postgresql.port
        link = self.links.port(process, POSTGRESQL, port)
        variable = f"{name.replace('-', '_').upper()}_DATABASE_URL"
        return {variable: _at(self.database_url(name), port, link)}

    def _outside(self, name: str) -> dict[str, str]:
        """Return the addresses of the two servers and of the providers, each by its link."""
        prefix = name.replace("-", "_").upper()
        servers, sandbox = self.servers, self.place.settings.sandbox_port
        broker = self.links.port(name, "rabbitmq", servers.rabbitmq.port)
        found = {
            **self._database(name, name),
            f"{prefix}_AMQP_URL": _at(self.amqp_url(name), servers.rabbitmq.port, broker),
        }
        if name == "notifier":
            port = self.links.port(name, "graph", sandbox)
            found["NOTIFIER_GRAPH_BASE_URL"] = f"http://127.0.0.1:{port}/graph"
        if name == "payments-omari":
            port = self.links.port(name, "omari", sandbox)
            found["OMARI_API_BASE_URL"] = f"http://127.0.0.1:{port}/omari"
        return found

    def _ways(self, caller: str, called: Sequence[str]) -> dict[str, str]:
        ports = dict(self.ports)
        for name in called:
            ports[name] = self.links.port(caller, name, self.ports[name], self.seconds[name])
        urls = (f"{name}=http://127.0.0.1:{port}" for name, port in ports.items())
        return {"MARI_SERVICE_URLS": ",".join(urls)}


class _Supervisor(Supervisor):
    """The process form's own supervisor, with other processes."""

    def __init__(self, settings: StandaloneSettings, folder: Path, links: Links) -> None:
        super().__init__(settings, folder)
        place = Place(settings, folder, keys_of(folder), "")
        self._links = links
        self._plan = DoublePlan(place, self._servers, links=links)

    async def _keep_all(self) -> None:
        """Open the links once the servers have their ports, then keep everything running."""
        self._plan.jobs()
        async with self._links:
            await super()._keep_all()


class ChaosHouse(Addressed):
    """A running house: where it is, its links, and who runs in it."""

    def __init__(self, folder: Path, settings: StandaloneSettings) -> None:
        self.folder = folder
        self.port, self.sandbox_port = settings.port, settings.sandbox_port
        self.links = Links()

    @property
    def servers(self) -> Servers:
        """The two servers, as somebody sees them who does not watch over them."""
        return Servers.of(self.folder)

    @property
    def admin_url(self) -> str:
        """The database with every right, past all proxies."""
        return self.servers.postgresql.admin_url(DATABASE)

    def processes(self) -> Mapping[str, Mapping[str, Any]]:
        """Return who runs, by name."""
        return records.read(self.folder)

    def pid(self, name: str) -> int | None:
        """Return a process's number; None while it is being started again."""
        return self.processes().get(name, {}).get("pid")

    def phones(self) -> httpx.AsyncClient:
        """Return a client of the sandbox, which lives through everything."""
        limits = httpx.Limits(max_connections=200)
        return httpx.AsyncClient(base_url=self.sandbox, timeout=60, limits=limits, trust_env=False)


@asynccontextmanager
async def open_house(folder: Path) -> AsyncGenerator[ChaosHouse]:
    """Start everything, and end it after the block. Raises RuntimeError when it is not ready."""
    settings = house_settings(folder)
    house = ChaosHouse(folder, settings)
    supervisor = _Supervisor(settings, folder, house.links)
    running, user = asyncio.ensure_future(supervisor.run()), asyncio.current_task()

    def leave(_: object) -> None:
        """Let nobody wait in a house that was told to stop from outside."""
        if user is not None:
            user.cancel()

    try:
        await _until_ready(house, running)
        running.add_done_callback(leave)
        yield house
    finally:
        running.remove_done_callback(leave)
        supervisor.stop()
        await running


async def _until_ready(house: ChaosHouse, running: "asyncio.Future[None]") -> None:
    """Wait for the services, and for the stand-ins beside them."""
    waiting = [f"{house.origin}/health/ready", f"{house.sandbox}/"]
    async with asyncio.timeout(_READY_SECONDS), httpx.AsyncClient(trust_env=False) as client:
        while not running.done():
            with contextlib.suppress(*UNANSWERED):
                is_up = (await client.get(waiting[0])).is_success
                if is_up and waiting.pop(0) and not waiting:
                    return
            await asyncio.sleep(0.1)
    running.result()
    raise RuntimeError("the house ended at once")


def _at(url: str, port: int, other: int) -> str:
    return url.replace(f"@127.0.0.1:{port}/", f"@127.0.0.1:{other}/")
