"""Which transport a process has: the broker's, or one database's when no broker is named."""

from common.messaging.amqp import AmqpTransport
from common.messaging.embedded import EmbeddedTransport
from common.signing import Identity
from common.wiring import Transport


def transport_of(amqp_url: str, identity: Identity) -> Transport:
    """Return a service's transport; the lanes close it."""
    return AmqpTransport(amqp_url, identity) if amqp_url else EmbeddedTransport()
