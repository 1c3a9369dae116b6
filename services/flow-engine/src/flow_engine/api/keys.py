"""The merchant's API key: compared in constant time, never said."""

import hmac

from common.errors import UnauthorizedError
from common.web.refusals import RefusalLimiter
from fastapi import Request

_BEARER = "bearer "


class ApiKey:
    """A dependency that lets in who brings the key. Raises ValueError without one."""

    def __init__(self, key: str, refusals: RefusalLimiter) -> None:
        if not key:
            raise ValueError("the merchant API needs a key")
        self._key = key.encode()
        self._refusals = refusals

    async def __call__(self, request: Request) -> None:
        """Let the request in: see `check_headers`."""
        self.check_headers(request)

    def check_headers(self, request: Request) -> None:
        """Let the request in, before its body is read.

        Raises UnauthorizedError; and TooManyError before anything is compared, while the address
        has been refused too often: a right key that was guessed does not show.
        """
        address = request.client.host if request.client else None
        self._refusals.check(address)
        given = request.headers.get("x-api-key") or _bearer(request)
        if not hmac.compare_digest(given.encode(), self._key):
            raise self._refusals.judge(address, _unauthorized())


def _unauthorized() -> UnauthorizedError:
    return UnauthorizedError(
        "Send the merchant API key in X-Api-Key or as Authorization: Bearer.",
        code="api:unauthorized",
    )


def _bearer(request: Request) -> str:
    header = request.headers.get("authorization", "")
    return header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""
