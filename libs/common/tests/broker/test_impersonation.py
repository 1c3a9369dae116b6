"""One service speaks in another's name, with its own broker user and all keys that it has."""

from collections.abc import Mapping
from typing import Any

import aio_pika
import pytest
from common.messaging.admission import Admission, sealed
from common.messaging.amqp import Counters
from common.messaging.amqp.inflow import Gate
from common.messaging.topology import EXCHANGE, dead_queue_of, queue_of
from common.testing.broker import Broker
from common.testing.identities import TRUST, identity_of
from common.testing.lanes import until
from common.testing.receiving import Inbox, receiving
from common.wiring import Envelope, Parcel

pytestmark = pytest.mark.broker
READER = "flow-engine"


def _envelope(source: str, kind: str, identity: str) -> Envelope:
    return Envelope(identity, source, kind, "2026-11-25T10:00:00Z", "k", 0, b"sealed")


async def _publish(broker: Broker, parcel: Parcel, user: str, routing_key: str) -> None:
    """Publish as a service's user does, signed with that service's key."""
    headers, body = sealed(parcel, identity_of(user))
    connection = await aio_pika.connect(broker.url_of(user))
    async with connection:
        exchange = await (await connection.channel()).get_exchange(EXCHANGE, ensure=False)
        message = aio_pika.Message(body, headers=dict[str, Any](headers))
        await exchange.publish(message, routing_key)


def _counted(counters: Counters) -> Mapping[str, int]:
    return {
        "envelopes": counters.refused_envelopes,
        "parcels": counters.refused_parcels,
        "dead": counters.dead_letters,
    }


async def test_a_type_of_another_topic_is_parked_and_its_neighbours_go_on(broker: Broker) -> None:
    """The gateway's user says that a payment succeeded: it is kept, counted and never handled."""
    await broker.declare()
    source, topic = "gateway-webhooks", "whatsapp.messages"
    forged = _envelope(source, "payment.succeeded.v1", "1")
    good = _envelope(source, "whatsapp.message_received.v1", "2")
    parcel = Parcel(topic, source, 7, None, [forged, good])
    await _publish(broker, parcel, source, topic)
    inbox = Inbox()
    async with receiving(broker.url, inbox, queue_of(READER), Gate(TRUST, Admission())) as counters:
        await inbox.has(b"", b"sealed")

    assert ["refused:payment.succeeded.v1", good.type] == inbox.kinds
    assert {"envelopes": 1, "parcels": 0, "dead": 0} == _counted(counters)


@pytest.mark.parametrize("topic", ["payments", "whatsapp.messages"])
async def test_a_parcel_in_anothers_name_is_a_dead_letter_and_the_queue_goes_on(
    broker: Broker, topic: str
) -> None:
    """The gateway's user signs as payments-omari with the only key it has."""
    await broker.declare()
    event = _envelope("payments-omari", "payment.succeeded.v1", "1")
    forged = Parcel(topic, "payments-omari", 7, None, [event])
    await _publish(broker, forged, "gateway-webhooks", "whatsapp.messages")
    true = Parcel("payments", "payments-omari", 8, None, [event])
    await _publish(broker, true, "payments-omari", "payments")
    inbox = Inbox()
    async with receiving(broker.url, inbox, queue_of(READER), Gate(TRUST, Admission())) as counters:
        await inbox.has(b"sealed")

        async def is_counted() -> bool:
            return {"envelopes": 0, "parcels": 1, "dead": 1} == _counted(counters)

        await until(is_counted)

    (dead,) = await broker.take(dead_queue_of(READER), 1)
    assert "payments-omari" == dead.headers["source"]
