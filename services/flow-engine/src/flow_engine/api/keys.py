"""The merchant's API key: compared in constant time, never said."""

import hmac

from common.errors import UnauthorizedError
from fastapi import Request

_BEARER = "bearer "


class ApiKey:
    """A dependency that lets in who brings the key. Raises ValueError without one."""

    def __init__(self, key: str) -> None:
        if not key:
            raise ValueError("the merchant API needs a key")
        self._key = key.encode()

    async def __call__(self, request: Request) -> None:
        """Let the request in. Raises UnauthorizedError."""
        self.check_headers(request)

    def check_headers(self, request: Request) -> None:
        """Let the request in, before its body is read. Raises UnauthorizedError."""
        given = request.headers.get("x-api-key") or _bearer(request)
        if not hmac.compare_digest(given.encode(), self._key):
            raise UnauthorizedError(
                "Send the merchant API key in X-Api-Key or as Authorization: Bearer.",
                code="api:unauthorized",
            )


def _bearer(request: Request) -> str:
    header = request.headers.get("authorization", "")
    return header[len(_BEARER) :].strip() if header.lower().startswith(_BEARER) else ""
