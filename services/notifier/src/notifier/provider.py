"""The only client of Meta's Graph API."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import httpx
import orjson
from common.credentials import Field, ProviderSpec
from common.errors import InvalidError
from common.log import get_logger
from common.spread import SpreadTransport
from common.strict_json import parse_json
from common.unanswered import UNANSWERED

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
_HEADERS: Final = {"Content-Type": "application/json", "Accept": "application/json"}
LEAVING_SECONDS: Final = 10.0
"""How long connecting and waiting for a connection may take together."""

WHATSAPP: Final = "whatsapp"
_NUMBER_ID: Final = re.compile("[0-9]{1,32}")
CREDENTIALS: Final = ProviderSpec(
    WHATSAPP,
    {
        "access_token": Field("WHATSAPP_ACCESS_TOKEN", is_needed=True),
        "phone_number_id": Field(
            "WHATSAPP_PHONE_NUMBER_ID",
            is_secret=False,
            pattern=_NUMBER_ID,
            rule="the digits of a phone number id",
        ),
    },
    scopes=_NUMBER_ID,
    scope_rule="the phone number id that has a token of its own",
)

TransportFactory = Callable[[httpx.Limits], httpx.AsyncBaseTransport]
TokenOf = Callable[[str], str]
"""Returns the access token in force for a phone number id, or nothing; asked at each call."""


@dataclass(frozen=True, slots=True)
class GraphAccount:
    """How to reach Meta, and as whom; without a token nothing is sent."""

    base_url: str
    version: str
    token_of: TokenOf = field(repr=False)
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
        self._under_way: set[asyncio.Future[Outcome]] = set()
        self._pool_timeouts = 0
        self._last: tuple[str, str, str] | None = None
        """Number, token and code of the last answer that was no success."""

    @property
    def last_error(self) -> str | None:
        """The code of the last answer; None after a success, or with another token since."""
        if self._last is None or self._account.token_of(self._last[0]) != self._last[1]:
            return None
        return self._last[2]

    @property
    def needs_a_person(self) -> bool:
        """Tell whether Meta's last word was that nothing can be sent for this account."""
        return self.last_error is not None and is_about_account(self.last_error)

    async def send(self, phone_number_id: str, message: Mapping[str, Any]) -> Outcome:
        """Send a message. A request that has begun is never cut off, even if we are."""
        token = self._account.token_of(phone_number_id)
        if not token:
            return NotSent(NOT_CONFIGURED)
        sending = asyncio.ensure_future(self._send(token, phone_number_id, orjson.dumps(message)))
        self._under_way.add(sending)
        sending.add_done_callback(self._under_way.discard)
        outcome = await asyncio.shield(sending)
        is_well = isinstance(outcome, Accepted)
        self._last = None if is_well else (phone_number_id, token, outcome.code)
        return outcome

    async def close(self) -> None:
        """Wait for what is under way, then close the connections."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=self._account.call_limit_seconds)
        for transport in (*self._old, *([self._transport] if self._transport else [])):
            await transport.aclose()
        self._old, self._transport = [], None

    async def _send(self, token: str, phone_number_id: str, body: bytes) -> Outcome:
        account = self._account
        headers = {**_HEADERS, "Authorization": f"Bearer {token}"}
        try:
            request = httpx.Request(
                "POST",
                _url(account.base_url, account.version, phone_number_id),
                headers=headers,
                content=body,
                extensions=self._extensions,
            )
            async with asyncio.timeout(LEAVING_SECONDS + account.call_limit_seconds):
                outcome = await _answer(self._open(), request)
        except _NEVER_LEFT as error:
            self._count_pool_timeout(error)
            return NotSent(f"http:{type(error).__name__}")
        except (*UNANSWERED, httpx.StreamError, TimeoutError, OSError) as error:
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
