"""A provider that pushes a prompt to a phone: nobody can take it back, and approval comes late."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from common.money import Money
from common.payments.domain import (
    Approve,
    Charged,
    Declined,
    NotFound,
    NotSent,
    NotSupported,
    Outcome,
    Paid,
    Pending,
    Started,
    Unknown,
)
from common.testing.simulation.wallet import Fates, Movement, fate_of

_STARTS: Fates = (
    (0.04, "not_sent"), (0.07, "refused"), (0.12, "lost_before"), (0.20, "lost_after"),
    (0.22, "paid"), (0.25, "slow"),
)  # fmt: skip
_QUERIES: Fates = ((0.08, "unreachable"), (0.12, "refused"))
_DECISIONS: Fates = ((0.55, "approves"), (0.65, "refuses"), (0.75, "late"), (0.8, "far_too_late"))
_LAG = 20.0
_DOUBLES, _UNNAMED = 0.03, 0.05
_SLOW = 50.0
"""Seconds that a prompt may take to arrive: less than two questions about it are apart."""
_DECIDES = {
    "approves": (2.0, 240.0), "refuses": (2.0, 240.0), "late": (240.0, 880.0),
    "far_too_late": (1_000.0, 90_000.0),
}  # fmt: skip


@dataclass(slots=True)
class Prompt:
    """One prompt on a phone, with what its owner will do."""

    money: Money
    arrives: float
    decides: str
    decides_at: float


@dataclass(slots=True)
class PhoneProvider:
    """Knows a prompt by our reference from the moment it arrived."""

    random: Random
    heals_at: float
    prompts: dict[UUID, Prompt] = field(default_factory=dict[UUID, Prompt])
    movements: list[Movement] = field(default_factory=list[Movement])
    repeated: int = 0
    told: Counter[UUID] = field(default_factory=Counter[UUID])
    """How often each was called paid: of two movements it tells one at a time, in turn."""

    def knew(self, reference: UUID, at: float) -> bool:
        """Tell whether anybody could know by then that it was paid."""
        return any(m.reference == reference and m.visible_at <= at for m in self.movements)

    def lives(self, reference: UUID, at: float) -> bool:
        """Tell whether its prompt is on the phone, or on its way there, and was not refused."""
        prompt = self.prompts.get(reference)
        is_refused = prompt is not None and prompt.decides == "refuses" and prompt.decides_at <= at
        return prompt is not None and not is_refused

    def start(self, reference: UUID, money: Money, at: float) -> Outcome:
        """Push the prompt, or not, and perhaps say nothing."""
        fate = fate_of(self.random, _STARTS, at, self.heals_at)
        if fate == "not_sent":
            return NotSent("connect_error")
        if fate == "refused":
            return Declined("insufficient_funds", "refused")
        if fate == "lost_before":
            return Unknown("read_timeout")
        self._push(reference, money, at + (_SLOW if fate == "slow" else 0.0), fate)
        if fate in ("lost_after", "slow"):
            return Unknown("read_timeout")
        if fate == "paid":
            return Charged(self.movements[-1].name, settled=money)
        return self._started()

    def charge(self, reference: UUID, money: Money, *, right: bool, at: float) -> Outcome:
        """Refuse: no code is taken."""
        del reference, money, right, at
        return NotSupported()

    def query(self, reference: UUID, at: float) -> Outcome:
        """Tell of the prompt; a question that is refused says nothing of it."""
        fate = fate_of(self.random, _QUERIES, at, self.heals_at)
        if fate:
            return Unknown("read_timeout" if fate == "unreachable" else "003")
        prompt = self.prompts.get(reference)
        if prompt is None or prompt.arrives > at:
            return NotFound("not_found")
        paid = [m for m in self.movements if m.reference == reference and m.visible_at <= at]
        if paid:
            self.told[reference] += 1
            told = paid[self.told[reference] % len(paid)]
            return Paid(told.money, "" if self.random.random() < _UNNAMED else told.name)
        if prompt.decides == "refuses" and prompt.decides_at <= at:
            return Declined("declined", "cancelled")
        return self._started() if self.random.getrandbits(1) else Pending("sent")

    def cancel(self, reference: UUID, at: float) -> Outcome:
        """Refuse: a prompt cannot be taken back."""
        del reference, at
        return NotSupported()

    def _push(self, reference: UUID, money: Money, at: float, fate: str) -> None:
        if reference in self.prompts:
            self.repeated += 1
        luck = self.random.random()
        decides = next((word for edge, word in _DECISIONS if luck < edge), "ignores")
        low, high = _DECIDES.get(decides, (0.0, 0.0))
        moment = at if fate == "paid" else at + self.random.uniform(low, high)
        decides = "approves" if fate == "paid" else decides
        self.prompts[reference] = Prompt(money, at, decides, moment)
        if decides not in ("refuses", "ignores"):
            lag = self.random.uniform(0.0, _LAG)
            movement = Movement(reference, money, moment, moment + lag)
            if self.random.random() < _DOUBLES:
                again = moment + self.random.uniform(1.0, 300.0)
                name = f"{movement.name}-again"
                self.movements.append(
                    Movement(reference, money, again, again, name, is_doubled=True)
                )
            self.movements.append(movement)

    def _started(self) -> Started:
        until = datetime(2026, 11, 25, 10, 0, tzinfo=UTC) + timedelta(minutes=10)
        return Started(Approve("Enter your PIN", until), facts={"poll": "a poll URL"})
