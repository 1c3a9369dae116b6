"""Payments of the release before, brought into the states that a conversation seldom shows."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from common.crypto import Keyring
from common.db import Database
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
        Account("http://127.0.0.1:9/omari", KEYS["merchant_key"]),
        call_limit=timedelta(seconds=30),
        make_client=lambda: httpx.AsyncClient(transport=httpx.MockTransport(handler)),
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

    await bring_started(at)
    await bring_charged(at)
    await bring_ended(at)


async def doubtful(story: Story) -> Story:
    """Have the charge's answer lost."""
    await (await story.started()).asks("submit_otp", _OTP)
    return await story.hears(lost())


async def refused(story: Story) -> Story:
    """Have a code refused."""
    await (await story.started()).asks("submit_otp", _OTP)
    return await story.hears(reply("055"))


async def bring_started(at: Callable[..., Story]) -> None:
    """Stop before any charge."""
    await at("new").opens()
    await (await at("start_again").opens()).hears(httpx.ConnectError("refused"))
    await (await at("starting").opens()).claims()
    await at("awaiting").started()
    await (await at("code_waits").started()).asks("submit_otp", _OTP)
    await (await at("resent").started()).asks("resend")


async def bring_charged(at: Callable[..., Story]) -> None:
    """Leave a charge that is under way, in doubt or refused."""
    await (await (await at("charging").started()).asks("submit_otp", _OTP)).claims()
    story = await (await at("charging_cancelled").started()).asks("submit_otp", _OTP)
    await story.claims()
    await story.asks("cancel")
    await doubtful(at("unknown", 9 * _SECOND))
    await (await doubtful(at("asking", 11 * _SECOND))).later(11 * _SECOND).claims()
    await (await doubtful(at("absent_once", 31 * _SECOND))).later(31 * _SECOND).hears(reply("025"))
    await (await refused(at("closing_cancel"))).asks("cancel")
    await (await refused(at("closing_resend"))).asks("resend")
    await refused(at("wrong_code"))
    await (
        (await refused(at("closing_expire", 15 * _MINUTE)))
        .later(15 * _MINUTE)
        .ages("payments.expire")
    )


async def bring_ended(at: Callable[..., Story]) -> None:
    """End in each way, or be left to a person."""
    story = await (await at("succeeded").started()).asks("submit_otp", _OTP)
    await story.hears(reply(paymentReference="P-succeeded", debitReference="D-succeeded"))
    story = await (await at("declined").started()).asks("submit_otp", _OTP)
    await story.hears(reply("051"))
    story = await doubtful(at("watched", 21 * _MINUTE))
    await story.later(16 * _MINUTE).hears(reply("025"))
    await story.later(2 * _MINUTE).hears(reply("025"))
    await (await at("expired", 16 * _MINUTE).started()).later(16 * _MINUTE).ages("payments.expire")
    await (await at("cancelled").started()).asks("cancel")
    story = await (await at("held").started()).asks("submit_otp", _OTP)
    await story.hears(reply("010"))
