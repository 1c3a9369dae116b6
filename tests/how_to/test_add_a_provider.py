"""docs/how-to/add-a-provider.md, followed: a wallet of its own, from the kit to the sandbox."""

import json
from typing import Any

Workshop = Any
USER = "payments-kudu: publishes payments; reads nothing"
"""What the broker is told of the new service: the whole topology is built, without a broker."""
PURCHASE = """
import asyncio, json, sys
from pathlib import Path
from uuid import UUID
import httpx
from asgi_lifespan import LifespanManager
from common.money import Money
from common.payments.domain import CallKind
from common.payments.provider import CallOrder
from payments_kudu.domain import Account
from payments_kudu.provider import KuduClient
from sandbox.main import create_app
from sandbox.settings import SandboxSettings

async def buy():
    key = "a-secret"
    app = create_app(SandboxSettings(
        data_dir=Path("sandbox-data"), merchant_key=key, app_secret="s",
        webhook_url="http://127.0.0.1:9/",
    ))
    def make_client():
        return httpx.AsyncClient(transport=httpx.ASGITransport(app))
    async with LifespanManager(app):
        client = KuduClient(Account("http://127.0.0.1:8100/kudu", key), make_client=make_client)
        def order(kind, otp=None):
            return CallOrder(kind, UUID(int=7), Money(350, "USD"), "WEB", "263774975187", otp)
        fault = {"provider": "kudu", "operation": "confirm", "behaviour": "error_after_charge",
                 "times": 1}
        async with make_client() as switches:
            switched = await switches.post("http://127.0.0.1:8100/api/faults", json=fault)
            assert switched.status_code == 201, switched.text
        outcomes = [
            await client.start(order(CallKind.START)),
            await client.query(order(CallKind.QUERY)),
            await client.submit_otp(order(CallKind.CHARGE, "012345")),
            await client.query(order(CallKind.QUERY)),
        ]
        await client.close()
    print(json.dumps([type(one).__name__ for one in outcomes]))

asyncio.run(buy())
"""


def test_a_provider_is_a_service_from_the_kit(workshop: Workshop) -> None:
    """It keeps the ProviderContract, the tree keeps its shape, and the stand-in misbehaves.

    A charge whose answer is lost is Unknown, and only the query settles it.
    """
    said = workshop.follow("add-a-provider.md")
    (workshop.root / "purchase.py").write_text(PURCHASE)
    outcomes = json.loads(workshop.run("python purchase.py"))

    assert "passed" in said
    assert USER in said
    assert outcomes == ["Started", "Pending", "Unknown", "Paid"]
    assert "KUDU_MERCHANT_KEY" in (workshop.root / ".env.example").read_text()
