"""What a signed call between services says."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """What is signed: everything that decides what a call does, and when it was made."""

    caller: str
    audience: str
    method: str
    target: str
    body: bytes
    timestamp: int
    nonce: str

    def text(self) -> bytes:
        """Return the bytes that are signed."""
        digest = hashlib.sha256(self.body).hexdigest()
        parts = (self.caller, self.audience, self.method.upper(), self.target, digest)
        return "\n".join((*parts, str(self.timestamp), self.nonce)).encode()
