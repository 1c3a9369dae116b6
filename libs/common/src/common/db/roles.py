"""One role for each service, with its own schema only; one owner, who migrates.

A service's role reads and writes rows of its schema, uses its sequences and functions, and nothing
else: it creates nothing, and of another schema it does not even see the tables' rows.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

from common.db.engine import LONG_COMMAND_SECONDS, bounded_engine
from common.db.migrate import ONE_AT_A_TIME

OWNER: Final = "mari_owner"
_ROUNDS: Final = 4096
_MAINTAIN_SINCE: Final = 170_000
_FORMAT: Final = text("select format(:template, variadic cast(:values as text[]))")
_IS_THERE: Final = text("select exists (select from pg_roles where rolname = :name)")
_IS_MEMBER: Final = text("select pg_has_role(:name, 'member')")

_DATABASE: Final = (
    "revoke all on database %1$I from public",
    "grant connect, create on database %1$I to mari_owner",
    "revoke all on schema public from public",
    "alter default privileges for role mari_owner revoke execute on functions from public",
)
_LATER: Final = "alter default privileges for role mari_owner in schema %2$I"
_SCHEMA: Final = (
    "grant connect on database %1$I to %3$I",
    "create schema if not exists %2$I authorization mari_owner",
    "revoke all on schema %2$I from public",
    "grant usage on schema %2$I to %3$I",
    _LATER + " grant select, insert, update, delete on tables to %3$I",
    _LATER + " grant usage, select, update on sequences to %3$I",
    _LATER + " grant execute on functions to %3$I",
)
_RIGHTS: Final = (
    "grant select, insert, update, delete on all tables in schema %2$I to %3$I",
    "grant usage, select, update on all sequences in schema %2$I to %3$I",
    "revoke execute on all functions in schema %2$I from public",
    "grant execute on all functions in schema %2$I to %3$I",
    "revoke insert, update, delete on %2$I.schema_version from %3$I",
)
_VACUUM: Final = "grant maintain on %2$I.lane to %3$I"
_VACUUM_BEFORE_17: Final = "alter table %2$I.lane owner to %3$I"
"""Only who owns a table may vacuum it in older servers, and lanes must be (facts: lanes)."""


class RoleError(Exception):
    """The roles cannot be as they are written; the text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class ServiceRole:
    """A service's schema and the role that its URL names."""

    schema: str
    password: str

    @property
    def name(self) -> str:
        """The role has the schema's name."""
        return self.schema


def roles_of(urls: Mapping[str, str]) -> list[ServiceRole]:
    """Return the roles that the services' URLs name, by schema. Raises RoleError."""
    return [_role(schema, url) for schema, url in urls.items()]


def _role(schema: str, url: str) -> ServiceRole:
    variable = f"{schema.upper()}_DATABASE_URL"
    if not url:
        raise RoleError(f"{variable} is not set: the role's password is read from it.")
    parts = make_url(url)
    if parts.username != schema:
        raise RoleError(f"{variable}: the role of this service is {schema}, not another one.")
    if not parts.password:
        raise RoleError(f"{variable}: the role needs a password.")
    return ServiceRole(schema, parts.password)


async def create_roles(admin_url: str, roles: Iterable[ServiceRole]) -> None:
    """Create owner, roles and empty schemas, or set the passwords anew; before migrations."""
    async with _administering(admin_url) as connection:
        await _create(connection, OWNER, "create role %1$I nologin")
        if not await connection.scalar(_IS_MEMBER, {"name": OWNER}):
            await _run(connection, "grant %1$I to current_user", OWNER)
        await _run_all(connection, _DATABASE, await _database(connection))
        for role in roles:
            await _create(connection, role.name, "create role %1$I noinherit")
            verifier = scram_verifier(role.password)
            await _run(connection, "alter role %1$I login password %2$L", role.name, verifier)
            await _run_all(connection, _SCHEMA, *await _names(connection, role))


async def grant_rights(admin_url: str, roles: Iterable[ServiceRole]) -> None:
    """Give each role what its schema holds now; after migrations."""
    async with _administering(admin_url) as connection:
        version = await connection.scalar(text("select current_setting('server_version_num')::int"))
        vacuum = _VACUUM if int(version or 0) >= _MAINTAIN_SINCE else _VACUUM_BEFORE_17
        for role in roles:
            await _run_all(connection, (*_RIGHTS, vacuum), *await _names(connection, role))


def scram_verifier(password: str) -> str:
    """Return what the server stores for a password, so that no statement carries it in clear.

    RFC 5803, as PostgreSQL writes it.
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = hashlib.sha256(client).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    shown = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${_ROUNDS}:{shown[0]}${shown[1]}:{shown[2]}"


@asynccontextmanager
async def _administering(url: str) -> AsyncGenerator[AsyncConnection]:
    engine = bounded_engine(url, seconds=LONG_COMMAND_SECONDS, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.execute(
                text("select pg_advisory_xact_lock(:id)"), {"id": ONE_AT_A_TIME}
            )
            yield connection
    finally:
        await engine.dispose()


async def _database(connection: AsyncConnection) -> str:
    return str(await connection.scalar(text("select current_database()")))


async def _names(connection: AsyncConnection, role: ServiceRole) -> tuple[str, str, str]:
    return await _database(connection), role.schema, role.name


async def _create(connection: AsyncConnection, name: str, statement: str) -> None:
    if not await connection.scalar(_IS_THERE, {"name": name}):
        await _run(connection, statement, name)


async def _run_all(connection: AsyncConnection, statements: Sequence[str], *values: str) -> None:
    for statement in statements:
        await _run(connection, statement, *values)


async def _run(connection: AsyncConnection, template: str, *values: str) -> None:
    statement = await connection.scalar(_FORMAT, {"template": template, "values": list(values)})
    await connection.exec_driver_sql(str(statement))
