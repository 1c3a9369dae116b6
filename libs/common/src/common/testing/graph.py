"""A stand-in for Meta's Graph API inside a test's process."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

Answer = Callable[[Mapping[str, Any]], Awaitable[httpx.Response]]


def error_body(code: int) -> dict[str, Any]:
    """Return an error as Meta shapes it."""
    return {"error": {"message": f"(#{code})", "type": "OAuthException", "code": code}}


def refusing(code: int, status: int = 400) -> Answer:
    """Return an answer with Meta's error code."""

    async def answer(_message: Mapping[str, Any]) -> httpx.Response:
        return httpx.Response(status, json=error_body(code))

    return answer


async def hanging(_message: Mapping[str, Any]) -> httpx.Response:
    """Answer never: the client gives up reading."""
    raise httpx.ReadTimeout("the stand-in says nothing")


async def unreachable(_message: Mapping[str, Any]) -> httpx.Response:
    """Be away."""
    raise httpx.ConnectError("the stand-in is away")


@dataclass
class FakeGraph(httpx.AsyncBaseTransport):
    """Takes messages; `answers` come first, one for each message, then all is accepted."""

    sent: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    at: list[float] = field(default_factory=list[float])
    tokens: list[str] = field(default_factory=list[str])
    """The Authorization header of each send."""
    answers: list[Answer] = field(default_factory=list[Answer])

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one send."""
        message = json.loads(request.content)
        self.sent.append(message)
        self.tokens.append(request.headers.get("authorization", ""))
        self.at.append(asyncio.get_running_loop().time())
        if self.answers:
            return await self.answers.pop(0)(message)
        return accepted(f"wamid.{len(self.sent) - 1}")

    @property
    def bodies(self) -> list[str]:
        """Return the texts that came, in order."""
        return [one["text"]["body"] for one in self.sent]


def accepted(wamid: str) -> httpx.Response:
    """Return Meta's answer to a message that it has taken."""
    body = {"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": wamid}]}
    return httpx.Response(200, json=body)
