"""Which delivery of a recipient goes next, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifier.domain.state import State

MONEY = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """The first waiting delivery of its kind in a lane, or one of unknown outcome."""

    id: UUID
    state: State
    priority: int
    seq: int
    next_at: datetime

    @property
    def is_money(self) -> bool:
        """Tell whether it says something about money."""
        return self.priority == MONEY


def next_of(
    candidates: Sequence[Candidate], free_at: datetime, now: datetime
) -> tuple[Candidate, datetime] | None:
    """Return who goes next and when (never before `now`); None when nobody waits.

    Money goes before chat, each in its order. While it is unknown whether a money message went
    out (at most a minute), money behind it waits, so that a customer never reads an old truth
    after a new one; chat passes, so that nobody meets silence.
    """
    timed = [(max(one.next_at, free_at, now), one) for one in _eligible(candidates)]
    if not timed:
        return None
    at, one = min(timed, key=lambda item: (item[0], item[1].priority, item[1].seq))
    return one, at


def _eligible(candidates: Sequence[Candidate]) -> Iterable[Candidate]:
    unknown = [one for one in candidates if one.state is State.UNKNOWN]
    waiting = [one for one in candidates if one.state is State.WAITING]
    money = [one for one in waiting if one.is_money]
    chat = [one for one in waiting if not one.is_money]
    if any(one.is_money for one in unknown):
        return [*unknown, *chat]
    return [*unknown, *(money or chat)]
