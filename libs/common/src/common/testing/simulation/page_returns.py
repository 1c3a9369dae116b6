"""What a page's provider gives back: on our wish, by somebody's hand, or because a bank says so."""

from dataclasses import dataclass, field
from random import Random
from typing import Final
from uuid import UUID

from common.money import Money
from common.payments.domain import (
    Declined,
    DisputeState,
    NotFound,
    NotSent,
    Outcome,
    Pending,
    Refunded,
    SeenDispute,
    SeenRefund,
    Unknown,
)
from common.testing.simulation.wallet import Fates, fate_of

_REFUNDS: Final[Fates] = (
    (0.08, "not_sent"), (0.13, "declined"), (0.22, "lost_before"), (0.34, "lost_after"),
    (0.42, "late"), (0.5, "pending"),
)  # fmt: skip
_QUESTIONS: Final[Fates] = ((0.15, "unreachable"),)
_LAG, _LATE, _PENDS = 300.0, 90.0, 20_000.0
_KEY_LIVES = 86_400.0
_STEPS: Final = (DisputeState.OPENED, DisputeState.EVIDENCE_DUE)
_ENDS: Final = (DisputeState.WON, DisputeState.LOST)
_SKIPS: Final = 0.3
_STEP_LASTS: Final = (600.0, 60_000.0)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Money that went back, or will: seen in the record from `visible_at` on."""

    key: str
    reference: UUID
    money: Money
    ours: UUID | None
    asked_at: float
    at: float
    visible_at: float


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute with the moments of its states."""

    key: str
    reference: UUID
    money: Money
    states: tuple[tuple[float, DisputeState], ...]

    def state_at(self, at: float) -> DisputeState | None:
        """Return how it stood then."""
        return next((state for since, state in reversed(self.states) if since <= at), None)


@dataclass(slots=True)
class PageReturns:
    """Gives back what it is asked to; the worst one gives twice what it is asked twice.

    It holds no limit against us, but where a person gave back by hand. Some show our id in their
    record, some do not.
    """

    random: Random
    heals_at: float
    is_idempotent: bool = False
    shows_ids: bool = False
    given: list[GivenBack] = field(default_factory=list[GivenBack])
    disputes: list[Disputed] = field(default_factory=list[Disputed])

    def __post_init__(self) -> None:
        self.is_idempotent = bool(self.random.getrandbits(1))
        self.shows_ids = bool(self.random.getrandbits(1))

    def refund(self, ours: UUID, reference: UUID, money: Money, arrived: int, at: float) -> Outcome:
        """Give back, or not, and perhaps say nothing."""
        fate = fate_of(self.random, _REFUNDS, at, self.heals_at)
        if fate == "not_sent":
            return NotSent("connect_error")
        if fate == "lost_before":
            return Unknown("read_timeout")
        known = self._known(ours, at)
        if known is None and (fate == "declined" or self._is_over(reference, money, arrived)):
            return Declined("declined", "refused")
        one = known or self._give(ours, reference, money, fate, at)
        if fate in ("lost_after", "late"):
            return Unknown("read_timeout")
        return Pending("pending") if one.at > at else Refunded(one.money, one.key)

    def query(self, ours: UUID, at: float) -> Outcome:
        """Tell what became of a refund, as far as the record shows it by now."""
        if fate_of(self.random, _QUESTIONS, at, self.heals_at):
            return Unknown("read_timeout")
        one = next((g for g in self.given if g.ours == ours and g.visible_at <= at), None)
        if one is None:
            return NotFound("404")
        return Pending("pending") if one.at > at else Refunded(one.money, one.key)

    def give_by_hand(self, reference: UUID, money: Money, arrived: int, at: float) -> bool:
        """Give back in the portal what is left; False: that much is not."""
        if (
            sum(g.money.minor for g in self.given if g.reference == reference) + money.minor
            > arrived
        ):
            return False
        self._add(None, reference, money, at, at)
        return True

    def dispute(self, reference: UUID, money: Money, at: float) -> Disputed:
        """Have the payer's bank dispute it; some disputes end, some skip a state."""
        states = list[tuple[float, DisputeState]]()
        moment = at
        for state in (*_STEPS, self.random.choice(_ENDS)):
            if states and self.random.random() < _SKIPS:
                continue
            states.append((moment, state))
            moment += self.random.uniform(*_STEP_LASTS)
        one = Disputed(f"dp-{len(self.disputes)}", reference, money, tuple(states))
        self.disputes.append(one)
        return one

    def seen(
        self, reference: UUID, at: float
    ) -> tuple[tuple[SeenRefund, ...], tuple[SeenDispute, ...]]:
        """Return what the record shows of what went back; of a dispute perhaps an older state."""
        refunds = tuple(
            SeenRefund(g.key, g.money, g.key, g.ours if self.shows_ids else None)
            for g in self.given
            if g.reference == reference and max(g.at, g.visible_at) <= at
        )
        as_of = at - (self.random.choice((0.0, 0.0, 3_000.0)) if at < self._freshens() else 0.0)
        disputes = tuple(
            SeenDispute(one.key, one.money, state)
            for one in self.disputes
            if one.reference == reference and (state := one.state_at(as_of))
        )
        return refunds, disputes

    def _freshens(self) -> float:
        """Return from when on the record shows each dispute as it is."""
        changes = [since for one in self.disputes for since, _ in one.states]
        return max([self.heals_at, *changes]) + 3_000.0

    def _known(self, ours: UUID, at: float) -> GivenBack | None:
        if not self.is_idempotent:
            return None
        mine = (g for g in self.given if g.ours == ours and at < g.asked_at + _KEY_LIVES)
        return next(mine, None)

    def _is_over(self, reference: UUID, money: Money, arrived: int) -> bool:
        mine = [g for g in self.given if g.reference == reference]
        by_hand = any(g.ours is None for g in mine)
        return by_hand and sum(g.money.minor for g in mine) + money.minor > arrived

    def _give(self, ours: UUID, reference: UUID, money: Money, fate: str, at: float) -> GivenBack:
        waits = {"late": _LATE, "pending": _PENDS}.get(fate, 0.0)
        moment = at + self.random.uniform(0, waits)
        lag = 0.0 if fate == "pending" else self.random.uniform(0, _LAG)
        visible_at = at if fate == "pending" else moment + lag
        return self._add(ours, reference, money, moment, visible_at, asked_at=at)

    def _add(
        self,
        ours: UUID | None,
        reference: UUID,
        money: Money,
        at: float,
        visible_at: float,
        *,
        asked_at: float = 0.0,
    ) -> GivenBack:
        key = f"re-{len(self.given)}"
        one = GivenBack(key, reference, money, ours, asked_at, at, visible_at)
        self.given.append(one)
        return one
