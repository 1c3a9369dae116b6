"""What a service brings to the lanes, and what the lanes give its handlers (see lanes.md)."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from common.contracts import Message


@dataclass(frozen=True, slots=True)
class Delivery:
    """One inbox row on its way into a handler; its message has passed its contract."""

    seq: int
    id: str
    key: str | None
    message: Message
    received_at: datetime
    attempts: int
    source: str
    """The service that said it."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One row to be written to the outbox; `target` is a topic, `http:<service>` or `archive`."""

    id: UUID
    target: str
    type: str
    body: bytes
    """Plain JSON bytes; sealed under the bus key ring when it is written."""
    key: str | None = None
    path: str | None = None
    """For `http:` targets: `PUT /v1/payments/{id}`."""
    priority: int = 5
    dedupe: str | None = None
    expires_after: timedelta | None = None
    secret: bool = False
    """The body is emptied when the row is sent."""


class UnitOfWork(Protocol):
    """One transaction for a batch of lanes: handlers change mapped objects, write and send."""

    session: AsyncSession
    now: datetime
    """The database's time, read once."""

    def send(self, message: Message, *, key: str | None, priority: int | None = None) -> UUID:
        """Queue an event or command for its topic; it leaves only if the transaction commits."""
        ...

    def request(self, call: "ServiceCall") -> UUID:
        """Queue an HTTP request to another service, in order within service and key."""
        ...

    def write(self, statement: str, *values: object) -> None:
        """Queue a row for a statement that takes each column as an array.

        The rows of one statement are written together, after mapped objects, in their order.
        """
        ...

    def erase(self, delivery: Delivery) -> None:
        """Empty this delivery's inbox body in this transaction: it carried a secret."""
        ...


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """An HTTP request to another service; a definite no comes back as `request.refused.v1`.

    `path` of a PUT is the resource that it makes; of any other method it is the resource and one
    word more (`/v1/payments/<id>/otp`), so that the relay knows what to ask about. Requests of
    one key arrive at one service in order; at two services they are independent.
    """

    service: str
    method: str
    path: str
    body: Mapping[str, Any]
    key: str
    expires_after: timedelta
    secret: bool = False


Handler = Callable[[UnitOfWork, Delivery], Awaitable[None]]
BulkHandler = Callable[[UnitOfWork, Sequence[Delivery]], Awaitable[None]]
Preload = Callable[[UnitOfWork, Sequence[Delivery]], Awaitable[None]]


async def no_preload(_uow: UnitOfWork, _deliveries: Sequence[Delivery]) -> None:
    """Preload nothing: for a service whose handlers need no rows."""


@dataclass(frozen=True, slots=True)
class HandlerSet:
    """A service's handlers by message type.

    `preload` locks and reads the rows that a whole batch needs, one query per table, in the
    house's lock order (customers, sessions, orders, intents; each by id). Handlers then read
    from the session's identity map. `bulk` handlers take order-free rows (key null) together.
    Handlers may raise MariError: retryable ones are tried again, others park the message.
    """

    handlers: Mapping[str, Handler]
    bulk: Mapping[str, BulkHandler] = field(default_factory=dict[str, BulkHandler])
    preload: Preload = no_preload


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of a caller's own table, claimed: the record that we are about to call."""

    lane: str
    row_id: UUID
    token: UUID
    payload: Any


@dataclass(frozen=True, slots=True)
class Orphan:
    """A lane with work that is not due; `token` is the claim under which a row is being called."""

    lane: str
    priority: int
    due_at: datetime
    token: UUID | None = None


class Caller(Protocol):
    """Work against an outside system, done outside any transaction.

    Its rows live in the service's own table with key, priority and next_at, under the loop
    `name`. The runtime claims lanes, runs `call` for each claim in its own task bounded by
    `limit`, and records outcomes together through `record`, lanes locked first.

    Lanes of priority `patient_from` and less urgent ones have a quarter of the slots to
    themselves, so that slow calls of urgent lanes never take all; None: nothing is kept.
    """

    name: str
    slots: int
    limit: timedelta
    patient_from: int | None

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Mark the head row of each lane as being called and return the claims."""
        ...

    async def call(self, claim: Claim) -> object:
        """Call the outside system; returns the outcome, never raises for what it understands."""
        ...

    async def record(self, uow: UnitOfWork, outcomes: Sequence[tuple[Claim, object]]) -> None:
        """Write outcomes `where token = mine`; an exception from `call` comes as its object."""
        ...

    async def next_due(
        self, session: AsyncSession, lanes: Sequence[str]
    ) -> Mapping[str, tuple[datetime, int] | None]:
        """Return when each lane has its next row due, and its priority; None: nothing to do."""
        ...

    async def in_doubt(self, uow: UnitOfWork, lanes: Sequence[str]) -> None:
        """Settle claims whose lease passed without an outcome: asked about, never repeated."""
        ...

    async def orphans(self, session: AsyncSession, most: int) -> Sequence[Orphan]:
        """Return rows that wait, or are under call, in lanes that nothing will ever wake."""
        ...


@dataclass(frozen=True, slots=True)
class Schedule:
    """A sweeper task: `run` is called in its own transaction every `every`."""

    name: str
    every: timedelta
    run: Callable[[UnitOfWork], Awaitable[int]]
    """Returns how many rows it touched."""


K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class BatchSchedule(Generic[K]):
    """A sweeper task on rows: every `every`, some are found and done in one transaction.

    If that fails it is repeated in halves, each in its own transaction, until a row that fails
    stands alone. It is set aside for a while and counted; the others are done. So `do` must find
    out for itself whether a row still wants it.
    """

    name: str
    every: timedelta
    find: Callable[[UnitOfWork, int], Awaitable[Sequence[K]]]
    """Returns the ids of at most so many rows, those that wait longest first."""
    do: Callable[[UnitOfWork, Sequence[K]], Awaitable[int]]
    """Returns how many rows it touched."""
    most: int = 1000
    """Rows of one transaction."""


def rows_schedule(
    name: str,
    every: timedelta,
    find: Callable[[AsyncSession, int], Awaitable[Sequence[K]]],
    do: Callable[[AsyncSession, Sequence[K]], Awaitable[int]],
) -> BatchSchedule[K]:
    """Return a batch schedule of two statements that need nothing but the session."""

    async def find_some(uow: UnitOfWork, most: int) -> Sequence[K]:
        return await find(uow.session, most)

    async def do_some(uow: UnitOfWork, ids: Sequence[K]) -> int:
        return await do(uow.session, ids)

    return BatchSchedule(name, every, find_some, do_some)
