"""The broker is down, or has no room: what is taken, what waits, what is heard afterwards."""

import asyncio
from typing import Any, Final

import httpx
import pytest
from common.ids import new_id
from common.local.rabbitmq import PrivateRabbit
from standalone.testing import Chat, to_the_code
from standalone.testing.parted import PartedHouse

pytestmark = [pytest.mark.broker, pytest.mark.story]


@pytest.fixture
def rabbit(house: PartedHouse) -> PrivateRabbit:
    """Give the house's broker."""
    return house.servers.rabbitmq


async def test_while_the_broker_is_down_webhooks_are_taken_and_answered_later(
    house: PartedHouse, rabbit: PrivateRabbit, customer: Chat
) -> None:
    """Broker down: Meta hears 200, and the reply comes once, when the broker is back."""
    await asyncio.to_thread(rabbit.kill)

    await customer.say("menu")
    status, told = await when_broken(house, "gateway-webhooks")
    silence = await customer.news(wait=3)
    await asyncio.to_thread(rabbit.start)
    await customer.hears("What would you like to do", within=40)

    assert (status, told["status"]) == (200, "degraded")
    assert silence == []
    assert await customer.news(wait=3) == []


async def test_while_the_broker_is_down_the_merchants_own_program_can_charge(
    house: PartedHouse, rabbit: PrivateRabbit, merchant: httpx.AsyncClient, customer: Chat
) -> None:
    """Broker down, merchant API: charged and answered at once; the credit follows, once."""
    reference, wallet = str(new_id()), customer
    body = {"msisdn": wallet.wa_id, "reference": reference, "amount": 3.5}
    before = await credits_of(house)
    await asyncio.to_thread(rabbit.kill)
    started = await merchant.post(
        "/crm-api/payments/omari/auth/", json=body | {"currency": "USD", "channel": "WEB"}
    )
    paid = await merchant.post(
        "/crm-api/payments/omari/request/",
        json={"msisdn": wallet.wa_id, "reference": reference, "otp": await wallet.code()},
    )
    meanwhile = await credits_of(house)
    await asyncio.to_thread(rabbit.start)
    await until_credited(house, before + 1)

    assert (started.json()["responseCode"], paid.json()["responseCode"]) == ("000", "000")
    assert meanwhile == before


async def test_a_code_typed_while_the_broker_is_down_is_charged_once_it_is_back(
    rabbit: PrivateRabbit, customer: Chat, new_order: Any, charges: Any
) -> None:
    """Broker down at the code: nothing is taken meanwhile, then one charge and one receipt."""
    await new_order(customer)
    await to_the_code(customer, "50")
    code = await customer.code()
    await asyncio.to_thread(rabbit.kill)

    await customer.say(code)
    silence = await customer.news(wait=3)
    meanwhile = await charges(customer.wa_id)
    await asyncio.to_thread(rabbit.start)
    await customer.hears("Receipt", within=40)

    assert (silence, meanwhile) == ([], [])
    assert await charges(customer.wa_id) == [5000]


async def test_a_service_opens_while_the_broker_is_down(
    house: PartedHouse, rabbit: PrivateRabbit, customer: Chat
) -> None:
    """Broker down at a start: the gateway opens and takes webhooks all the same."""
    await asyncio.to_thread(rabbit.kill)
    await asyncio.to_thread(house.end, "gateway-webhooks")
    house.begin("gateway-webhooks")

    await customer.say("menu")
    status, _ = await when_broken(house, "gateway-webhooks")
    await asyncio.to_thread(rabbit.start)

    assert status == 200
    await customer.hears("What would you like to do", within=40)


async def test_while_the_brokers_disk_is_full_messages_wait_and_health_says_blocked(
    house: PartedHouse, rabbit: PrivateRabbit, customer: Chat
) -> None:
    """Broker's disk full: Meta hears 200, what is sent waits in the outbox, health: blocked."""
    await asyncio.to_thread(rabbit.ctl, "set_disk_free_limit", "900000GB")
    try:
        await asyncio.sleep(1)
        await customer.say("menu")
        status, told = await when_broken(house, "gateway-webhooks")
        unsent = "select count(*) from gateway_webhooks.outbox where sent_at is null"
        [(waiting,)] = await house.rows(unsent)
        silence = await customer.news(wait=3)
    finally:
        await asyncio.to_thread(rabbit.ctl, "set_disk_free_limit", "50MB")
    await customer.hears("What would you like to do", within=40)

    assert (status, told["parts"]["broker"]["detail"]) == (200, "blocked")
    assert waiting > 0
    assert silence == []


_SILENT: Final[dict[str, Any]] = {"parts": {}}
"""What a service says that does not listen yet."""


async def when_broken(house: PartedHouse, service: str) -> tuple[int, dict[str, Any]]:
    """Return a service's readiness once it has noticed that the broker is not to be had."""
    told: dict[str, Any] = {}
    for _ in range(100):
        try:
            status, told = await asyncio.to_thread(house.state, service)
        except httpx.TransportError:
            status, told = 0, _SILENT
        state = told["parts"].get("broker", {}).get("state", "ok")
        if state not in {"ok", "down"}:
            return status, told
        await asyncio.sleep(0.1)
    raise AssertionError(f"{service} has not noticed: {told}")


async def credits_of(house: PartedHouse) -> int:
    """Return how many payments have been credited."""
    [(count,)] = await house.rows("select count(*) from flow_engine.ledger_txn")
    return count


async def until_credited(house: PartedHouse, count: int) -> None:
    """Wait until so many payments are credited, and see that no more come."""
    for _ in range(200):
        if await credits_of(house) >= count:
            break
        await asyncio.sleep(0.2)
    await asyncio.sleep(1)
    assert await credits_of(house) == count
