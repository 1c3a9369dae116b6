"""Who asks to be forgotten is forgotten by every service, in every table."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest
from common.ids import new_id
from standalone.testing import AnyHouse, Chat, to_the_code

pytestmark = [pytest.mark.story, pytest.mark.database]

NAME = "Zvikomborero Qwertzuiop"
LANES = (".lane.key", ".pace.lane")
"""Lanes are named by who writes in them; idle ones go by themselves, within the hour."""
TRAVELLERS = "flow_engine.traveller.name"
SECONDS = 20.0


async def _places(house: AnyHouse, *words: str) -> Counter[str]:
    dump = await house.books().dump()
    found = Counter(place for place, value in dump.values if any(word in value for word in words))
    return Counter({place: n for place, n in found.items() if not place.endswith(LANES)})


async def _until_forgotten(house: AnyHouse, *words: str) -> Counter[str]:
    """Look until nothing is left, and give what is left at the end of the time."""
    deadline = asyncio.get_running_loop().time() + SECONDS
    while True:
        left = await _places(house, *words)
        if not left or asyncio.get_running_loop().time() > deadline:
            return left
        await asyncio.sleep(0.5)


async def test_nothing_of_a_person_is_left_in_any_table(
    house: AnyHouse, customer: Chat, merchant: httpx.AsyncClient
) -> None:
    """Sealed columns too: what was sealed is opened and searched; the books keep their sums."""
    order: dict[str, Any] = {
        "kind": "order",
        "customer": {"wa_id": customer.wa_id, "name": NAME},
        "description": f"Lamps for {NAME}, {customer.wa_id}",
        "currency": "USD",
        "total_minor": 20_000,
    }
    key = {"Idempotency-Key": f"planted-{new_id()}"}
    made = (await merchant.post("/api/orders", json=order, headers=key)).json()
    await to_the_code(customer, "50")
    await customer.asks(await customer.code(), "Receipt")
    await customer.asks(f"I am {NAME}", ".")
    planted = await _places(house, customer.wa_id, "Qwertzuiop")

    answer = await merchant.post(f"/api/customers/{customer.wa_id}/erase")
    left = await _until_forgotten(house, customer.wa_id, "Qwertzuiop")
    again = (await merchant.post("/api/orders", json=order, headers=key)).json()

    assert answer.status_code == 200
    assert len(planted) > 6
    assert not left
    assert again["reference"] == made["reference"]
    assert again["customer"] == {"wa_id": None, "user_id": None, "name": None}
    assert again["description"] == "(erased)"
    assert (await merchant.get(f"/api/orders/{made['reference']}")).json()["paid_minor"] == 5_000


async def test_a_user_id_and_a_number_are_left_in_no_key_either(
    house: AnyHouse, customer: Chat, merchant: httpx.AsyncClient
) -> None:
    """Rows in lanes are named by who wrote: what is sent and done loses the name with the body."""
    await customer.asks("menu", "What would you like to do")
    await customer.asks("book", "Which tour would you like")
    found = await house.books().rows(
        "select i.value from flow_engine.customer_identity i where i.customer_id in"
        " (select customer_id from flow_engine.customer_identity where value = :n)",
        n=customer.wa_id,
    )
    names = [row[0] for row in found]
    planted = await _places(house, *names)

    await merchant.post(f"/api/customers/{customer.wa_id}/erase")
    left = await _until_forgotten(house, *names)

    assert len(names) == 2
    assert planted["gateway_webhooks.outbox.key"] > 1
    assert not left


async def test_who_travels_is_forgotten_with_who_booked(
    house: AnyHouse, customer: Chat, merchant: httpx.AsyncClient
) -> None:
    """Travellers' names: in their table, in the conversation and in what was said.

    Delivery reports name nobody, so what Meta said about these messages is no exception.
    """
    await customer.asks("book", "Which tour would you like")
    await customer.asks("1", "On which date")
    await customer.asks("24 Dec", "How many adults")
    await customer.asks("2", "How many children")
    await customer.asks("0", "full name of each traveller")
    await customer.asks(f"{NAME}, Rufaro Qwertzuiop", "Shall I book it")
    await customer.taps("book", "Your reference is")
    planted = await _places(house, customer.wa_id, "Qwertzuiop")

    answer = await merchant.post(f"/api/customers/{customer.wa_id}/erase")
    left = await _until_forgotten(house, customer.wa_id, "Qwertzuiop")

    assert answer.status_code == 200
    assert planted[TRAVELLERS] == 2
    assert not left


async def test_what_a_person_wrote_is_gone_from_the_archive(
    house: AnyHouse, customer: Chat, merchant: httpx.AsyncClient
) -> None:
    """The gateway's copies of the messages are emptied, those of everybody else are not."""
    await customer.asks(f"{NAME} here", ".")
    full = "select count(*) from gateway_webhooks.outbox where type = :t and body <> ''"
    messages = "whatsapp.message_received.v1"
    before = (await house.books().rows(full, t=messages))[0][0]

    await merchant.post(f"/api/customers/{customer.wa_id}/erase")
    await _until_forgotten(house, "Qwertzuiop")
    after = (await house.books().rows(full, t=messages))[0][0]

    assert after < before
    assert not await _places(house, "Qwertzuiop")
