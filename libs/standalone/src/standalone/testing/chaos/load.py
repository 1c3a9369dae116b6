"""What goes on meanwhile: customers who write numbered messages, and customers who buy."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import httpx
import orjson
from common.clock import utc_now
from common.signatures import sign_hub
from common.spread import SpreadTransport
from common.unanswered import UNANSWERED

from standalone.environment import PHONE_NUMBER_ID
from standalone.testing.addressed import APP_SECRET
from standalone.testing.chaos.house import ChaosHouse
from standalone.testing.chat import Chat
from standalone.testing.purchase import Purchase
from standalone.testing.webhooks import messages_body

_PATH: Final = "/webhooks/whatsapp"
_AGAIN_SECONDS: Final = 0.3
_REPEATED: Final = 0.05
"""The share of accepted webhooks that Meta sends once more."""
_EVERY_SECONDS: Final = 8.0
"""Between two messages of one customer: Meta takes one answer every six seconds."""
_ROUNDS: Final = 8


@dataclass(slots=True)
class Talkers:
    """Customers who each write a numbered message again and again, the next once one was taken."""

    house: ChaosHouse
    rate: float
    """Messages a second, of all together."""
    dice: random.Random
    accepted: Counter[str] = field(default_factory=Counter[str])
    """How many of each number's messages were answered with 200."""

    async def run(self, stop: asyncio.Event) -> None:
        """Write until stopped; what is under way is brought to its end."""
        customers = round(self.rate * _EVERY_SECONDS)
        every = customers / self.rate
        transport = SpreadTransport(httpx.Limits(max_connections=customers + 10))
        async with httpx.AsyncClient(
            base_url=self.house.origin, timeout=15, transport=transport, trust_env=False
        ) as client:
            numbers = [f"26371{n:07d}" for n in range(customers)]
            await self._greet(numbers)
            await asyncio.gather(*(self._talk(client, n, every, stop) for n in numbers))

    async def _greet(self, numbers: Sequence[str]) -> None:
        """Write once through the phones, so that Meta lets us answer for a day."""
        async with self.house.phones() as phones:
            chats = [Chat(phones, number) for number in numbers]
            await asyncio.gather(*(chat.say("menu") for chat in chats))

    async def _talk(
        self, client: httpx.AsyncClient, number: str, every: float, stop: asyncio.Event
    ) -> None:
        await asyncio.sleep(self.dice.uniform(0, every))
        for nth in count(1):
            if stop.is_set():
                return
            begun = time.monotonic()
            body = _numbered(number, nth)
            await _deliver(client, body)
            self.accepted[number] = nth
            if self.dice.random() < _REPEATED:
                await _deliver(client, body)
            await asyncio.sleep(max(0.0, every - (time.monotonic() - begun)))


def wamid(number: str, nth: int) -> str:
    """Return the id of a talker's message."""
    return f"wamid.chaos.{number}.{nth}"


def dedupe_of(number: str, nth: int) -> str:
    """Return the key by which the gateway knows it."""
    return f"wa:{PHONE_NUMBER_ID}:{wamid(number, nth)}"


def _numbered(number: str, nth: int) -> bytes:
    body = orjson.loads(messages_body([(number, "menu")]))
    message = body["entry"][0]["changes"][0]["value"]["messages"][0]
    message["id"] = wamid(number, nth)
    message["timestamp"] = str(int(utc_now().timestamp()))
    return orjson.dumps(body)


async def _deliver(client: httpx.AsyncClient, body: bytes) -> None:
    """Send a webhook until it is answered with 200, as Meta does."""
    headers = {
        "X-Hub-Signature-256": sign_hub(body, APP_SECRET),
        "Content-Type": "application/json",
    }
    while True:
        with contextlib.suppress(*UNANSWERED):
            if (await client.post(_PATH, content=body, headers=headers)).is_success:
                return
        await asyncio.sleep(_AGAIN_SECONDS)


@dataclass(slots=True)
class Buyers:
    """Customers who each buy one thing, so many at once, one after another."""

    house: ChaosHouse
    at_once: int
    least: int
    purchases: list[Purchase] = field(default_factory=list[Purchase])
    waiting: list[Purchase] = field(default_factory=list[Purchase])
    """Who was told that nobody knows yet."""
    untold: list[str] = field(default_factory=list[str])
    """What those heard who were left without any answer."""

    async def run(self, stop: asyncio.Event) -> None:
        """Buy until stopped, and until so many have bought."""
        async with self.house.phones() as phones:
            await asyncio.gather(*(self._shop(phones, stop) for _ in range(self.at_once)))

    async def until_told(self) -> None:
        """Talk on until everyone who was told to wait has a receipt: minutes at most."""
        async with self.house.phones() as phones:
            for purchase in self.waiting:
                purchase.chat.client = phones
            for _ in range(_ROUNDS):
                waiting, self.waiting = self.waiting, []
                await asyncio.gather(*(self._go_on(purchase) for purchase in waiting))
        self.untold += [str(purchase.heard[-3:]) for purchase in self.waiting]

    async def _shop(self, phones: httpx.AsyncClient, stop: asyncio.Event) -> None:
        while not stop.is_set() or len(self.purchases) < self.least:
            number = f"26378{len(self.purchases):07d}"
            purchase = Purchase(Chat(phones, number), self.house.origin)
            self.purchases.append(purchase)
            await self._note(purchase, begins=True)

    async def _go_on(self, purchase: Purchase) -> None:
        await self._note(purchase, begins=False)

    async def _note(self, purchase: Purchase, *, begins: bool) -> None:
        try:
            is_paid = await (purchase.make() if begins else purchase.go_on())
        except AssertionError as error:
            self.untold.append(str(error))
        else:
            if not is_paid:
                self.waiting.append(purchase)
