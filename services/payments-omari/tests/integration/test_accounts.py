"""An attempt is spoken of under the account that it was opened under, or not at all."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from common.ids import new_id
from common.testing.postgres import TestServer

pytestmark = pytest.mark.database

House = Any
StartHouse = Any
Wallet = Any
OTP = "012345"
KEY = "merchant-key-of-the-tests"
OTHER = "key-of-another-account"
NEW = "new-key-of-the-same-account"
_PINNED = "select account, key_id from payments_omari.attempt order by created_at"
_SAID = "select kind, code from payments_omari.provider_call where state = 'done' order by seq"


async def keep(house: House, key: str, **more: object) -> httpx.Response:
    """Keep a merchant key as Tendai."""
    body = {"values": {"merchant_key": key}, "by": "tendai", **more}
    return await house.operator.put("/v1/credentials/omari/default", json=body)


async def never_arrives(_request: httpx.Request) -> httpx.Response:
    """Break before anything happens there."""
    raise httpx.RemoteProtocolError("closed")


async def said(house: House) -> list[tuple[str, str]]:
    """Return what became of each call, in order."""
    return [tuple(row) for row in await house.rows(_SAID)]


async def lose_a_charge(house: House, payment_id: UUID) -> str:
    """Charge without an answer, and return the database's address."""
    await house.put(payment_id)
    house.wallet.next("request", never_arrives)
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.until(payment_id, "unknown")
    return house.url


async def test_the_account_stands_on_an_attempt_before_its_first_call(
    start_house: StartHouse, wallet: Wallet, payment_id: UUID
) -> None:
    """With the first, with the one that replaces it, and with another code: never the key."""

    async def looks(request: httpx.Request) -> httpx.Response:
        found.append([tuple(row) for row in await house.rows(_PINNED)])
        return wallet.work(request)

    async def looks_and_breaks(request: httpx.Request) -> httpx.Response:
        await looks(request)
        return await never_arrives(request)

    found: list[list[tuple[str, str]]] = []
    wallet.next("auth", looks_and_breaks, looks, looks)
    async with start_house() as house:
        await house.put(payment_id, wait=0)
        await house.until(payment_id, "awaiting_customer", seconds=20)
        await house.ask(payment_id, "resend")
        await house.until(payment_id, "awaiting_customer")

    assert [1, 2, 3] == [len(rows) for rows in found]
    assert 1 == len({pinned for rows in found for pinned in rows})
    account, key_id = found[0][0]
    assert account == key_id != ""
    assert KEY not in key_id


async def test_a_code_is_never_charged_at_another_account(
    start_house: StartHouse, wallet: Wallet, payment_id: UUID
) -> None:
    """Its money would go to somebody else: nothing is sent, and the customer hears so."""
    async with start_house() as house:
        await house.put(payment_id)
    async with start_house(merchant_key=OTHER) as house:
        await house.ask(payment_id, "otp", {"otp": OTP})
        ended = await house.until(payment_id, "failed")

    assert "provider_unavailable" == ended["code"]
    assert (0, {}) == (wallet.count("request"), wallet.charges)


async def test_a_charge_in_doubt_is_not_asked_about_at_another_account(
    start_house: StartHouse, wallet: Wallet, postgres: TestServer, payment_id: UUID
) -> None:
    """It would not know it, which is no proof; a person looks when its time is over."""
    async with start_house() as house:
        url = await lose_a_charge(house, payment_id)
        await house.ask(payment_id, "check")
    asked = wallet.count("query")
    await postgres.shift_time(url, "16 minutes")
    async with start_house(merchant_key=OTHER) as house:
        await house.ask(payment_id, "check")
        view = await house.until(payment_id, "unknown")
        calls = await said(house)

    assert (asked, True) == (wallet.count("query"), view["needs_staff"])
    assert ("query", "other_account") == calls[-1]


async def test_a_person_is_not_called_for_a_key_that_is_soon_right_again(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """A key that was set wrongly is set right: then the same account is asked again."""
    async with start_house() as house:
        url = await lose_a_charge(house, payment_id)
    async with start_house(merchant_key=OTHER) as house:
        await house.ask(payment_id, "check")
        wrong = await house.until(payment_id, "unknown")
    await postgres.shift_time(url, "11 seconds")
    async with start_house() as house:
        await house.ask(payment_id, "check")
        calls = await said(house)

    assert not wrong["needs_staff"]
    assert "pending" == calls[-1][1]


@pytest.mark.parametrize("is_forced", [True, False])
async def test_a_new_key_speaks_for_what_an_older_one_began_if_a_person_insisted(
    house: House, payment_id: UUID, *, is_forced: bool
) -> None:
    """Only a person knows that it is a new key of the same account."""
    await house.put(payment_id)
    house.wallet.keys.add(NEW)
    await keep(house, NEW, force=is_forced)
    await house.ask(payment_id, "otp", {"otp": OTP})

    ended = await house.until(payment_id, "succeeded" if is_forced else "failed")

    assert int(is_forced) == house.wallet.count("request")
    assert ended["code"] == (None if is_forced else "provider_unavailable")


async def test_a_key_that_only_moves_stays_its_account(house: House, payment_id: UUID) -> None:
    """From the environment into the database, or to a currency of its own."""
    await house.put(payment_id)
    await keep(house, KEY)
    await house.ask(payment_id, "otp", {"otp": OTP})

    await house.until(payment_id, "succeeded")


async def test_what_the_release_before_opened_is_asked_about_as_before(
    start_house: StartHouse, wallet: Wallet, payment_id: UUID
) -> None:
    """Nobody wrote down under which account it was opened."""
    async with start_house() as house:
        await lose_a_charge(house, payment_id)
        await house.rows("update payments_omari.attempt set account = null, key_id = null")
    wallet.keys = {NEW}
    async with start_house(merchant_key=NEW) as house:
        await house.ask(payment_id, "check")
        calls = await said(house)

    assert ("query", "pending") == calls[-1]


async def test_without_a_key_an_attempt_is_nobodys(house: House, payment_id: UUID) -> None:
    """The key went as it was opened: whichever comes next does not speak for it."""
    await house.put(payment_id)
    await house.rows("update payments_omari.attempt set account = '', key_id = ''")
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.until(payment_id, "failed")
    await house.put(new_id(), contact="other", payer_msisdn="263770000001")

    assert 0 == house.wallet.count("request")
    assert 2 == house.wallet.count("auth")
