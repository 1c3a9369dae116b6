"""Kept credentials: written, never read back, audited, and picked up by every replica."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest
from common.credentials import CredentialDesk, Credentials, credentials_router, credentials_watch
from common.crypto import Keyring
from common.db import Database
from common.lanes.api import HandlerSet
from common.lanes.runtime import LaneParts, LaneRuntime
from common.messaging.embedded import EmbeddedTransport
from common.service_tokens import ServiceAuth, ServiceVerifier
from common.testing.identities import TRUST, identity_of
from common.testing.kept import a_book, keeping_service, rows
from common.testing.plugin import BUS_KEY, MakeDatabase
from common.web.problems import install
from common.wiring import Wiring
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

pytestmark = pytest.mark.database

KEY = "c0ffee-merchant-key-canary"
OTHER = "0ther-merchant-key-canary"
ADDRESS = "/v1/credentials/wallet/default"


@dataclass
class Replica:
    """One process of the service: what it has in force, and its internal HTTP."""

    book: Credentials
    client: httpx.AsyncClient

    async def put(self, address: str = ADDRESS, /, **values: str) -> httpx.Response:
        """Keep values as Tendai."""
        return await self.client.put(address, json={"values": values, "by": "tendai"})

    async def until(self, value: str, *, seconds: float = 2.0) -> None:
        """Wait until a merchant key is in force. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.book.get("wallet", "merchant_key") != value:  # noqa: ASYNC110 - it is asked, it tells nobody
                await asyncio.sleep(0.01)


@asynccontextmanager
async def replica(
    database: Database, book: Credentials | None = None, **desk: Any
) -> AsyncGenerator[Replica]:
    """Start one process of the service."""
    book = book or a_book({"merchant_key": "from-env"})
    verifier = ServiceVerifier(TRUST, audience="first-service")
    app = FastAPI()
    install(app)
    app.include_router(credentials_router(CredentialDesk(database, book, **desk), verifier))
    parts = LaneParts(
        service="first-service",
        database=database,
        bus=Keyring([BUS_KEY]),
        handlers=HandlerSet({}),
        wiring=Wiring(EmbeddedTransport(), lambda _name: httpx.AsyncClient()),
        watches=[credentials_watch(book)],
    )
    auth = ServiceAuth(identity_of("operator"), audience="first-service")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        LaneRuntime(parts),
        httpx.AsyncClient(transport=transport, base_url="http://x", auth=auth) as client,
    ):
        yield Replica(book, client)


@pytest.fixture
async def database(make_database: MakeDatabase) -> AsyncGenerator[Database]:
    """Give the toy service's database."""
    async with keeping_service(await make_database([])) as found:
        yield found


@pytest.fixture
async def service(database: Database) -> AsyncGenerator[Replica]:
    """Give one running replica."""
    async with replica(database) as found:
        yield found


async def test_what_is_set_is_in_force_at_once_and_shown_masked(service: Replica) -> None:
    """The answer has fingerprint, when and by whom; the value is in no answer."""
    answer = await service.put(merchant_key=KEY)
    shown = (await service.client.get(ADDRESS)).json()
    listed = (await service.client.get("/v1/credentials")).json()["credentials"]

    assert 200 == answer.status_code
    assert KEY == service.book.get("wallet", "merchant_key")
    assert shown == answer.json() == listed[0]
    assert "tendai" == shown["set_by"]
    assert datetime.fromisoformat(shown["set_at"]).utcoffset() is not None
    assert "database" == shown["fields"]["merchant_key"]["source"]
    assert 12 == len(shown["fields"]["merchant_key"]["fingerprint"])
    assert KEY not in json.dumps([shown, listed])


async def test_two_replicas_have_it_within_two_seconds(database: Database) -> None:
    """By notification: the other process is not asked, and not started again."""
    async with replica(database) as one, replica(database) as other:
        await asyncio.sleep(0.3)
        await one.put(merchant_key=KEY)
        await other.until(KEY)
        await other.client.delete(f"{ADDRESS}?by=tendai")
        await one.until("from-env")


async def test_a_lost_notification_costs_a_second(database: Database) -> None:
    """The poll finds it: here nobody is told at all."""
    async with replica(database) as one, replica(database) as other:
        await one.put(merchant_key=KEY)
        await other.until(KEY)
        await rows(database, "alter table credential disable trigger ring")
        await one.put(merchant_key=OTHER)
        await other.until(OTHER)


async def test_removing_falls_back_to_the_environment(service: Replica) -> None:
    """Field by field, or the whole scope; what is not kept cannot be removed."""
    await service.put(merchant_key=KEY, account="7")
    one = await service.client.delete(f"{ADDRESS}?by=tendai&field=merchant_key")
    await service.client.delete(f"{ADDRESS}?by=tendai")
    again = await service.client.delete(f"{ADDRESS}?by=tendai")

    assert "environment" == one.json()["fields"]["merchant_key"]["source"]
    assert "7" == one.json()["fields"]["account"]["shown"]
    assert "none" == (await service.client.get(ADDRESS)).json()["fields"]["account"]["source"]
    assert (404, "credentials:not_kept") == (again.status_code, again.json()["code"])


async def test_values_that_are_not_named_stay_and_an_empty_one_goes(service: Replica) -> None:
    """Nobody has to type the other values again."""
    await service.put(merchant_key=KEY, account="7")
    await service.put(account="8")
    await service.put(account="")

    assert KEY == service.book.get("wallet", "merchant_key")
    assert "" == service.book.get("wallet", "account")


