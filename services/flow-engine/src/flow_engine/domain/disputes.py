"""Disputes: a payer takes a payment back at his bank, which decides who gets the money."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class DisputeState(StrEnum):
    """Where a dispute stands; `won` and `lost` are the merchant's."""

    OPENED = "opened"
    EVIDENCE_DUE = "evidence_due"
    """The merchant's evidence is waited for, until a day."""
    WON = "won"
    LOST = "lost"


OPEN: Final = frozenset({DisputeState.OPENED, DisputeState.EVIDENCE_DUE})
AWAY: Final = OPEN | {DisputeState.LOST}
"""States in which the money is not ours."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a fact does: the state after it, and what moves."""

    state: DisputeState
    takes: bool = False
    """The disputed amount leaves."""
    returns: bool = False
    """It comes back."""
    opened: int = 0
    """By how much the number of open disputes changes."""


def change_of(present: DisputeState | None, told: DisputeState) -> Change:
    """Return what a fact changes; facts may come late, twice and out of order.

    The amount leaves once and comes back once. An end is not followed by an open state; what is
    won, even after it was lost, stays won.
    """
    state = _later(present, told)
    was_away = present in AWAY
    return Change(
        state,
        takes=state in AWAY and not was_away,
        returns=state not in AWAY and was_away,
        opened=int(state in OPEN) - int(present in OPEN),
    )


def _later(present: DisputeState | None, told: DisputeState) -> DisputeState:
    order = (DisputeState.OPENED, DisputeState.EVIDENCE_DUE, DisputeState.LOST, DisputeState.WON)
    return told if present is None else max(present, told, key=order.index)
