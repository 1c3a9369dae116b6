"""How a call goes wrong on the wire: late, never, in ruins, or with the door slammed."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox import faults
from sandbox.faults import CALL_BEHAVIOURS, Behaviour
from sandbox.settings import Timing
from sandbox.store import Store

EDGE_ERROR = (
    "<html><head><title>500 Internal Server Error</title></head>"
    "<body><center><h1>500 Internal Server Error</h1></center><hr></body></html>"
)
RUINS = b"\x7b\x22error\x22: fal\xff\xfe\x00 upstream reset <<<"
_BEFORE = frozenset({Behaviour.TIMEOUT_BEFORE_CHARGE, Behaviour.ERROR_BEFORE_CHARGE})
_HANGING = frozenset({Behaviour.TIMEOUT_BEFORE_CHARGE, Behaviour.TIMEOUT_AFTER_CHARGE})
_FAILING = frozenset({Behaviour.ERROR_BEFORE_CHARGE, Behaviour.ERROR_AFTER_CHARGE})


@dataclass(frozen=True, slots=True)
class Reply:
    """What the provider would say."""

    status: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a provider: where it arrives, what it does, and how it may be refused."""

    provider: str
    operation: str
    work: Callable[[sqlite3.Connection], Reply]
    refusals: Mapping[Behaviour, Reply]
    variants: Mapping[Behaviour, Callable[[sqlite3.Connection], Reply]] = field(
        default_factory=dict[Behaviour, Callable[[sqlite3.Connection], Reply]]
    )
    """What it does otherwise than it was asked to, and answers as if that were in order."""
    after: Callable[[Reply], None] = lambda _reply: None
    """Called once the commit is done, however late the answer goes out."""


class BrokenConnection(Response):
    """Closes the connection in the middle of an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin an answer and end the connection.

        A real server closes the socket when the app leaves its answer unfinished; an in-process
        client gets the error that it would have seen.
        """
        if "spec_version" not in scope["asgi"]:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        length = (b"content-length", b"512")
        await send({"type": "http.response.start", "status": 200, "headers": [length]})


class Provider:
    """Answers calls, well or as the switches say."""

    def __init__(self, store: Store, timing: Timing) -> None:
        self._store = store
        self._timing = timing

    async def answer(self, request: Request, call: Call) -> Response:
        """Do the call's work in one commit, then answer, or misbehave."""
        behaviour, reply = await self._store.run(lambda db: _perform(db, call))
        call.after(reply)
        if behaviour is None or behaviour in call.refusals or behaviour in call.variants:
            return JSONResponse(reply.body, reply.status)
        if behaviour == Behaviour.SLOW:
            await _wait(request, self._timing.slow)
            return JSONResponse(reply.body, reply.status)
        return await self._ruin(request, behaviour)

    async def _ruin(self, request: Request, behaviour: Behaviour) -> Response:
        if behaviour in _FAILING:
            return Response(EDGE_ERROR, 500, media_type="text/html")
        if behaviour == Behaviour.GARBAGE:
            return Response(RUINS, 200, media_type="application/json")
        if behaviour in _HANGING:
            await _wait(request, self._timing.hang)
        return BrokenConnection()


def _perform(db: sqlite3.Connection, call: Call) -> tuple[Behaviour | None, Reply]:
    behaviour = faults.take(db, call.provider, call.operation, CALL_BEHAVIOURS)
    if behaviour is not None and behaviour in call.refusals:
        return behaviour, call.refusals[behaviour]
    if behaviour is not None and behaviour in call.variants:
        return behaviour, call.variants[behaviour](db)
    if behaviour in _BEFORE:
        return behaviour, Reply(500, {})
    return behaviour, call.work(db)


async def _wait(request: Request, seconds: float) -> None:
    """Wait, or until the client has gone away."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return
