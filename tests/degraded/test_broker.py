"""The broker is down, or has no room: what is taken, what waits, what is heard afterwards."""

import asyncio
from typing import Any

import httpx
import pytest
from standalone.testing import Chat
from standalone.testing.parted import PartedHouse

pytestmark = [pytest.mark.broker, pytest.mark.story]


async def test_while_the_broker_is_down_webhooks_are_taken_and_answered_later(
    house: PartedHouse, customer: Chat
) -> None:
    """Broker down, chat: Meta hears 200, the replies come once it is back, each one once."""
    house.servers.rabbitmq.kill()

    await customer.say("menu")
    status, told = await asyncio.to_thread(_when_broken, house)
    silence = await customer.news(wait=3)
    await asyncio.to_thread(house.servers.rabbitmq.start)
    await customer.hears("What would you like to do", within=40)

    assert (status, told["status"]) == (200, "degraded")
    assert told["parts"]["broker"]["state"] == "degraded"
    assert silence == []
    assert len(await customer.news(wait=3)) == 0


def _when_broken(house: PartedHouse) -> tuple[int, dict[str, Any]]:
    for _ in range(100):
        status, told = house.state("gateway-webhooks")
        if told["parts"]["broker"]["state"] != "ok":
            return status, told
    raise AssertionError("the gateway has not noticed")
