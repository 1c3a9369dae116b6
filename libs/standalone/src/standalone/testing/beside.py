"""Every service as its own process behind RabbitMQ and PostgreSQL, for a test that measures."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import httpx
from common.local.process import free_port
from common.messaging.topology import schema_of
from common.signatures import sign_hub
from common.spread import SpreadTransport
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection

from standalone.environment import DATABASE, Place
from standalone.folder import StartError, keys_of
from standalone.local.child import Child
from standalone.local.plan import SERVICES, Job, Plan, Servers, full_environment
from standalone.settings import StandaloneSettings
from standalone.testing.apart import sandbox_apart
from standalone.testing.connected import connected
from standalone.testing.graph_door import Replies
from standalone.testing.inside import UNHURRIED
from standalone.testing.quiet import until_idle

GATEWAY: Final = "gateway-webhooks"
_APP_SECRET: Final = "app-secret-of-the-measured-house-0123456789"  # noqa: S105 - a test's own key
_READY_SECONDS: Final = 90.0
_CONNECTIONS: Final = httpx.Limits(max_connections=128, max_keepalive_connections=128)
_COUNTED: Final = re.compile(r"^mari_bus_(\w+?)(?:_total)? (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BesideHouse:
    """The gateway's own door, the Graph API's, the servers, and who runs."""

    graph: Replies
    database: AsyncConnection
    """A connection of the test's own, as the superuser."""
    servers: Servers
    pids: Mapping[str, int]
    """Each service's process."""
    _urls: Mapping[str, str]
    _client: httpx.AsyncClient

    async def post(self, body: bytes) -> None:
        """Post a webhook as Meta does. Raises AssertionError when it is not taken."""
        headers = {
            "content-type": "application/json",
            "x-hub-signature-256": sign_hub(body, _APP_SECRET),
        }
        url = f"{self._urls[GATEWAY]}/webhooks/whatsapp"
        answer = await self._client.post(url, content=body, headers=headers)
        if not answer.is_success:
            raise AssertionError(f"it was answered with {answer.status_code}")

    async def idle(self) -> None:
        """Wait until no service has anything left to do. Raises TimeoutError."""
        await until_idle(self.database, list(map(schema_of, SERVICES)), is_carried=True)

    async def carried(self) -> Mapping[str, Counter[str]]:
        """Return what each service has counted at the broker since its start."""
        pages = {
            service: (await self._client.get(f"{url}/metrics")).raise_for_status().text
            for service, url in self._urls.items()
        }
        return {service: counted(page) for service, page in pages.items()}


def counted(page: str) -> "Counter[str]":
    """Return what a page of metrics tells of parcels and envelopes."""
    return Counter({name: int(float(value)) for name, value in _COUNTED.findall(page)})


@asynccontextmanager
async def open_beside(folder: Path) -> AsyncGenerator[BesideHouse]:
    """Open servers, services and the sandbox, without their limits of rate."""
    place = _place(folder)
    async with AsyncExitStack() as stack:
        servers = await _servers(folder, stack)
        plan = Plan(place, servers)
        for job in (plan.migrate(), plan.topology()):
            await _once(job, folder)
        replies = Replies()
        await stack.enter_async_context(sandbox_apart(place, replies))
        pids: dict[str, int] = {}
        for name in SERVICES:
            _keep(_unhurried(plan.service(name)), folder, pids, stack)
        client = await stack.enter_async_context(_client())
        urls = {name: f"http://127.0.0.1:{port}" for name, port in plan.ports.items()}
        await _until_ready(client, urls)
        database = await stack.enter_async_context(
            connected(servers.postgresql.admin_url(DATABASE))
        )
        yield BesideHouse(replies, database, servers, pids, urls, client)


def _place(folder: Path) -> Place:
    folder.mkdir(parents=True, exist_ok=True)
    settings = StandaloneSettings(
        data_dir=folder,
        port=free_port(),
        sandbox_port=free_port(),
        app_secret=SecretStr(_APP_SECRET),
    )
    return Place(settings, folder, keys_of(folder), "")


async def _servers(folder: Path, stack: AsyncExitStack) -> Servers:
    servers = Servers.of(folder)
    for server in (servers.postgresql, servers.rabbitmq):
        stack.push_async_callback(asyncio.to_thread, server.stop)
        await asyncio.to_thread(server.start)
    return servers


def _unhurried(job: Job) -> Job:
    own = {name: value for name, value in UNHURRIED.items() if job.name == "notifier"}
    return replace(job, variables={**job.variables, **own})


async def _once(job: Job, folder: Path) -> None:
    process = await _child(job, folder, {}).spawn()
    if await process.wait() != 0:
        raise StartError(f"{job.name} failed: {(folder / f'{job.name}.log').read_text()[-2000:]}")


def _keep(job: Job, folder: Path, pids: dict[str, int], stack: AsyncExitStack) -> None:
    stop = asyncio.Event()
    running = asyncio.ensure_future(_child(job, folder, pids).run(stop))
    stack.push_async_callback(partial(_end, running, stop))


async def _end(running: "asyncio.Future[None]", stop: asyncio.Event) -> None:
    stop.set()
    await running


def _child(job: Job, folder: Path, pids: dict[str, int]) -> Child:
    def changed(name: str, pid: int | None, _port: int | None) -> None:
        if pid is not None:
            pids[name] = pid

    return Child(job, full_environment(job, folder), folder, changed)


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=SpreadTransport(_CONNECTIONS), timeout=30, trust_env=False)


async def _until_ready(client: httpx.AsyncClient, urls: Mapping[str, str]) -> None:
    async with asyncio.timeout(_READY_SECONDS):
        for url in urls.values():
            while not await _is_ready(client, url):  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.1)


async def _is_ready(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(f"{url}/health/ready")).is_success
    except httpx.TransportError:
        return False
