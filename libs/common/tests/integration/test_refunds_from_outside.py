"""Refunds from outside: by HTTP, by callback, through an erasure, and through kills."""

import signal
from collections.abc import AsyncGenerator
from datetime import timedelta
from uuid import UUID

import pytest
from common.clock import utc_now
from common.contracts.payments import PaymentDisputed, PaymentRefunded
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

pytestmark = pytest.mark.database

_REFUNDS = "select status, refunded_minor from refund order by id"


@pytest.fixture
async def house(make_database: MakeDatabase) -> AsyncGenerator[PageHouse]:
    """Give the payments service on a database of its own."""
    async with page_house(await make_database([])) as found:
        yield found


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

    assert [("done", 2000)] == [tuple(r) for r in await house.rows(PAYMENTS, _REFUNDS)]
    assert (2000, 1) == (await house.given(), len(told))
