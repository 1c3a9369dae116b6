"""A house as a place that answers: every service, in either form, and its customers."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from standalone.testing.graph_door import Replies
from standalone.testing.webhooks import Sent, messages_body, statuses_body

from benchmarks.closed_loop import Postman

_WORDS = "menu"


class House(Protocol):
    """A measured house."""

    @property
    def graph(self) -> Replies:
        """What the Graph API's stand-in accepted."""
        ...

    async def post(self, body: bytes) -> None:
        """Post a webhook as Meta does."""
        ...

    async def idle(self) -> None:
        """Wait until no service has anything left to do."""
        ...


class WholeHouse:
    """A turn: a signed webhook, and the reply that the Graph API's stand-in accepted."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.postman = Postman[Sent](self._report)

    async def turn(self, customer: str) -> None:
        """Write, and return when the reply was accepted."""
        reply = self._house.graph.reply_to(customer)
        await self._house.post(messages_body([(customer, _WORDS)]))
        self.postman.take(await reply)

    async def settled(self) -> None:
        """Return when every status has been processed."""
        await self.postman.finished()
        await self._house.idle()
        self._house.graph.forget()

    async def _report(self, due: Sequence[tuple[Sent, str]]) -> None:
        await self._house.post(statuses_body(due))


@asynccontextmanager
async def whole_house(house: House) -> AsyncGenerator[WholeHouse]:
    """Report statuses for the time of the block."""
    place = WholeHouse(house)
    reporting = asyncio.ensure_future(place.postman.run())
    try:
        yield place
    finally:
        reporting.cancel()
