"""A restart finds everything that was answered."""

import re
from pathlib import Path
from typing import Any

import httpx
from common.ids import new_id
from sandbox.store import Store

MSISDN = "263774975187"
CHAT = "263771230045"


def copy_store(source: Path, target: Path) -> None:
    """Copy the store's files as they lie on the disk."""
    target.mkdir()
    for file in source.glob("sandbox.sqlite3*"):
        (target / file.name).write_bytes(file.read_bytes())


async def test_the_books_survive_a_restart(open_desk: Any) -> None:
    """Chats, SMS, open payments, charges and switches are as they were."""
    reference = str(new_id())
    auth = {"msisdn": MSISDN, "reference": reference, "amount": 50, "currency": "USD"}
    async with open_desk() as desk:
        await desk.write(CHAT, text="hi")
        await desk.omari("POST", "auth", {**auth, "channel": "WEB"})
        await desk.fault("omari", "query", "slow", times=3)
    async with open_desk() as desk:
        (sms,) = (await desk.http.get(f"/api/sms/{MSISDN}")).json()["messages"]
        found = re.search(r"\b[0-9]{6}\b", sms["text"])
        assert found
        body = {"msisdn": MSISDN, "reference": reference, "otp": found.group()}
        paid = await desk.omari("POST", "request", body)
        active = (await desk.http.get("/api/faults")).json()["active"]
        messages = await desk.read(CHAT)

    assert paid.json()["responseCode"] == "000"
    assert [one["remaining"] for one in active] == [3]
    assert [one["text"] for one in messages] == ["hi"]


async def test_a_webhook_that_was_not_accepted_comes_after_a_restart(open_desk: Any) -> None:
    """What the business was down for reaches it later, from the next run."""
    async with open_desk() as desk:
        desk.merchant.answers += [503] * 1000
        await desk.write(CHAT, text="hi")
    async with open_desk() as desk:
        (message,) = await desk.merchant.wait_for("messages", 1)

    assert message["text"] == {"body": "hi"}


async def test_a_copied_file_has_what_was_answered(open_desk: Any, tmp_path: Path) -> None:
    """What a crash would leave on the disk at this moment is complete."""
    crashed = tmp_path / "crashed"
    async with open_desk() as desk:
        await desk.write(CHAT, text="hi")
        copy_store(tmp_path, crashed)
    store = Store(crashed)
    await store.open()
    found = await store.run(lambda db: db.execute("SELECT text FROM message").fetchall())
    await store.close()

    assert [row["text"] for row in found] == ["hi"]


async def test_the_timeline_and_the_tasks_are_passed_on(open_desk: Any) -> None:
    """The page sees the services' rows, and the key stays on the sandbox's side."""
    seen: list[httpx.Request] = []

    def merchant_api(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"tasks": [{"id": "t-1"}]})

    async def source() -> list[dict[str, Any]]:
        return [{"service": "notifier", "event": "message.sent", "at": "2026-11-25T10:00:00Z"}]

    async with open_desk(
        timeline_source=source,
        transport=httpx.MockTransport(merchant_api),
        release_url="http://merchant/api/tasks",
        api_key="key",
    ) as desk:
        rows = (await desk.http.get("/api/timeline")).json()["rows"]
        tasks = (await desk.http.get("/api/tasks")).json()
        released = await desk.http.post("/api/release", json={"id": "t-1"})
        refused = await desk.http.post("/api/release", json={"id": "../orders"})

    assert [row["event"] for row in rows] == ["message.sent"]
    assert tasks == {"tasks": [{"id": "t-1"}]}
    assert (released.status_code, refused.status_code) == (200, 422)
    assert str(seen[-1].url) == "http://merchant/api/tasks/t-1/release"
    assert seen[-1].headers["X-Api-Key"] == "key"


async def test_the_page_needs_nothing_from_elsewhere(open_desk: Any) -> None:
    """Every file that the page names is the sandbox's own, under a strict policy."""
    async with open_desk() as desk:
        page = await desk.http.get("/")
        names = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        files = [await desk.http.get(name) for name in names]

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert all(name.startswith("/page/") for name in names)
    assert [one.status_code for one in files] == [200] * len(names)
