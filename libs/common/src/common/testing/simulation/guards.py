"""The protocol with one guard removed each: the simulation must catch every one of them."""

from common.testing.simulation import (
    guards_of_calls,
    guards_of_ends,
    guards_of_money,
    guards_of_returns,
)
from common.testing.simulation.removal import REMOVABLE, removed

__all__ = [
    "GUARDS",
    "guards_of_calls",
    "guards_of_ends",
    "guards_of_money",
    "guards_of_returns",
    "removed",
]

GUARDS = tuple(sorted(REMOVABLE))
"""Each guard by the rule that it keeps."""
