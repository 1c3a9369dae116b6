"""Who asks to be forgotten is forgotten; what was owed and paid stays."""

from typing import Any

import httpx
import pytest
from common.contracts import PaymentSucceeded, SendMessage
from common.db import Database
from common.errors import ConflictError
from common.ids import new_id
from common.testing.clock import NOON
from flow_engine.models import (
    ContactRow,
    CustomerRow,
    IdentityRow,
    IntentRow,
    LedgerTxnRow,
    OrderRow,
    TravellerRow,
)
from flow_engine.service.erasure import erase_customer
from sqlalchemy import text

pytestmark = pytest.mark.database
PHONE = "263771230045"
NOBODY = "0f8e5a52-5d0f-5a38-9c0e-6f2f0a1f6f10"
ORDER: dict[str, Any] = {
    "kind": "order",
    "customer": {"wa_id": PHONE, "name": "Tendai Moyo"},
    "description": "Two lamps",
    "currency": "USD",
    "total_minor": 10_000,
}
OWN = ("customer", "customer_identity", "contact", "traveller", "customer_order", "payment_intent")


async def _everything(database: Database) -> str:
    async with database.begin() as session:
        found = [await session.execute(text(f"select t::text from {name} t")) for name in OWN]  # noqa: S608 - fixed names
        return "\n".join(row[0] for rows in found for row in rows)


async def test_names_and_numbers_go_and_the_money_stays(
    shop: Any, deliver: Any, wrote: Any, told: Any, unit: Any, database: Database
) -> None:
    """Nothing of the customer is left but what was owed and paid, with nobody's name on it."""
    order = await shop.order()
    intent = await shop.intent(order)
    paid = PaymentSucceeded(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        settled_minor=5_000,
        currency="USD",
        provider_reference="H5",
    )
    await deliver(told(paid))
    async with database.begin() as session:
        session.add(TravellerRow(id=new_id(), order_id=order.id, position=0, name="Rudo Moyo"))
    async with unit() as uow:
        customer_id, erased = await erase_customer(uow, [("phone", PHONE)])

    left = await _everything(database)
    assert (customer_id, erased["identities"], erased["travellers"]) == (order.customer_id, 1, 1)
    assert not [name for name in (PHONE, "Tendai", "Rudo", "2637*") if name in left]
    assert (await shop.reread(order)).paid_minor == 5_000
    assert len(await shop.all(LedgerTxnRow)) == 1
    assert (await shop.all(ContactRow))[0].session is None


async def test_money_that_comes_late_is_still_credited(
    shop: Any, deliver: Any, told: Any, unit: Any
) -> None:
    """Success wins also over an erasure: the credit is made, and nobody is written to."""
    order = await shop.order()
    intent = await shop.intent(order, status="expired")
    async with unit() as uow:
        await erase_customer(uow, order.customer_id)
    late = PaymentSucceeded(
        payment_id=intent.payment_id,
        provider="omari",
        at=NOON,
        settled_minor=5_000,
        currency="USD",
        provider_reference="H5",
        late=True,
    )
    uow = await deliver(told(late, str(order.customer_id)))

    assert uow.sent_of(SendMessage) == []
    assert (await shop.reread(order)).paid_minor == 5_000


async def test_an_open_payment_refuses_it(shop: Any, unit: Any) -> None:
    """The customer must still be told what became of his money."""
    order = await shop.order()
    await shop.intent(order, status="unknown")
    with pytest.raises(ConflictError) as refused:
        async with unit() as uow:
            await erase_customer(uow, order.customer_id)

    assert refused.value.code == "customers:open_intent"
    assert len(await shop.all(IdentityRow)) == 1
    assert len(await shop.all(IntentRow)) == 1


async def test_who_writes_again_is_somebody_new(
    shop: Any, deliver: Any, wrote: Any, unit: Any, conversations: Any
) -> None:
    """The old orders are not shown to whoever writes from the number next."""
    order = await shop.order()
    async with unit() as uow:
        await erase_customer(uow, order.customer_id)
    await deliver(wrote("hi"))

    assert conversations.given[-1][2].orders == ()
    assert len(await shop.all(CustomerRow)) == 2
    assert [row.customer_id for row in await shop.all(OrderRow)] == [order.customer_id]


async def test_it_is_asked_for_over_http_once_per_key(api: httpx.AsyncClient) -> None:
    """By number, with or without plus; the same key gives the same answer."""
    made = (await api.post("/api/orders", json=ORDER)).json()
    headers = {"Idempotency-Key": "forget-1"}
    path = f"/api/customers/+{PHONE}/erase"
    first, again = [await api.post(path, headers=headers) for _ in range(2)]
    gone = await api.post(f"/api/customers/{PHONE}/erase/")
    order = (await api.get(f"/api/orders/{made['reference']}")).json()

    assert (first.status_code, first.json()["erased"]["customers"]) == (200, 1)
    assert again.json() == first.json()
    assert (gone.status_code, gone.json()["code"]) == (404, "customers:not_found")
    assert set(order["customer"].values()) == {None}
    assert order["total_minor"] == 10_000


async def test_a_customer_is_named_by_id_or_user_id_too(api: httpx.AsyncClient) -> None:
    """Whatever the merchant's program knows; erased twice by id is no error."""
    order = ORDER | {"customer": {"user_id": "ZW.602184"}}
    await api.post("/api/orders", json=order)
    first = (await api.post("/api/customers/ZW.602184/erase")).json()
    again = await api.post(f"/api/customers/{first['id']}/erase")

    assert first["erased"]["identities"] == 1
    assert (again.status_code, again.json()["erased"]["identities"]) == (200, 0)


@pytest.mark.parametrize(
    "name",
    ["nobody", "263779999999", "ZW.1", "2cf9ca24-6dca-4912-a19d-9b9ca380efde", "%00", "x" * 999],
)
async def test_who_is_not_known_is_not_found(api: httpx.AsyncClient, name: str) -> None:
    """A 404 that does not repeat whom it was asked about."""
    answer = await api.post(f"/api/customers/{name}/erase")

    assert (answer.status_code, answer.json()["code"]) == (404, "customers:not_found")
    assert name not in answer.text


async def test_it_needs_the_key(api: httpx.AsyncClient) -> None:
    """Nobody else can have a customer forgotten."""
    answer = await api.post(f"/api/customers/{PHONE}/erase", headers={"X-Api-Key": "another"})

    assert answer.status_code == 401
