"""Signed calls between services: who calls whom, when, and with which body.

`Authorization: Svc caller=…,ts=…,nonce=…,kid=…,mac=…`; the key is derived for the pair, so a
service cannot sign as another one towards a third without the deployment's key.
"""

import hashlib
import hmac
import re
import secrets
from collections import OrderedDict
from collections.abc import Generator, Sequence
from dataclasses import dataclass

import httpx
from fastapi import Request

from common.clock import Clock, utc_now
from common.errors import UnauthorizedError

WINDOW_SECONDS = 60
_REMEMBERED = 20_000
_SHORTEST_KEY = 32
_FORMAT = re.compile(
    r"Svc caller=([a-z-]{1,40}),ts=([0-9]{1,12}),nonce=([0-9a-f]{32}),"
    r"kid=([0-9a-f]{8}),mac=([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Call:
    """What is signed: everything that decides what a call does."""

    caller: str
    audience: str
    method: str
    target: str
    body: bytes


class ServiceKeys:
    """The deployment's service keys: the first one signs, all verify."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or any(len(key) < _SHORTEST_KEY for key in keys):
            raise ValueError("service keys: at least one, each of 32 characters or more")
        self._keys = {_kid(key): key.encode() for key in keys}
        self._signs = _kid(keys[0])

    def header(self, call: Call, *, timestamp: int, nonce: str) -> str:
        """Return the Authorization header of a call."""
        mac = self._mac(self._signs, call, timestamp, nonce)
        return f"Svc caller={call.caller},ts={timestamp},nonce={nonce},kid={self._signs},mac={mac}"

    def knows(self, kid: str) -> bool:
        """Tell whether a key of this name could have signed."""
        return kid in self._keys

    def holds(self, call: Call, *, timestamp: int, nonce: str, kid: str, mac: str) -> bool:
        """Tell whether the signature is right, in constant time."""
        if kid not in self._keys:
            return False
        expected = self._mac(kid, call, timestamp, nonce)
        return hmac.compare_digest(expected.encode(), mac.encode())

    def _mac(self, kid: str, call: Call, timestamp: int, nonce: str) -> str:
        pair = f"{call.caller}>{call.audience}".encode()
        key = hmac.new(self._keys[kid], pair, hashlib.sha256).digest()
        digest = hashlib.sha256(call.body).hexdigest()
        text = "\n".join((call.method.upper(), call.target, digest, str(timestamp), nonce))
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _kid(key: str) -> str:
    return hashlib.sha256(b"kid:" + key.encode()).hexdigest()[:8]


class ServiceAuth(httpx.Auth):
    """Signs every request of a client that speaks to one other service."""

    requires_request_body = True

    def __init__(
        self, keys: ServiceKeys, *, caller: str, audience: str, clock: Clock = utc_now
    ) -> None:
        self._keys = keys
        self._caller = caller
        self._audience = audience
        self._clock = clock

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Add the header; a repeated request is signed anew."""
        call = Call(
            self._caller,
            self._audience,
            request.method,
            request.url.raw_path.decode(),
            request.content,
        )
        request.headers["Authorization"] = self._keys.header(
            call, timestamp=int(self._clock().timestamp()), nonce=secrets.token_hex(16)
        )
        yield request


class ServiceVerifier:
    """A service's own gate: takes only calls that are addressed to it, fresh, and new."""

    def __init__(self, keys: ServiceKeys, *, audience: str, clock: Clock = utc_now) -> None:
        self._keys = keys
        self._audience = audience
        self._clock = clock
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, request: Request) -> str:
        """Return the caller's name; a FastAPI dependency. Raises UnauthorizedError."""
        caller, stamp, nonce, kid, mac = self._given(request)
        target = request.scope["raw_path"].decode()
        if request.scope["query_string"]:
            target += "?" + request.scope["query_string"].decode()
        call = Call(caller, self._audience, request.method, target, await request.body())
        if not self._keys.holds(call, timestamp=int(stamp), nonce=nonce, kid=kid, mac=mac):
            raise _unauthorized()
        self._admit(int(stamp), nonce)
        return caller

    def check_headers(self, request: Request) -> None:
        """Refuse what no body can make right, before it is read. Raises UnauthorizedError."""
        _, stamp, nonce, kid, _ = self._given(request)
        if not self._keys.knows(kid):
            raise _unauthorized()
        self._check_new(int(stamp), nonce)

    def _given(self, request: Request) -> tuple[str, ...]:
        match = _FORMAT.fullmatch(request.headers.get("authorization", ""))
        if match is None:
            raise _unauthorized()
        return match.groups()

    def _check_new(self, timestamp: int, nonce: str) -> None:
        late = abs(self._clock().timestamp() - timestamp) > WINDOW_SECONDS
        if late or nonce in self._seen:
            raise _unauthorized()

    def _admit(self, timestamp: int, nonce: str) -> None:
        self._check_new(timestamp, nonce)
        self._seen[nonce] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def _unauthorized() -> UnauthorizedError:
    return UnauthorizedError(
        "This route is for Mari's own services: sign the call with the deployment's service key.",
        code="service:unauthorized",
    )
