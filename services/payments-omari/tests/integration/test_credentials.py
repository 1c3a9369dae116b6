"""The merchant key may be kept in the database, and changes without a restart."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import httpx
import pytest
from common.ids import new_id
from common.testing.plugin import STORAGE_KEY

pytestmark = pytest.mark.database

ADDRESS = "/v1/credentials/omari"
KEY = "merchant-key-of-the-tests"
"""The one that the stand-in takes."""
NEW_STORAGE = "new-storage-key-of-the-tests-T4bRw9Kz"
NEW_BUS = "new-bus-key-of-the-tests-Q8vLx3Jd"


async def keep(house: Any, key: str, scope: str = "default", **more: object) -> httpx.Response:
    """Keep a merchant key as Tendai."""
    body = {"values": {"merchant_key": key}, "by": "tendai", **more}
    return await house.operator.put(f"{ADDRESS}/{scope}", json=body)


async def test_a_kept_key_turns_omari_on_and_its_removal_turns_it_off(
    start_house: Any, payment_id: UUID
) -> None:
    """The next call uses it; health says "not configured" without one."""
    async with start_house(merchant_key="") as house:
        refused = await house.put(payment_id)
        off = (await house.client.get("/health/ready")).json()["parts"]["omari"]
        await keep(house, KEY)
        taken = await house.put(payment_id)
        on = (await house.client.get("/health/ready")).json()["parts"]["omari"]
        await house.operator.delete(f"{ADDRESS}/default?by=tendai")
        again = await house.put(new_id())

    assert ("payments:not_configured", "off") == (refused.json()["code"], off["state"])
    assert (202, "test") == (taken.status_code, on["state"])
    assert "not configured" == off["detail"]
    assert "payments:not_configured" == again.json()["code"]


async def test_a_kept_key_wins_over_the_environment(start_house: Any, payment_id: UUID) -> None:
    """The stand-in refuses any other key than the kept one."""
    async with start_house(merchant_key="key-of-the-environment") as house:
        await keep(house, KEY)
        answer = await house.put(payment_id)

    assert "awaiting_customer" == answer.json()["status"]


async def test_an_account_for_one_currency_takes_that_currency_only(
    start_house: Any, payment_id: UUID
) -> None:
    """The other one is refused before anything is sent."""
    async with start_house(merchant_key="") as house:
        await keep(house, KEY, "USD")
        usd = await house.put(payment_id)
        zwg = await house.put(new_id(), currency="ZWG")
        wrong = await keep(house, KEY, "EUR")

    assert "awaiting_customer" == usd.json()["status"]
    assert (422, "payments:currency") == (zwg.status_code, zwg.json()["code"])
    assert (404, "credentials:scope") == (wrong.status_code, wrong.json()["code"])


async def test_every_replica_uses_a_new_key_within_two_seconds(start_house: Any) -> None:
    """Also the one that was not asked to keep it."""
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(start_house(merchant_key=""))
        other = await stack.enter_async_context(start_house(merchant_key=""))
        await asyncio.sleep(0.3)
        await keep(one, KEY)
        async with asyncio.timeout(2):
            while (await other.put(new_id())).status_code != 202:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.05)


async def test_the_key_stays_while_charges_are_in_doubt(house: Any, payment_id: UUID) -> None:
    """Another account would not know them, and a paid one would look unpaid."""

    async def lose(_request: httpx.Request) -> httpx.Response:
        raise httpx.RemoteProtocolError("closed")

    await house.put(payment_id)
    house.wallet.next("request", lose)
    house.wallet.next("query", *[lose] * 3)
    await house.ask(payment_id, "otp", {"otp": "012345"})
    await house.until(payment_id, "unknown", "sending")
    refused = await keep(house, KEY)
    forced = await keep(house, KEY, force=True)

    assert (409, "credentials:in_use") == (refused.status_code, refused.json()["code"])
    assert 200 == forced.status_code


async def test_the_key_stays_while_an_unpaid_payment_is_watched_for_late_money(
    house: Any, payment_id: UUID
) -> None:
    """Closed is not forgotten: its account is asked about it for a day, and the date is told."""
    await house.put(payment_id)

    async def no(_request: httpx.Request) -> httpx.Response:
        body = {"error": True, "message": "no", "responseCode": "051"}
        return httpx.Response(200, json=body)

    house.wallet.next("request", no)
    await house.ask(payment_id, "otp", {"otp": "012345"})
    await house.until(payment_id, "failed")
    (row,) = await house.rows("select max(watch_until) as until from payments_omari.attempt")
    refused = await keep(house, KEY)
    forced = await keep(house, KEY, force=True)

    assert (409, "credentials:in_use") == (refused.status_code, refused.json()["code"])
    assert f"until {row.until:%Y-%m-%dT%H:%M}" in refused.json()["detail"]
    assert 200 == forced.status_code


async def test_a_payment_that_is_paid_or_was_never_charged_holds_no_key(
    house: Any, payment_id: UUID
) -> None:
    """What is settled, and what cannot have been paid, is asked about no more."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": "012345"})
    await house.until(payment_id, "succeeded")
    never = new_id()
    await house.put(never, contact="other", payer_msisdn="263770000001")
    await house.ask(never, "cancel")

    assert 200 == (await keep(house, KEY)).status_code


