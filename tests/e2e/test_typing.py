"""Stories of what people type and what attackers send, from outside."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from common.clock import utc_now
from common.signatures import sign_hub
from standalone.testing import AnyHouse, Chat, to_the_code
from standalone.testing.addressed import APP_SECRET

pytestmark = [pytest.mark.story, pytest.mark.database]


async def test_a_text_that_is_far_too_long_holds_nobody_up(
    customer: Chat, new_customer: Any
) -> None:
    """Texts of any length are answered, and the next customer does not wait for them."""
    other = new_customer()
    for size in (16_000, 32_000, 200_000):
        await customer.raw({"type": "text", "text": {"body": f"a{'! ' * size}a"}})

    await other.asks("menu", "What would you like to do", within=5)
    await customer.asks("book", "Which tour would you like")


async def test_invisible_characters_do_not_count(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """A keyboard's marks around a word, an amount and a code are not seen by anybody."""
    await new_order(customer)
    await customer.asks("\u2068pay\u2069", "Pay for this one")
    await customer.asks("yes", "How much would you like")
    await customer.asks("\u206850$\u2069", "Which number is the wallet")
    await customer.asks(f"\u202a+{customer.wa_id}\u202c", "type the code")
    await customer.asks(f"\u200e{await customer.code()}", "Receipt")

    assert await omari.charges(customer.wa_id) == [5000]


async def test_menu_at_the_code_and_then_the_code(
    customer: Chat, new_order: Any, omari: Any
) -> None:
    """The open payment is named, and its code is accepted from the menu."""
    order = await new_order(customer)
    await to_the_code(customer, "50")
    await customer.asks("menu", f"payment of USD 50.00 for {order['reference']} is still open")
    await customer.asks(await customer.code(), "Receipt")

    assert await omari.charges(customer.wa_id) == [5000]


async def test_an_order_is_found_whatever_its_number_looks_like(
    customer: Chat, new_order: Any, merchant: httpx.AsyncClient
) -> None:
    """A merchant's national nought makes no stranger of his customer."""
    spelled = {"wa_id": f"+2630{customer.wa_id[3:]}", "name": "*Paid*\nin full"}
    order = await new_order(customer, customer=spelled)
    await customer.asks("my orders", "You have 1 order")
    answer = await merchant.post("/api/orders", json=_order({"wa_id": "0771230045"}))

    named = {"name": "Paid in full", "profile_name": None}
    assert order["customer"] == {"wa_id": customer.wa_id, "user_id": None} | named
    assert (answer.status_code, "number_with_country_code_expected" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("edit", "what you sent first still counts"),
        ("gif", "I can read text and buttons here"),
        ("unknown", "I can read text and buttons here"),
    ],
)
async def test_what_cannot_be_read_is_answered(customer: Chat, kind: str, said: str) -> None:
    """Whoever writes hears something: also of types that Meta invents tomorrow."""
    await customer.asks("menu", "What would you like to do")
    await customer.raw({"type": kind, kind: {"message": {"type": "text", "text": {"body": "50"}}}})

    await customer.hears(said)


async def test_a_captured_message_is_not_answered_after_its_time(
    house: AnyHouse, customer: Chat
) -> None:
    """Signed and under a fresh id, but written nine days ago: taken, kept, and never answered."""
    await customer.asks("menu", "What would you like to do")
    written = utc_now() - timedelta(days=9)
    body = json.dumps(_webhook(customer.wa_id, str(int(written.timestamp())))).encode()
    headers = {"X-Hub-Signature-256": sign_hub(body, APP_SECRET)}
    async with httpx.AsyncClient(base_url=house.origin, trust_env=False) as client:
        answer = await client.post("/webhooks/whatsapp", content=body, headers=headers)
    await asyncio.sleep(1)

    assert answer.status_code == 200
    assert not [one for one in await customer.everything() if "Which tour" in one.text]


def _order(customer: dict[str, str]) -> dict[str, Any]:
    return {
        "kind": "order",
        "customer": customer,
        "description": "Solar lamp",
        "currency": "USD",
        "total_minor": 20_000,
    }


def _webhook(wa_id: str, timestamp: str) -> dict[str, Any]:
    message = {
        "from": wa_id,
        "id": f"wamid.captured.{wa_id}",
        "timestamp": timestamp,
        "type": "text",
        "text": {"body": "book"},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "263867700123", "phone_number_id": "227841650415338"},
        "contacts": [{"profile": {"name": "Tendai"}, "wa_id": wa_id}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
