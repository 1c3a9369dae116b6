"""The switches: what a provider may be told to do wrong, and how often still."""

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Behaviour(StrEnum):
    """Each way to misbehave; later providers use the same names."""

    DECLINE = "decline"
    WRONG_OTP = "wrong_otp"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    SLOW = "slow"
    TIMEOUT_BEFORE_CHARGE = "timeout_before_charge"
    TIMEOUT_AFTER_CHARGE = "timeout_after_charge"
    ERROR_BEFORE_CHARGE = "error_before_charge"
    ERROR_AFTER_CHARGE = "error_after_charge"
    GARBAGE = "garbage"
    CLOSED_CONNECTION = "closed_connection"
    NOT_FOUND = "not_found"
    PARTIAL = "partial"
    OTHER_CURRENCY = "other_currency"
    DUPLICATE_WEBHOOKS = "duplicate_webhooks"
    REORDERED_WEBHOOKS = "reordered_webhooks"
    LOST_WEBHOOKS = "lost_webhooks"


WEBHOOK_BEHAVIOURS = frozenset(
    {Behaviour.DUPLICATE_WEBHOOKS, Behaviour.REORDERED_WEBHOOKS, Behaviour.LOST_WEBHOOKS}
)
CALL_BEHAVIOURS = frozenset(Behaviour) - WEBHOOK_BEHAVIOURS

PROVIDERS: Mapping[str, str] = {
    "omari": "The O'mari wallet: a code by SMS, then the money moves.",
    "graph": "Meta's Graph API: messages out, webhooks in.",
}
OPERATIONS: Mapping[str, str] = {
    "auth": "O'mari: start a payment and send its code.",
    "request": "O'mari: give the code; this call moves the money.",
    "query": "O'mari: ask what became of a payment.",
    "void": "O'mari: give up a payment that was not charged.",
    "messages": "Graph: send a message, and the webhooks that follow.",
    "*": "Every operation of the provider.",
}
BEHAVIOURS: Mapping[Behaviour, str] = {
    Behaviour.DECLINE: "Refuses for good and does nothing.",
    Behaviour.WRONG_OTP: "Says that the code is wrong, whatever it is.",
    Behaviour.INSUFFICIENT_FUNDS: "Says that the wallet is empty.",
    Behaviour.SLOW: "Does the work, and answers after 30 s.",
    Behaviour.TIMEOUT_BEFORE_CHARGE: "Does nothing and never answers.",
    Behaviour.TIMEOUT_AFTER_CHARGE: "Does the work and never answers.",
    Behaviour.ERROR_BEFORE_CHARGE: "Does nothing and answers 500.",
    Behaviour.ERROR_AFTER_CHARGE: "Does the work and answers 500.",
    Behaviour.GARBAGE: "Does the work and answers with bytes that mean nothing.",
    Behaviour.CLOSED_CONNECTION: "Does the work and closes the connection instead of answering.",
    Behaviour.NOT_FOUND: "Says that it does not know the payment, though it may.",
    Behaviour.PARTIAL: "Takes three fifths, and answers that it was a part without saying which.",
    Behaviour.OTHER_CURRENCY: "Takes the amount in the other currency, and says that all is well.",
    Behaviour.DUPLICATE_WEBHOOKS: "Delivers each webhook three times.",
    Behaviour.REORDERED_WEBHOOKS: "Delivers statuses backwards, and a message after the next one.",
    Behaviour.LOST_WEBHOOKS: "Loses statuses for good; a message comes later, by Meta's retry.",
}
_OPERATIONS_OF = {"omari": {"auth", "request", "query", "void", "*"}, "graph": {"messages", "*"}}
_ONLY_AT = {
    Behaviour.WRONG_OTP: ("omari", {"request"}),
    Behaviour.PARTIAL: ("omari", {"request"}),
    Behaviour.OTHER_CURRENCY: ("omari", {"request"}),
    Behaviour.INSUFFICIENT_FUNDS: ("", {"auth", "request", "messages"}),
    Behaviour.NOT_FOUND: ("", {"query", "void", "request", "messages"}),
} | {behaviour: ("graph", {"messages"}) for behaviour in WEBHOOK_BEHAVIOURS}
_BY_STAR = {
    Behaviour.INSUFFICIENT_FUNDS: {"request", "messages"},
    Behaviour.NOT_FOUND: {"query", "messages"},
}


