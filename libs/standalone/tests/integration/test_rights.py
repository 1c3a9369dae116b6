"""Each service's role and user may do what is its own, and is refused everything else."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import permutations

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ProbableAuthenticationError
from aiormq.exceptions import ChannelAccessRefused, InvalidFrameError
from common.db.roles import RoleError, roles_of
from common.ids import new_id
from common.local.postgresql import PrivatePostgres
from common.messaging.topology import (
    DEAD_EXCHANGE,
    EXCHANGE,
    PUBLICATIONS,
    SUBSCRIPTIONS,
    queue_of,
    schema_of,
)
from common.messaging.users import UserError, ensure_users, users_of
from common.testing.broker import Broker
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from standalone.operators import migrate_server

pytestmark = pytest.mark.broker
SERVICES = sorted(SUBSCRIPTIONS)
PASSWORD = "of-the-rights"


@dataclass(frozen=True, slots=True)
class Migrated:
    """A database after `mari migrate`, and the services' URLs of it."""

    admin_url: str
    urls: Mapping[str, str]


@pytest.fixture
async def migrated(postgres_server: PrivatePostgres) -> AsyncGenerator[Migrated]:
    """Give a database that was migrated twice, as a second release would."""
    name = f"t{new_id().hex}"
    admin_url = postgres_server.admin_url(name)
    urls = {s: postgres_server.url(schema_of(s), PASSWORD, name) for s in SERVICES}
    await migrate_server(admin_url, urls)
    await migrate_server(admin_url, urls)
    yield Migrated(admin_url, urls)
    async with _connected(postgres_server.admin_url()) as admin:
        await admin.execute(text(f'drop database "{name}" with (force)'))


