"""A customer who buys whatever happens: patient, and truthful about what was heard."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from common.payments.domain import Policy

from standalone.testing.addressed import API_KEY
from standalone.testing.chat import Chat, Message

PATIENCE = 240.0
CODE_SECONDS = Policy().start_window.total_seconds()
"""The code comes within so long, or the payment is given up: others may hang before it."""
_QUIET = 25.0
_SILENCE = 40.0


async def to_the_code(chat: Chat, amount: str, *, wallet: str | None = None) -> None:
    """Go from "pay" to the prompt for the code, for a customer with one open order."""
    await chat.asks("pay", "Pay for this one")
    await chat.taps("pay", "How much would you like to pay")
    await chat.asks(amount, "Which number is the wallet")
    if wallet is not None:
        await chat.asks(wallet, "not the number of this chat.*Does its owner agree")
        await chat.taps("Yes", "Reference of the code", within=CODE_SECONDS)
        return
    await chat.asks(chat.wa_id, "Reference of the code", within=CODE_SECONDS)


@dataclass(slots=True)
class Purchase:
    """One order, paid once in full through the chat while the house may be killed at any time."""

    chat: Chat
    origin: str
    total_minor: int = 5000
    reference: str = ""
    codes: list[str] = field(default_factory=list[str])
    """Every code that was typed, also where a late prompt made it answer another question."""
    heard: list[str] = field(default_factory=list[str])

    async def make(self) -> bool:
        """Order and pay; returns as `go_on` does."""
        await self._order()
        await self.chat.say("pay")
        return await self.go_on()

    async def go_on(self) -> bool:
        """Talk until the receipt, asking again after a silence as people do.

        False: the customer was told that nobody knows yet, and nothing came since.

        Raises AssertionError for a silence that nothing was said about.
        """
        last = spoke = time.monotonic()
        while time.monotonic() - last < PATIENCE:
            if time.monotonic() - max(last, spoke) > _SILENCE:
                spoke = time.monotonic()
                await self.chat.say("pay")
            for message in await self.chat.news(wait=2):
                last = time.monotonic()
                self.heard.append(message.text)
                if "Receipt" in message.text:
                    return True
                await self._answer(message)
            if self._told_unknown() and time.monotonic() - last > _QUIET:
                return False
        raise AssertionError(f"{self.chat.wa_id} got no receipt but heard {self.heard}")

    def _told_unknown(self) -> bool:
        return any("do not pay again" in text for text in self.heard[-2:])

    async def _answer(self, message: Message) -> None:
        text = message.text
        if "Pay for this one" in text:
            await self.chat.tap_on(message, "pay")
        elif "still open, so I do not start" in text:
            await self.chat.tap_on(message, "Check")
        elif "How much would you like to pay" in text:
            await self.chat.tap_on(message, self._full())
        elif "Which number is the wallet" in text:
            await self.chat.say(self.chat.wa_id)
        elif re.search(r"code.*SMS|SMS.*code", text, re.DOTALL) or "not right" in text:
            await self._type_code(text)
        elif re.search("could not start|ran out|went wrong|was not made|did not go", text):
            await self.chat.say("pay")

    def _full(self) -> str:
        return f"{self.total_minor / 100:.2f}"

    async def _type_code(self, prompt: str) -> None:
        texts = await self.chat.sms()
        matching = [sms for sms in texts if set(_references(sms)) & set(_references(prompt))]
        found = re.search(r"\b(\d{6})\b", (matching or texts or [""])[-1])
        if found is not None:
            self.codes.append(found.group(1))
            await self.chat.say(found.group(1))

    async def _order(self) -> None:
        body = {
            "kind": "order",
            "customer": {"wa_id": self.chat.wa_id, "name": "Tendai"},
            "description": "Solar lamp",
            "currency": "USD",
            "total_minor": self.total_minor,
        }
        headers = {"X-Api-Key": API_KEY, "Idempotency-Key": f"order-{self.chat.wa_id}"}
        while True:
            try:
                async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
                    answer = await client.post(
                        f"{self.origin}/api/orders", json=body, headers=headers
                    )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                order: dict[str, Any] = answer.json()
                self.reference = order["reference"]
                return
            await asyncio.sleep(0.2)


def _references(text: str) -> list[str]:
    return re.findall(r"\b[A-Z]{4}\b", text)
