"""The database is down: nobody is told that something was kept, and it comes again."""

import asyncio
import time
from typing import Final

import httpx
import pytest
from common.signatures import sign_hub
from standalone.local.plan import SERVICES
from standalone.testing import Chat
from standalone.testing.addressed import APP_SECRET
from standalone.testing.parted import PartedHouse
from standalone.testing.read_only import read_only
from standalone.testing.webhooks import messages_body

pytestmark = [pytest.mark.broker, pytest.mark.story]

_LONGER_THAN_A_RECEIVER_HOLDS: Final = 12
_LONGER_THAN_A_STATEMENT: Final = 15


async def test_while_the_database_is_down_webhooks_get_503_and_come_again(
    house: PartedHouse, customer: Chat
) -> None:
    """Database down: Meta hears 503 and repeats; each message is answered once, afterwards."""
    processes = [house.pid(name) for name in SERVICES]
    await asyncio.to_thread(house.servers.postgresql.immediate_stop)

    await customer.say("menu")
    status = await posted(house, "263779990001")
    await asyncio.to_thread(house.servers.postgresql.start)
    await customer.hears("What would you like to do", within=60)

    assert status == 503
    assert await customer.news(wait=3) == []
    assert [house.pid(name) for name in SERVICES] == processes


async def test_while_the_database_is_down_ready_is_503_and_names_it(house: PartedHouse) -> None:
    """Database down, health: each service is live, not ready, and says that it is the database."""
    await asyncio.to_thread(house.servers.postgresql.immediate_stop)

    told = {name: await asyncio.to_thread(house.state, name) for name in SERVICES}

    assert {status for status, _ in told.values()} == {503}
    assert {body["parts"]["database"]["state"] for _, body in told.values()} == {"down"}


async def test_while_the_database_is_down_the_merchant_api_says_try_again(
    house: PartedHouse, merchant: httpx.AsyncClient
) -> None:
    """Database down, merchant API: 503 with `retryable`; the same call works afterwards, once."""
    body = {
        "kind": "order",
        "customer": {"wa_id": "263779990002", "name": "Rudo"},
        "description": "Solar lamp",
        "currency": "USD",
        "total_minor": 5000,
    }
    headers = {"Idempotency-Key": "order-of-a-bad-moment"}
    await asyncio.to_thread(house.servers.postgresql.immediate_stop)
    refused = await merchant.post("/api/orders", json=body, headers=headers)
    await asyncio.to_thread(house.servers.postgresql.start)
    await asyncio.to_thread(house.until_ready)
    first = await merchant.post("/api/orders", json=body, headers=headers)
    again = await merchant.post("/api/orders", json=body, headers=headers)

    assert (refused.status_code, refused.json()["retryable"]) == (503, True)
    assert first.is_success
    assert first.json()["reference"] == again.json()["reference"]


async def test_while_the_database_takes_no_writes_nothing_is_lost_or_set_aside(
    house: PartedHouse, customer: Chat
) -> None:
    """Database read-only: Meta hears 503, ready names it, and no parcel becomes a dead letter."""
    processes = [house.pid(name) for name in SERVICES]
    await customer.say("hello")
    async with read_only(house.admin_url):
        await customer.say("menu")
        status = await posted(house, "263779990003")
        told = {name: await asyncio.to_thread(house.state, name) for name in SERVICES}
        await asyncio.sleep(_LONGER_THAN_A_RECEIVER_HOLDS)
        dead = await asyncio.to_thread(house.dead_letters)
    await customer.hears("What would you like to do", within=60)
    await asyncio.to_thread(house.until_ready)

    assert status == 503
    assert {code for code, _ in told.values()} == {503}
    assert {body["parts"]["database"]["detail"] for _, body in told.values()} == {
        "it takes no writes"
    }
    assert dead == await asyncio.to_thread(house.dead_letters) == 0
    assert [house.pid(name) for name in SERVICES] == processes


async def test_while_the_database_is_silent_nobody_waits_for_long_and_all_come_back(
    house: PartedHouse, customer: Chat
) -> None:
    """Database silent: 503 within seconds, ready says so, and each message is answered once."""
    processes = [house.pid(name) for name in SERVICES]
    house.database.hang()
    try:
        await customer.say("menu")
        began = time.monotonic()
        status = await posted(house, "263779990004")
        waited = time.monotonic() - began
        told = {name: await asyncio.to_thread(house.state, name) for name in SERVICES}
        await asyncio.sleep(_LONGER_THAN_A_STATEMENT)
    finally:
        house.database.heal()
    await customer.hears("What would you like to do", within=60)
    await asyncio.to_thread(house.until_ready)

    assert (status, waited < 15) == (503, True)
    assert {code for code, _ in told.values()} == {503}
    assert {body["parts"]["database"]["state"] for _, body in told.values()} == {"down"}
    assert await customer.news(wait=3) == []
    assert [house.pid(name) for name in SERVICES] == processes


async def posted(house: PartedHouse, number: str) -> int:
    """Post a message as Meta does; returns what it is told."""
    body = messages_body([(number, "menu")])
    headers = {"X-Hub-Signature-256": sign_hub(body, APP_SECRET)}
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
        answer = await client.post(
            f"{house.origin}/webhooks/whatsapp", content=body, headers=headers
        )
    return answer.status_code
