"""What every use case of the notifier is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from common.crypto import Keyring

from notifier.domain.pacing import Limits

LOOP: Final = "graph"
"""The loop of the one caller, whose lanes are recipients."""
WORTH_SENDING: Final = timedelta(hours=24)
"""After so long without getting through, a message is given up (a money message: held)."""


@dataclass(frozen=True, slots=True)
class House:
    """Keys, limits, and the number that sends when a command names none."""

    storage: Keyring
    limits: Limits
    unknown_wait: timedelta
    number_of_default: Callable[[], str] = str
    """Returns the number in force for commands that name none."""

    @property
    def phone_number_id(self) -> str:
        """The number that sends when a command names none."""
        return self.number_of_default()

    def seal(self, delivery_id: UUID, content: bytes) -> bytes:
        """Seal the content of a delivery for its place."""
        return self.storage.seal(content, f"delivery:content:{delivery_id}")

    def open(self, delivery_id: UUID, content: bytes) -> bytes:
        """Open the content of a delivery. Raises SealError."""
        return self.storage.open(content, f"delivery:content:{delivery_id}")


def lane_of(phone_number_id: str, recipient: str) -> str:
    """Return the lane of a recipient on one number of ours."""
    return f"{phone_number_id}:{recipient}"
