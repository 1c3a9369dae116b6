"""What was answered with 200 is in the database, once, sealed, and for as long as it should be."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from common.clock import to_z
from common.contracts import SecretConsumed
from common.crypto import Keyring
from common.db import Database
from common.lanes.store.inbox import receive
from common.lanes.unit_of_work import Unit
from common.service_tokens import ServiceAuth
from common.testing.clock import NOON
from common.testing.identities import identity_of
from common.testing.postgres import TestServer
from common.wiring import Envelope
from gateway_webhooks.consumers import age_out_schedule
from gateway_webhooks.service import erase_secrets
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

pytestmark = pytest.mark.database

Build = Callable[..., dict[str, Any]]
Post = Callable[..., Awaitable[httpx.Response]]
TEXT = {"type": "text", "text": {"body": "the code is 482913"}}
CONSUMED = SecretConsumed(phone_number_id="2278", message_id="wamid.A")


class Moment(Unit):
    """A unit of work at a time of the test's choosing, which sends nothing."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session = session
        self.now = now


async def _rows(database: Database) -> Sequence[Row[Any]]:
    async with database.begin() as session:
        found = await session.execute(
            text("select dedupe, target, body, created_at, sent_at from outbox order by seq")
        )
        return found.all()


async def _all_sent(database: Database) -> None:
    for _ in range(500):
        if all(row.sent_at for row in await _rows(database)):
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


async def _first_body_when_erased(database: Database) -> bytes:
    body = b"?"
    for _ in range(500):
        body = bytes((await _rows(database))[0].body)
        if not body:
            break
        await asyncio.sleep(0.02)
    return body


async def test_an_accepted_item_is_committed_and_sealed(
    post: Post, a_message: Build, database: Database
) -> None:
    """Another connection sees the row; nobody can read in it."""
    answer = await post(a_message(TEXT))
    (row,) = await _rows(database)

    assert (answer.status_code, row.dedupe) == (200, "wa:2278:wamid.A")
    assert b"482913" not in bytes(row.body)


async def test_w_e3_the_same_webhook_three_times_at_once_is_one_row(
    post: Post, a_message: Build, database: Database
) -> None:
    """The dedupe is atomic: near-simultaneous copies are all acknowledged, and are one."""
    answers = await asyncio.gather(*(post(a_message(TEXT)) for _ in range(3)))

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(await _rows(database)) == 1


async def test_the_answer_waits_for_the_commit(
    post: Post, a_message: Build, database: Database
) -> None:
    """While the table is locked nobody is told "received"."""
    async with database.begin() as session:
        await session.execute(text("lock table outbox in exclusive mode"))
        waiting = asyncio.ensure_future(post(a_message(TEXT)))
        await asyncio.sleep(0.3)
        assert not waiting.done()

    assert (await waiting).status_code == 200
    assert len(await _rows(database)) == 1


async def test_w_e5_a_database_that_is_gone_gives_503(
    post: Post, a_message: Build, database_url: str, postgres: TestServer
) -> None:
    """Not stored is not acknowledged."""
    assert (await post(a_message(TEXT))).status_code == 200

    await postgres.drop(database_url)
    answer = await post(a_message(TEXT | {"id": "wamid.B"}))

    assert answer.status_code == 503
    assert answer.json()["retryable"] is True
    assert "retry-after" in answer.headers


async def test_items_reach_the_transport_and_archived_ones_stay(
    post: Post, a_message: Build, database: Database, transport: Any
) -> None:
    """Messages and statuses go on; what nobody reads is only kept."""
    status = {"id": "wamid.S", "status": "read", "timestamp": "1795000000"}
    await post(a_message(TEXT, statuses=[status], errors=[{"code": 131000}]))
    async with asyncio.timeout(10):
        sent = [await transport.sent.get() for _ in range(2)]

    assert {envelope.type for envelope in sent} == {
        "whatsapp.message_received.v1",
        "whatsapp.status_received.v1",
    }
    assert len(await _rows(database)) == 3


