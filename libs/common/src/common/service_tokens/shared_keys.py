"""How the version before signed calls: with keys that all its processes shared.

Used while processes of that version run, and no longer than MARI_UNSIGNED_UNTIL says.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from common.service_tokens.call import Call

AUTHORIZATION: Final = "Authorization"
_FORMAT: Final = re.compile(
    r"Svc caller=([a-z-]{1,40}),ts=([0-9]{1,12}),nonce=([0-9a-f]{32}),"
    r"kid=([0-9a-f]{8}),mac=([0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a header of that version says."""

    caller: str
    timestamp: int
    nonce: str
    kid: str
    mac: str


class SharedKeys:
    """The keys of that version: the first one signs, all verify."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = {_kid(key): key.encode() for key in keys}
        self._signs = _kid(keys[0])

    @staticmethod
    def claim(header: str) -> Claim | None:
        """Read an Authorization header; None when it is none of that version."""
        match = _FORMAT.fullmatch(header)
        if match is None:
            return None
        caller, stamp, nonce, kid, mac = match.groups()
        return Claim(caller, int(stamp), nonce, kid, mac)

    def header(self, call: Call) -> str:
        """Return the Authorization header of a call."""
        mac = self._mac(self._signs, call)
        stamp = f"ts={call.timestamp},nonce={call.nonce}"
        return f"Svc caller={call.caller},{stamp},kid={self._signs},mac={mac}"

    def holds(self, call: Call, claim: Claim) -> bool:
        """Tell whether the signature is right, in constant time."""
        if claim.kid not in self._keys:
            return False
        return hmac.compare_digest(self._mac(claim.kid, call).encode(), claim.mac.encode())

    def _mac(self, kid: str, call: Call) -> str:
        pair = f"{call.caller}>{call.audience}".encode()
        key = hmac.new(self._keys[kid], pair, hashlib.sha256).digest()
        digest = hashlib.sha256(call.body).hexdigest()
        parts = (call.method.upper(), call.target, digest, str(call.timestamp), call.nonce)
        return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _kid(key: str) -> str:
    return hashlib.sha256(b"kid:" + key.encode()).hexdigest()[:8]
