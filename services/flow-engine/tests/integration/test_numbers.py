"""One person's number has one form, wherever it comes in."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from common.db import Database
from common.testing.clock import NOON
from flow_engine.api.views import OrderBody, order_view
from flow_engine.models import CustomerRow, IdentityRow, OrderRow
from flow_engine.service.merchant import create_order, read_books
from sqlalchemy import update

pytestmark = pytest.mark.database
ORDER: dict[str, Any] = {
    "kind": "order",
    "description": "Two lamps",
    "currency": "USD",
    "total_minor": 12_500,
}
SPELLED = [
    ("+2630771230045", "263771230045"),
    ("+52 1 55 1234 5678", "525512345678"),
    ("525512345678", "5215512345678"),
    ("+54 11 2345-6789", "5491123456789"),
    ("5511987654321", "551187654321"),
]


def _order(wa_id: str) -> dict[str, Any]:
    return ORDER | {"customer": {"wa_id": wa_id}}


async def ordered(unit: Any, wa_id: str) -> OrderRow:
    """Write an order as the merchant's API does."""
    async with unit(NOON) as uow:
        return await create_order(uow, OrderBody.model_validate(_order(wa_id)).wish())


async def living(shop: Any) -> list[CustomerRow]:
    """Return the customers that were not merged away."""
    return [row for row in await shop.all(CustomerRow) if row.merged_into is None]


@pytest.mark.parametrize(
    "wa_id", ["0771230045", "7712300", "+263 77", "a phone", "+999123456789", "9" * 201]
)
async def test_what_cannot_be_somebodys_number_is_refused_in_words(
    api: httpx.AsyncClient, wa_id: str
) -> None:
    """A national number, a short one and one of no country are a 422 that names the field."""
    answer = await api.post("/api/orders", json=_order(wa_id))

    assert answer.status_code == 422
    field, problem = (answer.json()["errors"][0][name] for name in ("field", "problem"))
    assert field.endswith("wa_id")
    assert wa_id not in answer.text
    assert problem == "number_with_country_code_expected"


@pytest.mark.parametrize(("wa_id", "writes"), SPELLED)
async def test_an_order_is_found_however_its_number_was_spelled(
    unit: Any, deliver: Any, wrote: Any, conversations: Any, wa_id: str, writes: str
) -> None:
    """Who writes sees the order that was made for another spelling of the same number."""
    made = await ordered(unit, wa_id)
    await deliver(wrote("pay", phone=writes))

    world = conversations.given[-1][2]
    assert [order.reference for order in world.orders] == [made.reference]
    assert world.customer.phone == writes


@pytest.mark.parametrize(("wa_id", "writes"), SPELLED)
async def test_a_later_order_joins_the_customer_who_wrote(
    shop: Any, unit: Any, deliver: Any, wrote: Any, wa_id: str, writes: str
) -> None:
    """The merchant's spelling makes no second customer, and does not change what is written to."""
    await deliver(wrote("hi", phone=writes))
    await ordered(unit, wa_id)

    assert [row.phone for row in await living(shop)] == [writes]


async def test_two_customers_under_two_spellings_become_one(
    shop: Any, unit: Any, database: Database, deliver: Any, wrote: Any
) -> None:
    """What an earlier version kept apart is joined when the person writes; nothing is lost."""
    for wa_id in ("263771230099", "263771230045"):
        await ordered(unit, wa_id)
    async with database.begin() as session:
        kept = {"phone": "2630771230045", "version": CustomerRow.version + 1}
        await session.execute(
            update(CustomerRow).where(CustomerRow.phone == "263771230099").values(**kept)
        )
        await session.execute(
            update(IdentityRow)
            .where(IdentityRow.value == "263771230099")
            .values(value=kept["phone"])
        )
    await deliver(wrote("hi"))

    (one,) = await living(shop)
    assert one.phone == "263771230045"
    assert {row.customer_id for row in await shop.all(OrderRow)} == {one.id}


async def test_a_customer_is_erased_by_any_spelling(
    api: httpx.AsyncClient,
) -> None:
    """Who asks to be forgotten is found, whatever the merchant types."""
    await api.post("/api/orders", json=_order("263771230045"))
    answer = await api.post("/api/customers/+2630771230045/erase")

    assert (answer.status_code, answer.json()["erased"]["identities"]) == (200, 1)


async def test_a_recycled_number_is_nobodys_under_any_spelling(
    shop: Any, unit: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """After a change of number the old one is forgotten in every form in which it was kept."""
    await ordered(unit, "525512345678")
    await deliver(wrote("hi", phone="5215512345678", user_id="MX.1"))
    await deliver(wrote("hi", phone="5215587654321", user_id="MX.1"))
    await deliver(wrote("hi", phone="5215512345678"))

    assert conversations.given[-1][2].orders == ()
    assert len(await living(shop)) == 2


async def test_a_name_is_one_plain_line_wherever_it_is_shown(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """A profile's name cannot look like a receipt: not in the chat, not in what is kept."""
    message = wrote("hi")
    name = "*Payment received*\n\u202eUSD 500.00\n```Ref 7K3QX2MB```" + "!" * 100
    named = message.message.model_copy(update={"profile_name": name})
    await deliver(replace(message, message=named))
    (kept,) = await living(shop)

    assert conversations.given[-1][2].customer.name == "Payment received USD 500.00 Ref 7K3QX2MB"
    assert kept.name == conversations.given[-1][2].customer.name


async def test_a_name_that_was_kept_before_is_shown_as_one_plain_line(
    unit: Any, database: Database, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """What an earlier version stored is shown as harmlessly, in the chat and to the merchant."""
    order = await ordered(unit, "263771230045")
    async with database.begin() as session:
        await session.execute(
            update(CustomerRow).values(name="*Paid*\n> USD 5", version=CustomerRow.version + 1)
        )
        (book,) = await read_books(session, [order])
    message = wrote("hi")
    nameless = message.message.model_copy(update={"profile_name": None})
    await deliver(replace(message, message=nameless))

    assert order_view(book)["customer"]["name"] == "Paid > USD 5"
    assert conversations.given[-1][2].customer.name == "Paid > USD 5"
