"""Meta's signature on a webhook body: HMAC-SHA256 over the raw bytes, keyed by the app secret.

facts: WhatsApp Cloud API, webhooks 1.3.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence

_SHAPE = re.compile(r"sha256=[0-9a-f]{64}", flags=re.ASCII)


def sign_hub(body: bytes, secret: str) -> str:
    """Return the `X-Hub-Signature-256` of a body. Raises ValueError for an empty secret."""
    if not secret:
        raise ValueError("a signature needs a secret")
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def has_hub_shape(header: str | None) -> bool:
    """Return whether the header could be a signature at all, before any body is read."""
    return header is not None and _SHAPE.fullmatch(header) is not None


def verify_hub(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Return whether one of the secrets signed these bytes; constant time, closed without one."""
    if header is None or not has_hub_shape(header):
        return False
    given = header.encode("ascii")
    matches = [
        hmac.compare_digest(sign_hub(body, secret).encode("ascii"), given)
        for secret in secrets
        if secret
    ]
    return any(matches)
