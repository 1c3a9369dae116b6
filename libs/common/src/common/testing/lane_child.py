"""A process of toy services that may be killed at a named point: `python -m … <url> [<point>]`.

It accepts four notes; each becomes an effect, a request, a reply and a job, whichever process
does it. A second run goes on where the first was killed.
"""

import asyncio
import sys
from datetime import timedelta

import httpx

from common.crash import arm
from common.lanes.api import Claim, Delivery, HandlerSet, ServiceCall, UnitOfWork
from common.testing.lane_caller import ToyCaller, add_job
from common.testing.lanes import FIRST, SECOND, LaneHouse, Note, Reply, a_row, settled, write_effect

NOTES = 4
_MINUTE = timedelta(minutes=1)


async def _on_note(uow: UnitOfWork, delivery: Delivery) -> None:
    await write_effect(uow, delivery)
    uow.send(Reply(text=delivery.id), key=delivery.key)
    uow.request(ServiceCall("other", "PUT", "/v1/x", {}, delivery.key or "", _MINUTE))


async def _on_reply(uow: UnitOfWork, delivery: Delivery) -> None:
    await write_effect(uow, delivery)
    await add_job(uow, delivery.key or "")


async def _outside(_claim: Claim) -> str:
    return "ok"


async def _run(url: str, point: str | None) -> None:
    house = LaneHouse(url)
    other = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(202)), base_url="http://other"
    )
    first = house.runtime(FIRST, HandlerSet({Reply.TYPE: _on_reply}), callers=[ToyCaller(_outside)])
    second = house.runtime(SECOND, HandlerSet({Note.TYPE: _on_note}), client_for=lambda _: other)
    async with first, second:
        await settled(first, second)
        if point:
            arm(point, nth=2)
        for number in range(NOTES):
            note = a_row(Note(text=str(number)), f"k{number}", dedupe=f"note:{number}")
            await first.accept([note])
            await asyncio.sleep(0.05)
        await settled(first, second)
    await other.aclose()
    await house.close()


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None))  # noqa: PLR2004 - argv
