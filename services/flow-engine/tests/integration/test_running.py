"""The whole service with its loops running: a message in, a reply and a request out."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
from common.contracts import Address, Message, PaymentOtpRequested, WhatsAppMessageReceived
from common.crypto import Keyring
from common.db import Database
from common.ids import new_id
from common.lanes.store import inbox
from common.testing.clock import NOON
from common.wiring import Envelope
from sqlalchemy import text

pytestmark = pytest.mark.database
PHONE = "263771230045"


class Outside:
    """What the other services see and do: messages in, sealed rows out."""

    def __init__(self, database: Database, bus: Keyring) -> None:
        self.database = database
        self._bus = bus

    async def tell(self, message: Message, source: str = "gateway-webhooks") -> None:
        """Put a message into the service's inbox, as the transport does."""
        identity = str(new_id())
        body = self._bus.seal(message.model_dump_json().encode(), f"envelope:{identity}")
        envelope = Envelope(identity, source, message.TYPE, "", PHONE, message.PRIORITY, body)
        async with self.database.begin() as session:
            await inbox.receive(session, [envelope], schema="flow_engine")

    async def write(self, words: str) -> None:
        """Write as the customer."""
        content = {"type": "text", "text": {"body": words}}
        await self.tell(
            WhatsAppMessageReceived(
                phone_number_id="227841650415338",
                message_id=f"wamid.{new_id()}",
                sender=Address(phone=PHONE),
                sent_at=NOON,
                kind="text",
                content=content,
            )
        )

    async def until(self, query: str, **values: object) -> Any:
        """Wait until a query has an answer that is not nothing."""
        for _ in range(200):
            async with self.database.begin() as session:
                found = await session.scalar(text(query), values)
            if found:
                return found
            await asyncio.sleep(0.05)
        raise TimeoutError(query)


@pytest.fixture
async def outside(app: object, url: str, bus_keyring: Keyring) -> AsyncGenerator[Outside]:
    """Give the outside of the running service."""
    assert app
    database = Database(url, schema="flow_engine", pool_size=2)
    yield Outside(database, bus_keyring)
    await database.close()


async def test_a_purchase_is_started_from_the_chat(
    outside: Outside, api: httpx.AsyncClient, payments: Any
) -> None:
    """An order of the merchant's is paid by chatting: the payments service gets PUT and code."""
    order = {
        "kind": "order",
        "customer": {"wa_id": PHONE},
        "description": "Two lamps",
        "currency": "USD",
        "total_minor": 5_000,
    }
    reference = (await api.post("/api/orders", json=order)).json()["reference"]
    for words in ("pay", "1", "50", "0771 234 567", "Yes, send the code"):
        await outside.write(words)
    payment_id = await outside.until("select payment_id from payment_intent")
    cancel = await api.post(f"/api/orders/{reference}/cancel")
    await outside.tell(
        PaymentOtpRequested(
            payment_id=payment_id,
            provider="omari",
            at=NOON,
            otp_reference="ETDC",
            masked_msisdn="2637*****567",
            tries_left=3,
        ),
        source="payments-omari",
    )
    await outside.write("012345")
    await outside.until("select 1 from outbox where path like '%/otp' and sent_at is not null")

    methods = [(method, path.rsplit("/", 1)[-1]) for method, path, _ in payments.asked]
    assert methods == [("PUT", str(payment_id)), ("POST", "otp")]
    start = payments.asked[0][2]
    assert (start["amount_minor"], start["payer_msisdn"]) == (5_000, "263771234567")
    assert payments.asked[1][2] == {"otp": "012345"}
    assert (cancel.status_code, cancel.json()["code"]) == (409, "orders:open_intent")


async def test_the_code_is_in_no_row_afterwards(
    outside: Outside, api: httpx.AsyncClient, payments: Any, bus_keyring: Keyring
) -> None:
    """Once the code is passed on, no sealed body of inbox or outbox opens to it."""
    await test_a_purchase_is_started_from_the_chat(outside, api, payments)
    await outside.until("select not exists (select from inbox where done_at is null)")

    async with outside.database.begin() as session:
        rows = (
            await session.execute(
                text("select id::text, body from inbox union all select id::text, body from outbox")
            )
        ).all()
    opened = [bus_keyring.open(bytes(b), f"envelope:{i}") for i, b in rows if b]
    assert not [body for body in opened if b"012345" in body and b"for example" not in body]


async def test_a_person_releases_a_conversation(outside: Outside, api: httpx.AsyncClient) -> None:
    """Releasing the task gives the conversation back, and the bot says so."""
    await outside.write("agent")
    await outside.until("select 1 from task")
    task = (await api.get("/api/tasks/")).json()["tasks"][0]
    before = await outside.until("select count(*) from outbox where type = 'message.send.v1'")
    released = await api.post(f"/api/tasks/{task['id']}/release/")

    assert (task["kind"], task["customer"]["wa_id"]) == ("person", PHONE)
    assert released.json()["status"] == "released"
    assert await outside.until("select not muted from contact")
    after = await outside.until("select count(*) from outbox where type = 'message.send.v1'")
    assert after > before
    assert (await api.get("/api/tasks")).json() == {"tasks": []}


async def test_w_o19_no_two_orders_share_a_reference(outside: Outside) -> None:
    """W-O19: a reference is one order's, and the database keeps it so."""
    unique = await outside.until(
        "select count(*) from pg_indexes where tablename = 'customer_order'"
        " and indexdef like 'CREATE UNIQUE%(reference)'"
    )
    assert unique == 1


@pytest.mark.parametrize(
    ("change", "booked"),
    [
        ("update tour set adult_minor = 77700", [77700]),
        ("update tour set active = false where name = (select min(name) from tour)", []),
    ],
)
async def test_what_is_booked_is_what_holds_when_it_is_booked(
    outside: Outside, change: str, booked: list[int]
) -> None:
    """Price and tour are read in the transaction that books: a yes to others books nothing."""
    for said in ("book", "1", "24 Mar", "1", "0", "Tendai Moyo"):
        await outside.write(said)
    await outside.until("select not exists (select from inbox where done_at is null)")
    async with outside.database.begin() as session:
        await session.execute(text("delete from seasonal_price"))
        await session.execute(text(change))
    totals: list[list[int]] = []
    for _ in range(2):
        await outside.write("yes")
        await outside.until("select not exists (select from inbox where done_at is null)")
        async with outside.database.begin() as session:
            totals.append(
                list(await session.scalars(text("select total_minor from customer_order")))
            )

    assert totals == [[], booked]
