"""Secrets, limits, time and crashes, over PostgreSQL."""

import asyncio
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
_WHOLE = "select t::text from payments_omari.{} t"
TABLES = ("payment", "attempt", "provider_call", "outbox", "inbox", "accepted_request", "lane")


async def test_no_code_and_no_number_stays_anywhere(house: House, payment_id: UUID) -> None:
    """W-O16: after the charge no table holds the code, and the payer's number only sealed."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": "999999"})
    await house.ask(payment_id, "otp", {"otp": OTP})
    found = [str(row[0]) for table in TABLES for row in await house.rows(_WHOLE.format(table))]
    sealed = await house.rows(
        "select count(*) from payments_omari.provider_call where otp_sealed is not null"
    )

    assert sealed[0][0] == 0
    assert not [row for row in found if OTP in row or "999999" in row or "263774975187" in row]


async def test_a_code_is_sealed_until_it_is_used(
    start_house: StartHouse, wallet: Wallet, payment_id: UUID
) -> None:
    """Between acceptance and call the code is ciphertext; the claim erases it."""
    async with start_house() as house:
        await house.put(payment_id)

        async def look(request: httpx.Request) -> httpx.Response:
            rows = await house.rows(
                "select otp_sealed from payments_omari.provider_call where kind = 'charge'"
            )
            assert [None] == [row[0] for row in rows]
            return wallet.work(request)

        wallet.next("request", look)
        paid = await house.ask(payment_id, "otp", {"otp": OTP})

    assert paid.json()["status"] == "succeeded"


async def test_a_process_that_dies_in_the_charge_leaves_it_in_doubt(
    start_house: StartHouse, wallet: Wallet, payment_id: UUID
) -> None:
    """The charge is never made again: the next process asks, and settles what was charged."""
    held = asyncio.Event()

    async def charge_and_hang(request: httpx.Request) -> httpx.Response:
        wallet.work(request)
        held.set()
        await asyncio.sleep(60)
        raise httpx.ReadTimeout("never")

    async with start_house() as house:
        await house.put(payment_id)
        wallet.next("request", charge_and_hang)
        await house.ask(payment_id, "otp", {"otp": OTP}, Prefer="wait=0")
        await held.wait()
    async with start_house() as house:
        await house.until(payment_id, "unknown", "succeeded")
        await house.ask(payment_id, "check")
        await house.until(payment_id, "succeeded")

    assert wallet.count("request") == len(wallet.charges) == 1


async def test_a_charge_that_hangs_is_announced_after_ten_seconds(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """The customer hears that we do not know while the call still hangs; its answer counts."""
    release = asyncio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        await release.wait()
        return wallet.work(request)

    await house.put(payment_id)
    wallet.next("request", slow)
    await house.ask(payment_id, "otp", {"otp": OTP}, Prefer="wait=0")
    await house.heard("payment.unknown.v1", seconds=14)
    release.set()
    await house.until(payment_id, "succeeded")

    assert wallet.count("request") == 1


async def test_starts_are_limited_by_contact_and_say_when(
    start_house: StartHouse,
) -> None:
    """W-O12: nobody has codes sent for ever; a refusal says when to try again."""
    async with start_house(starts_per_contact_hour=2) as house:
        answers = [await house.put(new_id(), wait=0) for _ in range(3)]
        other = await house.put(new_id(), contact="another-customer", wait=0)

    assert [202, 202, 429, 202] == [a.status_code for a in (*answers, other)]
    assert answers[2].json()["code"] == "payments:too_many_starts"
    assert answers[2].json()["retry_at"].endswith("Z")


async def test_starts_are_limited_by_payer(start_house: StartHouse) -> None:
    """A stranger's phone is not bombed with codes through many chats."""
    async with start_house(starts_per_payer_day=2) as house:
        answers = [await house.put(new_id(), contact=f"c{n}", wait=0) for n in range(3)]

    assert [202, 202, 429] == [answer.status_code for answer in answers]


