"""What a service is given from outside: its transport and its way to the other services."""

import asyncio
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


Loop = Callable[[], Awaitable[None]]
"""What a supervisor keeps running."""

InboxWriter = Callable[[Sequence[Envelope]], Awaitable[int]]
"""Writes envelopes into a service's inbox in their order and commits; returns how many were new.

Without envelopes it tries whether the inbox takes writes, and leaves nothing behind.
"""


class Transport(Protocol):
    """Carries parcels to every service that reads their topic."""

    @property
    def in_commit(self) -> bool:
        """Whether parcels travel in the transaction that marks their rows sent.

        If not, `send` is called outside any transaction and without a session.
        """
        ...

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Carry the parcels; returns by topic whether it arrived. Raises TransientError.

        Without parcels nothing is carried; `health` is true afterwards.
        """
        ...

    def subscribe(self, service: str, wake: Callable[[], None]) -> Awaitable[None]:
        """Call `wake` whenever something arrived for the service."""
        ...

    def receiver(self, service: str, write: InboxWriter, stopping: asyncio.Event) -> Loop | None:
        """Return the loop that brings parcels into the inbox; None when they come by themselves."""
        ...

    def health(self) -> Mapping[str, str]:
        """Return the state of what lies between the services: `ok`, or why not."""
        ...

    async def close(self) -> None:
        """Give connections back; they are opened again when they are needed."""
        ...


class WithinCommit:
    """What a transport has nothing to say about that works in the sender's own transaction."""

    @property
    def in_commit(self) -> bool:
        """Say that the session is the sender's."""
        return True

    def receiver(self, service: str, write: InboxWriter, stopping: asyncio.Event) -> Loop | None:
        """Return nothing: parcels come by themselves."""

    def health(self) -> Mapping[str, str]:
        """Return nothing: there is only the database."""
        return {}

    async def close(self) -> None:
        """Hold nothing."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """The surroundings of one service, chosen by whoever runs it."""

    transport: Transport
    client_for: Callable[[str], httpx.AsyncClient]
