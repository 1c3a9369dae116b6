"""The public origin of the process form: a reverse proxy that knows the public routes, no more."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

import h11
import httpx
import orjson
import uvloop
from common.log import configure_logging, get_logger
from common.messaging.topology import SUBSCRIPTIONS
from common.process.settings import ProcessSettings
from common.unanswered import UNANSWERED
from common.web.limits import is_announced_above, too_large
from common.web.problems import NOT_HERE, send_problem
from starlette.types import Receive, Scope, Send

from standalone.asgi import answer_json
from standalone.local.exchange import Connect, Exchange, GoneError, Stream, TooMuchError, exchange
from standalone.public_routes import owner_of, worst
from standalone.serving import Site, listen, serve, stop_on_signals
from standalone.settings import StandaloneSettings

log = get_logger(__name__)

_MOST_BYTES: Final = 4 * 1024 * 1024
_PATIENCE_SECONDS: Final = 5.0
"""How long a service that is being started again is waited for; what reached it is never resent."""
_STEP_SECONDS: Final = 0.1
_HEALTH_SECONDS: Final = 3.0
_CONNECT_SECONDS: Final = 2.0
_NO_REQUEST: Final = "A request names one host and a plain path."
_STARTING: Final = "The service is being started: nothing was done. Try again in a moment."
_CUT: Final = "The service broke off: it may have been done. Send the same again with the same key."
_BROKEN: Final = (OSError, TimeoutError, h11.RemoteProtocolError)
_HOP: Final = frozenset(
    {b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
    | {
        b"proxy-connection",
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-proto",
        b"x-real-ip",
        b"expect",
    }
)
_HEALTH: Final = frozenset({"/health/live", "/health/ready"})
Headers = Iterable[tuple[bytes, bytes]]


class Door:
    """Passes each public request to the service that owns its path, while it comes.

    Who may ask what is the service's to say: its refusal does not wait for the body.
    """

    def __init__(
        self,
        urls: Mapping[str, str],
        *,
        connect: Connect = asyncio.open_connection,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        self._urls = urls
        self._connect = connect
        self._patience = patience
        self._client = httpx.AsyncClient(trust_env=False)

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
            await send_problem(scope, send, 404, NOT_HERE)
        elif is_announced_above(scope, _MOST_BYTES):
            await send_problem(scope, send, 413, too_large(_MOST_BYTES))
        else:
            await self._pass_on(self._urls[service], scope, receive, send)

    async def _pass_on(self, url: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = _request(scope)
            stream = await self._connected(url)
        except h11.LocalProtocolError:
            await send_problem(scope, send, 400, _NO_REQUEST)
        except (OSError, TimeoutError) as error:
            log.warning("door.failed", error=type(error).__name__)
            await send_problem(scope, send, 503, _STARTING)
        else:
            async with exchange(stream, request, receive, _MOST_BYTES) as begun:
                await _tell(begun, scope, send)

    async def _connected(self, url: str) -> Stream:
        """Connect; wait for a service that does not listen at the moment."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience
        where = urlsplit(url)
        while True:
            try:
                async with asyncio.timeout(_CONNECT_SECONDS):
                    return await self._connect(where.hostname or "", where.port or 80)
            except (OSError, TimeoutError):
                if loop.time() > deadline:
                    raise
                await asyncio.sleep(_STEP_SECONDS)

    async def _health(self, path: str, scope: Scope, send: Send) -> None:
        states = await asyncio.gather(*(self._state(url + path) for url in self._urls.values()))
        state = "live" if path.endswith("live") else worst(states)
        body = b"" if scope["method"] == "HEAD" else orjson.dumps({"status": state})
        await answer_json(send, 503 if state == "down" else 200, body)

    async def _state(self, url: str) -> str:
        try:
            answer = await self._client.get(url, timeout=_HEALTH_SECONDS)
            return str(answer.json()["status"]) if answer.is_success else "down"
        except (*UNANSWERED, ValueError, KeyError, TypeError):
            return "down"


def _request(scope: Scope) -> h11.Request:
    query: bytes = scope["query_string"]
    target = scope["raw_path"] + (b"?" + query if query else b"")
    host, _port = scope.get("client") or ("", 0)
    own = [(b"x-forwarded-for", host), (b"x-forwarded-proto", scope["scheme"])]
    headers = [*_kept(scope["headers"]), *((name, value.encode()) for name, value in own)]
    if any(name == b"transfer-encoding" for name, _ in scope["headers"]):
        headers.append((b"transfer-encoding", b"chunked"))
    headers.append((b"connection", b"close"))
    return h11.Request(method=scope["method"], target=target, headers=headers)


def _kept(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers if name.lower() not in _HOP]


async def _tell(begun: Exchange, scope: Scope, send: Send) -> None:
    try:
        answer = await begun.answer()
    except GoneError:
        return
    except TooMuchError:
        await send_problem(scope, send, 413, too_large(_MOST_BYTES))
    except _BROKEN as error:
        log.warning("door.failed", error=type(error).__name__)
        await send_problem(scope, send, 502, _CUT)
    else:
        await _relay(answer, begun, send)


async def _relay(answer: h11.Response, begun: Exchange, send: Send) -> None:
    """Pass an answer on; one that breaks off stays incomplete, and its connection is closed."""
    headers = _kept(answer.headers)
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    try:
        async for part in begun.parts():
            await send({"type": "http.response.body", "body": part, "more_body": True})
    except (GoneError, TooMuchError, *_BROKEN) as error:
        log.warning("door.cut", error=type(error).__name__)
    else:
        await send({"type": "http.response.body", "body": b""})


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
