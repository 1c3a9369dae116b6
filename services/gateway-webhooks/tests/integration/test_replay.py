"""Archived items can be sent again: counted first, never twice to who has had them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from common.db import Database
from common.service_tokens import ServiceAuth
from common.testing.identities import identity_of
from sqlalchemy import text

pytestmark = pytest.mark.database

Build = Callable[..., dict[str, Any]]
Post = Callable[..., Awaitable[httpx.Response]]
Replay = Callable[..., Awaitable[httpx.Response]]
TEXT = {"type": "text", "text": {"body": "the code is 482913"}}


@pytest.fixture
def replay(client: httpx.AsyncClient) -> Replay:
    """Ask for a replay as the operator's command does."""
    auth = ServiceAuth(identity_of("operator"), audience="gateway-webhooks")

    async def ask(**order: object) -> httpx.Response:
        body = {"by": "ops@host", "dry_run": False, **order}
        return await client.post("/v1/events/replay", json=body, auth=auth)

    return ask


@pytest.fixture
async def sent(post: Post, a_message: Build, transport: Any, database: Database) -> list[Any]:
    """Give the envelopes of two messages and a status that have gone out."""
    status = {"id": "wamid.S", "status": "read", "timestamp": "1795000000"}
    await post(a_message(TEXT))
    await post(a_message(TEXT | {"id": "wamid.B"}, statuses=[status]))
    async with asyncio.timeout(10):
        envelopes = [await transport.sent.get() for _ in range(3)]
        while await _unsent(database):  # noqa: ASYNC110 - the database has no event to wait for
            await asyncio.sleep(0.02)
    return envelopes


async def _unsent(database: Database) -> int:
    async with database.begin() as session:
        found = await session.execute(text("select count(*) from outbox where sent_at is null"))
        return found.scalar_one()


async def _again(transport: Any, count: int) -> set[str]:
    async with asyncio.timeout(10):
        return {(await transport.sent.get()).id for _ in range(count)}


async def test_nothing_that_narrows_it_is_refused(replay: Replay) -> None:
    """Nobody means the whole archive."""
    answer = await replay()

    assert (answer.status_code, answer.json()["code"]) == (422, "events:everything")


async def test_a_replay_needs_the_service_token(client: httpx.AsyncClient) -> None:
    """A stranger replays nothing."""
    answer = await client.post("/v1/events/replay", json={"by": "x", "id": "wa:2278:wamid.A"})

    assert answer.status_code == 401


@pytest.mark.parametrize("order", [{"limit": 0}, {"limit": 5001}, {"since": "yesterday"}])
async def test_an_order_out_of_bounds_is_refused(replay: Replay, order: dict[str, Any]) -> None:
    """A limit is a limit, a time is a time with its zone."""
    assert (await replay(type="x", **order)).status_code == 422


async def test_a_dry_run_counts_and_sends_nothing(
    replay: Replay, sent: list[Any], transport: Any
) -> None:
    """What would be done is known before it is done."""
    told = (await replay(since="2026-01-01T00:00:00Z", dry_run=True)).json()

    assert (told["counts"]["ready"], told["replayed"]) == (3, 0)
    assert told["types"] == {"whatsapp.message_received.v1": 2, "whatsapp.status_received.v1": 1}
    await asyncio.sleep(0.2)
    assert transport.sent.empty()


async def test_a_replayed_item_is_the_same_envelope(
    replay: Replay, sent: list[Any], transport: Any
) -> None:
    """Its id is what receivers know it by: who has had it does nothing."""
    told = (await replay(since="2026-01-01T00:00:00Z")).json()

    assert told["replayed"] == 3
    assert await _again(transport, 3) == {envelope.id for envelope in sent}


@pytest.mark.parametrize(
    ("order", "count"),
    [
        ({"type": "whatsapp.status_received.v1"}, 1),
        ({"key": "263771230045"}, 2),
        ({"phone_number_id": "2278"}, 3),
        ({"phone_number_id": "9999"}, 0),
        ({"id": "wa:2278:wamid.A"}, 1),
        ({"id": "wa:2278:wamid.unknown"}, 0),
        ({"key": "263771230045", "limit": 1}, 1),
        ({"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}, 0),
    ],
)
async def test_only_what_matches_is_sent(
    replay: Replay, sent: list[Any], order: dict[str, Any], count: int
) -> None:
    """By type, by customer, by number, by time, or one by its key."""
    assert (await replay(**order)).json()["replayed"] == count


async def test_one_item_is_found_by_the_id_of_its_envelope(
    replay: Replay, sent: list[Any], transport: Any
) -> None:
    """The id that stands in timelines and in parked rows of its receivers."""
    assert (await replay(id=str(sent[0].id))).json()["replayed"] == 1
    assert await _again(transport, 1) == {sent[0].id}


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        ("body = ''", "erased"),
        ("created_at = created_at - interval '8 days'", "too_old"),
        ("sent_at = null, parked_at = now()", "waiting"),
        ("target = 'archive'", "unread"),
    ],
)
async def test_what_cannot_be_sent_again_is_counted_by_its_reason(
    replay: Replay, sent: list[Any], database: Database, change: str, fate: str
) -> None:
    """An erased code, what receivers may have forgotten, what waits, and what nobody reads."""
    async with database.begin() as session:
        await session.execute(text(f"update outbox set {change}"))  # noqa: S608 - constants only
    told = (await replay(since="2026-01-01T00:00:00Z")).json()

    assert (told["replayed"], told["counts"][fate]) == (0, 3)


async def test_an_answer_shows_no_body_key_or_number(replay: Replay, sent: list[Any]) -> None:
    """Counts, types and times."""
    answer = await replay(key="263771230045")

    assert "2637" not in answer.text
    assert "482913" not in answer.text
