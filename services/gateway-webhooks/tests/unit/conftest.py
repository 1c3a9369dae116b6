"""A second provider's webhook, beside WhatsApp's: it posts forms that one of two accounts signs."""

import hashlib
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import httpx
import pytest
from common.contracts import PaynowIpnReceived
from common.errors import InvalidError, MariError
from common.lanes.api import OutboxRow
from common.service_tokens import ServiceVerifier
from common.testing.clock import FakeClock
from common.testing.identities import TRUST
from common.testing.standing import FixedStanding
from common.web import AppSpec, create_service_app
from common.web.refusals import RefusalLimiter
from gateway_webhooks.api import Door, Keys, Parser, WebhookConfig, webhook_routes, whatsapp_doors
from gateway_webhooks.domain import Item, Keep, Policy, Source
from gateway_webhooks.service import row_of
from starlette.datastructures import Headers

KIB = 1024
ACCOUNTS = {"usd": "the-key-of-usd", "zwg": "the-key-of-zwg"}
REFERENCE = "6e1f3d0a-9b7c-5f42-8a54-3c0d7f1b2e90"
FIELDS = {"reference": REFERENCE, "coinsreference": "C-1", "status": "Paid"}


@dataclass
class Outbox:
    """Remembers rows; one with a dedupe key that is known is one."""

    rows: list[OutboxRow] = field(default_factory=list[OutboxRow])
    error: MariError | None = None
    refused: str = ""

    async def accept(self, rows: Sequence[OutboxRow]) -> None:
        """Keep the rows whose key is new."""
        if self.error is not None:
            raise self.error
        if any(self.refused == row.type for row in rows):
            raise InvalidError("A row was refused.", code="lanes:row_refused")
        known = {row.dedupe for row in self.rows} - {None}
        self.rows += [row for row in rows if row.dedupe not in known]

    def kinds(self) -> list[tuple[str, str]]:
        """Return target and type of each row."""
        return [(row.target, row.type) for row in self.rows]


def signed(fields: Mapping[str, str], key: str) -> bytes:
    """Return a form with its hash, which lies in the body as Paynow's does."""
    digest = hashlib.sha512(("".join(fields.values()) + key).encode()).hexdigest()
    return urlencode({**fields, "hash": digest}).encode()


def read_form(
    accounts: Mapping[str, str], raw: bytes, _headers: Headers, received_at: datetime
) -> Sequence[OutboxRow] | None:
    """Return the news of a callback, if the key of one of the accounts signed it."""
    pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True)
    fields = dict(pairs)
    digest = fields.pop("hash", "")
    fits = [a for a, key in accounts.items() if signed(fields, key).endswith(digest.encode())]
    if not digest or not fits:
        return None
    if not fields.get("reference"):
        return []
    message = PaynowIpnReceived(
        reference=UUID(fields["reference"]),
        provider_reference=fields.get("coinsreference"),
        account=fits[0],
        received_at=received_at,
    )
    row = row_of(Item(message.TOPIC, message.TYPE, message.model_dump_json().encode(), ""))
    return [replace(row, dedupe=None, priority=message.PRIORITY)]


@pytest.fixture
def form() -> Callable[..., bytes]:
    """Build a callback as the provider posts it; fields and key may be others."""

    def build(fields: Mapping[str, str] = FIELDS, *, account: str = "usd", key: str = "") -> bytes:
        return signed(fields, key or ACCOUNTS[account])

    return build


@pytest.fixture
def outbox() -> Outbox:
    """Give a store that takes everything."""
    return Outbox()


@pytest.fixture
def config(clock: FakeClock) -> WebhookConfig:
    """Give the webhook of a provider that posts forms."""
    return WebhookConfig(
        source=Source("coins", "coins"),
        paths=("/webhooks/coins",),
        largest=16 * KIB,
        parser=lambda: Parser(
            admits=lambda headers: (
                headers.get("content-type") == "application/x-www-form-urlencoded"
            ),
            rows=lambda raw, headers, at: read_form(ACCOUNTS, raw, headers, at),
        ),
        refusal=lambda: MariError("This callback is not signed.", code="webhook:unsigned"),
        refusals=RefusalLimiter(clock, burst=3, per_minute=6),
        received=b"OK",
        answers="text/plain",
        takes="application/x-www-form-urlencoded",
        clock=clock,
        keep=Keep.ONCE,
        keep_refused=RefusalLimiter(clock, burst=2, per_minute=1),
    )


Serve = Callable[[WebhookConfig], httpx.AsyncClient]


@pytest.fixture
def serve(outbox: Outbox, clock: FakeClock) -> Serve:
    """Serve a webhook beside WhatsApp's."""
    refusals = RefusalLimiter(clock, burst=3, per_minute=6)
    door = Door(lambda: Keys(["secret"], [], Policy()), refusals, clock)

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncGenerator[Mapping[str, Any]]:
        yield {}

    def start(config: WebhookConfig) -> httpx.AsyncClient:
        routes = [*whatsapp_doors(door, outbox.accept), *webhook_routes(config, outbox.accept)]
        verifier = ServiceVerifier(TRUST, audience="gateway-webhooks")
        app = create_service_app(
            AppSpec("gateway-webhooks", lifespan, verifier, FixedStanding(), doors=routes)
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return httpx.AsyncClient(transport=transport, base_url="http://mari", headers=kind)

    return start
