"""Refunds over rows: races, lost answers, the same one twice, and what the database refuses."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from common.clock import utc_now
from common.contracts.payments import PaymentRefunded, PaymentRefundUnknown
from common.errors import ConflictError
from common.ids import new_id
from common.payments.domain import LINK
from common.testing.page_shop import ONCE, PageHouse, page_house
from common.testing.plugin import MakeDatabase
from common.testing.prompts import PAYMENTS
from common.testing.units import RecordingUnit
from sqlalchemy.exc import IntegrityError

pytestmark = pytest.mark.database

_CALLS = "select kind, state, verdict from provider_call where refund_id is not null order by seq"


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncGenerator[PageHouse]:
    """Give the payments service on a database of its own."""
    async with page_house(await make_database([])) as found:
        yield found


async def refunds_of(house: PageHouse) -> list[tuple[Any, ...]]:
    """Return the refunds by status and amount."""
    rows = await house.rows(PAYMENTS, "select status, refunded_minor from refund order by id")
    return [tuple(row) for row in rows]


async def test_sixteen_refunds_that_race_never_give_back_more_than_arrived(
    house: PageHouse,
) -> None:
    """Decided under the payment's lock: five of ten dollars fit into fifty."""
    payment_id, settlement_id = await house.paid()
    wishes = [house.refund(payment_id, settlement_id, 1000) for _ in range(16)]
    taken = await asyncio.gather(*wishes, return_exceptions=True)
    refused = [one for one in taken if isinstance(one, ConflictError)]
    for _ in range(16):
        await house.call(payment_id)

    assert {"payments:over_settled"} == {one.code for one in refused}
    assert 11 == len(refused)
    assert 5000 == await house.given()
    assert [("done", 1000)] * 5 == await refunds_of(house)


async def test_the_same_refund_twice_at_once_is_one(house: PageHouse) -> None:
    """And is another body's, or another payment's, to nobody."""
    payment_id, settlement_id = await house.paid()
    refund_id = new_id()
    wishes = [house.refund(payment_id, settlement_id, 2000, refund_id) for _ in range(4)]
    await asyncio.gather(*wishes)
    await house.call(payment_id)
    await house.call(payment_id)
    other = await house.paid()

    assert [("done", 2000)] == await refunds_of(house)
    assert 2000 == await house.given()
    for payment, settlement, minor in ((payment_id, settlement_id, 1999), (*other, 2000)):
        with pytest.raises(ConflictError) as refused:
            await house.refund(payment, settlement, minor, refund_id)
        assert "payments:other_body" == refused.value.code


async def test_a_lost_answer_is_asked_about_and_the_refund_not_repeated(house: PageHouse) -> None:
    """Made once, told once, under the caller's own id."""
    payment_id, settlement_id = await house.paid()
    refund_id = await house.refund(payment_id, settlement_id, 2000)
    house.pages.fails.append(ConnectionError())
    now = utc_now()
    lost = await house.call(payment_id, now)
    found = await house.call(payment_id, now + timedelta(seconds=1))

    assert [False] == [e.needs_staff for e in lost.sent_of(PaymentRefundUnknown)]
    assert [refund_id] == [e.refund_id for e in found.sent_of(PaymentRefunded)]
    assert 2000 == await house.given()
    assert [("refund", "done", "unknown"), ("refund_query", "done", "accepted")] == [
        tuple(row) for row in await house.rows(PAYMENTS, _CALLS)
    ]


async def test_a_claim_whose_process_is_gone_is_asked_about(house: PageHouse) -> None:
    """Killed between the call and its record: the provider gave back, and tells so."""
    payment_id, settlement_id = await house.paid()
    await house.refund(payment_id, settlement_id, 2000)
    now = utc_now()
    async with house.database(PAYMENTS).begin() as session:
        (claim,) = await house.caller.claim(session, [str(payment_id)], new_id(), now)
    await house.caller.call(claim)
    async with house.database(PAYMENTS).begin() as session:
        await house.caller.in_doubt(RecordingUnit(session, now), [str(payment_id)])
    await house.call(payment_id, now + timedelta(seconds=1))

    assert 2000 == await house.given()
    assert [("done", 2000)] == await refunds_of(house)


