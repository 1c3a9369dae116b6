"""What the service says of a request that its caller is not sure of, and of lanes that sleep."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from common.ids import new_id
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

pytestmark = pytest.mark.database

House = Any
Wallet = Any
OTP = "012345"


async def _look(house: House, payment_id: UUID, key: str | None = None) -> tuple[int, str | None]:
    headers = {"Idempotency-Key": key} if key else {}
    answer = await house.client.get(f"/v1/payments/{payment_id}", headers=headers)
    return answer.status_code, answer.json().get("code")


async def test_only_a_service_that_has_looked_says_that_a_payment_is_not_there(
    house: House, payment_id: UUID
) -> None:
    """Its 404 has a code of its own; that of an address that does not exist has another."""
    nowhere = await house.client.get(f"/v1/payments/{payment_id}/otp/what")

    assert await _look(house, payment_id) == (404, "payments:not_found")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "http:404")
    await house.put(payment_id)
    assert (await _look(house, payment_id))[0] == 200


async def test_a_code_is_known_by_the_key_under_which_it_was_accepted(
    house: House, payment_id: UUID
) -> None:
    """The payment being there is no proof that a code arrived: the key is."""
    await house.put(payment_id)
    key, other = str(new_id()), str(new_id())
    assert await _look(house, payment_id, key) == (404, "payments:request_not_found")

    await house.ask(payment_id, "otp", {"otp": OTP}, Idempotency_Key=key)

    assert (await _look(house, payment_id, key))[0] == 200
    assert await _look(house, payment_id, other) == (404, "payments:request_not_found")
    assert await _look(house, new_id(), key) == (404, "payments:not_found")


async def test_while_a_request_is_under_way_nobody_says_that_it_was_never_accepted(
    house: House, payment_id: UUID
) -> None:
    """Its caller gave up waiting, it did not: it charges after a "never accepted" was believed."""
    await house.put(payment_id)
    key = str(new_id())
    engine = create_async_engine(house.url)
    async with engine.connect() as other, other.begin():
        held = text("select 1 from payments_omari.payment where id = :id for update")
        await other.execute(held, {"id": payment_id})
        asked = asyncio.create_task(house.ask(payment_id, "otp", {"otp": OTP}, Idempotency_Key=key))
        await asyncio.sleep(0.5)
        looked = asyncio.create_task(_look(house, payment_id, key))
        await asyncio.sleep(0.5)
    await engine.dispose()

    assert (await asked).json()["status"] == "succeeded"
    assert (await looked)[0] == 200


async def test_a_code_that_was_refused_was_not_accepted(house: House, payment_id: UUID) -> None:
    """What a limit refused is taken back with its key."""
    key = str(new_id())
    refused = await house.ask(payment_id, "otp", {"otp": OTP}, Idempotency_Key=key)

    assert refused.status_code == 404
    await house.put(payment_id)
    assert await _look(house, payment_id, key) == (404, "payments:request_not_found")


async def test_a_payment_whose_lane_sleeps_is_asked_about_all_the_same(
    house: House, payment_id: UUID
) -> None:
    """Its call is due and nothing would wake it: the sweep finds it, and a claim never repeats."""
    await house.put(payment_id)
    call = new_id()
    await house.rows(
        "insert into payments_omari.provider_call (id, payment_id, attempt_id, kind, state,"
        " priority, next_at, created_at) select :call, payment_id, id, 'query', 'due', 3, now(),"
        " now() from payments_omari.attempt where payment_id = :id",
        call=call,
        id=payment_id,
    )
    async with asyncio.timeout(60):
        while True:
            state = await house.rows(
                "select state from payments_omari.provider_call where id = :id", id=call
            )
            if state[0].state == "done":
                break
            await asyncio.sleep(0.2)

    assert house.wallet.count("query") == 1
