"""What a process answers while its service opens: live, not ready, and why."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from common.web.problems import send_problem

STARTING: Final = "starting"
_CODE: Final = "service:starting"
_RETRY: Final = (b"retry-after", b"1")


class Porch:
    """Passes everything to the service once it is open; until then it names what is missing."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._inside: ASGIApp | None = None
        self.missing: Mapping[str, str] = {}

    def open(self, inside: ASGIApp) -> None:
        """Let everybody in."""
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if self._inside is not None:
            await self._inside(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, send)

    async def _answer(self, scope: Scope, send: Send) -> None:
        path: str = scope["path"].rstrip("/")
        if path == "/health/live":
            await _say(scope, send, 200, {"status": "live", "service": self._service})
        elif path == "/health/ready":
            await _say(scope, send, 503, self._not_ready())
        else:
            detail = _detail(self.missing)
            await send_problem(scope, send, 503, detail, code=_CODE, headers=[_RETRY])

    def _not_ready(self) -> dict[str, Any]:
        parts = {name: {"state": "down", "detail": text} for name, text in self.missing.items()}
        return {"status": STARTING, "service": self._service, "parts": parts}


async def _say(scope: Scope, send: Send, status: int, body: Mapping[str, Any]) -> None:
    sent = b"" if scope["method"] == "HEAD" else orjson.dumps(body)
    headers = [(b"content-type", b"application/json"), _RETRY]
    headers.append((b"content-length", str(len(sent)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sent})


def _detail(missing: Mapping[str, str]) -> str:
    names = ", ".join(missing) or "its start"
    return f"The service is starting and waits for {names}: try again in a moment."
