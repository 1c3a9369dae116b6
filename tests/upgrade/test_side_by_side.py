"""Processes of the release before and of this one work on one migrated database at once.

The release before writes the columns that it knows, which `data/release.json` lists, and no others.
"""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from common.ids import derived_id
from common.testing.clock import NOON
from common.testing.plugin import MakeDatabase
from common.testing.units import RecordingUnit
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from standalone.testing.played_payments import PlayedPayments
from standalone.testing.release_before import Release, migrate
from standalone.testing.toy_omari import OTP, ToyOmari

pytestmark = pytest.mark.database

_PAYMENTS = ("payment", "attempt", "provider_call")
_HOUR = timedelta(hours=1)
_CLAIMS = text("""
update payments_omari.provider_call set state = 'calling', token = gen_random_uuid(),
  started_at = :now, otp_sealed = null where payment_id = :payment and state = 'due'
""")
_HEARS_NOTHING = text("""
update payments_omari.provider_call set state = 'done', finished_at = :now, verdict = 'unknown',
  code = 'ReadTimeout' where payment_id = :payment and state = 'calling'
""")
_SAVES = text("""
update payments_omari.payment set version = version + 1 where id = :payment
""")
_CHARGES_AGAIN = text("""
insert into payments_omari.provider_call (id, payment_id, attempt_id, kind, state, priority,
  next_at, created_at)
select gen_random_uuid(), payment_id, id, 'charge', 'due', 0, :now, :now
from payments_omari.attempt where payment_id = :payment
""")
_TRANSACTIONS = "select payment_status, for_transaction from flow_engine.customer_order where "


async def rewrite(connection: AsyncConnection, release: Release, *tables: str) -> None:
    """Have rows written after the migration as that release writes them: in its columns only."""
    await connection.exec_driver_sql("set local session_replication_role = replica")
    for table in tables:
        columns = ", ".join(f'"{name}"' for name in release.columns[table])
        await connection.exec_driver_sql(f"delete from {table}")  # noqa: S608 - our own names
        await connection.exec_driver_sql(
            f"insert into {table} ({columns}) overriding system value"  # noqa: S608 - the same
            f" select {columns} from stash.{table.split('.')[1]}"
        )


async def stash(connection: AsyncConnection, *tables: str) -> None:
    """Keep rows as they were written before the migration."""
    await connection.exec_driver_sql("create schema stash")
    for table in tables:
        name = table.split(".")[1]
        await connection.exec_driver_sql(f"create table stash.{name} as table {table}")


@pytest.fixture
async def url(make_database: MakeDatabase, release: Release) -> str:
    """Give a migrated database in which the release before wrote every payment afterwards."""
    found = await make_database([])
    await release.load(found, at=NOON)
    tables = [f"payments_omari.{name}" for name in _PAYMENTS]
    orders = ("flow_engine.customer_order", "flow_engine.payment_intent")
    engine = create_async_engine(found)
    async with engine.begin() as connection:
        await stash(connection, *tables, *orders)
    await migrate(found)
    async with engine.begin() as connection:
        await rewrite(connection, release, *tables, *orders)
    await engine.dispose()
    return found


@pytest.fixture
def omari() -> ToyOmari:
    """Give the provider."""
    return ToyOmari()


@pytest.fixture
async def payments(url: str, omari: ToyOmari) -> AsyncGenerator[PlayedPayments]:
    """Give a process of this release."""
    made = PlayedPayments(url, omari, NOON)
    yield made
    await made.database.close()


async def _old(payments: PlayedPayments, state: str, *statements: Any) -> None:
    """Have a process of the release before do something to one payment."""
    values = {"payment": derived_id("state", state), "now": payments.now}
    async with payments.database.begin() as session:
        for statement in (*statements, _SAVES):
            known = {name: values[name] for name in statement.compile().params}
            await session.execute(statement, known)


