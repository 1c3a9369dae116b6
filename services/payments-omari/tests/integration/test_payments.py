"""A payment from its acceptance to its money, over PostgreSQL."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest
from common.ids import new_id

pytestmark = pytest.mark.database

House = Any
Wallet = Any
OTP = "012345"
WRONG = "999999"


async def test_a_payment_is_accepted_opened_charged_and_settled(
    house: House, payment_id: UUID
) -> None:
    """PUT sends the code, the code charges, and the money is what the provider settled."""
    opened = await house.put(payment_id)
    paid = await house.ask(payment_id, "otp", {"otp": OTP})

    assert (202, "awaiting_customer", "ETDC", 3) == (
        opened.status_code,
        opened.json()["status"],
        opened.json()["otp_reference"],
        opened.json()["tries_left"],
    )
    assert (202, "succeeded", 5000) == (
        paid.status_code,
        paid.json()["status"],
        paid.json()["settled_minor"],
    )
    await house.heard("payment.succeeded.v1")
    assert house.post.sent == ["payment.otp_requested.v1", "payment.succeeded.v1"]


async def test_the_same_payment_asked_twice_is_one(house: House, payment_id: UUID) -> None:
    """At once or later: one row, one code sent, the same answer."""
    answers = await asyncio.gather(*(house.put(payment_id) for _ in range(4)))

    assert {202} == {answer.status_code for answer in answers}
    assert house.wallet.count("auth") == 1


async def test_the_same_payment_with_other_details_is_refused(
    house: House, payment_id: UUID
) -> None:
    """An id is one payment for ever: another amount under it is a conflict."""
    await house.put(payment_id)
    other = await house.put(payment_id, amount_minor=5001)

    assert (409, "payments:other_body") == (other.status_code, other.json()["code"])


async def test_one_code_pressed_five_times_charges_once(house: House, payment_id: UUID) -> None:
    """W-O2: concurrent and repeated codes make one charge and one success."""
    await house.put(payment_id)
    await asyncio.gather(*(house.ask(payment_id, "otp", {"otp": OTP}) for _ in range(5)))
    await house.until(payment_id, "succeeded")
    await house.ask(payment_id, "otp", {"otp": OTP})

    assert house.wallet.count("request") == 1
    assert house.post.sent.count("payment.succeeded.v1") == 1


async def test_a_repeated_key_changes_nothing(house: House, payment_id: UUID) -> None:
    """The relay sends again after a lost answer: the second time is only an answer."""
    await house.put(payment_id)
    answers = [
        await house.ask(payment_id, "otp", {"otp": WRONG}, Idempotency_Key="outbox-1")
        for _ in range(3)
    ]

    assert [(202, 2)] * 3 == [(a.status_code, a.json()["tries_left"]) for a in answers]
    assert house.wallet.count("request") == 1


async def test_a_lost_answer_is_unknown_and_settled_by_asking(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """W-O4: charged, answer lost: never a failure, never charged again, settled by the query."""

    async def charged_then_lost(request: httpx.Request) -> httpx.Response:
        wallet.work(request)
        raise httpx.ReadError("reset")

    await house.put(payment_id)
    wallet.next("request", charged_then_lost)
    unknown = await house.ask(payment_id, "otp", {"otp": OTP})
    paid = await house.ask(payment_id, "check")

    assert ["unknown", "succeeded"] == [unknown.json()["status"], paid.json()["status"]]
    await house.heard("payment.succeeded.v1")
    assert "payment.failed.v1" not in house.post.sent
    assert house.wallet.count("request") == len(house.wallet.charges) == 1


async def test_a_wrong_code_may_be_tried_again(house: House, payment_id: UUID) -> None:
    """W-O6: a wrong code costs a try, not the payment."""
    await house.put(payment_id)
    first = await house.ask(payment_id, "otp", {"otp": WRONG})
    second = await house.ask(payment_id, "otp", {"otp": WRONG})
    paid = await house.ask(payment_id, "otp", {"otp": OTP})

    assert [2, 1] == [first.json()["tries_left"], second.json()["tries_left"]]
    assert paid.json()["status"] == "succeeded"


async def test_three_wrong_codes_end_the_payment(house: House, payment_id: UUID) -> None:
    """Codes cannot be guessed: after three the payment failed and says why."""
    await house.put(payment_id)
    answers = [await house.ask(payment_id, "otp", {"otp": WRONG}) for _ in range(3)]
    last = answers[-1]

    assert ("failed", "otp_exhausted") == (last.json()["status"], last.json()["code"])


async def test_the_wallet_that_was_asked_is_the_wallet_that_pays(
    house: House, payment_id: UUID
) -> None:
    """W-O5: auth and request name the payer's own number, whoever chats."""
    await house.put(payment_id, payer_msisdn="263771234567")
    paid = await house.ask(payment_id, "otp", {"otp": OTP})

    named = {body["msisdn"] for name, body in house.wallet.seen if name in ("auth", "request")}
    assert named == {"263771234567"}
    assert ("succeeded", "2637*****567") == (paid.json()["status"], paid.json()["masked_msisdn"])


