"""A movement that settled one payment never settles another one."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from common.clock import utc_now
from common.money import Money
from common.payments.domain import Paid
from common.testing.plugin import MakeDatabase
from common.testing.prompts import PAYMENTS, PromptHouse, prompt_house, said_of

pytestmark = pytest.mark.database

_STATES = """
select p.hold_code, p.needs_staff, p.status,
  (select count(*) from settlement s where s.payment_id = p.id) as settled
from payment p order by p.created_at
"""


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncGenerator[PromptHouse]:
    """Give a payments service of prompts."""
    async with prompt_house(await make_database([])) as house:
        yield house


async def test_the_record_that_names_anothers_movement_is_held_for_a_person(
    house: PromptHouse,
) -> None:
    """The provider answered with somebody else's record: one credit, and a person looks."""
    now = utc_now()
    for _ in range(2):
        reference = await house.opened(now=now)
        house.wallet.says[reference] = Paid(Money(5000, "USD"), "1082")
        ((payment_id,),) = await house.rows(
            PAYMENTS, "select payment_id from attempt where id = :id", id=reference
        )
        now += timedelta(seconds=30)
        await house.take(now, said_of(reference))
        await house.call(payment_id, now)
    first, second = await house.rows(PAYMENTS, _STATES)

    assert ("succeeded", 1, False) == (first.status, first.settled, first.needs_staff)
    assert ("unknown", 0, "movement_of_another") == (
        *(second.status, second.settled, second.hold_code),
    )
