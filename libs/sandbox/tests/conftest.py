"""A sandbox in this process, and a merchant's webhook that remembers what it was sent."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sandbox.main import create_app
from sandbox.settings import SandboxSettings, Timing

QUICK = Timing(
    sent=0.001,
    delivered=0.005,
    read=0.01,
    status_tick=0.002,
    slow=0.2,
    hang=0.2,
    retry_first=0.02,
    retry_longest=0.1,
    lost_retry=0.2,
    reorder_hold=0.2,
)


@dataclass
class Merchant(httpx.AsyncBaseTransport):
    """A webhook that answers with the next of `answers`, then 200, and keeps what it accepted."""

    answers: list[int] = field(default_factory=list[int])
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])
    accepted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Take a webhook."""
        self.requests.append(request)
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.accepted.append(json.loads(request.content))
        async with self.came:
            self.came.notify_all()
        return httpx.Response(status)

    def items(self, key: str) -> list[dict[str, Any]]:
        """Return all accepted messages or statuses, in the order of their coming."""
        values = [c["value"] for b in self.accepted for e in b["entry"] for c in e["changes"]]
        return [item for value in values for item in value.get(key, [])]

    async def wait_for(self, key: str, count: int) -> list[dict[str, Any]]:
        """Wait until so many have come."""
        async with asyncio.timeout(5), self.came:
            await self.came.wait_for(lambda: len(self.items(key)) >= count)
        return self.items(key)


@dataclass
class Desk:
    """A running sandbox: a client of its surface, its settings, and the merchant's webhook."""

    http: httpx.AsyncClient
    settings: SandboxSettings
    merchant: Merchant

    async def write(self, chat: str, **body: Any) -> dict[str, Any]:
        """Write as a customer."""
        answer = await self.http.post(f"/api/chats/{chat}/messages", json=body)
        assert answer.status_code == 202, answer.text
        return answer.json()

    async def read(self, chat: str, **query: Any) -> list[dict[str, Any]]:
        """Read a chat."""
        answer = await self.http.get(f"/api/chats/{chat}/messages", params=query)
        return answer.json()["messages"]

    async def send(self, message: dict[str, Any], **options: Any) -> httpx.Response:
        """Send a message as the business."""
        path = f"/graph/v25.0/{self.settings.phone_number_id}/messages"
        headers = {"Authorization": f"Bearer {self.settings.access_token}"}
        body = {"messaging_product": "whatsapp", **message}
        return await self.http.post(path, json=body, headers=headers, **options)

    async def omari(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Call the wallet's merchant API."""
        headers = {"X-Merchant-Key": self.settings.merchant_key}
        return await self.http.request(method, f"/omari/{path}", json=body, headers=headers)

    async def fault(self, provider: str, operation: str, behaviour: str, **more: int) -> None:
        """Switch a fault on."""
        body = {"provider": provider, "operation": operation, "behaviour": behaviour, **more}
        assert (await self.http.post("/api/faults", json=body)).status_code == 201


OpenDesk = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def open_desk(tmp_path: Path) -> OpenDesk:
    """Give a maker of sandboxes that share one folder: opening again is a restart."""

    @asynccontextmanager
    async def make(**changes: Any) -> AsyncGenerator[Desk]:
        merchant = Merchant()
        plain = SandboxSettings(
            data_dir=tmp_path,
            webhook_url="http://merchant/webhooks/whatsapp",
            app_secret="secret",
            timing=QUICK,
            transport=merchant,
        )
        settings = replace(plain, **changes)
        app = create_app(settings)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client,
        ):
            yield Desk(client, settings, merchant)

    return make


@pytest.fixture
async def desk(open_desk: OpenDesk) -> AsyncGenerator[Desk]:
    """Give a fresh sandbox."""
    async with open_desk() as opened:
        yield opened
