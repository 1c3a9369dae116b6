"""How long a client may take to send a request, and how many requests are answered at once.

What is measured here is the client's sending only. How long an answer takes is the service's.
"""

import asyncio
from enum import Enum
from typing import Any, Final, Protocol, runtime_checkable

import orjson
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from common.log import get_logger

log = get_logger(__name__)

HEADER_SECONDS: Final = 10.0
"""From a connection, or the first byte of another request on it, to the end of the headers."""
BODY_SECONDS: Final = 15.0
"""From the end of the headers to the end of the body."""
HEADER_BYTES: Final = 64 * 1024
OPEN_REQUESTS: Final = 512
"""Requests that one process answers at once; what comes above is told to come again."""
_RETRY_SECONDS: Final = 1
_HEALTH: Final = "/health/"
_REFUSAL: Final = (
    b"HTTP/1.1 %b\r\ncontent-type: text/plain\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)


class _Part(Enum):
    HEADERS = "headers"
    BODY = "body"


class DeadlineProtocol(HttpToolsProtocol):
    """uvicorn's HTTP on one connection, closed with 408 when a request does not come in time.

    Headers above HEADER_BYTES get 431. A request that comes whole in one piece starts no timer.
    """

    header_seconds = HEADER_SECONDS
    body_seconds = BODY_SECONDS
    _timer: asyncio.TimerHandle | None = None
    _awaited: _Part | None = None
    """What is being received; None between requests."""
    _timed: _Part | None = None
    _header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # uvicorn's own
        """Wait for the first request."""
        super().connection_made(transport)
        self._awaited = _Part.HEADERS
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._awaited = None
        self._watch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has come, and wait for what is missing."""
        super().data_received(data)
        self._watch()
        if self._awaited is _Part.HEADERS:
            self._header_bytes += len(data)
            if self._header_bytes > HEADER_BYTES:
                self._refuse(b"431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """Begin with a request's headers."""
        super().on_message_begin()
        self._awaited, self._header_bytes = _Part.HEADERS, 0

    def on_headers_complete(self) -> None:
        """Go on with its body."""
        self._awaited = _Part.BODY
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Have the whole of it."""
        self._awaited = None
        super().on_message_complete()

    def _watch(self) -> None:
        """Have a timer for the part that is awaited, begun with that part."""
        if self._awaited is self._timed:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._timed = None, self._awaited
        if self._awaited is not None:
            is_body = self._awaited is _Part.BODY
            seconds = self.body_seconds if is_body else self.header_seconds
            self._timer = self.loop.call_later(seconds, self._expire)

    def _expire(self) -> None:
        is_next = self._awaited is _Part.HEADERS and self._is_answering()
        if self.flow.read_paused or is_next:  # it is the service that is not ready for more
            self._timed = None
            self._watch()
            return
        log.info("request.slow", code="http:408", status=408)
        self._refuse(b"408 Request Timeout")

    def _refuse(self, status: bytes) -> None:
        """Answer, unless an answer was begun to what is being received, and close."""
        if self.transport.is_closing():
            return
        is_body = self._awaited is _Part.BODY
        is_answered = self.cycle.response_started if is_body else self._is_answering()
        if not is_answered:
            self.transport.write(_REFUSAL % status)
        self.transport.close()

    def _is_answering(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete


class OpenRequests:
    """Lets so many requests in at once; the others get 503 at once, and health is always asked."""

    def __init__(self, app: ASGIApp, most: int = OPEN_REQUESTS) -> None:
        self._app = app
        self._most = most
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(_HEALTH):
            await self._app(scope, receive, send)
        elif self._open >= self._most:
            await _say_busy(send)
        else:
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1


async def _say_busy(send: Send) -> None:
    log.warning("request.refused", code="http:busy", status=503)
    problem = {
        "type": "about:blank",
        "title": "http:busy",
        "status": 503,
        "detail": "Too many requests are open: nothing was done. Try again in a moment.",
        "code": "http:busy",
        "retryable": True,
    }
    body = orjson.dumps(problem)
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(_RETRY_SECONDS).encode()),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@runtime_checkable
class HeaderCheck(Protocol):
    """A dependency that can refuse a request by its headers."""

    def check_headers(self, request: Request) -> None:
        """Return if the body is worth reading. Raises MariError."""
        ...


class KeyedRoute(APIRoute):
    """A route whose HeaderChecks are asked before a byte of the body is read.

    FastAPI reads and parses the body first and asks dependencies then.
    """

    def get_route_handler(self) -> Any:  # noqa: ANN401 - FastAPI's own
        """Return what answers a request."""
        answer = super().get_route_handler()
        asked = [depends.dependency for depends in self.dependencies]
        checks = [check for check in asked if isinstance(check, HeaderCheck)]

        async def checked(request: Request) -> Response:
            for check in checks:
                check.check_headers(request)
            return await answer(request)

        return checked
