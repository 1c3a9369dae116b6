"""What is kept of a finished payment, and for how long, over PostgreSQL."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from common.ids import new_id
from common.testing.postgres import TestServer

pytestmark = pytest.mark.database

House = Any
StartHouse = Any
OTP = "012345"
_PAYERS = (
    "select id from payments_omari.payment"
    " where length(payer_sealed) + length(payer_digest) + length(contact_digest) > 0"
    " or partition_key <> id::text"
)
_CALLS = "select distinct payment_id from payments_omari.provider_call"


async def _paid(house: House, payment_id: UUID) -> None:
    await house.put(payment_id, contact=str(payment_id))
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.until(payment_id, "succeeded")


async def _ids(house: House, statement: str) -> set[UUID]:
    return {row[0] for row in await house.rows(statement)}


async def _left(house: House, statement: str, count: int) -> set[UUID]:
    """Wait until so many payments are left, and return them."""
    async with asyncio.timeout(15):
        while True:
            found = await _ids(house, statement)
            if len(found) == count:
                return found
            await asyncio.sleep(0.05)


async def test_the_payer_is_forgotten_and_then_the_calls_but_never_the_books(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """After 90 days nobody's number is left, after 13 months no journal; the money stays."""
    async with start_house() as house:
        await _paid(house, payment_id)
        before = (await house.client.get(f"/v1/payments/{payment_id}")).json()
        url = house.url
    await postgres.shift_time(url, "91 days")
    async with start_house() as house:
        await _left(house, _PAYERS, 0)
        assert {payment_id} == await _ids(house, _CALLS)
    await postgres.shift_time(url, "397 days")
    async with start_house() as house:
        await _left(house, _CALLS, 0)
        after = (await house.client.get(f"/v1/payments/{payment_id}")).json()
        attempts = await house.rows("select id from payments_omari.attempt")

    assert after == before
    assert after["masked_msisdn"] == "2637*****187"
    assert len(attempts) == 1


async def test_what_is_not_finished_keeps_everything(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """A payment that needs a person, or that is open, keeps its payer and its journal."""
    held, doubtful = new_id(), new_id()
    async with start_house() as house:
        for one in (payment_id, held, doubtful):
            await _paid(house, one)
        await house.rows(
            "update payments_omari.payment set needs_staff = true where id = :id", id=held
        )
        await house.rows(
            "update payments_omari.payment set status = 'unknown', settled_minor = null"
            " where id = :id",
            id=doubtful,
        )
        url = house.url
    await postgres.shift_time(url, "400 days")
    async with start_house() as house:
        payers = await _left(house, _PAYERS, 2)
        calls = await _left(house, _CALLS, 2)

    assert payers == calls == {held, doubtful}


async def test_what_is_young_keeps_its_payer(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """Nothing goes before its time, and the times are settings."""
    async with start_house() as house:
        await _paid(house, payment_id)
        url = house.url
    await postgres.shift_time(url, "89 days")
    async with start_house() as house:
        await _paid(house, new_id())
        assert len(await _ids(house, _PAYERS)) == 2
    async with start_house(payer_days=30, calls_days=30) as house:
        payers = await _left(house, _PAYERS, 1)
        calls = await _left(house, _CALLS, 1)

    assert payment_id not in payers | calls


async def test_a_failed_payment_can_be_asked_about_when_its_payer_is_forgotten(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """The query needs the reference alone: late money is found as long as the calls are kept."""
    async with start_house() as house:
        await _paid(house, payment_id)
        await house.rows(
            "update payments_omari.payment set status = 'failed', settled_minor = null"
        )
        await house.rows("truncate payments_omari.settlement cascade")
        url = house.url
    await postgres.shift_time(url, "91 days")
    async with start_house() as house:
        await _left(house, _PAYERS, 0)
        await house.ask(payment_id, "check")
        found = await house.until(payment_id, "succeeded")

    assert found["settled_minor"] == 5000


async def test_who_asks_to_be_forgotten_leaves_no_name_in_lanes_and_rows(
    house: House, payment_id: UUID
) -> None:
    """Neither payer nor lane of a closed payment, nor of what was told of it; the books stay."""
    await _paid(house, payment_id)
    told = "select 1 from payments_omari.outbox where key = 'ZW.60218437719530264811'"
    sent = await house.rows(told)
    answer = await house.client.post("/v1/payments/erase", json={"payments": [str(payment_id)]})
    view = (await house.client.get(f"/v1/payments/{payment_id}")).json()
    lanes = await house.rows("select partition_key from payments_omari.payment")

    assert sent
    assert answer.json() == {"erased": 1}
    assert [tuple(row) for row in lanes] == [(str(payment_id),)]
    assert await house.rows(told) == []
    assert view["status"] == "succeeded"
