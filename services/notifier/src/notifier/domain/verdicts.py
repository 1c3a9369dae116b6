"""What Meta's error codes mean for a message that was to be sent (facts: WhatsApp, section 5.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Action(StrEnum):
    """What follows from a code."""

    REPLAY = "replay"
    """Refused before it was processed: the same request again, after a while."""
    PAIR = "pair"
    """The same, for this recipient only, after 4^X seconds."""
    FINAL = "final"
    """Refused for good; a money message waits for the customer to write."""
    CONTENT = "content"
    """Refused for what it is: no later try can succeed."""
    ACCOUNT = "account"
    """Refused for good, and so is every other message until a person has looked."""
    UNKNOWN = "unknown"
    """It may have gone out all the same."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows, and how long to wait at least before a replay."""

    action: Action
    wait: timedelta = timedelta(0)
    most: int = 12
    """Replays in a row at most."""


_REPLAY: Final = Verdict(Action.REPLAY)
_FINAL: Final = Verdict(Action.FINAL)
_CONTENT: Final = Verdict(Action.CONTENT)
_ACCOUNT: Final = Verdict(Action.ACCOUNT)
_UNKNOWN: Final = Verdict(Action.UNKNOWN)


def _later(wait: timedelta, most: int) -> Verdict:
    return Verdict(Action.REPLAY, wait, most)


VERDICTS: Final[Mapping[int, Verdict]] = {
    **dict.fromkeys((4, 80007, 130429), _REPLAY),
    131056: Verdict(Action.PAIR),
    131057: _later(timedelta(minutes=1), 5),
    131053: _later(timedelta(seconds=10), 2),
    132069: _later(timedelta(minutes=10), 6),
    133004: _later(timedelta(minutes=1), 5),
    134101: _later(timedelta(minutes=10), 3),
    2494100: _later(timedelta(minutes=1), 10),
    **dict.fromkeys((1, 2, 131000, 131016, 133000), _UNKNOWN),
    **dict.fromkeys((0, 190, 3, 10, *range(200, 300), 131005), _ACCOUNT),
    **dict.fromkeys((368, 131031, 33, 131037, 131042, 131045), _ACCOUNT),
    **dict.fromkeys((133005, 133006, 133008, 133009, 133010, 133015, 133016, 134011), _ACCOUNT),
    **dict.fromkeys((131048, 131064, 130497, 130472, 130403, 131021, 131026, 131030), _FINAL),
    **dict.fromkeys((131047, 131049, 131050, 131062, 132015, 137000, 139200), _FINAL),
    **dict.fromkeys((100, 131008, 131009, 131051, 131052, 131055, 131063, 134100), _CONTENT),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132008, 132012, 132016, 132018), _CONTENT),
    **dict.fromkeys((132068, 135000, *range(139000, 139007)), _CONTENT),
    **dict.fromkeys((2388019, 2388040, 2388047, 2388072, 2388073), _CONTENT),
    **dict.fromkeys((2388293, 2388299, 2388318, 2388330), _CONTENT),
}
WINDOW_CLOSED: Final = "131047"
GAVE_UP: Final = "notifier:gave_up"
"""It could not be sent for as long as it was worth sending."""
NO_ANSWER: Final = "notifier:unknown"
"""Sent twice, and nothing was ever heard of it."""
UNREADABLE: Final = "notifier:unreadable"
"""What was stored does not open."""
NOT_DELIVERED: Final = "notifier:not_delivered"
"""A failed status that names no code."""
_OWN: Final = {UNREADABLE: _CONTENT}


def verdict_of(code: str) -> Verdict:
    """Return what follows from a code, Meta's or ours; one that nobody knows is final."""
    if code.isdecimal():
        return VERDICTS.get(int(code), _FINAL)
    return _OWN.get(code, _CONTENT if code.startswith("content:") else _FINAL)


def log_name(code: str | None) -> str | None:
    """Return a code as a log shows it: Meta's numbers look like one-time codes, so they are named.

    Only what Meta's API said in a field for codes comes here, never a customer's words.
    """
    return f"graph-{code}" if code is not None and code.isdecimal() else code


def is_about_account(code: str) -> bool:
    """Tell whether no message can be sent until a person has looked."""
    return verdict_of(code).action is Action.ACCOUNT