async def test_a_consumed_secret_is_erased_and_stays_known(
    post: Post, a_message: Build, database: Database
) -> None:
    """The body is emptied, the key stays: a repeated delivery brings nothing back."""
    await post(a_message(TEXT))
    await post(a_message(TEXT | {"id": "wamid.B"}))
    await _all_sent(database)
    async with database.begin() as session:
        await erase_secrets(session, [CONSUMED, CONSUMED])
    await post(a_message(TEXT))
    erased, other = await _rows(database)

    assert (erased.dedupe, bytes(erased.body)) == ("wa:2278:wamid.A", b"")
    assert bytes(other.body) != b""


async def test_what_is_archived_of_somebody_is_erased_be_it_read_or_not(
    post: Post, a_message: Build, database: Database, client: httpx.AsyncClient
) -> None:
    """Messages, what nobody reads, and what nobody can read; of everybody else it all stays."""
    await post(a_message(TEXT))
    await post(a_message({"type": "revoke", "id": "wamid.R"}))
    await post(a_message({"type": "text", "id": None}))
    await post(a_message(TEXT | {"id": "wamid.O", "from": "263779999999"}))
    await _all_sent(database)
    auth = ServiceAuth(identity_of("flow-engine"), audience="gateway-webhooks")
    order = {"keys": ["263771230045"]}
    answer = await client.post("/v1/events/erase", json=order, auth=auth)

    assert answer.json() == {"erased": 3}
    assert [bool(row.body) for row in await _rows(database)] == [False, False, False, True]
    async with database.begin() as session:
        keys = await session.scalars(text("select key from outbox order by seq"))
        assert list(keys) == ["", "", "", "263779999999"]


@pytest.mark.parametrize("key", ["2278:263771230045", None])
async def test_the_news_of_a_consumed_secret_erases_the_archived_copy(
    key: str | None, post: Post, a_message: Build, database: Database, bus_keyring: Keyring
) -> None:
    """However flow-engine sends it, in a lane or order-free, the body is gone soon after."""
    await post(a_message(TEXT))
    await _all_sent(database)
    body = bus_keyring.seal(CONSUMED.model_dump_json().encode(), "envelope:news")
    news = Envelope("news", "flow-engine", CONSUMED.TYPE, to_z(NOON), key, 0, body)
    async with database.begin() as session:
        await receive(session, [news])

    assert await _first_body_when_erased(database) == b""


async def test_old_items_go_and_unsent_ones_stay(
    post: Post, a_message: Build, database: Database
) -> None:
    """After 45 days finished rows are deleted; what was not sent is never aged out."""
    await post(a_message(TEXT, errors=[{"code": 131000}]))
    await post(a_message(TEXT | {"id": "wamid.B"}))
    await _all_sent(database)
    sweep = age_out_schedule(days=45)
    async with database.begin() as session:
        await session.execute(
            text(
                "update outbox set sent_at = null, parked_at = created_at"
                " where dedupe = 'wa:2278:wamid.B'"
            )
        )
    latest = max(row.created_at for row in await _rows(database))
    async with database.begin() as session:
        early = await sweep.find(Moment(session, latest + timedelta(days=44)), 10)
        late = await sweep.find(Moment(session, latest + timedelta(days=46)), 10)
        gone = await sweep.do(Moment(session, latest), late)

    assert (len(early), len(late), gone) == (0, 2, 2)
    assert [row.dedupe for row in await _rows(database)] == ["wa:2278:wamid.B"]


async def test_the_timeline_tells_what_happened_and_no_more(
    post: Post, a_message: Build, client: httpx.AsyncClient
) -> None:
    """Our own services see types and times; never a word of the customer's."""
    await post(a_message(TEXT))
    auth = ServiceAuth(identity_of("standalone"), audience="gateway-webhooks")
    answer = await client.get("/v1/timeline", auth=auth)

    assert answer.json()["rows"][0]["type"] == "whatsapp.message_received.v1"
    assert "482913" not in answer.text


async def test_the_gateway_is_ready_once_it_runs(client: httpx.AsyncClient) -> None:
    """Health names the parts; it needs no key."""
    answer = await client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["service"] == "gateway-webhooks"
    assert json.dumps(answer.json()).count("down") == 0
