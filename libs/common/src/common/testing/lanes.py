"""Services that are nothing but lanes: two schemas, toy messages, and a table of effects."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx
from sqlalchemy import CursorResult, Row, text

from common.contracts import MESSAGES, Message
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes.api import Caller, Delivery, HandlerSet, OutboxRow, UnitOfWork
from common.lanes.runtime import LaneParts, LaneRuntime
from common.lanes.sweeper import AnySchedule
from common.lanes.tables import create_v1, create_v2
from common.messaging.embedded import EmbeddedTransport
from common.messaging.topology import schema_of
from common.testing.identities import ANYTHING
from common.testing.schemas import create_schema
from common.wiring import Transport, Wiring

FIRST = "first-service"
SECOND = "second-service"
_KEY = "bus-key-of-the-lanes-0123456789abcdef"
TOPICS = {
    FIRST: frozenset({"replies", "everywhere"}),
    SECOND: frozenset({"notes", "marks", "everywhere"}),
}
"""What the toy services read, for a broker."""
_READERS = {
    "notes": (SECOND,),
    "marks": (SECOND,),
    "replies": (FIRST,),
    "everywhere": (FIRST, SECOND),
}


class Note(Message):
    """A toy message that has its place in a lane."""

    TYPE: ClassVar[str] = "note.v1"
    TOPIC: ClassVar[str] = "notes"
    EXAMPLE: ClassVar[dict[str, Any]] = {"text": "hello"}

    text: str


class Mark(Message):
    """A toy message without order."""

    TYPE: ClassVar[str] = "mark.v1"
    TOPIC: ClassVar[str] = "marks"
    EXAMPLE: ClassVar[dict[str, Any]] = {"text": "read"}

    text: str


class Reply(Message):
    """A toy message that goes the other way."""

    TYPE: ClassVar[str] = "reply.v1"
    TOPIC: ClassVar[str] = "replies"
    EXAMPLE: ClassVar[dict[str, Any]] = {"text": "hello yourself"}

    text: str


_TABLES = (
    """
    create table {s}.effect (seq bigint generated always as identity, text text, key text)
    """,
    """
    create table {s}.job (id uuid primary key, seq bigint generated always as identity, key text,
      priority int default 5, next_at timestamptz default now(), status text default 'new',
      token uuid)
    """,
)


def _no_client(service: str) -> httpx.AsyncClient:
    raise LookupError(service)


@dataclass
class LaneHouse:
    """Databases of the toy services, and the runtimes that a test asks for."""

    url: str
    bus: Keyring = field(default_factory=lambda: Keyring([_KEY]))
    transport: EmbeddedTransport = field(
        default_factory=lambda: EmbeddedTransport(
            readers=lambda t: _READERS.get(t, ()), admission=ANYTHING
        )
    )
    carriers: Callable[[str], Transport] | None = None
    """Makes a service's own transport; unset: all share `transport`."""
    databases: dict[str, Database] = field(default_factory=dict[str, Database])

    def database(self, service: str) -> Database:
        """Return a service's own database."""
        if service not in self.databases:
            self.databases[service] = Database(self.url, schema=schema_of(service))
        return self.databases[service]

    def carrier(self, service: str) -> Transport:
        """Return what carries a service's parcels."""
        return self.carriers(service) if self.carriers else self.transport

    def runtime(
        self,
        service: str,
        handlers: HandlerSet | None = None,
        *,
        callers: Sequence[Caller] = (),
        schedules: Sequence[AnySchedule] = (),
        client_for: Callable[[str], httpx.AsyncClient] = _no_client,
    ) -> LaneRuntime:
        """Return a service's runtime, not yet started."""
        toys: dict[str, type[Message]] = {m.TYPE: m for m in (Note, Mark, Reply)}
        parts = LaneParts(
            service=service,
            database=self.database(service),
            bus=self.bus,
            handlers=handlers or HandlerSet({}),
            wiring=Wiring(transport=self.carrier(service), client_for=client_for),
            callers=callers,
            schedules=schedules,
            messages=toys | MESSAGES,
        )
        return LaneRuntime(parts)

    async def rows(self, service: str, statement: str, **values: object) -> Sequence[Row[Any]]:
        """Run a statement in a service's schema, and commit it."""
        async with self.database(service).begin() as session:
            result = await session.execute(text(statement), values)
            return result.all() if isinstance(result, CursorResult) and result.returns_rows else ()

    async def effects(self, service: str = SECOND) -> list[str]:
        """Return what handlers have written, in order."""
        return [r.text for r in await self.rows(service, "select text from effect order by seq")]

    async def close(self) -> None:
        """Give every connection back."""
        for database in self.databases.values():
            await database.close()


@asynccontextmanager
async def lane_house(url: str) -> AsyncGenerator[LaneHouse]:
    """Create the toy services' schemas in an empty database."""
    house = LaneHouse(url)
    try:
        for service in (FIRST, SECOND):
            await create_schema(house.database(service), create_v1, create_v2, more=_TABLES)
        yield house
    finally:
        await house.close()


def a_row(message: Message, key: str | None, **more: Any) -> OutboxRow:  # noqa: ANN401 - any field
    """Build an outbox row that carries a message."""
    row = OutboxRow(
        id=new_id(),
        target=message.TOPIC,
        type=message.TYPE,
        body=message.model_dump_json().encode(),
        key=key,
    )
    return OutboxRow(**{name: getattr(row, name) for name in row.__slots__} | more)


async def write_effect(uow: UnitOfWork, delivery: Delivery) -> None:
    """Handle a note or a mark: write its text into the table of effects."""
    message = delivery.message
    if isinstance(message, Note | Mark | Reply):
        await uow.session.execute(
            text("insert into effect (text, key) values (:text, :key)"),
            {"text": message.text, "key": delivery.key},
        )


async def until(condition: Callable[[], Any], *, seconds: float = 10.0) -> None:
    """Wait until an async condition holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - the database has no event to wait for
            await asyncio.sleep(0.01)


async def settled(*runtimes: LaneRuntime) -> None:
    """Wait until nothing is left to do in these services."""

    async def are_idle() -> bool:
        before = [await runtime.progress() for runtime in runtimes]
        idle = all([await runtime.idle() for runtime in runtimes])
        return idle and before == [await runtime.progress() for runtime in runtimes]

    await until(are_idle)


class FailingHandler:
    """Writes the effect of a note, then fails as often as its table says for that text."""

    def __init__(self, failures: dict[str, list[Exception]]) -> None:
        self.failures = failures
        self.tries: list[str] = []

    async def __call__(self, uow: UnitOfWork, delivery: Delivery) -> None:
        """Handle a note."""
        if not isinstance(delivery.message, Note):
            raise TypeError(delivery.message.TYPE)
        self.tries.append(delivery.message.text)
        await write_effect(uow, delivery)
        waiting = self.failures.get(delivery.message.text)
        if waiting:
            raise waiting.pop(0)


async def give(house: LaneHouse, *notes: tuple[str, str]) -> None:
    """Accept notes while nobody reads, so that the reader finds them all waiting."""
    async with house.runtime(FIRST) as sender:
        await sender.accept([a_row(Note(text=text), key) for text, key in notes])
        await settled(sender)


async def read_all(house: LaneHouse, handlers: HandlerSet) -> None:
    """Let the reader do whatever waits, and stop it."""
    async with house.runtime(SECOND, handlers) as reader:
        await settled(reader)
