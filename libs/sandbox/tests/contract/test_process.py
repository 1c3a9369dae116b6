"""The sandbox as a process of its own: it can be killed, and it can slam the door."""

import asyncio
import re
import sys
from asyncio.subprocess import DEVNULL, Process, create_subprocess_exec
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from common.ids import new_id
from common.local.process import free_port

MSISDN = "263774975187"
KEY = "5a9db0a1-0000-4000-8000-5a9db0a10000"


@asynccontextmanager
async def a_sandbox(folder: Path) -> AsyncGenerator[tuple[Process, httpx.AsyncClient]]:
    """Run `python -m sandbox` on the folder; it is killed at the end, never asked to stop."""
    port = free_port()
    options = ("--port", str(port), "--data-dir", str(folder), "--app-secret", "secret")
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *options), stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            await until_alive(http)
            yield process, http
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until_alive(http: httpx.AsyncClient) -> None:
    """Wait until the process answers."""
    for _ in range(400):
        try:
            if (await http.get("/health/live")).is_success:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.05)
    pytest.fail("the sandbox did not start")


async def start_payment(http: httpx.AsyncClient) -> dict[str, str]:
    """Start a payment and return the body of its request."""
    reference = str(new_id())
    auth = {"msisdn": MSISDN, "reference": reference, "amount": 50, "currency": "USD"}
    await http.post("/omari/auth", json={**auth, "channel": "WEB"}, headers={"X-Merchant-Key": KEY})
    messages = (await http.get(f"/api/sms/{MSISDN}")).json()["messages"]
    found = re.search(r"\b[0-9]{6}\b", messages[-1]["text"])
    assert found
    return {"msisdn": MSISDN, "reference": reference, "otp": found.group()}


async def test_a_kill_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    """After `kill -9` the charge, the chat and its pending webhook are still there."""
    async with a_sandbox(tmp_path) as (process, http):
        body = await start_payment(http)
        await http.post("/omari/request", json=body, headers={"X-Merchant-Key": KEY})
        await http.post("/api/chats/263771230045/messages", json={"text": "hi"})
        process.kill()
    async with a_sandbox(tmp_path) as (_, http):
        charges = (await http.get("/api/ledgers/omari")).json()["charges"]
        chat = (await http.get("/api/chats/263771230045/messages")).json()["messages"]
        pending = (await http.get("/api/ledgers/graph")).json()["pending_webhooks"]

    assert [one["reference"] for one in charges] == [body["reference"]]
    assert [one["text"] for one in chat] == ["hi"]
    assert pending == 1


async def test_a_closed_connection_is_closed_on_the_wire(tmp_path: Path) -> None:
    """A client of a real socket sees the connection end in the middle, and the money moved."""
    async with a_sandbox(tmp_path) as (_, http):
        body = await start_payment(http)
        fault = {"provider": "omari", "operation": "request", "behaviour": "closed_connection"}
        await http.post("/api/faults", json={**fault, "times": 1})
        with pytest.raises(httpx.RemoteProtocolError):
            await http.post("/omari/request", json=body, headers={"X-Merchant-Key": KEY})
        charges = (await http.get("/api/ledgers/omari")).json()["charges"]

    assert len(charges) == 1
