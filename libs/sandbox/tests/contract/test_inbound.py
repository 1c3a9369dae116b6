"""A customer writes, and the merchant's webhook hears it in Meta's words."""

import hashlib
import hmac
import json
from typing import Any

import pytest

MENU = {
    "type": "interactive",
    "to": "+263771230045",
    "interactive": {
        "type": "button",
        "body": {"text": "What next?"},
        "action": {"buttons": [{"type": "reply", "reply": {"id": "mari:menu", "title": "Menu"}}]},
    },
}
METHODS = {
    "type": "interactive",
    "to": "263771230045",
    "interactive": {
        "type": "list",
        "body": {"text": "Choose"},
        "action": {
            "button": "Methods",
            "sections": [{"rows": [{"id": "m:1", "title": "O'mari", "description": "Wallet"}]}],
        },
    },
}


async def test_a_text_arrives_as_meta_sends_it(desk: Any) -> None:
    """The envelope has the account, the metadata, the contact and the message, nothing else."""
    written = await desk.write("263771230045", text="menu", name="Tendai Moyo")
    await desk.merchant.wait_for("messages", 1)
    entry = desk.merchant.accepted[0]["entry"][0]
    value = entry["changes"][0]["value"]
    message = value["messages"][0]

    assert entry["id"] == "318450721904466"
    assert entry["changes"][0]["field"] == "messages"
    assert value["metadata"]["phone_number_id"] == "227841650415338"
    assert value["contacts"][0]["profile"] == {"name": "Tendai Moyo"}
    assert value["contacts"][0]["user_id"] == message["from_user_id"]
    assert written["wamid"] == message["id"]
    assert {"type": "text", "text": {"body": "menu"}, "from": "263771230045"}.items() <= (
        message.items()
    )


async def test_the_signature_covers_the_escaped_bytes(desk: Any) -> None:
    """Unicode and slashes travel escaped, and the signature is over exactly those bytes."""
    await desk.write("263771230045", text="Mhoro 👋 a/b é")
    await desk.merchant.wait_for("messages", 1)
    request = desk.merchant.requests[0]
    right = hmac.new(b"secret", request.content, hashlib.sha256).hexdigest()

    assert f"sha256={right}" == request.headers["X-Hub-Signature-256"]
    assert b"a\\/b \\u00e9" in request.content
    assert request.content.isascii()
    assert (
        json.loads(request.content)["entry"][0]["changes"][0]["value"]["messages"][0]["text"][
            "body"
        ]
        == "Mhoro 👋 a/b é"
    )


async def test_a_customer_without_a_number_shows_none(desk: Any) -> None:
    """A business-scoped user id is the only address: no `from`, no `wa_id`."""
    await desk.write("ZW.60218437719530264811", text="Hello")
    await desk.merchant.wait_for("messages", 1)
    value = desk.merchant.accepted[0]["entry"][0]["changes"][0]["value"]

    assert "from" not in value["messages"][0]
    assert "wa_id" not in value["contacts"][0]
    assert value["messages"][0]["from_user_id"] == "ZW.60218437719530264811"


@pytest.mark.parametrize(
    ("offer", "reply_id", "kind", "reply"),
    [
        (MENU, "mari:menu", "button_reply", {"id": "mari:menu", "title": "Menu"}),
        (METHODS, "m:1", "list_reply", {"id": "m:1", "title": "O'mari", "description": "Wallet"}),
    ],
)
async def test_a_press_carries_what_was_offered(
    desk: Any, offer: dict[str, Any], reply_id: str, kind: str, reply: dict[str, str]
) -> None:
    """A press on a button or row brings its id, its title and the message that offered it."""
    sent = (await desk.send(offer)).json()["messages"][0]["id"]
    await desk.write("263771230045", reply_id=reply_id)
    message = (await desk.merchant.wait_for("messages", 1))[0]

    assert {"type": kind, kind: reply} == message["interactive"]
    assert sent == message["context"]["id"]


async def test_an_id_may_be_written_without_its_tag(desk: Any) -> None:
    """`m:1` presses the latest `m:1#…`; with its tag, that very one, also of an older message."""
    for tag in ("0123456789ab", "ba9876543210"):
        await desk.send(json.loads(json.dumps(METHODS).replace("m:1", f"m:1#{tag}")))
    await desk.write("263771230045", reply_id="m:1")
    await desk.write("263771230045", reply_id="m:1#0123456789ab")
    messages = await desk.merchant.wait_for("messages", 2)

    pressed = [one["interactive"]["list_reply"]["id"] for one in messages]
    assert pressed == ["m:1#ba9876543210", "m:1#0123456789ab"]


@pytest.mark.parametrize(
    ("chat", "body"),
    [
        ("263771230045", {}),
        ("263771230045", {"text": ""}),
        ("263771230045", {"text": "x", "reply_id": "y"}),
        ("263771230045", {"text": 5}),
        ("263771230045", {"raw": "text"}),
        ("263771230045", {"reply_id": "never-offered"}),
        ("not-a-number", {"text": "menu"}),
    ],
)
async def test_what_cannot_be_written_is_refused(desk: Any, chat: str, body: Any) -> None:
    """A refusal says what would be right, and nothing is stored."""
    answer = await desk.http.post(f"/api/chats/{chat}/messages", json=body)

    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert await desk.read(chat) == []


async def test_a_raw_message_keeps_its_own_words(desk: Any) -> None:
    """Whatever Meta may send can be sent; null leaves a key out, and system names no contact."""
    raw = {"type": "system", "from": None, "system": {"type": "user_changed_user_id", "body": "x"}}
    await desk.write("263771230045", raw=raw)
    message = (await desk.merchant.wait_for("messages", 1))[0]

    assert "from" not in message
    assert raw["system"] == message["system"]
    assert "contacts" not in desk.merchant.accepted[0]["entry"][0]["changes"][0]["value"]


async def test_the_same_raw_id_is_one_bubble_and_two_webhooks(desk: Any) -> None:
    """A repeated message is reported again, but the phone shows it once."""
    raw = {"id": "wamid.SAME", "type": "text", "text": {"body": "menu"}}
    first = await desk.write("263771230045", raw=raw)
    second = await desk.write("263771230045", raw=raw)
    await desk.merchant.wait_for("messages", 2)

    assert first["n"] == second["n"]
    assert len(await desk.read("263771230045")) == 1


async def test_a_webhook_is_repeated_until_it_is_accepted(desk: Any) -> None:
    """Anything but 200 is tried again, later and later."""
    desk.merchant.answers += [503, 500, 404, 202]
    await desk.write("263771230045", text="menu")
    await desk.merchant.wait_for("messages", 1)

    assert len(desk.merchant.requests) == 5


async def test_a_chats_messages_arrive_in_order(desk: Any) -> None:
    """Without a fault, what one customer writes is reported in the order of writing."""
    for number in range(30):
        await desk.write("263771230045", text=str(number))
    messages = await desk.merchant.wait_for("messages", 30)

    assert [str(number) for number in range(30)] == [one["text"]["body"] for one in messages]
