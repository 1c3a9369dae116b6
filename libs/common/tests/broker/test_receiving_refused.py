"""What is no parcel, and what nobody can read or store: it holds nobody back and is not lost."""

from collections.abc import Sequence

import pytest
from common.messaging.admission import signed_headers
from common.messaging.amqp import AmqpTransport
from common.messaging.envelope import UNREADABLE, Headers
from common.messaging.topology import dead_queue_of
from common.testing.broker import Broker
from common.testing.identities import identity_of
from common.testing.lanes import SECOND
from common.testing.receiving import Inbox, publish, receiving, send
from common.wiring import Envelope

pytestmark = pytest.mark.broker


async def test_what_is_no_parcel_goes_to_the_dead_letter_queue(
    broker: Broker, transport: AmqpTransport
) -> None:
    """It is never requeued, it holds nobody back, and a person finds it."""
    inbox = Inbox()
    async with receiving(broker.url, inbox) as counters:
        await publish(broker, b"not json", {"source": "x", "topic": "notes", "last": 1})
        await publish(broker, b"[]", {"topic": "notes"})
        await send(transport, b"next")
        await inbox.has(b"next")
        dead = await broker.take(dead_queue_of(SECOND), 2)

    assert [b"not json", b"[]"] == [message.body for message in dead]
    assert 2 == counters.dead_letters


async def test_an_envelope_that_cannot_be_read_is_a_row_of_its_own(
    broker: Broker, transport: AmqpTransport
) -> None:
    """It is kept, once, as what nobody can read; the rest of its parcel is delivered."""
    inbox = Inbox()
    body = b'[{"specversion": "0.3"}]'
    plain: Headers = {"source": "first-service", "topic": "notes", "last": 3}
    headers = signed_headers(plain, body, identity_of("first-service"))
    async with receiving(broker.url, inbox):
        for _ in range(2):
            await publish(broker, body, headers)
        await send(transport, b"good")
        await inbox.has(b"", b"good")

    assert [UNREADABLE, "note.v1"] == inbox.kinds


async def test_an_envelope_that_the_database_refuses_is_a_row_of_its_own(
    broker: Broker, transport: AmqpTransport
) -> None:
    """A poisoned envelope neither comes for ever nor takes its neighbours with it."""

    async def refuse(envelopes: Sequence[Envelope]) -> None:
        if any(envelope.body == b"poison" for envelope in envelopes):
            raise ValueError("a NUL")

    inbox = Inbox(refuse)
    async with receiving(broker.url, inbox):
        await send(transport, b"before", b"poison", b"after")
        await inbox.has(b"before", b"", b"after")

    assert ["note.v1", UNREADABLE, "note.v1"] == inbox.kinds
