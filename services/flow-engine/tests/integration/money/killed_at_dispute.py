"""A process that takes a dispute's event in one transaction and is killed at a named place."""

import asyncio
import sys

from common.contracts import PaymentDisputed
from common.crash import arm
from common.crypto import Keyring
from common.db import Database
from common.lanes.api import Delivery
from common.testing.clock import NOON
from common.testing.plugin import STORAGE_KEY
from common.testing.units import RecordingUnit
from flow_engine.consumers import Consumers
from flow_engine.domain.world import Merchant
from flow_engine.service.flows import Shelf
from flow_engine.service.house import House


async def take(url: str, place: str, raw: str) -> None:
    """Take the event as a worker does, and die on the way."""
    arm(place)
    event = PaymentDisputed.model_validate_json(raw)
    merchant = Merchant("Mosi Tours", "+263 77 000 0000", "Africa/Harare")
    handlers = Consumers(House(Shelf(), Keyring([STORAGE_KEY]), merchant, ())).handlers()
    delivery = Delivery(1, "in-1", "263771230045", event, NOON, 0, f"payments-{event.provider}")
    async with Database(url, schema="flow_engine", pool_size=1).begin() as session:
        uow = RecordingUnit(session, NOON)
        await handlers.preload(uow, [delivery])
        await handlers.handlers[event.TYPE](uow, delivery)


if __name__ == "__main__":
    asyncio.run(take(*sys.argv[1:]))
