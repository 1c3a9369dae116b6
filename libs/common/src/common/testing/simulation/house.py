"""What the simulation needs of the side that owns orders, intents and the ledger."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from common.contracts.payments import PaymentEvent, PaymentSucceeded
from common.payments.domain import RefundWish


@dataclass(slots=True)
class Intent:
    """One wish to collect an amount, as its owner sees it."""

    payment_id: UUID
    amount_minor: int
    currency: str
    status: str = "opening"
    ends: list[str] = field(default_factory=list[str])


class House(Protocol):
    """Opens intents, hears events, credits once."""

    currency: str
    intents: dict[UUID, Intent]
    credits: list[tuple[UUID, int, str]]
    """Payment, amount and currency of every credit that was written."""
    refunds: list[tuple[UUID, int]]
    """Settlement and amount of every movement that went back, as it was heard."""

    def open(self, payment_id: UUID) -> Intent | None:
        """Open an intent for what is still owed; None when a rule says no."""
        ...

    def hear(self, event_id: int, event: PaymentEvent) -> None:
        """Take an event that may come twice, late and out of order."""
        ...

    def judge(self, payment_id: UUID) -> None:
        """Let a person judge what was held: its order may be paid again."""
        ...

    def wish_refund(
        self, arrived: PaymentSucceeded, refund_id: UUID, minor: int
    ) -> RefundWish | None:
        """Let staff wish to give back of what arrived; None for what was not credited."""
        ...

    def is_open(self, intent: Intent) -> bool:
        """Tell whether an intent still keeps others away."""
        ...

    def balance_errors(self) -> list[str]:
        """Return what is wrong with the books."""
        ...
