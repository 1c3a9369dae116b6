"""The state of one thing that a service depends on."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Part:
    """The state of one dependency; only `down` makes a service not ready."""

    state: Literal["ok", "down", "off", "test"]
    detail: str = ""
