"""Stories of talking: order, repetition, people, and whatever WhatsApp can carry."""

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from common.clock import utc_now
from common.signatures import sign_hub
from standalone.testing import AnyHouse, Chat
from standalone.testing.addressed import APP_SECRET

pytestmark = [pytest.mark.story, pytest.mark.database]
SAMPLES = sorted((Path(__file__).parent / "data" / "samples").glob("*.json"))
BODIES = {sample.stem: sample.read_bytes() for sample in SAMPLES}

KINDS: dict[str, dict[str, Any]] = {
    "image": {"image": {"mime_type": "image/jpeg", "sha256": "x", "id": "2754859441498128"}},
    "video": {"video": {"mime_type": "video/mp4", "sha256": "x", "id": "1104578390117725"}},
    "document": {"document": {"filename": "a.pdf", "mime_type": "application/pdf", "id": "1"}},
    "audio": {"audio": {"mime_type": "audio/ogg; codecs=opus", "id": "19086", "voice": True}},
    "sticker": {"sticker": {"mime_type": "image/webp", "id": "79888", "animated": True}},
    "location": {"location": {"latitude": -17.8317, "longitude": 31.0456}},
    "contacts": {"contacts": [{"phones": [{"phone": "+263 71 234 5678"}], "origin": "other"}]},
    "interactive": {
        "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "flow", "response_json": "[]"}}
    },
    "button": {"button": {"payload": "confirm:ord_10442", "text": "Confirm"}},
    "order": {"order": {"catalog_id": "1948", "product_items": []}},
    "reaction": {"reaction": {"message_id": "wamid.HBg", "emoji": "\U0001f44d"}},
    "system": {"system": {"body": "A changed", "type": "customer_identity_changed"}},
    "unsupported": {"errors": [{"code": 131051, "title": "Message type unknown"}]},
    "edit": {"edit": {"original_message_id": "wamid.HBg", "message": {"type": "text"}}},
    "revoke": {"revoke": {"original_message_id": "wamid.HBg"}},
    "something_new": {"something_new": {"deep": [1, 2, {"x": None}]}},
}


async def test_two_quick_messages_are_answered_in_order(customer: Chat) -> None:
    """The second is not lost while the first is worked on, and none overtakes the other."""
    await customer.say("menu")
    await customer.say("book")

    await customer.hears("What would you like to do")
    await customer.hears("Which tour would you like")


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kind_of_message_leaves_the_conversation_alive(
    customer: Chat, kind: str
) -> None:
    """Whatever comes, the customer's next word is answered."""
    await customer.asks("menu", "What would you like to do")
    await customer.raw({"type": kind, **KINDS[kind]})

    await customer.asks("book", "Which tour would you like")


async def test_the_samples_are_all_here() -> None:
    """Twelve real-shaped bodies are kept with the tests."""
    assert len(SAMPLES) == 12


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
async def test_every_real_shaped_body_is_received(house: AnyHouse, sample: Path) -> None:
    """A signed body of Meta's is answered with 200 after it was stored."""
    body = BODIES[sample.stem]
    async with httpx.AsyncClient(base_url=house.origin, trust_env=False) as client:
        answer = await client.post(
            "/webhooks/whatsapp",
            content=body,
            headers={"X-Hub-Signature-256": sign_hub(body, APP_SECRET)},
        )

    assert (answer.status_code, answer.json()) == (200, {"status": "received"})


async def test_the_same_webhook_three_times_is_one_message(house: AnyHouse, customer: Chat) -> None:
    """Meta repeats itself; the customer is answered once."""
    await customer.asks("menu", "What would you like to do")
    body = json.dumps(_webhook(customer.wa_id, "wamid.thrice." + customer.wa_id, "book")).encode()
    headers = {"X-Hub-Signature-256": sign_hub(body, APP_SECRET)}
    async with httpx.AsyncClient(base_url=house.origin, trust_env=False) as client:
        answers = await asyncio.gather(
            *(client.post("/webhooks/whatsapp", content=body, headers=headers) for _ in range(3))
        )
    await customer.hears("Which tour would you like")
    await asyncio.sleep(1)

    heard = [m for m in await customer.everything() if "Which tour" in m.text]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(heard) == 1


async def test_a_person_takes_over_until_released(
    customer: Chat, merchant: httpx.AsyncClient
) -> None:
    """While a person talks the bot is silent, but for one way back to the menu."""
    await customer.asks("agent", "will answer you here")
    await customer.say("hello?")
    await customer.asks("menu", "menu")
    tasks = (await merchant.get("/api/tasks")).json()["tasks"]
    mine = [task for task in tasks if customer.wa_id[-3:] in json.dumps(task)]
    await merchant.post(f"/api/tasks/{(mine or tasks)[-1]['id']}/release")

    await customer.asks("menu", "What would you like to do")


async def test_a_code_in_a_sentence_is_no_trigger(customer: Chat) -> None:
    """Triggers match words: "this" is not "hi", and "prepay" is not "pay"."""
    await customer.say("what is this prepayment thing")
    answer = await customer.hears(".")

    assert "How much" not in answer.text


def _webhook(wa_id: str, message_id: str, text: str) -> dict[str, Any]:
    message = {
        "from": wa_id,
        "id": message_id,
        "timestamp": str(int(utc_now().timestamp())),
        "type": "text",
        "text": {"body": text},
    }
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "263867700123", "phone_number_id": "227841650415338"},
        "contacts": [{"profile": {"name": "Tendai"}, "wa_id": wa_id}],
        "messages": [message],
    }
    change = {"field": "messages", "value": value}
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
