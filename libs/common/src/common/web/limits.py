"""How much is taken: bytes of one body, and requests that one process answers at once."""

from typing import Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.web.problems import plain_problem, send_problem

OPEN_REQUESTS: Final = 512
"""Requests that one process answers at once; what comes above is told to come again."""
UNBOUNDED: Final = "mari.unbounded_receive"
"""In a scope: `receive` as it was before the bound, for a route that has a bound of its own."""
_TOO_LARGE: Final = 413
_RETRY_SECONDS: Final = 1
_HEALTH: Final = "/health/"


class BodyTooLargeError(HTTPException):
    """A body of more bytes than are taken. FastAPI's reader lets only its own kind pass."""

    def __init__(self, limit: int) -> None:
        super().__init__(_TOO_LARGE, too_large(limit))


def too_large(limit: int) -> str:
    """Return what the sender of a longer body is told."""
    return f"A body has at most {limit} bytes."


def is_announced_above(scope: Scope, limit: int) -> bool:
    """Tell whether a request's own Content-Length is more than is taken."""
    length = Headers(scope=scope).get("content-length", "")
    return length.isascii() and length.isdecimal() and int(length) > limit


def limit_bodies(app: FastAPI, limit: int) -> None:
    """Take bodies of `limit` bytes at most; more is a 413, as a problem (`http:413`)."""

    async def refuse(_request: Request, error: Exception) -> JSONResponse:
        return plain_problem(_TOO_LARGE, f"http:{_TOO_LARGE}", getattr(error, "detail", ""))

    app.add_exception_handler(BodyTooLargeError, refuse)
    app.add_middleware(_BodyLimit, limit=limit)


class _BodyLimit:
    """Bounds what a route reads: keys are checked before, since nothing is refused unread."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; reading more than the limit raises BodyTooLargeError in the route."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0

        async def bounded() -> Message:
            nonlocal taken
            if is_announced_above(scope, self._limit):
                raise BodyTooLargeError(self._limit)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise BodyTooLargeError(self._limit)
            return message

        scope[UNBOUNDED] = receive
        await self._app(scope, bounded, send)


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
            detail = "Too many requests are open: nothing was done. Try again in a moment."
            wait = [(b"retry-after", str(_RETRY_SECONDS).encode())]
            await send_problem(scope, send, 503, detail, code="http:busy", headers=wait)
        else:
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1
