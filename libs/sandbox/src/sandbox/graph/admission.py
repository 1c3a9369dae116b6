"""Who may call the Graph API: the token's owner, in a version that has the right shape."""

import hmac
import re
from typing import Final

from fastapi import Request

from sandbox.graph.errors import GraphError
from sandbox.settings import SandboxSettings

_VERSION: Final = re.compile(r"v[0-9]{2}\.[0-9]")


def has_token(request: Request, settings: SandboxSettings) -> bool:
    """Tell whether a request carries the token."""
    given = request.headers.get("authorization", "").encode()
    return hmac.compare_digest(given, f"Bearer {settings.access_token}".encode())


def admit(request: Request, version: str, settings: SandboxSettings) -> None:
    """Let a call in. Raises GraphError 190 without the token, 100 for a strange version."""
    if not has_token(request, settings):
        raise GraphError(190, "the access token is missing or wrong")
    if not _VERSION.fullmatch(version):
        raise GraphError(100, "the version looks like v25.0")
