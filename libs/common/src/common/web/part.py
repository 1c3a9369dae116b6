"""The state of one thing that a service depends on."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Part:
    """The state of one dependency; only `down` makes a service not ready.

    `degraded` is what only a person can mend and every replica shares, such as a refused token:
    the service still takes its work, and sending that elsewhere would help nobody.
    """

    state: Literal["ok", "degraded", "down", "off", "test"]
    detail: str = ""
