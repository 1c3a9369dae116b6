"""The worst provider that the protocol must stand: not idempotent, late, forgetful, unreachable."""

from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from common.money import Money
from common.payments.domain import (
    Charged,
    Declined,
    Done,
    Ended,
    EnterCode,
    Held,
    NotFound,
    NotSent,
    Outcome,
    Paid,
    Pending,
    Started,
    Unknown,
    WrongOtp,
)

Fates = tuple[tuple[float, str], ...]
"""Cumulative chances; what is beyond the last goes well."""

_CODE_LIVES = 600.0
_LONGEST_LAG = 300.0
_LAGS = 0.3
_STARTS: Fates = (
    (0.05, "not_sent"), (0.08, "refused"), (0.11, "lost_before"), (0.14, "lost_after"),
)  # fmt: skip
_CHARGES: Fates = (
    (0.04, "not_sent"), (0.08, "lost_before"), (0.11, "refused"), (0.15, "error_after"),
    (0.19, "lost_after"), (0.23, "late"), (0.25, "very_late"), (0.27, "partial"),
    (0.28, "other_currency"), (0.31, "less"),
)  # fmt: skip
_QUERIES: Fates = ((0.08, "unreachable"), (0.13, "refused"))
_VOIDS: Fates = ((0.1, "lost_before"), (0.2, "lost_after"))
_MEANINGS = ("fence", "leaks", "blind", "never")
_HOW_OFTEN = (50, 20, 15, 15)
"""What a void means: it refuses what was paid and stops the rest; it refuses what was paid, and a
slow charge lands all the same; it accepts what was paid and gives nothing back; it is refused."""
_REFUSALS: dict[str, Outcome] = {
    "not_sent": NotSent("connect_error"),
    "refused": Declined("insufficient_funds", "051"),
}
_DELAYS = {"late": (1.0, 90.0), "very_late": (1_000.0, 30_000.0)}
_TOLD: dict[str, Outcome] = {
    "error_after": Unknown("http_500"),
    "lost_after": Unknown("read_timeout"),
    "late": Unknown("009"),
    "very_late": Unknown("091"),
    "partial": Held("010"),
    "other_currency": Unknown("096"),
}


@dataclass(slots=True)
class Movement:
    """Money that left a wallet, or will."""

    reference: UUID
    money: Money
    at: float
    visible_at: float
    name: str = ""
    """What the provider calls it."""
    is_doubled: bool = False
    """Taken by the provider once more than it was asked to."""

    def __post_init__(self) -> None:
        self.name = self.name or f"P-{self.reference}"


@dataclass(slots=True)
class Wallet:
    """Keeps what it charged; every correct code that arrives is charged, even twice."""

    random: Random
    heals_at: float
    opened: dict[UUID, float] = field(default_factory=dict[UUID, float])
    movements: list[Movement] = field(default_factory=list[Movement])
    voided: dict[UUID, float] = field(default_factory=dict[UUID, float])
    void_means: str = ""

    def __post_init__(self) -> None:
        self.void_means = self.random.choices(_MEANINGS, _HOW_OFTEN)[0]

    def charged(self, reference: UUID, at: float) -> list[Movement]:
        """Return what had moved under a reference by then."""
        return [m for m in self.movements if m.reference == reference and m.at <= at]

    def knew(self, reference: UUID, at: float) -> bool:
        """Tell whether anybody could know by then that it was charged.

        What lands after a void was accepted breaks the provider's word: it must be credited.
        """
        until = min(at, self.voided.get(reference, at))
        return bool(self.charged(reference, until))

    def start(self, reference: UUID, money: Money, at: float) -> Outcome:
        """Send a code, or fail to."""
        del money
        fate = self._fate(_STARTS, at)
        if fate in _REFUSALS:
            return _REFUSALS[fate]
        if fate == "lost_before":
            return Unknown("read_timeout")
        self.opened[reference] = at
        started = Started(EnterCode("ETDC"), "000")
        return Unknown("read_timeout") if fate == "lost_after" else started

    def charge(self, reference: UUID, money: Money, *, right: bool, at: float) -> Outcome:
        """Take the money, or not, or both and say nothing."""
        fate = self._fate(_CHARGES, at)
        if fate == "lost_before":
            return Unknown("read_timeout")
        if not right:
            return Unknown("http_500") if fate == "error_after" else WrongOtp("055")
        if fate in _REFUSALS:
            return _REFUSALS[fate]
        if self.void_means == "fence" and reference in self.voided:
            return Declined("declined", "012")
        lag = 0.0 if fate == "less" else self._lag()
        self.movements.append(
            Movement(reference, _taken(money, fate), at := at + self._delay(fate), at + lag)
        )
        return _TOLD.get(fate) or Charged(f"P-{reference}", code="000")

    def query(self, reference: UUID, at: float) -> Outcome:
        """Tell what is known, which may be less than what happened."""
        fate = self._fate(_QUERIES, at)
        if fate:
            return Unknown("read_timeout" if fate == "unreachable" else "003")
        known = [m for m in self.movements if m.reference == reference and m.visible_at <= at]
        if known:
            first = known[0]
            return Paid(first.money, first.name, code="000")
        if reference in self.voided and self.random.getrandbits(1):
            return Ended("voided")
        opened = self.opened.get(reference)
        if opened is not None and at - opened < _CODE_LIVES and self.random.getrandbits(1):
            return Ended("failed") if self.random.getrandbits(2) == 0 else Pending("pending")
        return NotFound("025")

    def cancel(self, reference: UUID, at: float) -> Outcome:
        """Let go, as this provider means it, and perhaps say nothing."""
        fate = self._fate(_VOIDS, at)
        if fate == "lost_before":
            return Unknown("read_timeout")
        outcome = self._void(reference, at)
        return Unknown("read_timeout") if fate == "lost_after" else outcome

    def _void(self, reference: UUID, at: float) -> Outcome:
        paid = self.charged(reference, at)
        if self.void_means == "never" or (paid and self.void_means != "blind"):
            return Declined("declined", "012")
        self.voided.setdefault(reference, at)
        for movement in paid:
            movement.visible_at = min(movement.visible_at, at)
        if self.void_means == "fence":
            self.movements = [m for m in self.movements if m.reference != reference]
        return Done("000")

    def _delay(self, fate: str) -> float:
        low, high = _DELAYS.get(fate, (0.0, 0.0))
        return self.random.uniform(low, high)

    def _lag(self) -> float:
        """Return how long the record of a charge cannot be read yet."""
        return self.random.uniform(0, _LONGEST_LAG) if self.random.random() < _LAGS else 0.0

    def _fate(self, fates: Fates, at: float) -> str:
        return fate_of(self.random, fates, at, self.heals_at)


def fate_of(random: Random, fates: Fates, at: float, heals_at: float) -> str:
    """Return what befalls a call; nothing does once the provider has healed."""
    luck = random.random() if at < heals_at else 1.0
    return next((fate for edge, fate in fates if luck < edge), "")


def _taken(money: Money, fate: str) -> Money:
    if fate in ("partial", "less"):
        return Money(money.minor * 6 // 10, money.currency)
    return Money(money.minor, "ZWG") if fate == "other_currency" else money
