"""What comes next for a delivery: after an outcome, after a status, after the customer wrote."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from notifier.domain.outcome import Accepted, NotSent, Outcome, Refused
from notifier.domain.pacing import pair_wait
from notifier.domain.state import State, Summary
from notifier.domain.verdicts import (
    GAVE_UP,
    NO_ANSWER,
    NOT_DELIVERED,
    WINDOW_CLOSED,
    Action,
    verdict_of,
)

WINDOW: Final = timedelta(hours=24)
"""How long after the customer last wrote Meta takes free text (facts: WhatsApp, section 7)."""
MOST_DOUBTS: Final = 2
"""Sends of unknown outcome: the first, and one more."""
MOST_HOLDS: Final = 5
_LONGEST_BACKOFF: Final = 60.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A delivery as it stands before something happens to it."""

    state: State
    is_money: bool
    doubts: int
    """Sends whose outcome is unknown."""
    refusals: int
    """Definite, passing refusals in a row."""
    holds: int
    """How often it was held already."""
    called_at: datetime
    give_up_at: datetime
    is_window_new: bool = False
    """The customer has written since it was sent."""


class Cause(StrEnum):
    """Why a delivery moves on, which decides what is counted."""

    TAKEN = "taken"
    DOUBT = "doubt"
    PASSING = "passing"
    HOLD = "hold"
    END = "end"


@dataclass(frozen=True, slots=True)
class Next:
    """The state that follows, when it is due, why, and the code that explains it."""

    state: State
    at: datetime
    cause: Cause = Cause.TAKEN
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What all statuses say together, and the code of a failure among them."""

    summary: Summary = Summary.NOTHING
    code: str = NOT_DELIVERED


def refusal_before_call(
    doubts: int, give_up_at: datetime, wrote_at: datetime | None, now: datetime
) -> str | None:
    """Return why it need not be sent at all: what Meta would say, or that it is too late."""
    if doubts >= MOST_DOUBTS:
        return NO_ANSWER
    if now >= give_up_at:
        return GAVE_UP
    if wrote_at is not None and now - wrote_at >= WINDOW:
        return WINDOW_CLOSED
    return None


def after_outcome(
    outcome: Outcome, standing: Standing, heard: Heard, now: datetime, *, unknown_wait: timedelta
) -> Next:
    """Return what follows from a call's outcome and from the statuses that came before it."""
    if heard.summary in {Summary.DELIVERED, Summary.READ}:
        return Next(State.ACCEPTED, now)
    if isinstance(outcome, Refused):
        return after_refusal(outcome.code, standing, now)
    if isinstance(outcome, NotSent):
        at = now + backoff(standing.refusals)
        return Next(State.WAITING, at, Cause.PASSING, outcome.code)
    if isinstance(outcome, Accepted):
        accepted = replace(standing, state=State.ACCEPTED)
        return after_statuses(heard, accepted, now) or Next(State.ACCEPTED, now)
    at = max(now, standing.called_at + unknown_wait)
    unknown = Next(State.UNKNOWN, at, Cause.DOUBT, outcome.code)
    return after_statuses(heard, replace(standing, state=State.UNKNOWN), now) or unknown


def after_refusal(code: str, standing: Standing, now: datetime) -> Next:
    """Return what follows from a definite no, whether it came as an answer or as a status."""
    verdict = verdict_of(code)
    at = now + max(verdict.wait, _replay_wait(verdict.action, standing.refusals))
    if at > now and standing.refusals < verdict.most and at < standing.give_up_at:
        return Next(State.WAITING, at, Cause.PASSING, code)
    if not standing.is_money or verdict.action is Action.CONTENT or standing.holds >= MOST_HOLDS:
        return Next(State.FAILED, now, Cause.END, code)
    state = State.WAITING if standing.is_window_new else State.HELD
    return Next(state, now, Cause.HOLD, code)


def after_statuses(heard: Heard, standing: Standing, now: datetime) -> Next | None:
    """Return what follows from all statuses together; None when they change no state.

    A delivery that is being sent is left to the answer of its call.
    """
    if standing.state is State.SENDING or heard.summary is Summary.NOTHING:
        return None
    if heard.summary is Summary.FAILED:
        is_open = standing.state in {State.ACCEPTED, State.UNKNOWN}
        return after_refusal(heard.code, standing, now) if is_open else None
    if standing.state is State.ACCEPTED:
        return None
    is_news = heard.summary is not Summary.SENT or standing.state is State.UNKNOWN
    return Next(State.ACCEPTED, now) if is_news else None


def _replay_wait(action: Action, refusals: int) -> timedelta:
    if action is Action.PAIR:
        return pair_wait(refusals)
    return backoff(refusals) if action is Action.REPLAY else timedelta(0)


def backoff(refusals: int) -> timedelta:
    """Return how long to wait after so many refusals: doubled each time, at most a minute."""
    seconds = min(2.0 ** min(refusals, 10), _LONGEST_BACKOFF)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311 - spreads retries
