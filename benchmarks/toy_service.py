"""One of the floor's toys as a process of its own: `python -m benchmarks.toy_service <service>`."""

import asyncio
import os
import sys
from contextlib import AsyncExitStack
from typing import Final
from uuid import UUID

import orjson
import uvloop
from common.db import Database
from common.lasting import kept_to_the_end
from common.log import configure_logging
from common.messaging.amqp import AmqpTransport
from common.messaging.topology import schema_of
from common.testing.identities import ANYTHING, identity_of
from standalone.serving import stop_on_signals

from benchmarks.floor import toy_runtime
from benchmarks.toys import READERS, TRUST, Sender

READY: Final = b"ready\n"
DATABASE: Final = "FLOOR_DATABASE_URL"
BROKER: Final = "FLOOR_AMQP_URL"


def reads(service: str) -> bool:
    """Tell whether a toy has a queue."""
    return any(service in readers for readers in READERS.values())


def tell(customer: str, job: UUID) -> None:
    """Tell on the output that a reply was accepted."""
    os.write(1, orjson.dumps([customer, str(job)]) + b"\n")


async def run(service: str, database_url: str, amqp_url: str) -> None:
    """Serve until told to stop."""
    configure_logging(level="WARNING")
    stop, sender = asyncio.Event(), Sender()
    stop_on_signals(stop)
    sender.accepted = tell
    async with AsyncExitStack() as stack:
        database = Database(database_url, schema=schema_of(service))
        stack.push_async_callback(database.close)
        transport = AmqpTransport(
            amqp_url, identity_of(service, trust=TRUST), reads=reads, admission=ANYTHING
        )
        await stack.enter_async_context(toy_runtime(service, database, transport, sender))
        stack.enter_context(kept_to_the_end())
        os.write(1, READY)
        await stop.wait()


if __name__ == "__main__":
    surroundings = os.environ  # noqa: TID251 - what its own parent gave it
    uvloop.run(run(sys.argv[1], surroundings[DATABASE], surroundings[BROKER]))
