"""A process of toy services that may be killed at a named point, with or without a broker.

It accepts four notes; each becomes an effect, a request, a reply and a job, whichever process
does it. A second run goes on where the first was killed.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from common.crash import ASIDE_POINTS, arm
from common.lanes.api import Claim, Delivery, HandlerSet, ServiceCall, UnitOfWork
from common.messaging.amqp import AmqpTransport
from common.testing.identities import ANYTHING, identity_of
from common.testing.lane_caller import ToyCaller, add_job
from common.testing.lanes import (
    FIRST,
    SECOND,
    TOPICS,
    LaneHouse,
    Note,
    Reply,
    a_row,
    settled,
    until,
    write_effect,
)

NOTES = 4
_MINUTE = timedelta(minutes=1)


async def _on_note(uow: UnitOfWork, delivery: Delivery) -> None:
    await write_effect(uow, delivery)
    uow.send(Reply(text=delivery.id), key=delivery.key)
    uow.request(ServiceCall("other", "PUT", "/v1/x", {}, delivery.key or "", _MINUTE))


async def _on_reply(uow: UnitOfWork, delivery: Delivery) -> None:
    await write_effect(uow, delivery)
    await add_job(uow, delivery.key or "")


class _Hesitant(ToyCaller):
    """Cannot claim a lane at the first try, so that each is set aside once."""

    async def claim(
        self, session: AsyncSession, lanes: Sequence[str], token: UUID, now: datetime
    ) -> Sequence[Claim]:
        """Fail for lanes that were never set aside."""
        tried = await session.execute(
            text("select key from lane where loop = 'toy' and failures > 0 and key = any(:keys)"),
            {"keys": list(lanes)},
        )
        if set(lanes) - {row.key for row in tried}:
            raise KeyError("not yet")
        return await super().claim(session, lanes, token, now)


async def _outside(_claim: Claim) -> str:
    return "ok"


async def run_toys(house: LaneHouse, *, point: str = "", amqp_url: str = "") -> int:
    """Run the process against a house's databases; returns its exit code."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "common.testing.lane_child", house.url),
        *(f"--point={point}", f"--amqp={amqp_url}"),
    )
    return await asyncio.wait_for(process.wait(), 60)


@dataclass(frozen=True, slots=True)
class Done:
    """What the toy services have to show for the notes."""

    effects: Sequence[str]
    replies: Sequence[str]
    jobs: Sequence[str]
    unsent: int

    @property
    def is_each_once(self) -> bool:
        """Tell whether every note has one effect, one reply and one job, and nothing is left.

        A job whose process died during its call is in doubt: at most the two that were claimed.
        """
        effects = [str(n) for n in range(NOTES)]
        is_answered = len(self.replies) == len(set(self.replies)) == NOTES
        is_called = len(self.jobs) == NOTES and self.jobs.count("ok") >= NOTES - 2
        is_known = set(self.jobs) <= {"ok", "doubt"} and self.unsent == 0
        return sorted(self.effects) == effects and is_answered and is_called and is_known


async def what_was_done(house: LaneHouse) -> Done:
    """Read what the toy services have to show."""
    jobs = [row.status for row in await house.rows(FIRST, "select status from job")]
    unsent = await house.rows(SECOND, "select 1 from outbox where sent_at is null")
    return Done(await house.effects(SECOND), await house.effects(FIRST), jobs, len(unsent))


async def _run(url: str, point: str, amqp_url: str) -> None:
    house = LaneHouse(url)
    if amqp_url:
        house.carriers = lambda service: AmqpTransport(
            amqp_url, identity_of(service), reads=TOPICS.__contains__, admission=ANYTHING
        )
    other = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(202)), base_url="http://other"
    )
    caller = _Hesitant(_outside) if point in ASIDE_POINTS else ToyCaller(_outside)
    first = house.runtime(FIRST, HandlerSet({Reply.TYPE: _on_reply}), callers=[caller])
    second = house.runtime(SECOND, HandlerSet({Note.TYPE: _on_note}), client_for=lambda _: other)

    async def is_answered(number: int) -> bool:
        return len(await house.effects(FIRST)) > number

    async def is_called() -> bool:
        return not await house.rows(FIRST, "select 1 from job where status = 'new'")

    async with first, second:
        await settled(first, second)
        if point:
            arm(point, nth=2)
        for number in range(NOTES):
            note = a_row(Note(text=str(number)), f"k{number}", dedupe=f"note:{number}")
            await first.accept([note])
            # One after the other; what the broker still carries is in no table.
            await until(partial(is_answered, number), seconds=30)
        await settled(first, second)
        await until(is_called, seconds=30)
        await settled(first, second)
    await other.aclose()
    await house.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--point", default="")
    parser.add_argument("--amqp", default="")
    given = parser.parse_args()
    asyncio.run(_run(given.url, given.point, given.amqp))
