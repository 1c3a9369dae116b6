"""The floor over RabbitMQ: each toy a process of its own, over the transport of the services.

The toy gateway is in the benchmark's own process, because it has no door to be reached by.
"""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from common.lanes.runtime import LaneRuntime
from common.local.rabbitmq import PrivateRabbit
from common.messaging.amqp import AmqpTransport, declare_topology
from common.messaging.topology import schema_of
from common.testing.identities import ANYTHING, identity_of
from sqlalchemy.ext.asyncio import AsyncConnection
from standalone.testing.connected import connected
from standalone.testing.quiet import until_idle

from benchmarks.closed_loop import Postman
from benchmarks.floor import HANDLERS, a_message, postman_of, toy_database, toy_runtime
from benchmarks.toy_service import BROKER, DATABASE, READY, reads
from benchmarks.toys import ENGINE, GATEWAY, NOTIFIER, READERS, TRUST, Asked, Sender

_VHOST = "floor"


@dataclass(slots=True)
class FloorApart:
    """The gateway's runtime here, who runs, and the replies that customers wait for."""

    gateway: LaneRuntime
    postman: Postman[UUID]
    database: AsyncConnection
    pids: dict[str, int]
    waiting: dict[str, "asyncio.Future[UUID]"] = field(
        default_factory=dict[str, "asyncio.Future[UUID]"]
    )

    async def turn(self, customer: str) -> None:
        """Write, and return when the reply was accepted."""
        reply: asyncio.Future[UUID] = asyncio.get_running_loop().create_future()
        self.waiting[customer] = reply
        await self.gateway.accept([a_message(Asked(text="menu"), customer)])
        self.postman.take(await reply)

    async def settled(self) -> None:
        """Return when every status has been processed."""
        await self.postman.finished()
        await until_idle(self.database, list(map(schema_of, HANDLERS)), is_carried=True)

    async def listen(self, output: asyncio.StreamReader) -> None:
        """Take note of the replies that the toy notifier tells of."""
        async for line in output:
            customer, job = orjson.loads(line)
            self.waiting.pop(customer).set_result(UUID(job))


@asynccontextmanager
async def open_floor_apart(url: str, rabbit: PrivateRabbit) -> AsyncGenerator[FloorApart]:
    """Open the toys on an empty database and a virtual host of their own."""
    amqp_url = await _virtual_host(rabbit)
    async with AsyncExitStack() as stack:
        databases = {service: await toy_database(url, service, stack) for service in HANDLERS}
        transport = AmqpTransport(
            amqp_url, identity_of(GATEWAY, trust=TRUST), reads=reads, admission=ANYTHING
        )
        runtime = toy_runtime(GATEWAY, databases[GATEWAY], transport, Sender())
        gateway = await stack.enter_async_context(runtime)
        database = await stack.enter_async_context(connected(url))
        floor = FloorApart(gateway, postman_of(gateway), database, {GATEWAY: os.getpid()})
        for service in (ENGINE, NOTIFIER):
            await _start(service, {DATABASE: url, BROKER: amqp_url}, floor, stack)
        reporting = asyncio.ensure_future(floor.postman.run())
        stack.callback(reporting.cancel)
        yield floor


async def _virtual_host(rabbit: PrivateRabbit) -> str:
    await asyncio.to_thread(rabbit.add_vhost, _VHOST)
    subscriptions = {
        service: frozenset(topic for topic, readers in READERS.items() if service in readers)
        for service in HANDLERS
    }
    url = rabbit.admin_url(_VHOST)
    await declare_topology(url, subscriptions)
    return url


async def _start(
    service: str, variables: dict[str, str], floor: FloorApart, stack: AsyncExitStack
) -> None:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.toy_service", service),
        env={**os.environ, **variables},  # noqa: TID251 - a child's environment
        stdout=asyncio.subprocess.PIPE,
    )
    output = child.stdout
    if output is None or await output.readline() != READY:
        raise RuntimeError(f"{service} did not start")
    floor.pids[service] = child.pid
    listening = asyncio.ensure_future(floor.listen(output))

    async def end() -> None:
        child.terminate()
        await child.wait()
        await listening

    stack.push_async_callback(end)
