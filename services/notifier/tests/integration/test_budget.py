"""Work is counted: many customers at once share commits and statements."""

import asyncio

import pytest
from common.contracts import Address
from common.db import Database
from common.testing.notifications import NotifierHouse, a_command, a_status

pytestmark = pytest.mark.database

CUSTOMERS = 64


async def test_sixty_four_customers_share_commits(house: NotifierHouse) -> None:
    """Their replies are taken together, claimed together, recorded as the answers come."""
    await house.receive(a_command("first"))
    await house.until_sent(1)
    await asyncio.sleep(0.3)
    people = [Address(phone=f"2637710000{n:02}") for n in range(CUSTOMERS)]
    commands = [a_command(str(n), recipient=one) for n, one in enumerate(people)]

    before = await house.written()
    await house.receive(*commands)
    await house.until_states(*["accepted"] * (CUSTOMERS + 1))
    sending = await house.written() - before - 1

    before = await house.written()
    await house.receive(
        *(
            a_status(word, f"wamid.of.{n}", callback_id=str(command.id))
            for n, command in enumerate(commands)
            for word in ("sent", "delivered", "read")
        )
    )
    await house.until_done()
    await asyncio.sleep(0.2)
    telling = await house.written() - before - 1

    assert sending <= 12
    assert telling <= 2
    read = await house.rows("select count(*) from delivery where read_at is not null")
    assert read[0][0] == CUSTOMERS


async def test_another_customer_is_answered_while_one_lane_holds_thousands(
    house: NotifierHouse,
) -> None:
    """The lane's length is nobody else's business, and hardly its own."""
    await house.receive(a_command("flood"))
    await house.until_states("accepted")
    await _flood(house.database, 20_000)

    await house.receive(a_command("quick", recipient=Address(phone="263712000001")))

    async def is_answered() -> bool:
        return "quick" in house.graph.bodies

    await house.until(is_answered, seconds=2)


async def _flood(database: Database, count: int) -> None:
    async with database.begin() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "insert into delivery (id, notification_id, lane, priority, state, next_at, give_up_at,"
            " content, attempts, doubts, refusals, holds, created_at)"
            " select gen_random_uuid(), d.notification_id, d.lane, 5, 'waiting', mari_now(),"
            " mari_now() + interval '1 day', d.content, 0, 0, 0, 0, mari_now()"
            " from delivery d, generate_series(1, $1::int)",
            (count,),
        )
        await connection.exec_driver_sql(
            "update lane set due_at = mari_now() where loop = 'graph'",
        )
