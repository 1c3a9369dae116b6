"""The same `Idempotency-Key` gives the same answer; another body under it is refused."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from common.db.migrate import Operations
from common.errors import RefusedError
from common.lanes.store.driver import fetch

_LONGEST = 255
_OLD = """
select scope, key from idempotency_key
where created_at < mari_now() - make_interval(days => $1) order by created_at limit $2
"""
_FORGET = """
delete from idempotency_key i using unnest($1::text[], $2::text[]) as r (scope, key)
where i.scope = r.scope and i.key = r.key returning 1
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A remembered answer: its status and its JSON."""

    status: int
    body: Any


def create_v1(op: Operations, schema: str) -> None:
    """Create the table of remembered answers in a service's first migration."""
    op.execute(
        f"""
        create table {schema}.idempotency_key (
          scope text not null, key text not null, fingerprint bytea not null,
          status int not null, body bytea not null,
          created_at timestamptz not null default {schema}.mari_now(),
          primary key (scope, key))
        """
    )
    op.execute(f"create index on {schema}.idempotency_key (created_at)")


def fingerprint(*parts: bytes) -> bytes:
    """Return the digest by which two requests are the same."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


async def remembered(
    session: AsyncSession,
    *,
    scope: str,
    key: str | None,
    print_: bytes,
    run: Callable[[], Awaitable[Answer]],
) -> Answer:
    """Run once per key in this transaction, and give the remembered answer ever after.

    Two that come at once wait for one another. Raises RefusedError for another body or a key
    that is too long. Without a key it just runs.
    """
    if key is None:
        return await run()
    if not 0 < len(key) <= _LONGEST:
        raise RefusedError("Idempotency-Key has 1 to 255 characters.", code="idempotency:bad_key")
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"{scope}\x1f{key}"},
    )
    found = (
        await session.execute(
            text(
                "select fingerprint, status, body from idempotency_key"
                " where scope = :scope and key = :key"
            ),
            {"scope": scope, "key": key},
        )
    ).one_or_none()
    if found is not None:
        if bytes(found.fingerprint) != print_:
            raise RefusedError(
                "This Idempotency-Key was used with another body: use a new key.",
                code="idempotency:other_body",
            )
        return Answer(found.status, orjson.loads(found.body))
    answer = await run()
    await session.execute(
        text(
            "insert into idempotency_key (scope, key, fingerprint, status, body)"
            " values (:scope, :key, :print, :status, :body)"
        ),
        {
            "scope": scope,
            "key": key,
            "print": print_,
            "status": answer.status,
            "body": orjson.dumps(answer.body),
        },
    )
    return answer


async def find_old(session: AsyncSession, most: int, *, days: int) -> list[tuple[str, str]]:
    """Return scope and key of answers older than `days`."""
    rows = await fetch(session, _OLD, days, most)
    return [(row.scope, row.key) for row in rows]


async def forget(session: AsyncSession, named: Sequence[tuple[str, str]]) -> int:
    """Forget answers by scope and key; returns how many."""
    columns = [scope for scope, _ in named], [key for _, key in named]
    return len(await fetch(session, _FORGET, *columns))
