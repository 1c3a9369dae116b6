"""A provider is sent no more requests in a minute than it takes, from all replicas together."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common.clock import utc_now
from common.crypto import Keyring
from common.db import Database
from common.payments.domain import EnterCode, Policy, Started, Unknown
from common.testing.hand_run import HandRun, ScriptedProvider, generous_limits
from common.testing.plugin import STORAGE_KEY
from payments_omari.service import payment_service

pytestmark = pytest.mark.database

CODE = Started(EnterCode("ETDC"))
LOST = Unknown("read_timeout")
MINUTE = timedelta(minutes=1)
_DUE = "select next_at from provider_call where state = 'due' order by next_at"
_USED = "select starts_at, used from request_budget"


def a_replica(database: Database, most: int, provider: ScriptedProvider) -> HandRun:
    """Start a replica a second into a minute, so that the minute is not over within a test."""
    now = utc_now()
    service = payment_service(
        provider, Keyring([STORAGE_KEY]), Policy(), generous_limits(), requests_per_minute=most
    )
    return HandRun(database, service, after=timedelta(seconds=61 - now.second))


async def submit(kit: HandRun, payment_id: UUID) -> None:
    """Type the code."""
    async with kit.unit() as unit:
        await kit.service.submit_otp(unit, payment_id, "012345", None)


async def test_all_replicas_together_send_no_more_than_the_budget(database: Database) -> None:
    """Ten a minute: eight starts leave, whoever claims them; the others wait for the next one."""
    one = a_replica(database, 10, ScriptedProvider([CODE] * 12))
    other = HandRun(database, one.service, one.after)
    payments = [await one.open() for _ in range(12)]
    made = await asyncio.gather(one.call(*payments[::2]), other.call(*payments[1::2]))
    again = await one.call()
    ((begun, used),) = await one.rows(_USED)
    waiting = await one.rows(_DUE)
    one.after += MINUTE

    assert (8, 0, 8) == (sum(made), again, used)
    assert [begun + MINUTE] * 4 == [at for (at,) in waiting]
    assert 4 == one.caller.put_off + other.caller.put_off
    assert 4 == await one.call()


async def test_a_charge_leaves_when_starts_have_used_their_share(database: Database) -> None:
    """The last fifth is kept: a code that was typed, and a charge in doubt, do not wait."""
    provider = ScriptedProvider([*[CODE] * 4, LOST])
    kit = a_replica(database, 5, provider)
    first, *_ = [await kit.open() for _ in range(4)]
    await kit.call()
    late = await kit.open()
    await submit(kit, first)

    assert (0, 1) == (await kit.call(late), await kit.call(first))
    assert "charge" == provider.orders[-1].kind


async def test_a_charge_that_must_wait_keeps_its_code_and_is_made_once(database: Database) -> None:
    """Delayed, never dropped: the claim of the next minute carries the code."""
    provider = ScriptedProvider([CODE, LOST])
    kit = a_replica(database, 2, provider)
    payment_id = await kit.open()
    await kit.call()
    await submit(kit, payment_id)
    await kit.rows("update request_budget set used = 2 returning used")
    waited = await kit.call()
    kit.after += MINUTE
    made = await kit.call()

    assert (0, 1) == (waited, made)
    assert "012345" == provider.orders[-1].otp


async def test_a_start_that_waits_is_being_sent_so_that_it_does_not_expire(
    database: Database,
) -> None:
    """The customer hears that it is slow, as of any start that is."""
    kit = a_replica(database, 1, ScriptedProvider([CODE, CODE]))
    for _ in range(2):
        await kit.open()
    await kit.call()

    found = await kit.rows("select status from payment order by status")
    assert [("awaiting_customer",), ("sending",)] == found


async def test_without_a_budget_nothing_is_counted(database: Database) -> None:
    """Zero is no bound."""
    kit = a_replica(database, 0, ScriptedProvider([CODE] * 9))
    for _ in range(9):
        await kit.open()

    assert 9 == await kit.call()
    assert [] == await kit.rows(_USED)


async def test_a_clock_that_went_back_does_not_close_the_budget(database: Database) -> None:
    """A minute of the future that was used up is not waited for."""
    kit = a_replica(database, 1, ScriptedProvider([CODE, CODE]))
    kit.after += timedelta(hours=5)
    await kit.open()
    await kit.call()
    kit.after -= timedelta(hours=5)
    late = await kit.open()

    assert 1 == await kit.call(late)


async def test_the_figure_of_calls_that_waited_is_told(start_house: Any, payment_id: UUID) -> None:
    """An operator sees that the budget is too small."""
    async with start_house(requests_per_minute=1) as house:
        await house.put(payment_id, wait=0)
        page = (await house.client.get("/metrics")).text

    assert 'mari_calls_put_off_total{loop="provider"} 0.0' in page
