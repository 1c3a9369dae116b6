"""A customer with a phone: writes, taps, reads, and looks at the SMS inbox."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

_PATIENCE = 15.0
"""Seconds within which whatever a customer does is answered, however slow the provider is."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message on the customer's phone."""

    n: int
    direction: str
    type: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    status: str = ""

    def option(self, title: str) -> str:
        """Return the id of the button or row whose title holds these words."""
        for identity, shown in (*self.buttons, *self.rows):
            if title.lower() in shown.lower():
                return identity
        raise AssertionError(f"no button or row says {title!r}: {self.buttons + self.rows}")


@dataclass(slots=True)
class Chat:
    """One customer's conversation, through the sandbox's public surface only."""

    client: httpx.AsyncClient
    """Towards the sandbox."""
    wa_id: str
    seen: int = 0
    replies: list[Message] = field(default_factory=list[Message])

    async def say(self, text: str) -> None:
        """Write a text."""
        await self._post({"text": text})

    async def tap(self, title: str) -> None:
        """Tap the button or row with this title on the last message that has it."""
        for message in reversed(self.replies):
            try:
                identity = message.option(title)
            except AssertionError:
                continue
            await self._post({"reply_id": identity})
            return
        raise AssertionError(f"nothing to tap says {title!r}")

    async def raw(self, message: dict[str, Any]) -> None:
        """Send one Meta message object as it is."""
        await self._post({"raw": message})

    async def hears(self, words: str, *, within: float = _PATIENCE) -> Message:
        """Wait for a message that holds these words (a regular expression, any case)."""
        deadline = time.monotonic() + within
        heard: list[str] = []
        while time.monotonic() < deadline:
            for message in await self.news(min(2.0, max(0.1, deadline - time.monotonic()))):
                heard.append(message.text)
                if re.search(words, message.text, re.IGNORECASE | re.DOTALL):
                    return message
        raise AssertionError(f"{self.wa_id} never heard {words!r} but {heard}")

    async def asks(self, text: str, words: str, *, within: float = _PATIENCE) -> Message:
        """Write a text and wait for the answer."""
        await self.say(text)
        return await self.hears(words, within=within)

    async def taps(self, title: str, words: str, *, within: float = _PATIENCE) -> Message:
        """Tap and wait for the answer."""
        await self.tap(title)
        return await self.hears(words, within=within)

    async def everything(self) -> list[Message]:
        """Return the whole conversation."""
        return await self._read(after=0, wait=0)

    async def code(self, msisdn: str | None = None, *, nth: int = -1) -> str:
        """Return the newest code in the SMS inbox of a wallet (the chat's own by default)."""
        answer = await self.client.get(f"/api/sms/{msisdn or self.wa_id}")
        texts = [sms["text"] for sms in answer.json()["messages"]]
        found = [match.group(1) for t in texts if (match := re.search(r"\b(\d{6})\b", t))]
        if not found:
            raise AssertionError(f"no code came by SMS: {texts}")
        return found[nth]

    async def tap_on(self, message: Message, title: str) -> None:
        """Tap the button or row of one message."""
        await self._post({"reply_id": message.option(title)})

    async def sms(self) -> list[str]:
        """Return the texts in the SMS inbox of this number."""
        answer = await self.client.get(f"/api/sms/{self.wa_id}")
        return [message["text"] for message in answer.json()["messages"]]

    async def _post(self, body: dict[str, Any]) -> None:
        answer = await self.client.post(f"/api/chats/{self.wa_id}/messages", json=body)
        answer.raise_for_status()

    async def news(self, wait: float) -> list[Message]:
        """Return what came since the last look, after waiting for it up to `wait` seconds."""
        found = await self._read(after=self.seen, wait=wait)
        if found:
            self.seen = found[-1].n
        news = [message for message in found if message.direction == "out"]
        self.replies += news
        return news

    async def _read(self, *, after: int, wait: float) -> list[Message]:
        answer = await self.client.get(
            f"/api/chats/{self.wa_id}/messages",
            params={"after": after, "wait": wait},
            timeout=wait + 20,
        )
        answer.raise_for_status()
        return [_message(row) for row in answer.json()["messages"]]


def _message(row: dict[str, Any]) -> Message:
    return Message(
        row["n"],
        row["direction"],
        row["type"],
        row.get("text") or "",
        tuple((button["id"], button["title"]) for button in row.get("buttons") or ()),
        tuple((item["id"], item["title"]) for item in row.get("rows") or ()),
        row.get("status") or "",
    )
