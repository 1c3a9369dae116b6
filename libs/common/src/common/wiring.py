"""What a service is given from outside: its transport and its way to the other services."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message in transit: a CloudEvents 1.0 event whose body is sealed for the bus."""

    id: str
    source: str
    type: str
    time: str
    key: str | None
    priority: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Parcel:
    """Up to 200 envelopes of one topic that travel together, in the order they were sent."""

    topic: str
    source: str
    last: int
    follows: int | None
    envelopes: Sequence[Envelope]


class Transport(Protocol):
    """Carries parcels to every service that reads their topic.

    Embedded: inserts into the targets' inboxes inside `session`'s transaction, the one that
    marks the rows sent. AMQP (part 2): publishes and waits for the confirm.
    """

    async def send(self, session: AsyncSession, parcels: Sequence[Parcel]) -> Mapping[str, bool]:
        """Carry the parcels; returns by topic whether it arrived. Raises TransientError."""
        ...

    def subscribe(self, service: str, wake: Callable[[], None]) -> Awaitable[None]:
        """Call `wake` whenever something arrived for the service."""
        ...


@dataclass(frozen=True, slots=True)
class Wiring:
    """The surroundings of one service, chosen by whoever runs it."""

    transport: Transport
    client_for: Callable[[str], httpx.AsyncClient]