@asynccontextmanager
async def _connected(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def _tables(admin_url: str, schema: str) -> list[str]:
    query = text("select tablename from pg_tables where schemaname = :schema order by 1")
    async with _connected(admin_url) as admin:
        return [row[0] for row in await admin.execute(query, {"schema": schema})]


async def _refused(connection: AsyncConnection, statement: str) -> bool:
    """Tell whether the server refuses a statement for want of a right (SQLSTATE 42501)."""
    try:
        await connection.execute(text(statement))
    except DBAPIError as error:
        return getattr(error.orig, "sqlstate", "") == "42501"
    return False


async def test_a_role_reads_and_writes_rows_of_its_own_schema(migrated: Migrated) -> None:
    """Every table, and what every service needs: its time, its numbers, its vacuum."""
    for service in SERVICES:
        schema = schema_of(service)
        tables = await _tables(migrated.admin_url, schema)
        async with _connected(migrated.urls[service]) as role:
            for table in tables:
                await role.execute(text(f'table "{schema}"."{table}"'))
            await role.execute(text(f"select {schema}.mari_now(), nextval('{schema}.lanes_seq')"))
            await role.execute(text(f"vacuum {schema}.lane"))
            await role.execute(text(f"set search_path = {schema}"))
            await role.execute(text("delete from outbox where false"))

        assert {"inbox", "outbox", "lane"} <= set(tables)


async def test_a_role_is_refused_every_table_of_every_other_schema(migrated: Migrated) -> None:
    """Neither read nor written nor looked up: there is nothing of another service to be had."""
    let_in: list[str] = []
    for mine, other in permutations(SERVICES, 2):
        schema = schema_of(other)
        async with _connected(migrated.urls[mine]) as role:
            statements = [
                f'{verb} "{schema}"."{table}"'
                for table in await _tables(migrated.admin_url, schema)
                for verb in ("select * from", "delete from", "truncate", "drop table")
            ]
            statements += [f"select {schema}.mari_now()", f"select nextval('{schema}.lanes_seq')"]
            let_in += [
                f"{mine}: {statement}"
                for statement in statements
                if not await _refused(role, statement)
            ]

    assert let_in == []


async def test_a_role_creates_changes_and_administers_nothing(migrated: Migrated) -> None:
    """No table, no schema, no role, no file: also in its own schema."""
    let_in: list[str] = []
    for service in SERVICES:
        schema = schema_of(service)
        forbidden = (
            f"create table {schema}.mine (n int)",
            f"alter table {schema}.inbox add column mine int",
            f"drop table {schema}.outbox",
            f"truncate {schema}.inbox",
            "delete from schema_version",
            "update schema_version set version_num = 'x'",
            "create table public.mine (n int)",
            "create temporary table mine (n int)",
            "create schema mine",
            "create role mine",
            "set role mari_owner",
            "set role postgres",
            "alter role mari_owner password 'x'",
            "copy (select 1) to program 'true'",
            "select pg_read_file('/etc/passwd')",
            "select * from pg_authid",
        )
        async with _connected(migrated.urls[service]) as role:
            await role.execute(text(f"set search_path = {schema}"))
            let_in += [f"{service}: {s}" for s in forbidden if not await _refused(role, s)]

    assert let_in == []


def test_a_url_that_names_another_role_is_refused_by_its_variable() -> None:
    """The operator reads which variable to correct, and never its value."""
    with pytest.raises(RoleError, match="FLOW_ENGINE_DATABASE_URL: the role of this service"):
        roles_of({"flow_engine": "postgresql+asyncpg://postgres:secret@host/mari"})
    with pytest.raises(RoleError, match="FLOW_ENGINE_DATABASE_URL: the role needs a password"):
        roles_of({"flow_engine": "postgresql+asyncpg://flow_engine@host/mari"})
    with pytest.raises(RoleError, match="FLOW_ENGINE_DATABASE_URL is not set"):
        roles_of({"flow_engine": ""})


@pytest.fixture
async def users(broker: Broker) -> Mapping[str, str]:
    """Give the services' AMQP URLs, users made as `mari topology` makes them."""
    await broker.declare()
    rabbit = broker.rabbit
    urls = {service: rabbit.amqp_url(service, PASSWORD, broker.vhost) for service in SERVICES}
    await ensure_users(rabbit.management_url, users_of(urls))
    await ensure_users(rabbit.management_url, users_of(urls))
    return urls


@asynccontextmanager
async def _channel(url: str) -> AsyncGenerator[AbstractChannel]:
    async with await aio_pika.connect(url, timeout=5) as connection:
        yield await connection.channel()


async def _is_let(url: str, what: str, name: str) -> bool:
    async with _channel(url) as channel:
        try:
            await _do(channel, what, name)
        except ChannelAccessRefused:
            return False
        return True


async def _let_lie(_message: object) -> None:
    pass


async def _do(channel: AbstractChannel, what: str, name: str) -> None:
    match what:
        case "consume":
            queue = await channel.get_queue(name, ensure=False)
            await queue.consume(_let_lie, timeout=5)
        case "declare":
            await channel.declare_queue(name, durable=True, timeout=5)
        case "delete":
            await channel.queue_delete(name, timeout=5)
        case "purge":
            await (await channel.get_queue(name, ensure=False)).purge(timeout=5)
        case "publish":
            exchange = await channel.get_exchange(name, ensure=False)
            message = aio_pika.Message(b"x")
            await exchange.publish(message, routing_key="payments", mandatory=False, timeout=5)
        case _:
            exchange = await channel.get_exchange(EXCHANGE, ensure=False)
            message = aio_pika.Message(b"x")
            await exchange.publish(message, routing_key=name, mandatory=False, timeout=5)


async def test_a_user_publishes_to_the_exchange_and_reads_its_own_queue(
    users: Mapping[str, str],
) -> None:
    """What the transport does: publish its topics, and consume."""
    for service in SERVICES:
        for topic in PUBLICATIONS[service]:
            assert await _is_let(users[service], "say", topic)
        if SUBSCRIPTIONS[service]:
            assert await _is_let(users[service], "consume", queue_of(service))


async def test_a_user_is_refused_every_topic_of_others(users: Mapping[str, str]) -> None:
    """Whoever has broken into the notifier cannot tell of a payment that never was."""
    topics = frozenset[str]().union(*PUBLICATIONS.values()) | {"payments.more", "", "#"}
    let_in = [
        (service, topic)
        for service in SERVICES
        for topic in topics - PUBLICATIONS[service]
        if await _is_let(users[service], "say", topic)
    ]

    assert let_in == []


def test_every_topic_has_one_publisher_and_is_read() -> None:
    """A fact is told by the service that owns it."""
    said = [topic for topics in PUBLICATIONS.values() for topic in topics]

    assert PUBLICATIONS.keys() == SUBSCRIPTIONS.keys()
    assert sorted(said) == sorted(frozenset[str]().union(*SUBSCRIPTIONS.values()))


async def test_a_user_is_refused_every_queue_and_exchange_of_others(
    users: Mapping[str, str],
) -> None:
    """No other queue, no dead letters, no declaring, no deleting: also of its own queue."""
    let_in: list[tuple[str, str, str]] = []
    for service in SERVICES:
        others = [queue_of(other) for other in SERVICES if other != service]
        forbidden = [(what, name) for name in others for what in ("consume", "purge", "delete")]
        forbidden += [("consume", f"{queue_of(service)}.dead"), ("delete", queue_of(service))]
        forbidden += [("declare", "mine"), ("publish", DEAD_EXCHANGE), ("publish", "amq.topic")]
        let_in += [
            (service, what, name)
            for what, name in forbidden
            if await _is_let(users[service], what, name)
        ]

    assert let_in == []


async def test_a_user_without_its_password_or_on_another_host_stays_outside(
    users: Mapping[str, str], broker: Broker
) -> None:
    """The password is the URL's, and the rights are for one virtual host."""
    url = users["flow-engine"]
    with pytest.raises(ProbableAuthenticationError):
        await aio_pika.connect(url.replace(PASSWORD, "guessed"), timeout=5)
    with pytest.raises(InvalidFrameError, match=r"Connection.Close"):
        await aio_pika.connect(url.replace(f"/{broker.vhost}", "/%2F"), timeout=5)


def test_an_amqp_url_that_names_another_user_is_refused_by_its_variable() -> None:
    """The operator reads which variable to correct, and never its value."""
    with pytest.raises(UserError, match="NOTIFIER_AMQP_URL: the user of this service"):
        users_of({"notifier": "amqp://guest:secret@host/mari"})
    with pytest.raises(UserError, match="NOTIFIER_AMQP_URL: the user needs a password"):
        users_of({"notifier": "amqp://notifier@host/mari"})
    with pytest.raises(UserError, match="NOTIFIER_AMQP_URL is not set"):
        users_of({"notifier": ""})
