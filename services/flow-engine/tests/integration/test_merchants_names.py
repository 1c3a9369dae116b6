"""What a merchant calls a customer stays the merchant's, beside the profile's own name."""

from typing import Any

import pytest
from flow_engine.api.views import order_view
from flow_engine.domain.identities import PHONE
from flow_engine.models import CustomerRow, OrderRow
from flow_engine.service.erasure import erase_customer
from flow_engine.service.merchant import OrderWish, create_order, read_books

pytestmark = pytest.mark.database
NUMBER = "263771230045"


async def made_for(unit: Any, name: str | None) -> str:
    """Make an order for a customer of this name; returns its reference."""
    wish = OrderWish("order", ((PHONE, NUMBER),), name, "Two lamps", "USD", 10_000)
    async with unit() as uow:
        return (await create_order(uow, wish)).reference


async def shown(unit: Any, shop: Any) -> dict[str, dict[str, str | None]]:
    """Return the customer of each order as the API shows him."""
    async with unit() as uow:
        books = await read_books(uow.session, await shop.all(OrderRow))
    return {book.order.reference: order_view(book)["customer"] for book in books}


async def test_the_merchants_name_stays_beside_the_profiles(
    unit: Any, shop: Any, deliver: Any, wrote: Any
) -> None:
    """Each order keeps whom it was made for, whatever the profile says before or after."""
    before = await made_for(unit, "T. Moyo (Mutare)")
    await deliver(wrote("hi"))
    after = await made_for(unit, "Rudo, for Tendai")
    unnamed = await made_for(unit, None)
    found = await shown(unit, shop)

    assert ["T. Moyo (Mutare)", "Rudo, for Tendai", "Tendai Moyo"] == [
        found[reference]["name"] for reference in (before, after, unnamed)
    ]
    assert {"Tendai Moyo"} == {one["profile_name"] for one in found.values()}


async def test_a_merchants_name_is_not_taken_for_a_profile(unit: Any, shop: Any) -> None:
    """Who never wrote has no profile that we know of."""
    reference = await made_for(unit, "Tendai Moyo")
    found = (await shown(unit, shop))[reference]

    assert ("Tendai Moyo", None) == (found["name"], found["profile_name"])


async def test_the_merchants_name_is_forgotten_with_the_customer(
    unit: Any, shop: Any, deliver: Any, wrote: Any
) -> None:
    """Who asks to be forgotten is forgotten in the merchant's words too."""
    reference = await made_for(unit, "T. Moyo (Mutare)")
    await deliver(wrote("hi"))
    (customer,) = await shop.all(CustomerRow)
    async with unit() as uow:
        _, erased = await erase_customer(uow, customer.id)
    found = (await shown(unit, shop))[reference]

    assert 1 == erased["orders"]
    assert {None} == set(found.values())
