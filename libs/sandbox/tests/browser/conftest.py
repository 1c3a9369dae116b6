"""A browser, and a sandbox on a real port whose merchant answers every message with a menu."""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.async_api import Page, ViewportSize, async_playwright
from sandbox.main import create_app
from sandbox.settings import SandboxSettings

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
MENU = {
    "type": "list",
    "body": {"text": "Welcome to *Mari Demo Tours* <b>now</b>"},
    "action": {
        "button": "See tours",
        "sections": [{"rows": [{"id": "tour:falls", "title": "Victoria Falls"}]}],
    },
}
CONFIRM = {
    "type": "button",
    "body": {"text": "Victoria Falls, USD 120.00"},
    "action": {"buttons": [{"type": "reply", "reply": {"id": "pay", "title": "Pay now"}}]},
}


class Merchant(httpx.AsyncBaseTransport):
    """Marks each message read and answers it: a list for a text, buttons for a choice."""

    def __init__(self) -> None:
        self.graph: httpx.AsyncClient | None = None
        self.heard: list[dict[str, Any]] = []
        self.tasks: list[dict[str, Any]] = []
        self.tenders: set[asyncio.Task[None]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Take a webhook, or a call to the merchant API."""
        if "tasks" in request.url.path:
            if request.method == "POST":
                self.tasks.clear()
            return httpx.Response(200, json={"tasks": self.tasks})
        value = json.loads(request.content)["entry"][0]["changes"][0]["value"]
        for message in value.get("messages", []):
            self.heard.append(message)
            tender = asyncio.ensure_future(self.answer(message))
            self.tenders.add(tender)
            tender.add_done_callback(self.tenders.discard)
        return httpx.Response(200)

    async def answer(self, message: dict[str, Any]) -> None:
        """Read the message and reply."""
        to = (
            {"to": message["from"]} if "from" in message else {"recipient": message["from_user_id"]}
        )
        reply = MENU if message["type"] == "text" else CONFIRM
        await self.send({"status": "read", "message_id": message["id"]})
        await self.send({**to, "type": "interactive", "interactive": reply})

    async def send(self, message: dict[str, Any]) -> None:
        """Call the Graph stand-in."""
        assert self.graph is not None
        path = "/graph/v25.0/227841650415338/messages"
        await self.graph.post(path, json={"messaging_product": "whatsapp", **message})


@pytest.fixture
def merchant() -> Merchant:
    """Give the merchant."""
    return Merchant()


@pytest.fixture
async def address(merchant: Merchant, tmp_path: Path) -> AsyncGenerator[str]:
    """Give the address of a sandbox that runs."""
    settings = SandboxSettings(
        data_dir=tmp_path,
        webhook_url="http://merchant/webhooks/whatsapp",
        app_secret="secret",
        release_url="http://merchant/api/tasks",
        transport=merchant,
    )
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(create_app(settings), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    running = asyncio.ensure_future(server.serve(sockets=[listener]))
    headers = {"Authorization": f"Bearer {settings.access_token}"}
    async with httpx.AsyncClient(base_url=origin, headers=headers, trust_env=False) as graph:
        merchant.graph = graph
        yield origin
        server.should_exit = True
        await running
    listener.close()


@pytest.fixture(params=[(1280, 860), (390, 844)], ids=["wide", "narrow"])
async def page(request: pytest.FixtureRequest, address: str) -> AsyncGenerator[Page]:
    """Give the chat page in Chromium, wide and narrow; an error on the page fails the test."""
    width, height = request.param
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=FLAGS
        )
        opened = await browser.new_page(viewport=ViewportSize(width=width, height=height))
        opened.on("pageerror", lambda error: errors.append(str(error)))
        await opened.goto(address)
        await opened.wait_for_selector(".person")
        yield opened
        await browser.close()
    assert errors == []
