"""What the gateway's tests share: recorded bodies, and a door with a store that can refuse."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from common.clock import utc_now
from common.errors import InvalidError, MariError
from common.lanes.api import OutboxRow
from common.service_tokens import ServiceVerifier
from common.signatures import sign_hub
from common.testing.clock import FakeClock
from common.testing.identities import TRUST
from common.testing.standing import FixedStanding
from common.web import AppSpec, create_service_app
from common.web.refusals import RefusalLimiter
from fastapi import FastAPI
from gateway_webhooks.api import Door, Keys, whatsapp_doors, whatsapp_router
from gateway_webhooks.domain import Item, Policy, Reception, split

DATA = Path(__file__).parent / "data"
SECRET = "the-app-secret"
PREVIOUS = "the-app-secret-before"
VERIFY_TOKEN = "the-verify-token"

Split = Callable[..., list[Item]]
Post = Callable[..., Awaitable[httpx.Response]]


@dataclass
class Store:
    """Remembers accepted rows by their dedupe keys, unless it is told to fail."""

    rows: dict[str, OutboxRow] = field(default_factory=dict[str, OutboxRow])
    error: MariError | None = None
    refused_key: str = ""

    async def accept(self, rows: Sequence[OutboxRow]) -> None:
        """Keep the rows whose key is new."""
        if self.error is not None:
            raise self.error
        if any(self.refused_key in {row.dedupe, "*"} for row in rows):
            raise InvalidError("A row was refused.", code="lanes:row_refused")
        for row in rows:
            self.rows.setdefault(str(row.dedupe), row)


@pytest.fixture
def sample() -> Callable[[str], dict[str, Any]]:
    """Read a recorded body by its name."""

    def read(name: str) -> dict[str, Any]:
        return json.loads((DATA / f"{name}.json").read_bytes())

    return read


@pytest.fixture
def split_body(clock: FakeClock) -> Split:
    """Split a JSON value under a policy."""

    def run(value: object, policy: Policy | None = None) -> list[Item]:
        return split(value, Reception(clock(), "0" * 64), policy or Policy())

    return run


@pytest.fixture
def a_message() -> Callable[..., dict[str, Any]]:
    """Build an envelope of one message as Meta sends it; `value` adds to its value."""

    def build(message: dict[str, Any], **value: object) -> dict[str, Any]:
        written_at = str(int(utc_now().timestamp()))
        head = {"from": "263771230045", "id": "wamid.A", "timestamp": written_at}
        inner = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "263867700123", "phone_number_id": "2278"},
            "messages": [head | message],
        }
        change = {"field": "messages", "value": inner | value}
        entry = {"id": "318450721904466", "changes": [change]}
        return {"object": "whatsapp_business_account", "entry": [entry]}

    return build


@pytest.fixture
def store() -> Store:
    """Give a store that accepts everything."""
    return Store()


@dataclass
class KeysInForce:
    """What the door takes, until a test changes it."""

    secrets: list[str] = field(default_factory=lambda: [SECRET, PREVIOUS])
    verify_tokens: list[str] = field(default_factory=lambda: [VERIFY_TOKEN])
    policy: Policy = field(default_factory=Policy)

    def __call__(self) -> Keys:
        """Return what counts now."""
        return Keys(self.secrets, self.verify_tokens, self.policy)


@pytest.fixture
def keys() -> KeysInForce:
    """Give the door's keys."""
    return KeysInForce()


@pytest.fixture
def app(store: Store, clock: FakeClock, keys: KeysInForce) -> FastAPI:
    """Give the gateway's door over the store."""
    door = Door(
        keys=keys,
        refusals=RefusalLimiter(clock, burst=3, per_minute=6),
        clock=clock,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[Mapping[str, Any]]:
        yield {}

    return create_service_app(
        AppSpec(
            name="gateway-webhooks",
            lifespan=lifespan,
            verifier=ServiceVerifier(TRUST, audience="gateway-webhooks"),
            standing=FixedStanding(),
            doors=whatsapp_doors(door, store.accept),
            routers=[whatsapp_router(door)],
        )
    )


@pytest.fixture
async def client(app: FastAPI) -> AsyncGenerator[httpx.AsyncClient]:
    """Give a client that shows a crash as the 500 that Meta would see."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://mari") as found:
        yield found


@pytest.fixture
def post(client: httpx.AsyncClient) -> Post:
    """Post a body, signed unless told otherwise."""

    async def send(
        body: object, *, path: str = "/webhooks/whatsapp", secret: str = SECRET, **headers: str
    ) -> httpx.Response:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        signed = {"x-hub-signature-256": sign_hub(raw, secret), "content-type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.post(path, content=raw, headers=signed | named)

    return send
