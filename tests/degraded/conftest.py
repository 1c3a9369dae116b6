"""A house whose parts a test takes down one by one; after each test all of them are back."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from functools import partial
from itertools import count
from typing import Any

import httpx
import pytest
from common.testing.plugin import open_folder
from standalone.testing import Chat
from standalone.testing.parted import PartedHouse

NewCustomer = Callable[[], Chat]
Charges = Callable[[str], Awaitable[list[int]]]
NewOrder = Callable[..., Awaitable[dict[str, Any]]]
_numbers = count(1)
_PATIENT = {"NOTIFIER_UNKNOWN_WAIT_SECONDS": "5", "PAYMENTS_OMARI_VOID_IS_FENCE": "true"}
"""The sandbox's word that a void is a fence, and a shorter wait for who knows nothing."""


@pytest.fixture(scope="package")
def started() -> Generator[PartedHouse]:
    """Give the one house of these tests."""
    with open_folder() as folder:
        built = PartedHouse(folder / "data", _PATIENT)
        try:
            yield built.start()
        finally:
            built.stop()


@pytest.fixture
def house(started: PartedHouse) -> Generator[PartedHouse]:
    """Give the house, whole; whatever the test took down is back after it."""
    started.until_ready()
    yield started
    started.heal()


async def charges_of(sandbox: httpx.AsyncClient, msisdn: str) -> list[int]:
    """Return what a wallet was charged, in minor units."""
    ledger = (await sandbox.get("/api/ledgers/omari")).json()
    return [c["amount_minor"] for c in ledger["charges"] if c["msisdn"] == msisdn]


@pytest.fixture
def charges(sandbox: httpx.AsyncClient) -> Charges:
    """Give what tells a wallet's charges."""
    return partial(charges_of, sandbox)


@pytest.fixture
def until_charged(charges: Charges) -> Callable[[str], Awaitable[None]]:
    """Give what waits until a wallet was charged."""

    async def wait(msisdn: str) -> None:
        for _ in range(200):
            if await charges(msisdn):
                return
            await asyncio.sleep(0.1)
        raise AssertionError("the wallet was never charged")

    return wait


@pytest.fixture
async def sandbox(house: PartedHouse) -> AsyncGenerator[httpx.AsyncClient]:
    """Give the sandbox's surface; every fault is gone after the test."""
    async with httpx.AsyncClient(base_url=house.sandbox, timeout=60, trust_env=False) as client:
        yield client
        (await client.delete("/api/faults")).raise_for_status()


@pytest.fixture
async def merchant(house: PartedHouse) -> AsyncGenerator[httpx.AsyncClient]:
    """Give the merchant's client of the API."""
    async with house.api() as client:
        yield client


@pytest.fixture
def new_customer(sandbox: httpx.AsyncClient) -> NewCustomer:
    """Give a maker of customers whom nobody has met."""
    return lambda: Chat(sandbox, f"26377{next(_numbers):07d}")


@pytest.fixture
def customer(new_customer: NewCustomer) -> Chat:
    """Give one customer."""
    return new_customer()


@pytest.fixture
def new_order(merchant: httpx.AsyncClient) -> NewOrder:
    """Give a maker of orders through the merchant API."""

    async def make(chat: Chat, total_minor: int = 5000) -> dict[str, Any]:
        body = {
            "kind": "order",
            "customer": {"wa_id": chat.wa_id, "name": "Tendai"},
            "description": "Solar lamp",
            "currency": "USD",
            "total_minor": total_minor,
        }
        answer = await merchant.post("/api/orders", json=body)
        answer.raise_for_status()
        return answer.json()

    return make