async def test_a_refusal_is_read_whatever_its_http_status(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """W-O9: the body is read before the status is judged; the customer hears the reason."""

    async def broke(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(400, json={"error": True, "responseCode": "051"})

    await house.put(payment_id)
    wallet.next("request", broke)
    failed = await house.ask(payment_id, "otp", {"otp": OTP})

    assert ("failed", "insufficient_funds") == (failed.json()["status"], failed.json()["code"])


async def test_an_auth_that_got_no_answer_left_its_row(
    house: House, wallet: Wallet, payment_id: UUID
) -> None:
    """W-O10: before the call there was a row, and afterwards it says that we do not know."""

    async def lost(_request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow")

    wallet.next("auth", lost)
    await house.put(payment_id, wait=2)
    rows = await house.rows(
        "select state, verdict, code from payments_omari.provider_call"
        " where kind = 'start' order by seq"
    )

    assert ("done", "unknown", "read_timeout") == tuple(rows[0])


async def test_cancel_before_a_code_is_at_once_and_lets_go(house: House, payment_id: UUID) -> None:
    """W-O11: nothing was charged, so it is cancelled, and the provider is told to let go."""
    await house.put(payment_id)
    cancelled = await house.ask(payment_id, "cancel")
    await house.heard("payment.cancelled.v1")
    async with asyncio.timeout(5):
        while True:
            if house.wallet.count("void"):
                break
            await asyncio.sleep(0.05)

    assert cancelled.json()["status"] == "cancelled"


async def test_cancel_after_a_code_asks_the_provider_first(house: House, payment_id: UUID) -> None:
    """W-O11: with a charge call in its history only the provider's word cancels a payment."""
    await house.put(payment_id)
    await house.ask(payment_id, "otp", {"otp": WRONG})
    cancelled = await house.ask(payment_id, "cancel")

    assert cancelled.json()["status"] == "cancelled"
    assert (house.wallet.count("query"), house.wallet.count("void")) == (1, 0)


async def test_resend_opens_an_attempt_of_its_own(house: House, payment_id: UUID) -> None:
    """W-O13: one open attempt at a time, each under a reference of its own."""
    await house.put(payment_id)
    again = await house.ask(payment_id, "resend")
    paid = await house.ask(payment_id, "otp", {"otp": OTP})

    assert ["awaiting_customer", "succeeded"] == [again.json()["status"], paid.json()["status"]]
    assert len(house.wallet.auths) == 2
    assert list(house.wallet.charges) == list(house.wallet.auths)[1:]


async def test_the_merchants_own_reference_is_the_first_attempts(
    house: House, payment_id: UUID
) -> None:
    """A merchant may name the UUID that Omari knows; nobody else may use it again."""
    reference = str(new_id())
    await house.put(payment_id, merchant_reference=reference, channel="POS")
    stolen = await house.put(new_id(), merchant_reference=reference)

    assert house.wallet.auths[reference]["channel"] == "POS"
    assert (409, "payments:reference_used") == (stolen.status_code, stolen.json()["code"])


async def test_a_check_answers_with_the_state(house: House, payment_id: UUID) -> None:
    """Without a charge call our own record answers; the provider is not asked."""
    await house.put(payment_id)
    await house.ask(payment_id, "check")
    await house.heard("payment.state_reported.v1")

    assert house.wallet.count("query") == 0
