"""What arrived is a row of its own, and what nobody can learn is for a person to say."""

import asyncio
import json
from typing import Any
from uuid import UUID

import httpx
import pytest
from common.ids import new_id

pytestmark = pytest.mark.database

House = Any
Wallet = Any
OTP = "012345"
_ROWS = """
select id, movement, amount_minor, currency, provider_reference, source, named_by, method
from payments_omari.settlement where payment_id = :id order by settled_at, id
"""


def in_part(wallet: Wallet) -> Any:
    """Take a part of it, and name no amount."""

    async def take(request: httpx.Request) -> httpx.Response:
        wallet.work(request)
        body = {"error": True, "message": "Partial", "responseCode": "010"}
        return httpx.Response(200, json=body)

    return take


def record_of(reference: UUID, amount: float, currency: str = "USD") -> Any:
    """Tell of a reference what the provider's record says."""

    async def tell(_request: httpx.Request) -> httpx.Response:
        body = {
            "error": False, "responseCode": "000", "reference": str(reference), "amount": amount,
            "currency": currency, "status": "Success", "paymentReference": "H5PS",
        }  # fmt: skip
        return httpx.Response(200, content=json.dumps(body))

    return tell


async def refused(_request: httpx.Request) -> httpx.Response:
    """Refuse the question: it says nothing of the payment."""
    return httpx.Response(401, json={"error": True, "responseCode": "003"})


async def reference_of(house: House, payment_id: UUID) -> UUID:
    """Return the reference of a payment's attempt."""
    rows = await house.rows(
        "select id from payments_omari.attempt where payment_id = :id", id=payment_id
    )
    return rows[0].id


async def held_in_part(house: House, wallet: Wallet, payment_id: UUID) -> UUID:
    """Have a part taken, and no question answered; returns the reference."""
    await house.put(payment_id)
    wallet.next("request", in_part(wallet))
    wallet.next("query", *[refused] * 50)
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.heard("payment.held.v1")
    return await reference_of(house, payment_id)


async def test_a_success_is_a_settlement_under_our_own_attempt(
    house: House, payment_id: UUID
) -> None:
    """Its key is the attempt, whatever the answer names; the view shows it."""
    await house.put(payment_id)
    paid = await house.ask(payment_id, "otp", {"otp": OTP})
    (row,) = await house.rows(_ROWS, id=payment_id)

    assert str(await reference_of(house, payment_id)) == row.movement
    assert (5000, "USD", "provider", "omari") == (
        *(row.amount_minor, row.currency, row.source, row.method),
    )
    (seen,) = paid.json()["settlements"]
    assert (str(row.id), 5000) == (seen["settlement_id"], seen["amount_minor"])


async def test_another_currency_is_settled_as_it_came(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """It succeeded, is told with its own currency, and a person is called."""
    await house.put(payment_id)
    wallet.next("query", record_of(await reference_of(house, payment_id), 1300.0, "ZWG"))
    await house.ask(payment_id, "otp", {"otp": OTP})
    view = await house.until(payment_id, "succeeded")
    await house.heard("payment.held.v1")
    (row,) = await house.rows(_ROWS, id=payment_id)

    assert (130_000, "ZWG") == (row.amount_minor, row.currency)
    assert ("other_currency", True, 0) == (
        *(view["hold_code"], view["needs_staff"], view["settled_minor"]),
    )
    assert house.post.sent.count("payment.succeeded.v1") == 1


async def test_a_part_is_settled_by_its_record(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """010 names no amount: the query's record does."""
    await house.put(payment_id)
    wallet.next("request", in_part(wallet))
    wallet.next("query", record_of(await reference_of(house, payment_id), 30.0))
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.ask(payment_id, "check")
    view = await house.until(payment_id, "succeeded")

    assert (3000, None, False) == (view["settled_minor"], view["hold_code"], view["needs_staff"])


async def test_what_no_record_tells_staff_enter(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """Sixteen at once, and again later: one settlement, one event; another amount is refused."""
    await held_in_part(house, wallet, payment_id)
    body = {"amount_minor": 3000, "currency": "USD", "provider_reference": "H5PS", "by": "Rudo"}
    answers = await asyncio.gather(*(house.ask(payment_id, "settlements", body) for _ in range(16)))
    other = await house.ask(payment_id, "settlements", body | {"amount_minor": 2000})
    (row,) = await house.rows(_ROWS, id=payment_id)
    await house.heard("payment.succeeded.v1")

    assert {202} == {answer.status_code for answer in answers}
    assert (3000, "staff", "Rudo", "H5PS") == (
        *(row.amount_minor, row.source, row.named_by, row.provider_reference),
    )
    assert (409, "payments:already_settled") == (other.status_code, other.json()["code"])
    assert house.post.sent.count("payment.succeeded.v1") == 1


async def test_nothing_is_entered_where_nothing_was_charged(house: House, payment_id: UUID) -> None:
    """The error says why, and nothing is written."""
    await house.put(payment_id)
    body = {"amount_minor": 3000, "currency": "USD", "provider_reference": "H5PS", "by": "Rudo"}
    answer = await house.ask(payment_id, "settlements", body)

    assert (409, "payments:not_charged") == (answer.status_code, answer.json()["code"])
    assert [] == await house.rows(_ROWS, id=payment_id)


@pytest.mark.parametrize(
    ("reason", "code"), [("nothing_arrived", "not_charged"), ("released", "released")]
)
async def test_what_staff_release_ends_and_late_money_is_settled_all_the_same(
    house: House, wallet: Wallet, payment_id: UUID, reason: str, code: str
) -> None:
    """Released twice it stays so; what its record tells later arrives."""
    reference = await held_in_part(house, wallet, payment_id)
    body = {"reason": reason, "by": "Rudo"}
    answers = [await house.ask(payment_id, "release", body) for _ in range(2)]
    view = await house.until(payment_id, "failed")
    wallet.faults["query"].clear()
    wallet.next("query", record_of(reference, 30.0))
    await house.ask(payment_id, "check")
    late = await house.until(payment_id, "succeeded")

    assert [202, 202] == [answer.status_code for answer in answers]
    assert (code, False) == (view["code"], view["needs_staff"])
    assert 3000 == late["settled_minor"]


async def test_what_is_still_asked_about_is_not_released(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """Nobody was called: it may be paid at this moment."""

    async def lost(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset")

    await house.put(payment_id)
    wallet.next("request", lost)
    wallet.next("query", *[refused] * 20)
    await house.ask(payment_id, "otp", {"otp": OTP})
    await house.until(payment_id, "unknown")
    body = {"reason": "nothing_arrived", "by": "Rudo"}
    answer = await house.ask(payment_id, "release", body)

    assert (409, "payments:not_held") == (answer.status_code, answer.json()["code"])


async def test_a_settlement_is_never_changed(house: House, payment_id: UUID) -> None:
    """The database refuses it, even from ourselves."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": OTP})

    for statement in ("update {s} set amount_minor = 1", "delete from {s}"):
        with pytest.raises(Exception, match="never changed"):
            await house.rows(statement.format(s="payments_omari.settlement"))


async def test_a_movement_is_one_row_of_an_account(house: House, payment_id: UUID) -> None:
    """The database refuses a second one under the same key."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": OTP})

    with pytest.raises(Exception, match="settlement_provider_account_movement_key"):
        await house.rows(
            """insert into payments_omari.settlement
               select :id, payment_id, attempt_id, provider, account, movement, method,
                 amount_minor, currency, provider_reference, debit_reference, source, named_by,
                 settled_at from payments_omari.settlement""",
            id=new_id(),
        )
