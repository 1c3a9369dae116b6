"""Ways to pay come and go without a restart, and keys rotate beside conversations."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import pytest
from common.contracts import Address, WhatsAppMessageReceived
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes.store import inbox
from common.service_tokens import ServiceAuth
from common.testing.clock import NOON
from common.testing.identities import identity_of
from common.testing.plugin import BUS_KEY, STORAGE_KEY
from common.wiring import Envelope
from fastapi import FastAPI
from sqlalchemy import text

pytestmark = pytest.mark.database

OpenService = Callable[..., AbstractAsyncContextManager[FastAPI]]
NEW_STORAGE = "new-storage-key-of-the-tests-T4bRw9Kz"
NEW_BUS = "new-bus-key-of-the-tests-Q8vLx3Jd"
OFF: dict[str, Any] = {"provider": "omari", "configured": False, "test": True, "currencies": []}
ON = {"provider": "omari", "configured": True, "test": True, "currencies": ["USD"]}


async def write(url: str, phone: str, words: str, bus: Keyring) -> None:
    """Write as a customer."""
    message = WhatsAppMessageReceived(
        phone_number_id="227841650415338",
        message_id=f"wamid.{new_id()}",
        sender=Address(phone=phone),
        sent_at=NOON,
        kind="text",
        content={"type": "text", "text": {"body": words}},
    )
    identity = str(new_id())
    body = bus.seal(message.model_dump_json().encode(), f"envelope:{identity}")
    envelope = Envelope(identity, "tests", message.TYPE, "", phone, message.PRIORITY, body)
    database = Database(url, schema="flow_engine", pool_size=1)
    async with database.begin() as session:
        await inbox.receive(session, [envelope], schema="flow_engine")
    await database.close()


async def rows(url: str, query: str) -> list[Any]:
    """Read the service's tables."""
    database = Database(url, schema="flow_engine", pool_size=1)
    async with database.begin() as session:
        found = (await session.execute(text(query))).all()
    await database.close()
    return list(found)


async def until(url: str, query: str) -> None:
    """Wait until a query's answer is true. Raises TimeoutError."""
    async with asyncio.timeout(15):
        while not (await rows(url, query))[0][0]:  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.05)


def client_of(app: FastAPI, **more: Any) -> httpx.AsyncClient:
    """Return a client of the whole service."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://mari", **more)


async def standing(client: httpx.AsyncClient, state: str) -> dict[str, str]:
    """Wait until O'mari stands like this in health; returns its part."""
    async with asyncio.timeout(10):
        while True:
            part = (await client.get("/health/ready")).json()["parts"]["method:omari"]
            if part["state"] == state:
                return part
            await asyncio.sleep(0.05)


async def test_a_provider_that_is_off_is_not_offered_in_chat(
    open_service: OpenService, url: str, payments: Any, bus_keyring: Keyring
) -> None:
    """The customer is told so, and nothing is opened; with credentials it is offered again."""
    payments.offer = OFF
    order = {
        "kind": "order",
        "customer": {"wa_id": "263771230045"},
        "description": "Two lamps",
        "currency": "USD",
        "total_minor": 5_000,
    }
    async with open_service() as app, client_of(app, headers={"X-Api-Key": "the-key"}) as client:
        off = await standing(client, "off")
        await client.post("/api/orders", json=order)
        for words in ("pay", "1", "50"):
            await write(url, "263771230045", words, bus_keyring)
        await until(url, "select not exists (select from inbox where done_at is null)")
        before = len(await rows(url, "select 1 from payment_intent"))
        payments.offer = ON
        await standing(client, "test")
        for words in ("pay", "1", "50", "0771 230 045"):
            await write(url, "263771230045", words, bus_keyring)
        await until(url, "select exists (select from payment_intent)")

    assert ("not configured", 0) == (off["detail"], before)


async def test_keys_rotate_beside_conversations_and_the_old_ones_are_dropped(
    open_service: OpenService, url: str
) -> None:
    """Who was in the middle of a booking goes on with it under the new keys alone."""
    old, new = Keyring([BUS_KEY]), Keyring([NEW_BUS])
    phones = [f"26377123{n:04d}" for n in range(12)]
    async with open_service():
        for phone in phones:
            await write(url, phone, "book", old)
        await until(url, "select count(*) = 12 from contact where session is not null")
    both = {
        "FLOW_ENGINE_STORAGE_KEYS": f"{NEW_STORAGE},{STORAGE_KEY}",
        "MARI_BUS_KEYS": f"{NEW_BUS},{BUS_KEY}",
    }
    auth = ServiceAuth(identity_of("operator"), audience="flow-engine")
    async with open_service(**both) as app, client_of(app, auth=auth) as client:
        writing = [asyncio.ensure_future(write(url, phone, "1", old)) for phone in phones[:6]]
        counts, busy = await _rotate(client), 1
        await asyncio.gather(*writing)
        await until(url, "select not exists (select from inbox where done_at is null)")
        while busy:
            busy = sum(one["busy"] for one in (await _rotate(client)).values())
    only = {"FLOW_ENGINE_STORAGE_KEYS": NEW_STORAGE, "MARI_BUS_KEYS": NEW_BUS}
    async with open_service(**only):
        for phone in phones:
            await write(url, phone, "menu", new)
        await until(url, "select not exists (select from inbox where done_at is null)")
    parked = await rows(url, "select error from inbox where parked_at is not null")
    sealed = await rows(url, "select id, session from contact where session is not null")

    assert counts["contact.session"]["seen"] == 12
    assert counts["contact.session"]["unreadable"] == 0
    assert [] == parked
    for one in sealed:
        assert Keyring([NEW_STORAGE]).open(one.session, f"contact:session:{one.id}")


async def _rotate(client: httpx.AsyncClient) -> dict[str, dict[str, int]]:
    answer = (await client.post("/v1/secrets/rotate", json={})).json()
    assert answer["cursor"] is None
    return answer["counts"]
