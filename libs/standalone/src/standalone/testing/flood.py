"""One customer who has written far too often: messages that already wait in one lane."""

from collections.abc import Iterable

from common.clock import to_z, utc_now
from common.contracts import Address, WhatsAppMessageReceived
from common.ids import new_id
from common.lanes.store import inbox
from common.wiring import Envelope
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from standalone.environment import PHONE_NUMBER_ID
from standalone.testing.inside import InsideHouse

_TOGETHER = 10_000


async def flood(house: InsideHouse, number: str, count: int) -> None:
    """Put messages of one customer into flow-engine's inbox, due at once, in one commit."""
    envelopes = list(_envelopes(house, number, count))
    async with AsyncSession(house.database) as session:
        await session.execute(text("set search_path = flow_engine"))
        await session.execute(text("begin"))
        for start in range(0, count, _TOGETHER):
            await inbox.receive(session, envelopes[start : start + _TOGETHER])
        await session.execute(text("commit"))
        await session.execute(text("analyze inbox"))


async def waiting(house: InsideHouse, number: str) -> int:
    """Return how many messages of a customer still wait."""
    statement = text("select count(*) from flow_engine.inbox where key = :key and done_at is null")
    return (await house.database.execute(statement, {"key": number})).scalar_one()


def _envelopes(house: InsideHouse, number: str, count: int) -> Iterable[Envelope]:
    now = utc_now()
    for n in range(count):
        message = WhatsAppMessageReceived(
            phone_number_id=PHONE_NUMBER_ID,
            message_id=f"wamid.flood.{number}.{n}",
            sender=Address(phone=number),
            sent_at=now,
            kind="text",
            content={"type": "text", "text": {"body": "menu"}},
        )
        identity = str(new_id())
        yield Envelope(
            id=identity,
            source="gateway-webhooks",
            type=message.TYPE,
            time=to_z(now),
            key=number,
            priority=message.PRIORITY,
            body=house.bus.seal(message.model_dump_json().encode(), f"envelope:{identity}"),
        )
