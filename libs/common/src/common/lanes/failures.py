"""What a failure means: again at once, again later, or never."""

import random
from datetime import timedelta
from enum import StrEnum
from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from common.errors import MariError

_LOST_ERRORS: Final = (
    ConnectionError,
    TimeoutError,
    PoolTimeout,
    InterfaceError,
    asyncpg.InterfaceError,
)
MOST_UNEXPECTED: Final = 3
"""Tries of a message whose handler fails in a way that nobody foresaw."""
MOST_KILLS: Final = 5
"""Tries of a message that left no outcome: each time the process was gone."""
MOST_TRANSIENT: Final = 12
"""Tries of a message whose handler says that it may pass (about half an hour)."""
_LONGEST: Final = timedelta(minutes=5)
_AT_ONCE_STATES: Final = frozenset({"40001", "40P01", "55P03"})
_STATEMENT_TIMEOUT: Final = "57014"
_LOST_STATES: Final = ("08", "25006", "25P03", "25P04", "53", "57P", "58")
"""SQLSTATEs of a database that is gone, ends our session, has no room, or takes no writes."""
_REFUSED_STATES: Final = ("22", "23", "54")
"""SQLSTATE classes of what can never be stored as it is: a value, a rule, a size."""


class Meaning(StrEnum):
    """How to go on after a failure."""

    LOST = "lost"
    AT_ONCE = "at_once"
    LATER = "later"
    UNEXPECTED = "unexpected"
    NEVER = "never"


def state_of(error: BaseException) -> str:
    """Return the SQLSTATE of a database error, or nothing."""
    cause = getattr(error, "orig", None) or error
    return str(getattr(cause, "sqlstate", None) or "")


def meaning_of(error: BaseException) -> Meaning:
    """Tell how to go on."""
    if isinstance(error, MariError):
        return Meaning.LATER if error.retryable else Meaning.NEVER
    if is_lost(error):
        return Meaning.LOST
    if state_of(error) == _STATEMENT_TIMEOUT:
        return Meaning.LATER
    if isinstance(error, StaleDataError | IntegrityError) or state_of(error) in _AT_ONCE_STATES:
        return Meaning.AT_ONCE
    return Meaning.UNEXPECTED


def is_lost(error: BaseException) -> bool:
    """Tell whether the database itself was not to be had: nobody's fault, nothing to count."""
    if isinstance(error, _LOST_ERRORS) or state_of(error).startswith(_LOST_STATES):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_refused(error: BaseException) -> bool:
    """Tell whether the database will never take it as it is."""
    return isinstance(error, ValueError) or state_of(error).startswith(_REFUSED_STATES)


def is_own_fault(error: BaseException) -> bool:
    """Tell whether what was to be stored is at fault, and will be the next time too."""
    return meaning_of(error) is Meaning.NEVER or is_refused(error)


def is_deadlock(error: BaseException) -> bool:
    """Tell whether the same statement may well succeed at once."""
    return state_of(error) in _AT_ONCE_STATES


def backoff(attempts: int, *, first: float = 1.0) -> timedelta:
    """Return how long to wait after so many tries: doubled each time, jittered, at most 5 min."""
    seconds = min(first * 2.0 ** min(attempts - 1, 20), _LONGEST.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311 - spreads retries
