"""What this service's tests share: a wallet that keeps its own ledger, and the app before it."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from asgi_lifespan import LifespanManager
from common.db import Database
from common.ids import new_id
from common.service_tokens import ServiceAuth
from common.testing.identities import PUBLIC_KEYS, identity_of, key_text_of
from common.testing.plugin import BUS_KEY, STORAGE_KEY, MakeDatabase
from common.wiring import Parcel, Wiring, WithinCommit
from fastapi import FastAPI
from payments_omari.main import SERVICE, create_app, migrations
from payments_omari.models import SCHEMA
from payments_omari.settings import Settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

PAYER = "263774975187"
OTP = "012345"
KEY = "merchant-key-of-the-tests"
BASE_URL = "http://127.0.0.1:8100/omari"

Json = dict[str, Any]
Misbehave = Callable[[httpx.Request], Awaitable[httpx.Response]]


def reply(code: str, *, http: int = 200, **fields: object) -> httpx.Response:
    """Return an answer in Omari's shape."""
    body = {"error": code != "000", "message": "…", "responseCode": code, **fields}
    return httpx.Response(http, content=json.dumps(body))


@dataclass
class Wallet:
    """The provider's side: it charges a reference once, and knows what it charged."""

    auths: dict[str, Json] = field(default_factory=dict[str, Json])
    charges: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    voided: set[str] = field(default_factory=set[str])
    seen: list[tuple[str, Json]] = field(default_factory=list[tuple[str, Json]])
    faults: dict[str, deque[Misbehave]] = field(default_factory=dict[str, deque[Misbehave]])
    keys: set[str] = field(default_factory=lambda: {KEY})
    """The keys of this merchant's account: another account's find nothing here."""

    def next(self, operation: str, *behaviours: Misbehave) -> None:
        """Misbehave at the next calls of an operation."""
        self.faults.setdefault(operation, deque()).extend(behaviours)

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        assert request.headers["x-merchant-key"] in self.keys
        operation = request.url.path.split("/")[2]
        raw = request.content or b"{}"
        body: Json = json.loads(raw, parse_float=Decimal)
        self.seen.append((operation, body))
        waiting = self.faults.get(operation)
        if waiting:
            return await waiting.popleft()(request)
        return self.work(request)

    def work(self, request: httpx.Request) -> httpx.Response:
        """Do what is asked."""
        operation = request.url.path.split("/")[2]
        if operation == "query":
            return self._query(request.url.path.split("/")[3])
        body = json.loads(request.content, parse_float=Decimal)
        if operation == "auth":
            self.auths[body["reference"]] = body
            return reply("000", otpReference="ETDC")
        if operation == "void":
            return self._void(body["reference"])
        return self._charge(body)

    def count(self, operation: str) -> int:
        """Count the calls of an operation."""
        return sum(1 for name, _ in self.seen if name == operation)

    def _charge(self, body: Json) -> httpx.Response:
        auth = self.auths.get(body["reference"])
        if auth is None:
            return reply("025", http=404)
        if body["msisdn"] != auth["msisdn"]:
            return reply("042")
        if body["otp"] != OTP:
            return reply("055")
        if body["reference"] in self.charges:
            return reply("026")
        if body["reference"] in self.voided:
            return reply("012")
        self.charges[body["reference"]] = auth["amount"]
        return reply("000", paymentReference="H5PSKURANNR1LKS7AJ0KV50KZG", debitReference="bc54b3")

    def _void(self, reference: str) -> httpx.Response:
        if reference not in self.auths or reference in self.charges:
            return reply("012")
        self.voided.add(reference)
        return reply("000")

    def _query(self, reference: str) -> httpx.Response:
        auth = self.auths.get(reference)
        if auth is None:
            return reply("025", http=404)
        paid = reference in self.charges
        return reply(
            "000",
            paymentReference="H5PSKURANNR1LKS7AJ0KV50KZG" if paid else None,
            reference=reference,
            amount=float(auth["amount"]),
            currency=auth["currency"],
            channel=auth["channel"],
            status="Success" if paid else "Voided" if reference in self.voided else "Pending",
        )


async def lost(_request: httpx.Request) -> httpx.Response:
    """Break the connection before anything happens there."""
    raise httpx.RemoteProtocolError("closed")


async def refused_connection(_request: httpx.Request) -> httpx.Response:
    """Refuse the connection: nothing was sent."""
    raise httpx.ConnectError("refused")