async def test_what_never_arrived_is_sent_once_more(house: PageHouse) -> None:
    """Twice unknown to the provider, apart and late: both calls stand in the journal."""
    payment_id, settlement_id = await house.paid()
    await house.refund(payment_id, settlement_id, 2000)
    now = utc_now()
    async with house.database(PAYMENTS).begin() as session:
        await house.caller.claim(session, [str(payment_id)], new_id(), now)
    async with house.database(PAYMENTS).begin() as session:
        await house.caller.in_doubt(RecordingUnit(session, now), [str(payment_id)])
    for seconds in (1, 4, 5):
        await house.call(payment_id, now + timedelta(seconds=seconds))

    verdicts = [row.verdict for row in await house.rows(PAYMENTS, _CALLS) if row.kind == "refund"]
    assert ["not_found", "accepted"] == verdicts
    assert 2000 == await house.given()


async def test_where_a_key_counts_once_a_lost_refund_is_made_again_under_it(
    make_database: MakeDatabase,
) -> None:
    """The first call stands in the journal as repeated: one in doubt at a time."""
    policy = replace(ONCE, shape=LINK)
    async with page_house(await make_database([]), policy) as house:
        house.pages.is_idempotent = True
        payment_id, settlement_id = await house.paid()
        await house.refund(payment_id, settlement_id, 2000)
        house.pages.fails.append(ConnectionError())
        now = utc_now()
        for seconds in (0, 1):
            await house.call(payment_id, now + timedelta(seconds=seconds))

        calls = [(r.kind, r.verdict) for r in await house.rows(PAYMENTS, _CALLS)]
        assert [("refund", "repeated"), ("refund", "accepted")] == calls
        assert (2000, [("done", 2000)]) == (await house.given(), await refunds_of(house))


@pytest.mark.parametrize("state", ["calling", "done"])
async def test_a_second_call_of_a_refund_in_doubt_is_refused_by_the_database(
    house: PageHouse, state: str
) -> None:
    """Even against our own mistakes."""
    payment_id, settlement_id = await house.paid()
    await house.refund(payment_id, settlement_id, 2000)
    house.pages.fails.append(ConnectionError())
    await house.call(payment_id)

    with pytest.raises(IntegrityError, match="one_refund_in_doubt"):
        await house.rows(
            PAYMENTS,
            """insert into provider_call (id, payment_id, attempt_id, kind, state, priority,
                 next_at, created_at, moves_money, refund_id)
               select gen_random_uuid(), payment_id, attempt_id, kind, :state, priority, next_at,
                 created_at, false, refund_id from provider_call where kind = 'refund'""",
            state=state,
        )


async def test_two_refunds_of_one_payment_in_flight_are_refused_by_the_database(
    house: PageHouse,
) -> None:
    """One after the other, for the record of the first decides what is left."""
    payment_id, settlement_id = await house.paid()
    await house.refund(payment_id, settlement_id, 1000)
    await house.refund(payment_id, settlement_id, 1000)

    with pytest.raises(IntegrityError, match="one_refund_in_flight"):
        await house.rows(
            PAYMENTS, "update provider_call set state = 'calling' where kind = 'refund'"
        )


async def test_what_went_back_is_neither_changed_nor_deleted(house: PageHouse) -> None:
    """The books stay; a reason may be forgotten."""
    payment_id, settlement_id = await house.paid()
    await house.refund(payment_id, settlement_id, 1000)
    await house.call(payment_id)

    for statement in ("update refund set status = 'failed'", "delete from refund"):
        with pytest.raises(IntegrityError, match="never changed"):
            await house.rows(PAYMENTS, statement)
