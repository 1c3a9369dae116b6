"""A way to PostgreSQL that falls silent: nobody waits for long, and the healthy one goes on.

The proxy keeps connections open and answers keepalives, as a firewall or a balancer does that has
lost its other side: TCP alone notices nothing.
"""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from common.db import Database
from common.db.engine import UNDELIVERED_MS, bounded_engine
from common.ids import new_id
from common.lanes.api import HandlerSet
from common.local.postgresql import PrivatePostgres
from common.testing.lanes import (
    FIRST,
    SECOND,
    LaneHouse,
    Note,
    a_row,
    lane_house,
    settled,
    until,
    write_effect,
)
from common.testing.tcp_proxy import TcpProxy
from sqlalchemy import text

pytestmark = [pytest.mark.broker, pytest.mark.timeout(180)]

LOCK_SECONDS = 15.0
"""The relay's lock is free within so long."""
LOOKS_AGAIN_SECONDS = 2.0
"""Within which a relay that waits for the lock tries again, publishes, and is read."""
_NOTES = HandlerSet({Note.TYPE: write_effect})
_LEADERS = """
select count(*) from pg_locks
where locktype = 'advisory' and classid = x'6d617269'::int and granted
  and database = (select oid from pg_database where datname = current_database())
"""


@pytest.fixture
async def url(postgres_server: PrivatePostgres) -> str:
    """Give a fresh database on a server that is reached by TCP."""
    name = f"t{new_id().hex}"
    engine = bounded_engine(postgres_server.admin_url(), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f'create database "{name}"'))
    await engine.dispose()
    return postgres_server.admin_url(name)


@pytest.fixture
async def way(postgres_server: PrivatePostgres) -> AsyncGenerator[TcpProxy]:
    """Give one replica's way to the server."""
    async with TcpProxy(postgres_server.port) as proxy:
        yield proxy


@pytest.fixture
async def house(url: str) -> AsyncGenerator[LaneHouse]:
    """Give the toy services' databases, reached without a proxy."""
    async with lane_house(url) as house:
        yield house


def by(url: str, way: TcpProxy, server: PrivatePostgres) -> str:
    """Return a URL by way of a proxy."""
    return url.replace(f":{server.port}/", f":{way.port}/")


async def test_a_healthy_replica_relays_although_the_leader_fell_silent(
    house: LaneHouse, way: TcpProxy, url: str, postgres_server: PrivatePostgres
) -> None:
    """The server ends the session that it hears nothing of; its relay's lock is free in 15 s."""
    far = LaneHouse(by(url, way, postgres_server), bus=house.bus, transport=house.transport)
    silent, healthy, reader = (
        far.runtime(FIRST),
        house.runtime(FIRST),
        house.runtime(SECOND, _NOTES),
    )
    async with silent:
        await until(lambda: _leads(house, 1))
        async with healthy, reader:
            await silent.accept([a_row(Note(text="1"), "k")])
            await settled(healthy, reader)
            way.blackhole()
            began = time.monotonic()
            await healthy.accept([a_row(Note(text="2"), "k")])
            await until(lambda: _has(house, 2), seconds=2 * LOCK_SECONDS)
            took = time.monotonic() - began
            await way.heal()
            await until(lambda: _is_well(silent.health()), seconds=30)
    await far.close()

    assert await house.effects() == ["1", "2"]
    assert took < LOCK_SECONDS + LOOKS_AGAIN_SECONDS


async def test_a_replica_whose_database_falls_silent_says_so_and_comes_back(
    house: LaneHouse, way: TcpProxy, url: str, postgres_server: PrivatePostgres
) -> None:
    """Its loops do not say `ok` while they hang, and what is accepted afterwards is done."""
    far = LaneHouse(by(url, way, postgres_server), bus=house.bus, transport=house.transport)
    silent, reader = far.runtime(FIRST), house.runtime(SECOND, _NOTES)
    async with silent, reader:
        await silent.accept([a_row(Note(text="1"), "k")])
        await settled(silent, reader)
        way.blackhole()
        await until(lambda: _is_ill(silent.health()), seconds=LOCK_SECONDS)
        await asyncio.sleep(LOCK_SECONDS)
        await way.heal()
        began = time.monotonic()
        await until(lambda: _accepts(silent), seconds=20)
        await settled(silent, reader)
        took = time.monotonic() - began
    await far.close()

    assert await house.effects() == ["1", "2"]
    assert took < 20


