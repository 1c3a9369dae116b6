"""Commands and statuses, and a service on a database that sends to a stand-in for Meta."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from common.clock import utc_now
from common.contracts import (
    Address,
    CustomerWrote,
    MessageFailed,
    ProviderErrorItem,
    SendMessage,
    WhatsAppStatusReceived,
)
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes.doorbell import channel_of
from common.lanes.store import driver, inbox
from common.testing.graph import FakeGraph
from common.wiring import Envelope, Parcel, WithinCommit

NUMBER = "227841650415338"
PHONE = "263771230045"
USER_ID = "ZW.60218437719530264811"
Heard = SendMessage | CustomerWrote | WhatsAppStatusReceived


@dataclass
class Recorder(WithinCommit):
    """A transport that keeps what the notifier says."""

    keyring: Keyring
    envelopes: list[Envelope] = field(default_factory=list[Envelope])

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Keep the envelopes and confirm every topic."""
        self.envelopes += [one for parcel in parcels for one in parcel.envelopes]
        return {parcel.topic: True for parcel in parcels}

    async def subscribe(self, service: str, wake: Callable[[], None]) -> None:
        """Bring nothing in."""

    def failures(self) -> list[MessageFailed]:
        """Return what was told of money messages that failed."""
        return [
            MessageFailed.model_validate_json(self.keyring.open(e.body, f"envelope:{e.id}"))
            for e in self.envelopes
            if e.type == MessageFailed.TYPE
        ]


@dataclass
class NotifierHouse:
    """A running service that notifies: what comes in, what it does, and how its tables look."""

    graph: FakeGraph
    recorder: Recorder
    database: Database
    client: httpx.AsyncClient

    async def receive(self, *messages: Heard) -> None:
        """Put messages into the inbox in one commit, as the embedded transport does."""
        envelopes = [_envelope(one, self.recorder.keyring) for one in messages]
        async with self.database.begin() as session:
            await inbox.receive(session, envelopes)
            await driver.notify(session, channel_of(self.database.schema), "test")

    async def rows(self, statement: str, *values: object) -> list[Any]:
        """Run a statement and commit it."""
        async with self.database.begin() as session:
            return list(await driver.fetch(session, statement, *values))

    async def written(self) -> int:
        """Return a number that grows by one with each transaction that writes."""
        found = await self.rows("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return found[0][0]

    async def states(self) -> list[str]:
        """Return the states of all deliveries, in the order that they were taken."""
        return [row[0] for row in await self.rows("select state from delivery order by seq")]

    async def until(self, condition: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
        """Wait until something holds. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not await condition():  # noqa: ASYNC110 - the database rings no bell here
                await asyncio.sleep(0.01)

    async def until_sent(self, count: int, seconds: float = 10) -> None:
        """Wait until Meta got so many messages."""

        async def has_sent() -> bool:
            return len(self.graph.sent) >= count

        await self.until(has_sent, seconds)

    async def until_states(self, *states: str, seconds: float = 10) -> None:
        """Wait until the deliveries stand like this."""

        async def stand() -> bool:
            return await self.states() == list(states)

        await self.until(stand, seconds)

    async def until_done(self, seconds: float = 10) -> None:
        """Wait until the inbox is done."""

        async def is_done() -> bool:
            waiting = "select 1 from inbox where done_at is null and parked_at is null limit 1"
            return not await self.rows(waiting)

        await self.until(is_done, seconds)


OpenHouse = Callable[..., AbstractAsyncContextManager[NotifierHouse]]
"""Opens a notifier with these settings, by their variables' names."""


def _envelope(message: Heard, keyring: Keyring) -> Envelope:
    identity = str(new_id())
    key = message.recipient.key() if not isinstance(message, WhatsAppStatusReceived) else None
    return Envelope(
        id=identity,
        source="flow-engine",
        type=message.TYPE,
        time="2026-11-25T10:00:00Z",
        key=key,
        priority=0 if getattr(message, "kind", "") == "money" else message.PRIORITY,
        body=keyring.seal(message.model_dump_json().encode(), f"envelope:{identity}"),
    )


def a_command(body: str = "hello", **changes: object) -> SendMessage:
    """Return a command that was just asked for by a customer who just wrote."""
    values: dict[str, Any] = {
        "id": new_id(),
        "phone_number_id": NUMBER,
        "recipient": Address(user_id=USER_ID, phone=PHONE),
        "content": {"type": "text", "text": {"body": body}},
        "kind": "chat",
        "customer_wrote_at": utc_now() - timedelta(seconds=5),
    }
    return SendMessage.model_validate(values | changes)


def a_status(status: str, message_id: str, **changes: object) -> WhatsAppStatusReceived:
    """Return a status of a message."""
    values: dict[str, Any] = {
        "phone_number_id": NUMBER,
        "message_id": message_id,
        "status": status,
        "at": datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
    }
    code = changes.get("errors")
    if isinstance(code, int):
        changes["errors"] = (ProviderErrorItem(code=code),)
    return WhatsAppStatusReceived.model_validate(values | changes)