async def test_what_the_release_before_wrote_meanwhile_is_brought_to_rest(
    payments: PlayedPayments, omari: ToyOmari
) -> None:
    """Its charges count as charges though it never says that they move money."""
    async with payments.database.begin() as session:
        found = await session.execute(
            text("select attempt_id from provider_call where kind = 'charge' and state = 'calling'")
        )
        omari.charge(*(row[0] for row in found))
    await payments.take_over()
    await payments.ask("awaiting", "submit_otp", OTP)
    await payments.pass_time(_HOUR)
    states = await payments.states()

    assert {states[s] for s in ("charging", "charging_cancelled", "awaiting")} == {"succeeded"}
    assert set(omari.charged.values()) == {1}
    assert sum(payments.credited.values()) == 5000 * omari.charged.total()


async def test_its_charge_under_way_keeps_another_away(payments: PlayedPayments) -> None:
    """At most one charge that may have moved money, whoever wrote it down."""
    payment = derived_id("state", "charging")
    async with payments.database.begin() as session:
        unit = RecordingUnit(session, payments.now)
        opened = (await payments.service.repository(unit).lock([payment]))[payment]
    assert [call.moves_money for call in opened.payment.charges()] == [True]

    with pytest.raises(IntegrityError, match="one_charge_in_doubt"):
        await _old(payments, "charging", _CHARGES_AGAIN)


async def test_a_charge_of_this_release_keeps_theirs_away(payments: PlayedPayments) -> None:
    """The release before sees a charge that this one wrote, and the database holds it to that."""
    await payments.ask("awaiting", "submit_otp", OTP)
    await _old(payments, "awaiting", _CLAIMS)

    with pytest.raises(IntegrityError, match="one_charge_in_doubt"):
        await _old(payments, "awaiting", _CHARGES_AGAIN)


async def test_a_question_that_they_drop_is_put_again(
    payments: PlayedPayments, omari: ToyOmari
) -> None:
    """Charged by this release, its confirming question asked by the other, which asks no more."""
    await payments.ask("awaiting", "submit_otp", OTP)
    await payments.step("awaiting")
    await _old(payments, "awaiting", _CLAIMS)
    await _old(payments, "awaiting", _HEARS_NOTHING)
    assert await payments.due("awaiting") == []

    await payments.pass_time(timedelta(minutes=3))

    assert (await payments.states())["awaiting"] == "succeeded"
    payment = derived_id("state", "awaiting")
    assert (payments.credited[payment], payments.successes[payment]) == (5000, 1)
    assert set(omari.charged.values()) == {1}


async def test_a_claim_of_theirs_on_our_payment_is_put_in_doubt(
    payments: PlayedPayments, omari: ToyOmari
) -> None:
    """Opened here, charged by a process of the release before that is gone then: asked about."""
    await payments.ask("awaiting", "submit_otp", OTP)
    await _old(payments, "awaiting", _CLAIMS)
    async with payments.database.begin() as session:
        attempt = await session.scalar(
            text("select id from attempt where payment_id = :id"),
            {"id": derived_id("state", "awaiting")},
        )
    omari.charge(UUID(str(attempt)))
    await payments.take_over()
    await payments.pass_time(timedelta(minutes=2))

    assert (await payments.states())["awaiting"] == "succeeded"
    assert omari.charged[str(attempt)] == 1


async def test_a_transaction_that_they_opened_is_one_after_the_next_migration(url: str) -> None:
    """The release before cannot say that an order is a transaction's; `mari migrate` finds out."""
    merchants = "id in (select order_id from flow_engine.payment_intent where "
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        ask = f"{_TRANSACTIONS}{merchants} merchant_reference is not null) order by 1"
        before = [tuple(row) for row in await connection.exec_driver_sql(ask)]
        await connection.rollback()
        await migrate(url)
        after = [tuple(row) for row in await connection.exec_driver_sql(ask)]
    await engine.dispose()

    assert before == [("unpaid", False), ("unpaid", False)]
    assert after == [("not_owed", True), ("unpaid", True)]
