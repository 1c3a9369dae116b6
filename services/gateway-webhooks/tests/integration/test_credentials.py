"""The app's secrets may be kept in the database, and change while Meta delivers."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import httpx
import pytest
from asgi_lifespan import LifespanManager
from common.errors import StartRefusedError
from common.service_tokens import ServiceAuth
from common.signatures import sign_hub
from common.testing.identities import identity_of, signing_variables
from common.testing.plugin import BUS_KEY, STORAGE_KEY
from common.wiring import Wiring
from gateway_webhooks.main import SERVICE, Settings, create_app
from pydantic import ValidationError

pytestmark = pytest.mark.database

ADDRESS = "/v1/credentials/whatsapp/default"
FIRST = "1f6a0c3d9e7b4852a1f6a0c3d9e7b485"
SECOND = "b8d24e917c05f3a6b8d24e917c05f3a6"
NUMBER = "227841650415338"
NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:9/none"

Open = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
async def open_gateway(database_url: str, transport: Any) -> Open:
    """Give a starter of the gateway over one database."""

    @asynccontextmanager
    async def run(**variables: str) -> AsyncGenerator[httpx.AsyncClient]:
        app = create_app(a_settings(database_url, **variables), Wiring(transport, _nobody))
        auth = ServiceAuth(identity_of("operator"), audience=SERVICE)
        async with LifespanManager(app) as running:
            asgi = httpx.ASGITransport(running.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=asgi, base_url="http://mari", auth=auth
            ) as client:
                yield client

    return run


def a_settings(url: str, **variables: str) -> Settings:
    """Build settings with nothing of WhatsApp but what is named."""
    return Settings.model_validate({
        "GATEWAY_WEBHOOKS_DATABASE_URL": url,
        "GATEWAY_WEBHOOKS_STORAGE_KEYS": STORAGE_KEY,
        "SITE_URL": "http://mari",
        "MARI_BUS_KEYS": BUS_KEY,
        **signing_variables("gateway-webhooks"),
        **variables,
    })  # fmt: skip


def _nobody(service: str) -> httpx.AsyncClient:
    raise LookupError(service)


async def keep(client: httpx.AsyncClient, **values: str) -> httpx.Response:
    """Keep values as Tendai."""
    return await client.put(ADDRESS, json={"values": values, "by": "tendai"})


async def post(client: httpx.AsyncClient, secret: str) -> int:
    """Deliver an empty envelope as Meta signs it; returns the status."""
    body = json.dumps({"object": "whatsapp_business_account", "entry": []}).encode()
    headers = {"X-Hub-Signature-256": sign_hub(body, secret)}
    return (await client.post("/webhooks/whatsapp", content=body, headers=headers)).status_code


async def test_a_secret_that_is_kept_opens_the_closed_door(open_gateway: Open) -> None:
    """Without one, health says "not configured" and Meta is told to send again."""
    async with open_gateway() as client:
        closed = await post(client, FIRST)
        off = (await client.get("/health/ready")).json()["parts"]["whatsapp"]
        await keep(client, app_secret=FIRST, verify_token="a-verify-token")
        on = (await client.get("/health/ready")).json()["parts"]["whatsapp"]
        question = {"hub.mode": "subscribe", "hub.verify_token": "a-verify-token"}
        verified = await client.get("/webhooks/whatsapp", params=question | {"hub.challenge": "7"})

        assert (503, "off", "not configured") == (closed, off["state"], off["detail"])
        assert ("ok", 200) == (on["state"], await post(client, FIRST))
        assert (200, "7") == (verified.status_code, verified.text)


async def test_a_rotation_at_meta_refuses_no_delivery(open_gateway: Open) -> None:
    """Both secrets are taken until the old one is removed; then only the new one."""
    async with open_gateway(WHATSAPP_APP_SECRET=FIRST, WHATSAPP_PHONE_NUMBER_ID=NUMBER) as client:
        before = await post(client, FIRST)
        await keep(client, app_secret=SECOND)
        both = [await post(client, FIRST), await post(client, SECOND)]
        await client.delete(f"{ADDRESS}?by=tendai&field=app_secret_previous")
        after = [await post(client, FIRST), await post(client, SECOND)]

    assert (200, [200, 200], [401, 200]) == (before, both, after)


async def test_another_replica_takes_a_new_secret_within_two_seconds(open_gateway: Open) -> None:
    """It was neither asked nor started again."""
    async with open_gateway() as one, open_gateway() as other:
        await asyncio.sleep(0.3)
        await keep(one, app_secret=FIRST)
        async with asyncio.timeout(2):
            while await post(other, FIRST) != 200:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.05)


async def test_a_number_without_an_app_secret_refuses_the_start(open_gateway: Open) -> None:
    """One line says which variable; a secret that is kept is as good."""
    with pytest.raises(StartRefusedError, match="WHATSAPP_APP_SECRET is missing"):
        async with open_gateway(WHATSAPP_PHONE_NUMBER_ID=NUMBER):
            pass
    async with open_gateway() as client:
        await keep(client, app_secret=FIRST)
    async with open_gateway(WHATSAPP_PHONE_NUMBER_ID=NUMBER) as client:
        assert 200 == await post(client, FIRST)


@pytest.mark.parametrize("secret", ["short", "a" * 32, "your-app-secret-here"])
def test_a_weak_app_secret_of_a_number_refuses_the_start(secret: str) -> None:
    """Whoever guesses it writes as any customer; with stand-ins it does not matter."""
    weak = {"WHATSAPP_APP_SECRET": secret, "WHATSAPP_PHONE_NUMBER_ID": NUMBER}
    with pytest.raises(ValidationError, match="WHATSAPP_APP_SECRET"):
        a_settings(NOWHERE, **weak)

    assert a_settings(NOWHERE, **weak, MARI_SANDBOX_HOSTS="sandbox").sandbox_hosts == ("sandbox",)


async def test_a_weak_app_secret_is_not_kept(open_gateway: Open) -> None:
    """The same rule holds for the database."""
    async with open_gateway() as client:
        answer = await keep(client, app_secret="a" * 32)

    assert (422, "credentials:weak") == (answer.status_code, answer.json()["code"])
