"""The process form in a test's own hands: each part is started, cut and ended one by one.

`mari up-local` starts at once what ends; here a part stays down until the test brings it back.
"""

import asyncio
import contextlib
import signal
import subprocess
import time
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, Final

import httpx
from common.service_tokens import ServiceAuth
from common.testing.tcp_proxy import TcpProxy
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from standalone.environment import DATABASE, Place
from standalone.folder import keys_of
from standalone.local.plan import (
    SERVICES,
    VHOST,
    Job,
    Plan,
    Servers,
    full_environment,
    variables_of_service,
)
from standalone.principals import OPERATOR, asking_as, key_name_of, variable_of
from standalone.testing.addressed import Addressed, house_settings

_READY_SECONDS: Final = 90.0
_LINK_SECONDS: Final = 10.0
_END_SECONDS: Final = 30.0


class Links:
    """The ways to the outside, each through a proxy that a test may cut; they live in a thread."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._proxies: list[TcpProxy] = []

    def add(self, port: int) -> "Link":
        """Return a way to a port of this machine."""
        proxy = TcpProxy(port)
        self._proxies.append(proxy)
        self.do(proxy.heal())
        return Link(self, proxy)

    def do(self, step: Coroutine[Any, Any, None]) -> None:
        """Take a step of a proxy and wait for it."""
        asyncio.run_coroutine_threadsafe(step, self._loop).result(_LINK_SECONDS)

    def close(self) -> None:
        """Cut everything and end the thread."""
        for proxy in self._proxies:
            self.do(proxy.refuse())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_LINK_SECONDS)
        self._loop.close()


class Link:
    """One way to the outside."""

    def __init__(self, links: Links, proxy: TcpProxy) -> None:
        self._links = links
        self._proxy = proxy
        self.port = proxy.port

    def refuse(self) -> None:
        """Refuse every connection, as a host whose service is down."""
        self._links.do(self._proxy.refuse())

    def hang(self) -> None:
        """Let nothing through, in silence."""
        self._proxy.blackhole()

    def heal(self) -> None:
        """Let everything through."""
        self._links.do(self._proxy.heal())


class PartedHouse(Addressed):
    """Two servers, four services, door and sandbox; nobody but the test starts them again."""

    def __init__(self, folder: Path, variables: Mapping[str, str] | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        settings = house_settings(folder)
        self.port, self.sandbox_port = settings.port, settings.sandbox_port
        self.place = Place(settings, folder, keys_of(folder), "")
        self.servers = Servers.of(folder)
        self._links = Links()
        self.omari = self._links.add(settings.sandbox_port)
        self.graph = self._links.add(settings.sandbox_port)
        self._variables = {
            "OMARI_API_BASE_URL": f"http://127.0.0.1:{self.omari.port}/omari",
            "NOTIFIER_GRAPH_BASE_URL": f"http://127.0.0.1:{self.graph.port}/graph",
            **(variables or {}),
        }
        self._database_link: Link | None = None
        self._plan: Plan | None = None
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def plan(self) -> Plan:
        """Commands, environments and ports; known once the servers run."""
        if self._plan is None:
            self._plan = Plan(self.place, self.servers)
        return self._plan

    @property
    def database(self) -> Link:
        """The services' way to the database; known once the servers run."""
        if self._database_link is None:
            self._database_link = self._links.add(self.servers.postgresql.port)
        return self._database_link

    @property
    def operator(self) -> Mapping[str, str]:
        """What `mari` is told to look at this house."""
        databases = {self._variable(name): self.plan.database_url(name) for name in SERVICES}
        shared = {
            "MARI_SERVICE_URLS": self.plan.service_urls,
            variable_of(OPERATOR): self.place.keys[key_name_of(OPERATOR)],
        }
        return shared | databases

    def start(self) -> "PartedHouse":
        """Start everything and return when it is ready. Raises AssertionError."""
        with ThreadPoolExecutor() as both:
            begun = [both.submit(begin) for begin in (self._database, self._broker)]
        for each in begun:
            each.result()
        for name in (*SERVICES, "sandbox", "door"):
            self.begin(name)
        self.until_ready()
        return self

    def stop(self) -> None:
        """End everything in good order."""
        for name in list(self._running):
            self.end(name)
        self.servers.rabbitmq.stop()
        self.servers.postgresql.stop()
        self._links.close()

    def begin(self, name: str, **variables: str) -> None:
        """Start a service, the sandbox or the door."""
        job = self._job(name)
        job = replace(job, variables={**job.variables, **variables})
        with self._log(name).open("ab") as output:
            self._running[name] = subprocess.Popen(
                job.command,
                env=full_environment(job, self.folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def end(self, name: str) -> tuple[int, float]:
        """Ask a process to stop; returns its exit status and how many seconds it took."""
        process, asked = self._running.pop(name), time.monotonic()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.wait(), time.monotonic() - asked

    def state(self, service: str) -> tuple[int, dict[str, Any]]:
        """Return a service's own readiness: status and body."""
        url = f"http://127.0.0.1:{self.plan.ports[service]}/health/ready"
        answer = httpx.get(url, timeout=10, trust_env=False)
        return answer.status_code, answer.json()

    def until_ready(self) -> None:
        """Wait until all are ready and nothing is degraded. Raises AssertionError."""
        deadline, answer = time.monotonic() + _READY_SECONDS, "nothing answers"
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.TransportError):
                health = httpx.get(f"{self.origin}/health/ready", timeout=5, trust_env=False)
                answer = health.text
                if health.is_success and '"degraded"' not in answer:
                    return
            time.sleep(0.1)
        raise AssertionError(f"not ready: {answer[:2000]}")

    def heal(self) -> None:
        """Bring back whatever is down, and wait until all are ready. Raises AssertionError."""
        self.omari.heal()
        self.graph.heal()
        self.database.heal()
        self.servers.postgresql.start()
        self.servers.rabbitmq.start()
        for name in (*SERVICES, "sandbox", "door"):
            if name not in self._running or self._running[name].poll() is not None:
                self.begin(name)
        self.until_ready()

    def inside(
        self,
        service: str,
        caller: str = OPERATOR,
        **signing: Any,  # noqa: ANN401 - ServiceAuth's own
    ) -> httpx.AsyncClient:
        """Return a signed client of a service, as `caller` has it."""
        identity = asking_as(caller, self.place.keys[key_name_of(caller)])
        auth = ServiceAuth(identity, audience=service, **signing)
        url = f"http://127.0.0.1:{self.plan.ports[service]}"
        return httpx.AsyncClient(base_url=url, auth=auth, timeout=20, trust_env=False)

    async def rows(self, statement: str, **values: object) -> Sequence[Any]:
        """Run one query as the database's owner."""
        engine = create_async_engine(self.admin_url)
        try:
            async with engine.connect() as connection:
                return (await connection.execute(text(statement), values)).all()
        finally:
            await engine.dispose()

    @property
    def admin_url(self) -> str:
        """The database with every right, past all links."""
        return self.servers.postgresql.admin_url(DATABASE)

    def dead_letters(self) -> int:
        """Return how many messages the broker has set aside."""
        told = self.servers.rabbitmq.ctl("list_queues", "-p", VHOST, "name", "messages")
        counts = [line.split() for line in told.splitlines() if ".dead" in line]
        return sum(int(count) for _, count in counts)

    def pid(self, name: str) -> int:
        """Return a process's number."""
        return self._running[name].pid

    def log(self, name: str) -> str:
        """Return what a process has logged."""
        return self._log(name).read_text(errors="replace")

    def _database(self) -> None:
        self.servers.postgresql.start()
        self._once(self.plan.migrate())

    def _broker(self) -> None:
        self.servers.rabbitmq.start()
        self._once(self.plan.topology())

    def _once(self, job: Job) -> None:
        with self._log(job.name).open("ab") as output:
            done = subprocess.run(
                job.command,
                env=full_environment(job, self.folder),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        if done.returncode != 0:
            raise AssertionError(f"{job.name}: {self.log(job.name)[-2000:]}")

    def _job(self, name: str) -> Job:
        if name not in SERVICES:
            return self.plan.door() if name == "door" else self.plan.sandbox()
        job = self.plan.service(name)
        known = variables_of_service(name)
        variables = self._variables | {self._variable(name): self._database_url(name)}
        own = {key: value for key, value in variables.items() if key in known}
        return replace(job, variables={**job.variables, **own})

    def _database_url(self, name: str) -> str:
        before, after = (
            f"@127.0.0.1:{p}/" for p in (self.servers.postgresql.port, self.database.port)
        )
        return self.plan.database_url(name).replace(before, after)

    @staticmethod
    def _variable(name: str) -> str:
        return f"{name.replace('-', '_').upper()}_DATABASE_URL"

    def _log(self, name: str) -> Path:
        logs = self.folder / "logs"
        logs.mkdir(exist_ok=True)
        return logs / f"{name}.log"
