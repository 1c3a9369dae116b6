"""Refunds over rows: races, kills, the same one twice, and what was given back by hand."""

import asyncio
import signal
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common.clock import utc_now
from common.contracts.payments import PaymentDisputed, PaymentRefunded, PaymentRefundUnknown
from common.crash import RETURN_POINTS
from common.errors import ConflictError
from common.ids import new_id
from common.lanes.api import Delivery
from common.money import Money
from common.payments.domain import DisputeState, SeenDispute, SeenRefund, requests
from common.payments.retention import erase_payers
from common.payments.router import Desk
from common.testing.page_shop import PageHouse, page_house
from common.testing.plugin import MakeDatabase
from common.testing.prompts import PAYMENTS, said_of
from common.testing.refund_child import app_of, run_refund, wish_refund
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


async def hinted(house: PageHouse, payment_id: UUID) -> RecordingUnit:
    """Take a callback and read the record."""
    now = utc_now() + timedelta(minutes=1)
    async with house.database(PAYMENTS).begin() as session:
        unit = RecordingUnit(session, now)
        opened = (await house.service.repository(unit).lock([payment_id]))[payment_id]
        turn = house.service.turn(unit, opened)
        requests.hint(turn, opened.payment.attempts[0])
        await house.service.save(unit, opened, turn)
    return await house.call(payment_id, now)


async def test_refunds_by_hand_and_disputes_become_rows_and_events_once(house: PageHouse) -> None:
    """Whoever made them; the payment's view shows both."""
    payment_id, _ = await house.paid()
    house.pages.by_hand = (SeenRefund("re_hand", Money(3000, "USD")),)
    house.pages.disputes = (SeenDispute("dp_1", Money(2000, "USD"), DisputeState.OPENED),)
    units = [await hinted(house, payment_id) for _ in range(2)]
    lanes = house.runtime(PAYMENTS)
    desk = Desk(house.service, house.database(PAYMENTS), lanes.unit_of_work)
    view = await desk.view(payment_id)

    assert [1, 0] == [len(unit.sent_of(PaymentRefunded)) for unit in units]
    assert [1, 0] == [len(unit.sent_of(PaymentDisputed)) for unit in units]
    assert [("done", 3000, "re_hand")] == [
        (one.status, one.refunded_minor, one.provider_reference) for one in view.refunds
    ]
    assert [("opened", 2000)] == [(one.state, one.amount_minor) for one in view.disputes]


async def test_a_callback_that_names_what_arrived_has_its_attempt_asked_about(
    house: PageHouse,
) -> None:
    """By the provider's reference of any settlement of the payment, not only of the first."""
    payment_id, settlement_id = await house.paid()
    await house.rows(
        PAYMENTS, "update payment set provider_reference = 'another' where id = :id", id=payment_id
    )
    (settled,) = await house.rows(
        PAYMENTS, "select provider_reference, attempt_id from settlement where id = :id",
        id=settlement_id,
    )  # fmt: skip
    now = utc_now() + timedelta(minutes=1)
    message = said_of(None, provider_reference=settled.provider_reference)
    async with house.database(PAYMENTS).begin() as session:
        delivery = Delivery(1, "1", None, message, now, 0, "gateway-webhooks")
        await house.hints.take(RecordingUnit(session, now), [delivery])

    asked = "select attempt_id from provider_call where kind = 'query' and state = 'due'"
    assert [(settled.attempt_id,)] == [tuple(row) for row in await house.rows(PAYMENTS, asked)]


async def test_a_refund_is_wished_over_http_and_shown(house: PageHouse) -> None:
    """202 with the payment as it stands; too much is a conflict that says how much is left."""
    payment_id, settlement_id = await house.paid()
    lanes = house.runtime(PAYMENTS)
    body: dict[str, object] = {
        "refund_id": str(new_id()), "settlement_id": str(settlement_id), "amount_minor": 2000,
        "currency": "USD", "reason": "ill",
    }  # fmt: skip
    taken = await wish_refund(app_of(house, lanes), str(payment_id), body)

    assert 202 == taken.status_code
    assert ["wished"] == [one["status"] for one in taken.json()["refunds"]]
    with pytest.raises(ConflictError, match="Only 3000"):
        await wish_refund(
            app_of(house, lanes),
            str(payment_id),
            body | {"refund_id": str(new_id()), "amount_minor": 3001},
        )


async def test_a_customer_who_is_forgotten_keeps_his_number_until_his_money_went_back(
    house: PageHouse,
) -> None:
    """The reason goes at once."""
    payment_id, settlement_id = await house.paid()
    await house.refund(payment_id, settlement_id, 2000)
    seals = list[bool]()
    for _ in range(2):
        async with house.database(PAYMENTS).begin() as session:
            await erase_payers(RecordingUnit(session, utc_now()), [payment_id])
        ((is_kept,),) = await house.rows(PAYMENTS, "select payer_sealed <> '' from payment")
        seals.append(is_kept)
        await house.call(payment_id)

    assert [True, False] == seals
    assert [("",)] == [tuple(r) for r in await house.rows(PAYMENTS, "select reason from refund")]


@pytest.mark.crash
@pytest.mark.parametrize("point", RETURN_POINTS)
async def test_a_kill_at_any_place_gives_back_once(house: PageHouse, point: str) -> None:
    """After the next start the same wish is one refund, made once and told once."""
    payment_id, settlement_id = await house.paid()
    refund_id = new_id()
    ids = (house.url, payment_id, settlement_id, refund_id)
    assert await run_refund(*ids, point=point) == -signal.SIGKILL
    assert await run_refund(*ids) == 0
    told = await house.rows(PAYMENTS, "select 1 from outbox where type = 'payment.refunded.v1'")

    assert [("done", 2000)] == await refunds_of(house)
    assert (2000, 1) == (await house.given(), len(told))
