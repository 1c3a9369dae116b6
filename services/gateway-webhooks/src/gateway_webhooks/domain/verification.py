"""Meta's verification of the callback address: facts/whatsapp.md section 1.1."""

import hmac
import re
from collections.abc import Sequence
from typing import Final

_SAFE: Final = re.compile(r"[A-Za-z0-9_.\-]{1,200}", flags=re.ASCII)


def answer_challenge(
    mode: str | None, token: str | None, challenge: str | None, *, expected: Sequence[str]
) -> str | None:
    """Return the challenge to echo, or nothing when the caller is not who configured us.

    Constant time in each token; closed when none is set; only a short safe pattern is echoed.
    """
    given = (token or "").encode("utf-8", "surrogatepass")
    found = [bool(one) and hmac.compare_digest(given, one.encode()) for one in expected]
    is_safe = challenge is not None and _SAFE.fullmatch(challenge) is not None
    return challenge if mode == "subscribe" and any(found) and is_safe else None
