"""One person is one customer, whatever Meta names him by."""

from typing import Any

import pytest
from flow_engine.domain.conversation import IdentityConfirmed, Turn
from flow_engine.models import ContactRow, CustomerRow, IdentityRow, OrderRow

pytestmark = pytest.mark.database
PHONE = "263771230045"


def system(**part: Any) -> dict[str, Any]:
    """Return a system message's content."""
    return {"type": "system", "system": part}


async def living(shop: Any) -> list[CustomerRow]:
    """Return the customers that were not merged away."""
    return [row for row in await shop.all(CustomerRow) if row.merged_into is None]


async def test_a_user_id_joins_the_customer_of_the_number(
    shop: Any, deliver: Any, wrote: Any
) -> None:
    """Who wrote by number is the same person when a user id comes with it."""
    await deliver(wrote("hi"))
    await deliver(wrote("hi", user_id="ZW.1"))
    await deliver(wrote("hi", phone=None, user_id="ZW.1"))

    found = await living(shop)
    assert [(row.user_id, row.phone) for row in found] == [("ZW.1", PHONE)]
    assert len(await shop.all(ContactRow)) == 1


async def test_two_customers_that_are_one_person_are_merged(
    shop: Any, deliver: Any, wrote: Any
) -> None:
    """Orders and conversation of both are the one customer's when Meta names them together."""
    order = await shop.order()
    await deliver(wrote("hi", phone=None, user_id="ZW.1"))
    await deliver(wrote("hi", user_id="ZW.1"))

    found = await living(shop)
    assert [(row.user_id, row.phone) for row in found] == [("ZW.1", PHONE)]
    assert [row.customer_id for row in await shop.all(OrderRow)] == [found[0].id]
    assert {row.customer_id for row in await shop.all(IdentityRow)} == {found[0].id}
    assert len(await shop.all(ContactRow)) == 1
    assert order.reference


async def test_w_e2_a_recycled_number_does_not_bring_its_orders(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """A number that comes with another user id is somebody new, who sees nothing of the old one."""
    await shop.order()
    await deliver(wrote("hi", user_id="ZW.1"))
    await deliver(wrote("hi", user_id="ZW.2"))

    assert conversations.given[-1][2].orders == ()
    found = {row.user_id: row.phone for row in await living(shop)}
    assert found == {"ZW.1": None, "ZW.2": PHONE}


async def test_a_changed_number_must_be_confirmed_before_paying(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """After user_changed_number the customer is the same, and must confirm once."""
    await shop.order()
    changed = system(type="user_changed_number", wa_id="263712223344")
    await deliver(wrote(kind="system", content=changed))
    await deliver(wrote("hi", phone="263712223344"))
    world = conversations.given[-1][2]
    conversations.turns = [Turn(None, (IdentityConfirmed(),))]
    await deliver(wrote("yes", phone="263712223344"))
    await deliver(wrote("hi", phone="263712223344"))

    assert (world.customer.must_confirm, len(world.orders)) == (True, 1)
    assert conversations.given[-1][2].customer.must_confirm is False
    assert [row.phone for row in await living(shop)] == ["263712223344"]


async def test_a_changed_user_id_is_the_same_customer(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """user_changed_user_id names no number: the person is found by the user id before."""
    await deliver(wrote("hi", phone=None, user_id="ZW.60"))
    changed = system(type="user_changed_user_id", user_id="ZW.77", previous_user_id="ZW.60")
    await deliver(wrote(kind="system", phone=None, user_id="ZW.77", content=changed))
    await deliver(wrote("hi", phone=None, user_id="ZW.77"))

    assert [row.user_id for row in await living(shop)] == ["ZW.77"]
    assert conversations.given[-1][2].customer.must_confirm is True


async def test_a_new_user_id_that_wrote_first_is_merged_by_the_change(
    shop: Any, deliver: Any, wrote: Any, conversations: Any
) -> None:
    """The change may come after the first message under the new id: both become one."""
    await deliver(wrote("hi", phone=None, user_id="ZW.60"))
    await deliver(wrote("hi", phone=None, user_id="ZW.77"))
    changed = system(type="user_changed_user_id", user_id="ZW.77", previous_user_id="ZW.60")
    await deliver(wrote(kind="system", phone=None, user_id="ZW.77", content=changed))

    assert len(await living(shop)) == 1
    assert (await living(shop))[0].must_confirm is True
    assert conversations.given


async def test_a_changed_identity_must_be_confirmed(
    deliver: Any, wrote: Any, conversations: Any
) -> None:
    """customer_identity_changed may be a swapped SIM: confirm before paying."""
    await deliver(wrote("hi"))
    changed = system(type="customer_identity_changed", body="…")
    uow = await deliver(wrote(kind="system", content=changed))
    await deliver(wrote("hi"))

    assert uow.sent == []
    assert conversations.given[-1][2].customer.must_confirm is True


async def test_messages_in_one_batch_share_their_customer(
    shop: Any, deliver: Any, wrote: Any
) -> None:
    """Two new lanes of one person in the same batch make one customer."""
    await deliver(wrote("hi", user_id="ZW.1"), wrote("hi"), wrote("hi", phone=None, user_id="ZW.1"))

    assert len(await living(shop)) == 1