async def test_a_statement_that_nobody_answers_ends_and_takes_its_connection_with_it(
    way: TcpProxy, url: str, postgres_server: PrivatePostgres
) -> None:
    """In the limit, not in minutes; the next one has a connection that works."""
    engine = bounded_engine(by(url, way, postgres_server), seconds=1.0, pool_size=2)
    async with engine.connect() as connection:
        await connection.execute(text("select 1"))
        way.blackhole()
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            await connection.execute(text("select 2"))
        assert connection.invalidated
    took = time.monotonic() - began
    await way.heal()
    async with engine.connect() as connection:
        assert await connection.scalar(text("select 3")) == 3
    await engine.dispose()

    assert took < 5


async def test_a_transaction_whose_commit_nobody_answers_ends(
    way: TcpProxy, url: str, postgres_server: PrivatePostgres
) -> None:
    """Also its rollback asks nobody who does not answer."""
    database = Database(by(url, way, postgres_server), schema="public")

    async def work() -> None:
        async with database.begin() as session:
            await session.execute(text("select 1"))
            way.blackhole()

    began = time.monotonic()
    with pytest.raises(TimeoutError):
        await work()
    took = time.monotonic() - began
    await way.heal()
    await database.close()

    assert took < 20


async def test_a_pooled_connection_that_fell_silent_is_found_out_and_the_pool_with_it(
    way: TcpProxy, url: str, postgres_server: PrivatePostgres
) -> None:
    """One question tells for all: nobody waits for each connection in turn."""
    database = Database(by(url, way, postgres_server), schema="public", pool_size=3)
    held = [await database.engine.connect() for _ in range(3)]
    for connection in held:
        await connection.execute(text("select 1"))
        await connection.close()
    await asyncio.sleep(1.2)
    way.blackhole()
    asking = asyncio.ensure_future(_one(database))
    await asyncio.sleep(4)
    await way.heal()
    began = time.monotonic()
    await asyncio.gather(asking, _one(database), _one(database))
    took = time.monotonic() - began
    await database.close()

    assert took < 6


async def test_both_ends_of_a_connection_know_how_long_to_wait(url: str) -> None:
    """Keepalives and what TCP cannot deliver: at the server for this session, and at our socket."""
    database = Database(url, schema="public")
    async with database.engine.connect() as connection:
        rows = await connection.execute(
            text("select name, setting from pg_settings where name like 'tcp_%'")
        )
        told = {row.name: int(row.setting) for row in rows}
        driver: Any = (await connection.get_raw_connection()).driver_connection
        sock: Any = driver._transport.get_extra_info("socket")
        ours = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
        keeps_alive = sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    await database.close()

    assert told["tcp_user_timeout"] == ours == UNDELIVERED_MS
    assert told["tcp_keepalives_idle"] + 3 * told["tcp_keepalives_interval"] <= LOCK_SECONDS
    assert keeps_alive


async def _one(database: Database) -> None:
    async with database.begin() as session:
        await session.execute(text("select 1"))


async def _leads(house: LaneHouse, count: int) -> bool:
    return (await house.rows(FIRST, _LEADERS))[0][0] == count


async def _has(house: LaneHouse, count: int) -> bool:
    return len(await house.effects()) >= count


async def _is_ill(health: Any) -> bool:
    return any(state.startswith(("restarting", "stuck")) for state in health.values())


async def _is_well(health: Any) -> bool:
    return set(health.values()) == {"ok"}


async def _accepts(runtime: Any) -> bool:
    try:
        await runtime.accept([a_row(Note(text="2"), "k", dedupe="2")])
    except Exception:  # noqa: BLE001 - it says no while its connections are made anew
        return False
    return True