async def test_tries_of_codes_are_limited(start_house: StartHouse, payment_id: UUID) -> None:
    """Guessing across payments ends too."""
    async with start_house(otp_tries_per_hour=1) as house:
        await house.put(payment_id)
        first = await house.ask(payment_id, "otp", {"otp": "999999"})
        second = await house.ask(payment_id, "otp", {"otp": OTP})

    assert [202, 429] == [first.status_code, second.status_code]
    assert second.json()["code"] == "payments:too_many_codes"


async def test_a_payment_that_nobody_finishes_expires(
    start_house: StartHouse, postgres: TestServer, payment_id: UUID
) -> None:
    """W-O15: a code is not waited for for ever; without a charge call it ends at once."""
    async with start_house() as house:
        await house.put(payment_id)
        url = house.url
    await postgres.shift_time(url, "16 minutes")
    async with start_house() as house:
        await house.until(payment_id, "expired")
        await house.heard("payment.expired.v1")


async def test_without_a_key_omari_is_off(start_house: StartHouse, payment_id: UUID) -> None:
    """Unset: no payment is taken, and health says so instead of failing."""
    async with start_house(merchant_key="") as house:
        refused = await house.put(payment_id)
        health = await house.client.get("/health/ready")

    assert (422, "payments:not_configured") == (refused.status_code, refused.json()["code"])
    assert ("off", "not configured") == tuple(health.json()["parts"]["omari"].values())


async def test_health_says_test_until_it_is_production(house: House) -> None:
    """Play money is called so."""
    health = await house.client.get("/health/ready")

    assert (200, "test") == (health.status_code, health.json()["parts"]["omari"]["state"])


async def test_routes_need_a_service_token(house: House, payment_id: UUID) -> None:
    """W-O12: nobody but our own services can start, read or settle anything."""
    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as stranger:
        answers = [
            await stranger.get(f"/v1/payments/{payment_id}"),
            await stranger.post(f"/v1/payments/{payment_id}/otp", json={"otp": OTP}),
        ]

    assert [401, 401] == [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "ZAR"},
        {"currency": "usd"},
        {"channel": "ECOCASH"},
        {"payer_msisdn": "0774975187"},
        {"amount_minor": 0},
        {"amount_minor": 50.5},
        {"merchant_reference": "TEST123"},
        {"surprise": 1},
    ],
)
async def test_what_omari_does_not_take_is_refused_before_it_is_asked(
    house: House, payment_id: UUID, changes: dict[str, Any]
) -> None:
    """W-O12, W-O14: bad numbers, channels, currencies, floats and references are a 422."""
    refused = await house.put(payment_id, **changes)

    assert refused.status_code == 422
    assert house.wallet.seen == []


@pytest.mark.parametrize("otp", ["123", "1234567", "12a4", " 12345", "", "١٢٣٤"])
async def test_a_code_is_four_to_six_digits(house: House, payment_id: UUID, otp: str) -> None:
    """W-O15: nothing else is ever sent to the provider, and the answer never repeats it."""
    await house.put(payment_id)
    refused = await house.ask(payment_id, "otp", {"otp": otp})

    assert refused.status_code == 422
    said = {k: v for k, v in refused.json().items() if k != "instance"}
    assert not otp or otp not in str(said)
    assert house.wallet.count("request") == 0


async def test_a_refund_is_refused_definitely(house: House, payment_id: UUID) -> None:
    """Omari has no refund: a person gives the money back."""
    await house.put(payment_id)
    body = {
        "refund_id": str(new_id()),
        "settlement_id": str(payment_id),
        "amount_minor": 100,
        "currency": "USD",
        "reason": "ill",
    }
    refused = await house.ask(payment_id, "refunds", body)

    assert (422, "payments:refund_not_supported") == (refused.status_code, refused.json()["code"])


@pytest.mark.parametrize("name", ["contact", "partition_key", "order_reference", "description"])
async def test_a_text_that_no_database_stores_is_refused(
    house: House, payment_id: UUID, name: str
) -> None:
    """A NUL in any text is a 422 that says so: never a crash, and nobody is asked."""
    refused = await house.put(payment_id, **{name: "a\0b"})

    assert (422, "json:nul") == (refused.status_code, refused.json()["code"])
    assert house.wallet.seen == []
