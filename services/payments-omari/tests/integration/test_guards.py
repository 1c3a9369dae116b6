"""What the database itself refuses, even from our own mistakes."""

from typing import Any
from uuid import UUID

import pytest
from common.db import Database
from common.ids import new_id
from payments_omari.models import SCHEMA, PaymentRow
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

pytestmark = pytest.mark.database

House = Any
OTP = "012345"
_CHARGE = """
insert into payments_omari.provider_call
  (id, payment_id, attempt_id, kind, state, priority, next_at, created_at)
select :id, payment_id, attempt_id, 'charge', 'due', 0, now(), now()
from payments_omari.provider_call where kind = 'charge' limit 1
"""


async def test_two_who_read_the_same_version_cannot_both_write(
    house: House, payment_id: UUID
) -> None:
    """Compare and set: the second writer fails and decides anew."""
    await house.put(payment_id)
    database = Database(house.url, schema=SCHEMA)
    try:
        with pytest.raises(StaleDataError):
            await _write_over_another(database, payment_id)
    finally:
        await database.close()


async def _write_over_another(database: Database, payment_id: UUID) -> None:
    async with database.begin() as slow:
        mine = await slow.get_one(PaymentRow, payment_id)
        async with database.begin() as fast:
            (await fast.get_one(PaymentRow, payment_id)).code = "fast"
        mine.code = "slow"


async def test_a_second_charge_call_is_refused_while_one_may_have_charged(
    house: House, payment_id: UUID
) -> None:
    """W-O2: after a charge that was accepted or is in doubt the table takes no other."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": OTP})

    with pytest.raises(IntegrityError, match="one_charge_in_doubt"):
        await house.rows(_CHARGE, id=new_id())


async def test_a_second_charge_call_is_taken_after_a_definite_no(
    house: House, payment_id: UUID
) -> None:
    """A wrong code leaves room for another."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": "999999"})
    await house.rows(_CHARGE, id=new_id())


async def test_a_payment_is_succeeded_exactly_when_something_settled(
    house: House, payment_id: UUID
) -> None:
    """W-O1: no success without an amount, and no amount without success."""
    await house.put(payment_id)

    with pytest.raises(IntegrityError):
        await house.rows(
            "update payments_omari.payment set settled_minor = 1 where id = :id", id=payment_id
        )
