"""Signed calls between services: who calls whom, when, and with which body.

`Mari-Signature: caller=…,ts=…,nonce=…,sig=…`. The caller signs with its own private key for one
audience, so no service can call in the name of another, and each route lists who may call it.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Generator, Mapping, Sequence
from typing import Final

import httpx
from fastapi import Request

from common.clock import Clock, utc_now
from common.errors import ForbiddenError, UnauthorizedError
from common.service_tokens.call import Call
from common.service_tokens.shared_keys import AUTHORIZATION, Claim, SharedKeys
from common.signing import Identity, Trust

HEADER: Final = "Mari-Signature"
WINDOW_SECONDS: Final = 60
_PURPOSE: Final = "call:1"
_REMEMBERED: Final = 20_000
_FORMAT: Final = re.compile(
    r"caller=([a-z-]{1,40}),ts=([0-9]{1,12}),nonce=([0-9a-f]{32}),sig=([A-Za-z0-9_-]{86})"
)


class ServiceAuth(httpx.Auth):
    """Signs every request of a client that speaks to one other service."""

    requires_request_body = True

    def __init__(self, identity: Identity, *, audience: str, clock: Clock = utc_now) -> None:
        self._identity = identity
        self._audience = audience
        self._clock = clock

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Add the header; a repeated request is signed anew."""
        call = Call(
            self._identity.name,
            self._audience,
            request.method,
            request.url.raw_path.decode(),
            request.content,
            int(self._clock().timestamp()),
            secrets.token_hex(16),
        )
        signature = self._identity.sign(_PURPOSE, call.text())
        request.headers[HEADER] = (
            f"caller={call.caller},ts={call.timestamp},nonce={call.nonce},sig={signature}"
        )
        self._add_for_old(request, call)
        yield request

    def _add_for_old(self, request: httpx.Request, call: Call) -> None:
        """Add what a process of the version before asks for, while there may be one."""
        trust = self._identity.trust
        if trust.believes_old and trust.old_keys:
            request.headers[AUTHORIZATION] = SharedKeys(trust.old_keys).header(call)


class ServiceVerifier:
    """Takes only calls that are addressed to a service, fresh, new, and from a route's callers."""

    def __init__(self, trust: Trust, *, audience: str, clock: Clock = utc_now) -> None:
        self._trust = trust
        self._audience = audience
        self._clock = clock
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, request: Request) -> str:
        """Return the caller's name; a FastAPI dependency.

        Raises UnauthorizedError, or ForbiddenError for who is not among the route's callers.
        """
        call = await self._signed(request) or await self._signed_by_old(request)
        if call is None:
            raise _unauthorized()
        self._admit(call)
        if call.caller not in callers_of(request):
            raise ForbiddenError(
                f"This route is not for {call.caller}.", code="service:not_a_caller"
            )
        return call.caller

    def check_headers(self, request: Request) -> None:
        """Refuse what no body can make right, before it is read. Raises UnauthorizedError."""
        match = _FORMAT.fullmatch(request.headers.get(HEADER, ""))
        if match is not None:
            caller, stamp, nonce, _ = match.groups()
            if not self._trust.keys.knows(caller):
                raise _unauthorized()
            self._check_new(int(stamp), nonce)
            return
        claim = self._claim_of_old(request)
        if claim is None:
            raise _unauthorized()
        self._check_new(claim.timestamp, claim.nonce)

    async def _signed(self, request: Request) -> Call | None:
        match = _FORMAT.fullmatch(request.headers.get(HEADER, ""))
        if match is None:
            return None
        caller, stamp, nonce, signature = match.groups()
        call = await self._call(request, caller, int(stamp), nonce)
        holds = self._trust.keys.holds(caller, _PURPOSE, call.text(), signature)
        return call if holds else None

    async def _signed_by_old(self, request: Request) -> Call | None:
        claim = self._claim_of_old(request)
        if claim is None:
            return None
        call = await self._call(request, claim.caller, claim.timestamp, claim.nonce)
        return call if SharedKeys(self._trust.old_keys).holds(call, claim) else None

    def _claim_of_old(self, request: Request) -> Claim | None:
        if HEADER in request.headers or not (self._trust.believes_old and self._trust.old_keys):
            return None
        return SharedKeys.claim(request.headers.get(AUTHORIZATION, ""))

    async def _call(self, request: Request, caller: str, timestamp: int, nonce: str) -> Call:
        target = request.scope["raw_path"].decode()
        if request.scope["query_string"]:
            target += "?" + request.scope["query_string"].decode()
        body = await request.body()
        return Call(caller, self._audience, request.method, target, body, timestamp, nonce)

    def _check_new(self, timestamp: int, nonce: str) -> None:
        late = abs(self._clock().timestamp() - timestamp) > WINDOW_SECONDS
        if late or nonce in self._seen:
            raise _unauthorized()

    def _admit(self, call: Call) -> None:
        self._check_new(call.timestamp, call.nonce)
        self._seen[call.nonce] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def callers_of(request: Request) -> frozenset[str]:
    """Return who may call the route of a request, as the route declares it; nobody by default."""
    extra: Mapping[str, Sequence[str]] | None
    extra = getattr(request.scope.get("route"), "openapi_extra", None)
    return frozenset((extra or {}).get("x-callers", ()))


def _unauthorized() -> UnauthorizedError:
    return UnauthorizedError(
        "This route is for Mari's own services: sign the call with a key that is listed in"
        " MARI_PUBLIC_KEYS.",
        code="service:unauthorized",
    )