async def test_keys_are_rotated_under_payments_and_the_old_ones_dropped(
    start_house: Any,
) -> None:
    """Start with both keys, rotate while payments come, start with the new ones alone."""
    before, during = [new_id() for _ in range(6)], [new_id() for _ in range(6)]
    async with start_house(merchant_key="") as house:
        await keep(house, KEY)
        for payment_id in before:
            await house.put(payment_id, contact=str(payment_id), payer_msisdn=_payer(payment_id))
    both: dict[str, object] = {
        "merchant_key": "",
        "storage_keys": f"{NEW_STORAGE},{STORAGE_KEY}",
        "bus_keys": f"{NEW_BUS},bus-key-of-the-tests-0123456789abcdef",
    }
    async with start_house(**both) as house:
        coming = [
            asyncio.ensure_future(
                house.put(one, contact=str(one), payer_msisdn=_payer(one), wait=0)
            )
            for one in during
        ]
        counts = await _rotate(house)
        await asyncio.gather(*coming)
        for one in during:
            await house.until(one, "awaiting_customer")
        again = await _rotate(house)
    new: dict[str, object] = {
        "merchant_key": "",
        "storage_keys": NEW_STORAGE,
        "bus_keys": NEW_BUS,
    }
    async with start_house(**new) as house:
        for payment_id in (*before, *during):
            await house.ask(payment_id, "otp", {"otp": "012345"})
            await house.until(payment_id, "succeeded")

    assert 6 <= counts["payment.payer_sealed"]["resealed"]
    assert 1 == counts["credential.value"]["resealed"]
    assert 0 == sum(one["resealed"] + one["unreadable"] for one in again.values())
    assert 12 == house.wallet.count("request")


def _payer(payment_id: UUID) -> str:
    """Return a number of its own, so that no limit is reached."""
    return f"26377{payment_id.int % 10**7:07d}"


async def _rotate(house: Any) -> dict[str, dict[str, int]]:
    """Go through everything, until nothing is held by somebody else."""
    total: dict[str, dict[str, int]] = {}
    is_busy = True
    while is_busy:
        answer = (await house.operator.post("/v1/secrets/rotate", json={"cursor": None})).json()
        assert answer["cursor"] is None
        is_busy = any(one["busy"] for one in answer["counts"].values())
        for name, counts in answer["counts"].items():
            known = total.setdefault(name, dict.fromkeys(counts, 0))
            total[name] = {word: known[word] + n for word, n in counts.items()}
    return total
