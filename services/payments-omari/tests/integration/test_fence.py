"""A charge in doubt is voided where the void is a fence, over HTTP and PostgreSQL."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from common.ids import new_id
from common.testing.postgres import TestServer
from payments_omari.settings import Settings
from pydantic import ValidationError

pytestmark = pytest.mark.database

House = Any
StartHouse = Any
Wallet = Any
OTP = "012345"
_CALLS = "select kind, code from payments_omari.provider_call where state = 'done' order by seq"


async def lose_a_charge(house: House, payment_id: UUID, charge: Any) -> str:
    """Open a payment, lose the answer to its charge, and return the database's address."""
    await house.put(payment_id)
    house.wallet.next("request", charge)
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.until(payment_id, "unknown")
    return house.url


async def never_arrives(_request: httpx.Request) -> httpx.Response:
    """Break before anything happens there."""
    raise httpx.RemoteProtocolError("closed")


async def test_a_charge_that_never_arrived_ends_as_not_charged(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """Unpaid, voided, still unpaid: nothing was taken, and nothing can be taken any more."""
    async with start_house(void_is_fence=True) as house:
        url = await lose_a_charge(house, payment_id, never_arrives)
    await postgres.shift_time(url, "21 seconds")
    async with start_house(void_is_fence=True) as house:
        ended = await house.until(payment_id, "failed")
        await house.heard("payment.failed.v1")
        calls = [tuple(row) for row in await house.rows(_CALLS)]

    assert ended["code"] == "not_charged"
    assert [kind for kind, _ in calls] == ["start", "charge", "query", "cancel", "query"]
    assert calls[-1] == ("query", "voided")
    assert house.wallet.count("request") == 1
    assert not house.wallet.charges


async def test_a_void_that_is_refused_leaves_the_doubt_to_the_query(
    start_house: StartHouse, wallet: Wallet, postgres: TestServer, payment_id: UUID
) -> None:
    """Charged, though its record shows that late: the void is refused, and it settles."""

    async def charges_silently(request: httpx.Request) -> httpx.Response:
        wallet.work(request)
        raise httpx.RemoteProtocolError("closed")

    async def not_yet(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json={"error": True, "responseCode": "025"})

    wallet.next("query", not_yet)
    async with start_house(void_is_fence=True) as house:
        url = await lose_a_charge(house, payment_id, charges_silently)
    await postgres.shift_time(url, "21 seconds")
    async with start_house(void_is_fence=True) as house:
        async with asyncio.timeout(15):
            while True:
                if wallet.count("void"):
                    break
                await asyncio.sleep(0.05)
        await house.ask(payment_id, "check")
        paid = await house.until(payment_id, "succeeded")

    assert wallet.count("void") == 1
    assert not paid["needs_staff"]


async def test_doubt_is_left_to_queries_alone_by_default(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """Until it is confirmed that a void is a fence, nothing that may be charged is voided."""
    async with start_house() as house:
        url = await lose_a_charge(house, payment_id, never_arrives)
    await postgres.shift_time(url, "61 seconds")
    async with start_house() as house:
        await house.ask(payment_id, "check")
        view = (await house.client.get(f"/v1/payments/{payment_id}")).json()

    assert view["status"] == "unknown"
    assert house.wallet.count("query") >= 1
    assert house.wallet.count("void") == 0


async def test_a_code_that_is_slow_in_coming_is_announced(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """Found by the sweep while the start is still tried."""
    wallet.next("auth", never_arrives, never_arrives)
    await house.put(payment_id, wait=0)
    await house.heard("payment.start_delayed.v1", seconds=20)
    await house.until(payment_id, "awaiting_customer", seconds=30)

    assert house.post.sent == ["payment.start_delayed.v1", "payment.otp_requested.v1"]


async def test_a_code_that_waits_behind_starts_that_hang_is_announced(
    start_house: StartHouse, wallet: Wallet
) -> None:
    """Whose start is not even sent, for want of a free call, hears as much as the others."""
    hanging, waiting = new_id(), new_id()
    release = asyncio.Event()

    async def hang(request: httpx.Request) -> httpx.Response:
        await release.wait()
        return wallet.work(request)

    wallet.next("auth", hang)
    async with start_house(slots=1) as house:
        await house.put(hanging, wait=0)
        await house.put(waiting, wait=0)
        await house.heard("payment.start_delayed.v1", times=2, seconds=20)
        view = (await house.client.get(f"/v1/payments/{waiting}")).json()
        release.set()
        await house.until(waiting, "awaiting_customer")

    assert view["status"] == "new"
    assert wallet.count("auth") == 2


@pytest.mark.parametrize(("minutes", "status"), [(5, "failed"), (20, "unknown")])
async def test_a_charge_is_dead_when_the_deployment_says_so(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID, minutes: int, status: str
) -> None:
    """Called unpaid twice, six minutes apart: dead after `OMARI_DEAD_MINUTES`, not before."""
    async with start_house(dead_minutes=minutes) as house:
        url = await lose_a_charge(house, payment_id, never_arrives)
        await house.ask(payment_id, "check")
    await postgres.shift_time(url, "6 minutes")
    async with start_house(dead_minutes=minutes) as house:
        await house.ask(payment_id, "check")
        ended = await house.until(payment_id, status)

    assert house.wallet.count("query") >= 2
    assert ended["code"] == ("not_charged" if status == "failed" else None)


@pytest.mark.parametrize("minutes", [4, 121])
def test_dead_is_not_said_too_soon_nor_too_late(minutes: int) -> None:
    """Sooner a charge may still arrive; later nobody waits for it."""
    with pytest.raises(ValidationError, match="OMARI_DEAD_MINUTES"):
        Settings.model_validate({"OMARI_DEAD_MINUTES": minutes})
