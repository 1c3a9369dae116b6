"""The only client of Meta's Graph API."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import httpx
import orjson
from common.errors import InvalidError
from common.log import get_logger
from common.spread import SpreadTransport
from common.strict_json import parse_json

from notifier.domain.outcome import Accepted, NotSent, Outcome, Unknown, judge
from notifier.domain.verdicts import is_about_account

log = get_logger(__name__)

_MOST_BYTES: Final = 64 * 1024
_POOL_TIMEOUTS: Final = 3
"""Timeouts of the pool in a row after which the client is made anew: it may have leaked."""
_KEPT_SECONDS: Final = 4.0
"""Idle connections are given up before the other side does, which would look like a loss."""
_NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
NOT_CONFIGURED: Final = "notifier:not_configured"
LEAVING_SECONDS: Final = 10.0
"""How long connecting and waiting for a connection may take together."""

TransportFactory = Callable[[httpx.Limits], httpx.AsyncBaseTransport]


@dataclass(frozen=True, slots=True)
class GraphAccount:
    """How to reach Meta, and as whom; without a token nothing is sent."""

    base_url: str
    version: str
    token: str = field(repr=False)
    call_limit_seconds: float = 10.0
    connections: int = 64


class GraphClient:
    """Sends messages; says what is certain about each, and never more.

    It speaks to the transport itself: what httpx's client adds for a browser's sake (cookies,
    redirects, a proxy from its surroundings) is not wanted, and costs a third of a call.
    """

    def __init__(
        self, account: GraphAccount, *, make_transport: TransportFactory = SpreadTransport
    ) -> None:
        self._account = account
        self._make_transport = make_transport
        self._transport: httpx.AsyncBaseTransport | None = None
        self._old: list[httpx.AsyncBaseTransport] = []
        limit = account.call_limit_seconds
        timeout = httpx.Timeout(connect=5, read=limit, write=5, pool=5)
        self._extensions = {"timeout": timeout.as_dict()}
        self._headers = {
            "Authorization": f"Bearer {account.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        self._under_way: set[asyncio.Future[Outcome]] = set()
        self._pool_timeouts = 0
        self.last_error: str | None = None
        """The code of the last answer; None after a success."""

    @property
    def is_configured(self) -> bool:
        """Tell whether there is a token."""
        return bool(self._account.token)

    @property
    def needs_a_person(self) -> bool:
        """Tell whether Meta's last word was that nothing can be sent for this account."""
        return self.last_error is not None and is_about_account(self.last_error)

    async def send(self, phone_number_id: str, message: Mapping[str, Any]) -> Outcome:
        """Send a message. A request that has begun is never cut off, even if we are."""
        if not self.is_configured:
            return NotSent(NOT_CONFIGURED)
        sending = asyncio.ensure_future(self._send(phone_number_id, orjson.dumps(message)))
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)
        outcome = await asyncio.shield(sending)
        self.last_error = None if isinstance(outcome, Accepted) else outcome.code
        return outcome

    async def close(self) -> None:
        """Wait for what is under way, then close the connections."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=self._account.call_limit_seconds)
        for transport in (*self._old, *([self._transport] if self._transport else [])):
            await transport.aclose()
        self._old, self._transport = [], None

    async def _send(self, phone_number_id: str, body: bytes) -> Outcome:
        account = self._account
        try:
            request = httpx.Request(
                "POST",
                _url(account.base_url, account.version, phone_number_id),
                headers=self._headers,
                content=body,
                extensions=self._extensions,
            )
            async with asyncio.timeout(LEAVING_SECONDS + account.call_limit_seconds):
                outcome = await _answer(self._open(), request)
        except _NEVER_LEFT as error:
            self._count_pool_timeout(error)
            return NotSent(f"http:{type(error).__name__}")
        except (httpx.HTTPError, httpx.StreamError, TimeoutError, OSError) as error:
            return Unknown(f"http:{type(error).__name__}")
        self._pool_timeouts = 0
        return outcome

    def _open(self) -> httpx.AsyncBaseTransport:
        if self._transport is None:
            most = self._account.connections
            self._transport = self._make_transport(
                httpx.Limits(
                    max_connections=most,
                    max_keepalive_connections=most,
                    keepalive_expiry=_KEPT_SECONDS,
                )
            )
        return self._transport

    def _count_pool_timeout(self, error: httpx.HTTPError) -> None:
        self._pool_timeouts = self._pool_timeouts + 1 if isinstance(error, httpx.PoolTimeout) else 0
        if self._pool_timeouts >= _POOL_TIMEOUTS and self._transport is not None:
            log.warning("graph.client_renewed")
            self._old.append(self._transport)
            self._transport, self._pool_timeouts = None, 0


@lru_cache(maxsize=64)
def _url(base: str, version: str, phone_number_id: str) -> httpx.URL:
    """Return where a number of ours sends: few numbers, and an address takes long to read."""
    return httpx.URL(f"{base}/{version}/{phone_number_id}/messages")


async def _answer(transport: httpx.AsyncBaseTransport, request: httpx.Request) -> Outcome:
    response = await transport.handle_async_request(request)
    try:
        return await _read(response)
    finally:
        await response.aclose()


async def _read(response: httpx.Response) -> Outcome:
    raw = bytearray()
    async for chunk in response.aiter_bytes():
        raw += chunk
        if len(raw) > _MOST_BYTES:
            return Unknown("http:too_long")
    try:
        body = parse_json(bytes(raw))
    except InvalidError:
        body = None
    return judge(response.status_code, body)
