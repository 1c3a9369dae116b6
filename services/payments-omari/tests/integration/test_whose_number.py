"""Whose wallet it is: compared in full, and limited by who named its number."""

from typing import Any
from uuid import UUID

import pytest
from common.ids import new_id
from common.testing.plugin import STORAGE_KEY

pytestmark = pytest.mark.database
House = Any
PAYER = "263774975187"
LOOKS_ALIKE = "263779999187"
"""Masked, it is the same: `2637*****187`."""
NEW_STORAGE = "new-storage-key-of-the-tests-T4bRw9Kz"


async def start(house: House, who: str, **more: object) -> Any:
    """Start a payment from a chat of its own: the owner's, another's, or the merchant's program."""
    named: dict[str, object] = {"contact": str(new_id()), "own_number": who != "other"}
    if who == "merchant":
        named["merchant_reference"] = str(new_id())
    return await house.put(new_id(), **(named | more))


async def test_another_number_that_looks_alike_when_masked_is_another_payment(
    house: House, payment_id: UUID
) -> None:
    """The whole fact is compared: nobody is charged under an id that names somebody else."""
    await house.put(payment_id)
    other = await house.put(payment_id, payer_msisdn=LOOKS_ALIKE)
    same = await house.put(payment_id)

    assert (409, "payments:other_body") == (other.status_code, other.json()["code"])
    assert 202 == same.status_code


async def test_the_same_request_is_the_same_after_a_rotation_and_after_forgetting(
    start_house: Any, payment_id: UUID
) -> None:
    """A request repeated under new keys is no other; of a forgotten payer the mask counts."""
    async with start_house() as house:
        await house.put(payment_id)
    async with start_house(storage_keys=f"{NEW_STORAGE},{STORAGE_KEY}") as house:
        rotated = await house.put(payment_id)
        other = await house.put(payment_id, payer_msisdn=LOOKS_ALIKE)
        await house.rows("update payments_omari.payment set payer_sealed = ''")
        forgotten = await house.put(payment_id)

    assert [202, 409, 202] == [a.status_code for a in (rotated, other, forgotten)]


@pytest.mark.parametrize(
    "forgotten",
    [
        "update payments_omari.payment set payer_sealed = '', partition_key = id::text",
        "update payments_omari.payment set payer_sealed = '', description = ''",
        "update payments_omari.payment set description = ''",
    ],
)
async def test_what_was_forgotten_of_a_payment_makes_it_no_other(
    house: House, payment_id: UUID, forgotten: str
) -> None:
    """By age, on his wish, and while a person must still give money back: it is the same payment.

    Whoever repeats the request hears how it stands, and not that its id is another's.
    """
    await house.put(payment_id)
    await house.rows(forgotten)
    same = await house.put(payment_id, description="(erased)", partition_key="customer")
    other = await house.put(payment_id, amount_minor=1)

    assert [202, 409] == [same.status_code, other.status_code]


async def test_strangers_share_three_codes_a_day_and_leave_the_owners_alone(
    start_house: Any,
) -> None:
    """Five chats name somebody's wallet: three codes; its owner still has all of his."""
    async with start_house(starts_per_payer_day=5) as house:
        strangers = [await start(house, "other") for _ in range(5)]
        tills = [await start(house, "merchant", contact=f"merchant:{n}") for n in range(5)]
        owner = [await start(house, "owner") for _ in range(6)]

    assert [202, 202, 202, 429, 429] == [answer.status_code for answer in strangers]
    assert [202] * 5 == [answer.status_code for answer in tills]
    assert [202] * 5 + [429] == [answer.status_code for answer in owner]
    assert strangers[-1].json()["retry_at"].endswith("Z")


async def test_a_resend_to_anothers_number_counts_as_a_start_of_it(
    start_house: Any, payment_id: UUID
) -> None:
    """A code that is asked for again is a code that is sent."""
    async with start_house() as house:
        await house.put(payment_id, own_number=False)
        again = [await house.ask(payment_id, "resend") for _ in range(2)]
        await house.until(payment_id, "awaiting_customer")
        third = await start(house, "other")

    assert [202, 202] == [answer.status_code for answer in again]
    assert 429 == third.status_code


async def test_one_chat_names_few_numbers_that_are_not_its_own(start_house: Any) -> None:
    """Nobody sends codes through half the town, number by number."""
    async with start_house(starts_per_contact_hour=100) as house:
        answers = [
            await start(house, "other", contact="one-chat", payer_msisdn=f"26377000000{n}")
            for n in range(6)
        ]

    assert [202] * 5 + [429] == [answer.status_code for answer in answers]


async def test_wrong_codes_of_strangers_do_not_use_up_the_owners(
    start_house: Any, payment_id: UUID
) -> None:
    """Who may not try a code for somebody's wallet any more does not stop its owner."""
    own = new_id()
    async with start_house(otp_tries_per_hour=1) as house:
        await house.put(payment_id, own_number=False, contact="stranger")
        await house.ask(payment_id, "otp", {"otp": "999999"})
        refused = await house.ask(payment_id, "otp", {"otp": "999998"})
        await house.put(own, contact="owner")
        paid = await house.ask(own, "otp", {"otp": "012345"})

    assert [429, 202] == [refused.status_code, paid.status_code]
    assert "succeeded" == paid.json()["status"]


async def test_a_refusal_tells_when_every_limit_allows_it_again(start_house: Any) -> None:
    """Who comes back at the time that was told is not refused by the next limit."""
    async with start_house(starts_per_contact_hour=3) as house:
        answers = [await start(house, "other", contact="one-chat") for _ in range(4)]
        (row,) = await house.rows(
            "select min(used_at) + interval '1 day' as at from payments_omari.limit_use"
            " where rule = 'start.payer_other'"
        )

    told = answers[-1].json()["retry_at"]
    assert 429 == answers[-1].status_code
    assert f"{row.at:%Y-%m-%dT%H:%M}" == told[:16]
