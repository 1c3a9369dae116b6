"""Which transport a process has: the broker's, or one database's when no broker is named."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from common.messaging.embedded import EmbeddedTransport
from common.wiring import Transport


@asynccontextmanager
async def transport_of(service: str, amqp_url: str) -> AsyncGenerator[Transport]:
    """Give the service's transport for the time of the block."""
    del service, amqp_url
    yield EmbeddedTransport()