class UnknownNameError(Exception):
    """A fault names something that does not exist; `known` lists what does."""

    def __init__(self, field: str, known: Collection[str]) -> None:
        super().__init__(f"{field} must be one of: {', '.join(known)}")
        self.field = field
        self.known = list(known)


@dataclass(frozen=True, slots=True)
class Fault:
    """One switch; `times` counts calls, None holds until it is deleted."""

    provider: str
    operation: str
    behaviour: Behaviour
    times: int | None = None

    def fires_at(self, operation: str) -> bool:
        """Tell whether a call of this operation meets the fault."""
        if self.operation not in ("*", operation):
            return False
        provider, places = _ONLY_AT.get(self.behaviour, ("", {operation}))
        if provider not in ("", self.provider) or operation not in places:
            return False
        return self.operation != "*" or operation in _BY_STAR.get(self.behaviour, {operation})

    def can_fire(self) -> bool:
        """Tell whether any call of the provider can ever meet the fault."""
        operations = _OPERATIONS_OF[self.provider]
        return any(self.fires_at(operation) for operation in operations - {"*"})


def firing_at(provider: str) -> dict[str, list[str]]:
    """Return, for each operation of a provider, the behaviours that it can meet."""
    return {
        operation: [
            str(behaviour)
            for behaviour in Behaviour
            if Fault(provider, operation, behaviour).can_fire()
        ]
        for operation in OPERATIONS
        if operation in _OPERATIONS_OF[provider]
    }


def read_fault(data: Mapping[str, Any]) -> Fault:
    """Return the fault that a request describes. Raises UnknownNameError."""
    for field, known in (
        ("provider", PROVIDERS),
        ("operation", OPERATIONS),
        ("behaviour", BEHAVIOURS),
    ):
        if data.get(field) not in list(known):
            raise UnknownNameError(field, list(known))
    times = data.get("times")
    if times is not None and (type(times) is not int or times < 1):
        raise UnknownNameError("times", ["a whole number from 1", "absent: until deleted"])
    return Fault(data["provider"], data["operation"], Behaviour(data["behaviour"]), times)


def add(db: sqlite3.Connection, fault: Fault) -> int:
    """Switch a fault on and return its id."""
    cursor = db.execute(
        "INSERT INTO fault (provider, operation, behaviour, times, remaining)"
        " VALUES (?, ?, ?, ?, ?)",
        (fault.provider, fault.operation, fault.behaviour, fault.times, fault.times),
    )
    return cursor.lastrowid or 0


def take(
    db: sqlite3.Connection, provider: str, operation: str, among: Collection[Behaviour]
) -> Behaviour | None:
    """Return what this call must do wrong, and count it; the oldest switch comes first."""
    for row in _rows(db.execute("SELECT * FROM fault WHERE provider = ? ORDER BY id", (provider,))):
        fault = Fault(row["provider"], row["operation"], Behaviour(row["behaviour"]))
        if fault.behaviour in among and fault.fires_at(operation):
            _count(db, row["id"], row["remaining"])
            return fault.behaviour
    return None


def active(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the switches that are on."""
    return [dict(row) for row in _rows(db.execute("SELECT * FROM fault ORDER BY id"))]


def remove(db: sqlite3.Connection, fault_id: int | None = None) -> int:
    """Switch one fault off, or all; return how many were on."""
    if fault_id is None:
        return db.execute("DELETE FROM fault").rowcount
    return db.execute("DELETE FROM fault WHERE id = ?", (fault_id,)).rowcount


def _count(db: sqlite3.Connection, fault_id: int, remaining: int | None) -> None:
    if remaining is None:
        return
    if remaining <= 1:
        db.execute("DELETE FROM fault WHERE id = ?", (fault_id,))
    else:
        db.execute("UPDATE fault SET remaining = remaining - 1 WHERE id = ?", (fault_id,))


def _rows(rows: Iterable[Any]) -> list[Any]:
    return list(rows)
