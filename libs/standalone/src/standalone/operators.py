"""What an operator's commands do to servers: roles, schemas, users, topology."""

from collections.abc import Mapping
from typing import Final

import flow_engine.main
from common.db import run_migrations
from common.db.engine import LONG_COMMAND_SECONDS, bounded_engine
from common.db.roles import OWNER, create_roles, grant_rights, roles_of
from common.messaging.amqp import declare_topology
from common.messaging.topology import (
    PUBLICATIONS,
    SUBSCRIPTIONS,
    dead_queue_of,
    queue_of,
    rights_of,
    schema_of,
    topics_of,
)
from common.messaging.users import ensure_users, users_of
from common.settings import MariSettings
from pydantic import Field, SecretStr, create_model
from sqlalchemy import make_url, text

from standalone.folder import StartError
from standalone.house import SERVICES, migration_sources
from standalone.principals import PRINCIPALS, variable_of

_MAINTENANCE: Final = "postgres"


class OperatorSettings(MariSettings):
    """The servers' administrators; only the operator's commands have them, never a service."""

    admin_database_url: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="MARI_ADMIN_DATABASE_URL",
        description="PostgreSQL's administrator, for `mari migrate` alone: roles and schemas.",
    )
    admin_amqp_url: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="MARI_ADMIN_AMQP_URL",
        description="RabbitMQ's administrator, for `mari topology` and `mari dead` alone.",
    )
    admin_rabbitmq_api: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="MARI_ADMIN_RABBITMQ_API",
        description="RabbitMQ's management API with user and password, for users and rights.",
    )


class _Variable(MariSettings):
    value: SecretStr = SecretStr("")


def _value_of(variable: str) -> str:
    """Return what a variable is, as whoever it is for is given it."""
    field = Field(default=SecretStr(""), validation_alias=variable)
    settings = create_model("Variable", __base__=_Variable, value=(SecretStr, field))
    return settings().value.get_secret_value()


def service_urls(kind: str) -> Mapping[str, str]:
    """Return every service's `DATABASE` or `AMQP` URL by its name."""
    return {name: _value_of(f"{schema_of(name).upper()}_{kind}_URL") for name in SERVICES}


def signing_keys() -> Mapping[str, str]:
    """Return the private keys that are set here, by who signs with them."""
    return {name: _value_of(variable_of(name)) for name in PRINCIPALS}


async def migrate_server(admin_url: str, urls: Mapping[str, str]) -> None:
    """Bring a server's database to the newest schema, each service with its own role.

    Raises RoleError when a service's URL does not name its role.
    """
    roles = roles_of({schema_of(name): url for name, url in urls.items()})
    await create_database(admin_url)
    await create_roles(admin_url, roles)
    await run_migrations(admin_url, migration_sources(), role=OWNER)
    await grant_rights(admin_url, roles)
    await flow_engine.main.load_shipped(admin_url)


async def create_database(url: str) -> None:
    """Create the database that a URL names, if it is not there."""
    parts = make_url(url)
    engine = bounded_engine(
        parts.set(database=_MAINTENANCE),
        seconds=LONG_COMMAND_SECONDS,
        isolation_level="AUTOCOMMIT",
    )
    try:
        async with engine.connect() as connection:
            found = await connection.scalar(
                text("select 1 from pg_database where datname = :name"), {"name": parts.database}
            )
            if not found:
                await connection.execute(text(f'create database "{parts.database}"'))
    finally:
        await engine.dispose()


def broker_plan() -> list[str]:
    """Return what is declared for each service, one line for each. Raises StartError."""
    unsaid = sorted(set(SERVICES) - (set(SUBSCRIPTIONS) & set(PUBLICATIONS)))
    if unsaid:
        raise StartError(
            f"common.messaging.topology does not say what {', '.join(unsaid)} reads and publishes:"
            " SUBSCRIPTIONS and PUBLICATIONS need a line each."
        )
    return [_plan_of(service) for service in sorted(SERVICES)]


def _plan_of(service: str) -> str:
    topics, said = SUBSCRIPTIONS[service], sorted(PUBLICATIONS[service])
    configure, write, read = rights_of(service)
    reads = f"{', '.join(sorted(topics))} in {queue_of(service)}" if topics else "nothing"
    dead = f"; dead letters in {dead_queue_of(service)}" if topics else ""
    return (
        f"{service}: publishes {', '.join(said) or 'nothing'}; reads {reads}{dead}; its user may"
        f" configure {configure}, write {write} with {topics_of(service)}, read {read}"
    )


async def prepare_broker(settings: OperatorSettings, urls: Mapping[str, str]) -> list[str]:
    """Create users and rights when the management API is known, then exchange and queues.

    Returns the queues. Raises StartError, UserError or TopologyError.
    """
    broker_plan()
    url = settings.admin_amqp_url.get_secret_value()
    if not url:
        raise StartError("Set MARI_ADMIN_AMQP_URL to RabbitMQ's administrator.")
    api = settings.admin_rabbitmq_api.get_secret_value()
    if api:
        await ensure_users(api, users_of(urls))
    return await declare_topology(url)
