"""The floor: the lanes' own statements under three toy services whose handlers do nothing."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import httpx
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes.api import HandlerSet, OutboxRow
from common.lanes.runtime import LaneParts, LaneRuntime
from common.lanes.tables import create_v1, create_v2
from common.messaging.embedded import EmbeddedTransport
from common.messaging.topology import schema_of
from common.testing.identities import ANYTHING
from common.testing.lanes import a_row
from common.testing.schemas import create_schema
from common.wiring import Transport, Wiring

from benchmarks.closed_loop import Postman
from benchmarks.toys import (
    ENGINE,
    GATEWAY,
    NOTIFIER,
    READERS,
    TABLES,
    Answered,
    Asked,
    Heard,
    Sender,
    answer,
    hear,
    take,
)

_KEY = "bus-key-of-the-floor-0123456789abcdef"
_TOYS = {kind.TYPE: kind for kind in (Asked, Answered, Heard)}


@dataclass(slots=True)
class Floor:
    """Three runtimes, and the replies that customers wait for."""

    runtimes: dict[str, LaneRuntime]
    postman: Postman[UUID]
    waiting: dict[str, "asyncio.Future[UUID]"]

    async def turn(self, customer: str) -> None:
        """Write, and return when the reply was accepted."""
        reply: asyncio.Future[UUID] = asyncio.get_running_loop().create_future()
        self.waiting[customer] = reply
        await self.runtimes[GATEWAY].accept([a_message(Asked(text="menu"), customer)])
        self.postman.take(await reply)

    async def settled(self) -> None:
        """Return when every status has been processed."""
        await self.postman.finished()
        while not all([await runtime.idle() for runtime in self.runtimes.values()]):  # noqa: ASYNC110 - asks the tables
            await asyncio.sleep(0.02)

    def accepted(self, customer: str, job: UUID) -> None:
        """Take note of an accepted reply."""
        self.waiting.pop(customer).set_result(job)


HANDLERS: Final[Mapping[str, HandlerSet]] = {
    GATEWAY: HandlerSet({}),
    ENGINE: HandlerSet({Asked.TYPE: answer}),
    NOTIFIER: HandlerSet({Answered.TYPE: take}, bulk={Heard.TYPE: hear}),
}


def toy_runtime(
    service: str, database: Database, transport: Transport, sender: Sender
) -> LaneRuntime:
    """Return one toy's runtime, over any transport."""
    wiring = Wiring(transport, _no_client)
    callers = (sender,) if service == NOTIFIER else ()
    bus, own = Keyring([_KEY]), HANDLERS[service]
    return LaneRuntime(LaneParts(service, database, bus, own, wiring, callers, messages=_TOYS))


async def toy_database(url: str, service: str, stack: AsyncExitStack) -> Database:
    """Return one toy's database, with its schema made anew."""
    database = Database(url, schema=schema_of(service))
    stack.push_async_callback(database.close)
    await create_schema(database, create_v1, create_v2, more=TABLES.split(";"))
    return database


@asynccontextmanager
async def open_floor(url: str) -> AsyncGenerator[Floor]:
    """Open the toy services on an empty database."""
    sender = Sender()
    transport = EmbeddedTransport(readers=lambda topic: READERS.get(topic, ()), admission=ANYTHING)
    async with AsyncExitStack() as stack:
        runtimes: dict[str, LaneRuntime] = {}
        for service in HANDLERS:
            database = await toy_database(url, service, stack)
            runtime = toy_runtime(service, database, transport, sender)
            runtimes[service] = await stack.enter_async_context(runtime)
        floor = Floor(runtimes, postman_of(runtimes[GATEWAY]), {})
        sender.accepted = floor.accepted
        reporting = asyncio.ensure_future(floor.postman.run())
        stack.callback(reporting.cancel)
        yield floor


def postman_of(gateway: LaneRuntime) -> Postman[UUID]:
    """Return who reports the statuses of jobs to the toy gateway."""

    async def report(due: Sequence[tuple[UUID, str]]) -> None:
        await gateway.accept([a_message(Heard(job=job, status=status)) for job, status in due])

    return Postman[UUID](report)


def a_message(message: Asked | Heard, key: str | None = None) -> OutboxRow:
    """Return a message that nobody has sent before."""
    return a_row(message, key, dedupe=str(new_id()))


def _no_client(service: str) -> httpx.AsyncClient:
    raise LookupError(service)
