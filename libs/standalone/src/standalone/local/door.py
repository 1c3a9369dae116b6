"""The public origin of the process form: a reverse proxy that knows the public routes, no more."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Final

import httpx
import orjson
import uvloop
from common.log import configure_logging, get_logger
from common.messaging.topology import SUBSCRIPTIONS
from common.process.settings import ProcessSettings
from common.spread import SpreadTransport
from common.unanswered import UNANSWERED
from starlette.types import Receive, Scope, Send

from standalone.public_routes import owner_of, worst
from standalone.serving import Site, listen, serve, stop_on_signals
from standalone.settings import StandaloneSettings

log = get_logger(__name__)

_MOST_BYTES: Final = 4 * 1024 * 1024
_PATIENCE_SECONDS: Final = 5.0
"""How long a service that is being started again is waited for; what reached it is never resent."""
_STEP_SECONDS: Final = 0.1
_HEALTH_SECONDS: Final = 3.0
_TIMES: Final = httpx.Timeout(40, connect=2)
_CONNECTIONS: Final = httpx.Limits(max_connections=400, keepalive_expiry=5)
_HOP: Final = frozenset(
    {b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
    | {b"proxy-connection", b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"}
)
_HEALTH: Final = frozenset({"/health/live", "/health/ready"})
Headers = Iterable[tuple[bytes, bytes]]


class Door:
    """Passes each public request to the service that owns its path."""

    def __init__(
        self,
        urls: Mapping[str, str],
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        self._urls = urls
        self._patience = patience
        self._client = httpx.AsyncClient(
            timeout=_TIMES,
            transport=transport or SpreadTransport(_CONNECTIONS),
            trust_env=False,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request of the public."""
        if scope["type"] != "http":
            return
        path: str = scope["path"].rstrip("/")
        service = owner_of(scope)
        if path in _HEALTH:
            await self._health(path, scope, send)
        elif service is None:
            await _say(send, scope, 404, _problem(404, retryable=False))
        else:
            await self._pass_on(self._urls[service], scope, receive, send)

    async def _pass_on(self, url: str, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        if body is None:
            await _say(send, scope, 413, _problem(413, retryable=False))
            return
        try:
            answer = await self._ask(url, scope, body)
        except UNANSWERED as error:
            log.warning("door.failed", error=type(error).__name__)
            status = 503 if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) else 502
            await _say(send, scope, status, _problem(status, retryable=True))
            return
        try:
            await _relay(answer, send)
        finally:
            await answer.aclose()

    async def _ask(self, url: str, scope: Scope, body: bytes) -> httpx.Response:
        """Send the request; wait for a service that does not listen at the moment."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience
        while True:
            try:
                return await self._client.send(_request(url, scope, body), stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if loop.time() > deadline:
                    raise
                await asyncio.sleep(_STEP_SECONDS)

    async def _health(self, path: str, scope: Scope, send: Send) -> None:
        states = await asyncio.gather(*(self._state(url + path) for url in self._urls.values()))
        state = "live" if path.endswith("live") else worst(states)
        await _say(send, scope, 503 if state == "down" else 200, {"status": state})

    async def _state(self, url: str) -> str:
        try:
            answer = await self._client.get(url, timeout=_HEALTH_SECONDS)
            return str(answer.json()["status"]) if answer.is_success else "down"
        except (*UNANSWERED, ValueError, KeyError, TypeError):
            return "down"


def _request(url: str, scope: Scope, body: bytes) -> httpx.Request:
    raw: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    target = raw + (b"?" + query if query else b"")
    client = scope.get("client") or ("", 0)
    headers = [*_kept(scope["headers"]), (b"x-forwarded-for", str(client[0]).encode())]
    headers.append((b"x-forwarded-proto", str(scope["scheme"]).encode()))
    return httpx.Request(
        scope["method"], url + target.decode("latin-1"), headers=headers, content=body
    )


def _kept(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in _HOP]


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body, None when it is too long or the client has gone."""
    parts = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts += message.get("body", b"")
        if len(parts) > _MOST_BYTES:
            return None
        if not message.get("more_body"):
            return bytes(parts)


async def _relay(answer: httpx.Response, send: Send) -> None:
    headers = _kept(answer.headers.raw)
    start = {"type": "http.response.start", "status": answer.status_code, "headers": headers}
    await send(start)
    async for part in answer.aiter_raw():
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def _problem(status: int, *, retryable: bool) -> dict[str, Any]:
    code = f"http:{status}"
    base = {"type": "about:blank", "title": code, "status": status, "code": code}
    return base | {"retryable": retryable}


async def _say(send: Send, scope: Scope, status: int, body: Mapping[str, Any]) -> None:
    sent = orjson.dumps(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(sent)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else sent})


async def _run() -> None:
    settings, process = StandaloneSettings(), ProcessSettings()
    configure_logging(level=settings.log_level)
    stop = asyncio.Event()
    stop_on_signals(stop)
    urls = {name: process.urls.get(name, f"http://{name}:8000") for name in SUBSCRIPTIONS}
    door = Door(urls)
    try:
        await serve([Site(door, listen(settings.port, "MARI_PORT"))], stop)
    finally:
        await door.close()


if __name__ == "__main__":
    uvloop.run(_run())
