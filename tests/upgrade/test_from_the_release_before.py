"""Every payment that the release before left is loaded and brought to rest by today's rules."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from common.testing.clock import NOON
from sqlalchemy import text
from standalone.testing.played_payments import PlayedPayments
from standalone.testing.release_before import LeftDatabase
from standalone.testing.toy_omari import OTP, ToyOmari

pytestmark = pytest.mark.database

IN_DOUBT = {"charging", "charging_cancelled", "unknown", "asking", "absent_once"}
"""A charge was sent, no final word came back, and no person was called."""
_CLOSED = {"succeeded", "failed", "expired", "cancelled"}
_HOUR = timedelta(hours=1)
_CHARGES = text("""
select c.attempt_id, p.id, p.order_reference from provider_call c
join payment p on p.id = c.payment_id
where c.kind = 'charge' and c.state in ('calling', 'done')
  and (c.verdict is null or c.verdict = 'unknown')
""")


@asynccontextmanager
async def opened(make: LeftDatabase, omari: ToyOmari) -> AsyncGenerator[PlayedPayments]:
    """Take over the payments that the release before left at noon; its processes are gone."""
    payments = PlayedPayments(await make(NOON), omari, NOON)
    try:
        yield payments
    finally:
        await payments.database.close()


async def doubts(payments: PlayedPayments) -> dict[UUID, UUID]:
    """Return the charges without a final word: the provider's reference, and whose it is."""
    async with payments.database.begin() as session:
        return {row[0]: row[1] for row in await session.execute(_CHARGES)}


async def test_a_charge_in_doubt_that_was_paid_settles_once(left_database: LeftDatabase) -> None:
    """Of processes that are gone too: asked about, never repeated; credited what was taken."""
    omari = ToyOmari()
    async with opened(left_database, omari) as payments:
        in_doubt = await doubts(payments)
        omari.charge(*in_doubt)
        await payments.take_over()
        await payments.pass_time(_HOUR)
        states = await payments.states()

    assert {states[name] for name in IN_DOUBT} == {"succeeded"}
    assert all(omari.charged[str(reference)] == 1 for reference in in_doubt)
    assert all(omari.asked[str(reference)] for reference in in_doubt)
    assert sum(payments.credited.values()) == 5000 * omari.charged.total()
    assert set(payments.successes.values()) == {1}


async def test_a_charge_in_doubt_that_never_arrived_ends_unpaid(
    left_database: LeftDatabase,
) -> None:
    """Nothing is charged for it, and every payment but one that a person must judge is closed."""
    omari = ToyOmari()
    async with opened(left_database, omari) as payments:
        in_doubt = await doubts(payments)
        await payments.take_over()
        await payments.pass_time(_HOUR)
        states = await payments.states()

    assert {name for name, status in states.items() if status not in _CLOSED} == {"held"}
    assert {states[name] for name in IN_DOUBT} == {"failed", "cancelled"}
    assert not {str(reference) for reference in in_doubt} & set(omari.charged)
    assert sum(payments.credited.values()) == 5000 * omari.charged.total()


async def test_a_code_that_is_awaited_or_waits_still_pays(left_database: LeftDatabase) -> None:
    """The code was asked for, or typed, before the upgrade; after a wrong one another is tried."""
    omari = ToyOmari()
    async with opened(left_database, omari) as payments:
        await payments.take_over()
        for state in ("awaiting", "wrong_code"):
            await payments.ask(state, "submit_otp", OTP)
        await payments.pass_time(timedelta(minutes=1))
        states = await payments.states()

    assert {states[name] for name in ("awaiting", "wrong_code", "code_waits")} == {"succeeded"}
    assert sorted(omari.charged.values()) == [1, 1, 1]
    assert sum(payments.credited.values()) == 3 * 5000


async def test_a_start_that_was_made_or_is_due_is_gone_on_with(left_database: LeftDatabase) -> None:
    """New, to be tried again, or under way in a process that is gone: a code is asked for."""
    async with opened(left_database, ToyOmari()) as payments:
        await payments.take_over()
        await payments.pass_time(timedelta(minutes=1))
        states = await payments.states()

    found = {states[name] for name in ("new", "start_again", "starting", "resent")}
    assert found == {"awaiting_customer"}


async def test_a_wish_that_waited_for_an_answer_is_done(left_database: LeftDatabase) -> None:
    """To cancel, to close because time ran out, to have another code sent."""
    async with opened(left_database, ToyOmari()) as payments:
        await payments.take_over()
        await payments.pass_time(timedelta(seconds=30))
        states = await payments.states()

    assert states["closing_cancel"] == "cancelled"
    assert states["closing_expire"] == "expired"
    assert states["closing_resend"] == "awaiting_customer"


async def test_what_is_watched_is_watched_on(left_database: LeftDatabase) -> None:
    """Money that shows half a day after a payment failed is credited, with words that say so."""
    omari = ToyOmari()
    async with opened(left_database, omari) as payments:
        await payments.take_over()
        await payments.pass_time(timedelta(hours=2))
        before = await payments.states()
        omari.charge(*await doubts(payments))
        await payments.pass_time(timedelta(days=1))
        after = await payments.states()

    assert (before["watched"], after["watched"]) == ("failed", "succeeded")


async def test_who_has_nothing_to_do_is_left_alone(left_database: LeftDatabase) -> None:
    """What was closed is neither asked about nor said again."""
    omari = ToyOmari()
    async with opened(left_database, omari) as payments:
        before = await payments.states()
        await payments.take_over()
        await payments.pass_time(_HOUR)
        after = await payments.states()

    closed = {name for name, status in before.items() if status in _CLOSED}
    assert {name: after[name] for name in closed} == {name: before[name] for name in closed}
    assert len(closed) >= 8
