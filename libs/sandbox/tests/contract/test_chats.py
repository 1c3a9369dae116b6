"""Reading a chat: numbered, in the pinned shape, and waiting when there is nothing yet."""

import asyncio
import time
from typing import Any

CHAT = "263771230045"
TEXT = {"to": CHAT, "type": "text", "text": {"body": "Hello"}}


async def test_a_message_has_the_pinned_fields(desk: Any) -> None:
    """Other programs rely on these names."""
    await desk.send(TEXT)
    (message,) = await desk.read(CHAT)

    assert {"n": 1, "direction": "out", "type": "text", "text": "Hello"}.items() <= message.items()
    assert {"buttons", "rows", "status", "at"} <= set(message)


async def test_buttons_and_rows_are_listed(desk: Any) -> None:
    """What can be pressed is there with id, title and description."""
    action: dict[str, Any] = {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "A"}}]}
    body = {"type": "button", "body": {"text": "Choose"}, "action": action}
    await desk.send({"to": CHAT, "type": "interactive", "interactive": body})
    option = {"id": "m:1", "title": "O'mari", "description": "Wallet"}
    action = {"button": "Open", "sections": [{"rows": [option]}]}
    body = {"type": "list", "body": {"text": "Choose"}, "action": action}
    await desk.send({"to": CHAT, "type": "interactive", "interactive": body})
    first, second = await desk.read(CHAT)

    assert (first["buttons"], first["rows"]) == ([{"id": "a", "title": "A"}], [])
    assert (second["buttons"], second["rows"]) == ([], [option])


async def test_only_what_came_after_is_given(desk: Any) -> None:
    """`after` counts from the last `n` that was seen."""
    for text in ("one", "two", "three"):
        await desk.write(CHAT, text=text)

    assert [one["text"] for one in await desk.read(CHAT, after=1)] == ["two", "three"]
    assert await desk.read(CHAT, after=3) == []


async def test_a_reader_waits_until_something_comes(desk: Any) -> None:
    """The long poll answers at the moment of the message, not at its end."""
    started = time.monotonic()
    waiting = asyncio.ensure_future(desk.read(CHAT, after=0, wait=20))
    await asyncio.sleep(0.05)
    await desk.send(TEXT)
    messages = await waiting

    assert [one["text"] for one in messages] == ["Hello"]
    assert time.monotonic() - started < 5


async def test_a_reader_waits_no_longer_than_asked(desk: Any) -> None:
    """Without news the answer is empty, in time."""
    assert await desk.read(CHAT, wait=0.05) == []


async def test_a_watcher_hears_of_changed_ticks(desk: Any) -> None:
    """With `version` a status that changes is news too."""
    await desk.write(CHAT, text="hi")
    await desk.send(TEXT)
    await desk.merchant.wait_for("statuses", 3)
    path = f"/api/chats/{CHAT}/messages"
    before = (await desk.http.get(path, params={"version": 0})).json()["version"]
    wamid = (await desk.write(CHAT, text="again"))["wamid"]
    await desk.send({"status": "read", "message_id": wamid})
    news = (await desk.http.get(path, params={"version": before, "wait": 5})).json()

    assert [(one["text"], one["status"]) for one in news["messages"]] == [
        ("hi", "read"),
        ("again", "read"),
    ]