@dataclass
class Post(WithinCommit):
    """The transport: keeps what was sent, in order."""

    sent: list[str] = field(default_factory=list[str])

    async def send(
        self, session: AsyncSession | None, parcels: Sequence[Parcel]
    ) -> Mapping[str, bool]:
        """Take every parcel."""
        assert session is not None
        for parcel in parcels:
            self.sent.extend(envelope.type for envelope in parcel.envelopes)
        return {parcel.topic: True for parcel in parcels}

    async def subscribe(self, service: str, wake: Callable[[], None]) -> None:
        """Nothing comes back."""


@dataclass
class House:
    """The running service as its caller sees it, and its database as it is."""

    app: FastAPI
    client: httpx.AsyncClient
    operator: httpx.AsyncClient
    wallet: Wallet
    post: Post
    url: str

    async def put(self, payment_id: UUID, *, wait: int = 8, **changes: object) -> httpx.Response:
        """Ask for a payment."""
        return await self.client.put(
            f"/v1/payments/{payment_id}",
            json=a_body(**changes),
            headers={"Prefer": f"wait={wait}"},
        )

    async def ask(
        self, payment_id: UUID, what: str, body: Json | None = None, **headers: str
    ) -> httpx.Response:
        """Ask something of a payment."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.post(
            f"/v1/payments/{payment_id}/{what}",
            json=body or {},
            headers={"Prefer": "wait=8"} | named,
        )

    async def rows(self, statement: str, **values: object) -> Sequence[Any]:
        """Read the database."""
        engine = create_async_engine(self.url)
        try:
            async with engine.begin() as connection:
                result = await connection.execute(text(statement), values)
                return result.all() if result.returns_rows else []
        finally:
            await engine.dispose()

    async def until(self, payment_id: UUID, *statuses: str, seconds: float = 15) -> Json:
        """Wait until the payment is in one of the states."""
        async with asyncio.timeout(seconds):
            while True:
                view = (await self.client.get(f"/v1/payments/{payment_id}")).json()
                if view["status"] in statuses:
                    return view
                await asyncio.sleep(0.05)

    async def heard(self, kind: str, *, times: int = 1, seconds: float = 10) -> None:
        """Wait until an event went out so many times."""
        async with asyncio.timeout(seconds):
            while True:
                if self.post.sent.count(kind) >= times:
                    return
                await asyncio.sleep(0.05)


def a_body(**changes: object) -> Json:
    """Build the body of a start."""
    body: Json = {
        "amount_minor": 5000,
        "currency": "USD",
        "payer_msisdn": PAYER,
        "order_reference": "7K3QX2MB",
        "description": "Victoria Falls, 2 persons",
        "partition_key": "ZW.60218437719530264811",
        "contact": "a-customer",
    }
    return body | changes


def a_settings(url: str, **changes: object) -> Settings:
    """Build settings."""
    values: Json = {
        "database_url": url,
        "bus_keys": BUS_KEY,
        "public_keys": PUBLIC_KEYS,
        "signing_key": key_text_of("payments-omari"),
        "storage_keys": STORAGE_KEY,
        "api_base_url": BASE_URL,
        "merchant_key": KEY,
    }
    return Settings.model_validate(values | changes)


StartHouse = Callable[..., AbstractAsyncContextManager[House]]


@pytest.fixture
def wallet() -> Wallet:
    """Give a wallet that behaves."""
    return Wallet()


def _inside(app: FastAPI, caller: str) -> httpx.AsyncClient:
    auth = ServiceAuth(identity_of(caller), audience=SERVICE)
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://payments-omari", auth=auth)


@pytest.fixture
async def start_house(make_database: MakeDatabase, wallet: Wallet) -> StartHouse:
    """Give a starter of the service over one database: started twice, it is a restart."""
    url = await make_database([migrations()])

    @asynccontextmanager
    async def start(**changes: object) -> AsyncGenerator[House]:
        post = Post()
        wiring = Wiring(transport=post, client_for=lambda _name: httpx.AsyncClient())
        app = create_app(
            a_settings(url, **changes),
            wiring,
            make_client=lambda: httpx.AsyncClient(transport=httpx.MockTransport(wallet)),
        )
        async with (
            LifespanManager(app, shutdown_timeout=30),
            _inside(app, "flow-engine") as client,
            _inside(app, "operator") as operator,
        ):
            yield House(app, client, operator, wallet, post, url)

    return start


@pytest.fixture
async def house(start_house: StartHouse) -> AsyncGenerator[House]:
    """Give the running service."""
    async with start_house() as found:
        yield found


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncGenerator[Database]:
    """Give the service's database alone."""
    found = Database(await make_database([migrations()]), schema=SCHEMA)
    yield found
    await found.close()


@pytest.fixture
def payment_id() -> UUID:
    """Give an id that a caller chose."""
    return new_id()