async def test_the_value_before_is_kept_while_both_are_in_use(database: Database) -> None:
    """Set a new secret and the last one is still taken, until it is removed."""
    async with replica(database, a_book({"secret": "env-secret-of-the-tests"})) as service:
        await service.put(secret="first-secret-of-the-tests")
        first = service.book.get("wallet", "secret_before")
        await service.put(secret="second-secret-of-the-tests")
        await service.put(secret="second-secret-of-the-tests")
        second = service.book.get("wallet", "secret_before")
        await service.client.delete(f"{ADDRESS}?by=tendai&field=secret_before")

    assert ("env-secret-of-the-tests", "first-secret-of-the-tests") == (first, second)
    assert "" == service.book.get("wallet", "secret_before")


async def test_every_change_is_audited_with_fingerprints_and_no_value(
    service: Replica, database: Database
) -> None:
    """Who, which program, what, when, before and after."""
    await service.put(merchant_key=KEY)
    await service.put(merchant_key=OTHER)
    await service.client.delete(f"{ADDRESS}?by=rudo")
    audit = (await service.client.get("/v1/credentials/audit")).json()["audit"]
    removed, second, first = audit

    assert ["remove", "set", "set"] == [line["action"] for line in audit]
    assert ["rudo", "tendai"] == [removed["actor"], first["actor"]]
    assert {"operator"} == {line["caller"] for line in audit}
    assert first["after"] == second["before"] != second["after"] == removed["before"]
    assert ({}, {}) == (first["before"], removed["after"])
    dumped = str(await rows(database, "select * from credential_audit"))
    assert KEY not in dumped + json.dumps(audit)
    assert OTHER not in dumped


@pytest.mark.parametrize(
    "statement",
    [
        "update credential_audit set actor = 'nobody'",
        "delete from credential_audit",
        "truncate credential_audit",
    ],
)
async def test_the_audit_is_never_changed(
    service: Replica, database: Database, statement: str
) -> None:
    """Not even by the service's own role."""
    await service.put(merchant_key=KEY)
    with pytest.raises(DBAPIError, match="never changed"):
        await rows(database, statement)


async def test_the_value_stands_nowhere_in_clear(service: Replica, database: Database) -> None:
    """Sealed for its table, column and id."""
    await service.put(merchant_key=KEY)
    found = (await rows(database, "select value from credential"))[0].value

    assert KEY.encode() not in found
    assert KEY.encode() in service.book.keyring.open(found, "credential:value:wallet:default")


@pytest.mark.parametrize(
    ("address", "values", "code"),
    [
        ("/v1/credentials/bank/default", {"merchant_key": KEY}, "credentials:provider"),
        ("/v1/credentials/wallet/a:b", {"merchant_key": KEY}, "credentials:scope"),
        (ADDRESS, {"other": KEY}, "credentials:field"),
        (ADDRESS, {"merchant_key": f"{KEY} x"}, "credentials:value"),
        (ADDRESS, {"merchant_key": f"{KEY}\r\nX-Other: b"}, "credentials:value"),
        (ADDRESS, {}, "request:invalid"),
    ],
)
async def test_what_cannot_be_right_is_refused_and_not_repeated(
    service: Replica, address: str, values: dict[str, str], code: str
) -> None:
    """The problem names the rule; the value is not in it."""
    answer = await service.put(address, **values)

    assert code == answer.json()["code"]
    assert answer.status_code in {404, 422}
    assert KEY not in answer.text


@pytest.mark.parametrize("by", ["", "a b", "a\nb", "x" * 200])
async def test_a_change_needs_somebody_who_makes_it(service: Replica, by: str) -> None:
    """The audit names a person or a program."""
    answer = await service.client.put(ADDRESS, json={"values": {"merchant_key": KEY}, "by": by})

    assert 422 == answer.status_code
    assert KEY not in answer.text


async def test_a_guard_may_say_no_and_a_person_may_insist(database: Database) -> None:
    """A merchant key is not changed under payments of unknown outcome, but for an emergency."""

    async def guard(_session: AsyncSession) -> str | None:
        return "2 payments are in doubt."

    async with replica(database, guard=guard) as service:
        refused = await service.put(merchant_key=KEY)
        body = {"values": {"merchant_key": KEY}, "by": "tendai", "force": True}
        forced = await service.client.put(ADDRESS, json=body)

    assert (409, "credentials:in_use") == (refused.status_code, refused.json()["code"])
    assert 200 == forced.status_code


async def test_two_changes_at_once_lose_nothing(service: Replica, database: Database) -> None:
    """One waits for the other, and each is in the audit."""
    fields = [{"account": "7"}, {"secret": "first-secret-of-the-tests"}, {"merchant_key": KEY}]
    await asyncio.gather(*(service.put(**values) for values in fields))

    assert KEY == service.book.get("wallet", "merchant_key")
    assert ("7", "first-secret-of-the-tests") == tuple(
        service.book.get("wallet", n) for n in ("account", "secret")
    )
    assert 3 == len(await rows(database, "select * from credential_audit"))


async def test_a_replica_that_starts_later_reads_what_is_kept(database: Database) -> None:
    """And one whose key is gone says so instead of using something else."""
    async with replica(database) as first:
        await first.put(merchant_key=KEY)
    async with AsyncExitStack() as stack:
        book = a_book({"merchant_key": "from-env"}, "another-storage-key-J8sKd92mQx7Lw0Zt")
        later = await stack.enter_async_context(replica(database))
        keyless = await stack.enter_async_context(replica(database, book))
        await later.until(KEY)
        await keyless.until("")
    part = book.part("wallet")

    assert part is not None
    assert "down" == part.state
