"""Which request about which payment was refused."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

_PATH: Final = re.compile(r"/v1/payments/([0-9a-f-]{36})(?:/([a-z]+))?")


@dataclass(frozen=True, slots=True)
class Refused:
    """A request of ours that the payments service did not take."""

    payment_id: UUID
    action: str
    """start, otp, resend, cancel, check; refunds where a refund was asked for; settlements or
    release where a person decided what became of it."""


def read_refused(method: str, path: str) -> Refused | None:
    """Return what a refused request was about; None when it was about no payment."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    action = match.group(2) or ("start" if method == "PUT" else "")
    return Refused(UUID(match.group(1)), action) if action else None
