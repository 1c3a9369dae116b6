"""The side that owns orders and the ledger, of flow-engine's own pure rules."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from common.contracts.payments import (
    PaymentActionRequired,
    PaymentCancelled,
    PaymentEvent,
    PaymentExpired,
    PaymentFailed,
    PaymentOtpRefused,
    PaymentOtpRequested,
    PaymentRefunded,
    PaymentSucceeded,
    PaymentUnknown,
)
from common.money import Money
from common.payments.domain import RefundWish
from common.testing.simulation import Intent
from flow_engine.domain.intents import (
    OPEN,
    IntentStatus,
    Opening,
    next_status,
    refusal_to_open,
)
from flow_engine.domain.ledger import Credit, Placement, Settled, credit_for
from flow_engine.domain.orders import OrderState, status_of

TOTAL = 5_000
ORDER = UUID(int=1)
_TOLD: dict[type[PaymentEvent], IntentStatus] = {
    PaymentOtpRequested: IntentStatus.AWAITING_CODE,
    PaymentActionRequired: IntentStatus.AWAITING_ACTION,
    PaymentOtpRefused: IntentStatus.AWAITING_CODE,
    PaymentUnknown: IntentStatus.UNKNOWN,
    PaymentSucceeded: IntentStatus.PAID,
    PaymentFailed: IntentStatus.DECLINED,
    PaymentCancelled: IntentStatus.CANCELLED,
    PaymentExpired: IntentStatus.EXPIRED,
}


@dataclass
class FlowHouse:
    """One order with its intents and its books; the guards can be taken away."""

    currency: str = "USD"
    guards_intents: bool = True
    dedupes: bool = True
    intents: dict[UUID, Intent] = field(default_factory=dict[UUID, Intent])
    credits: list[tuple[UUID, int, str]] = field(default_factory=list[tuple[UUID, int, str]])
    entries: list[Credit] = field(default_factory=list[Credit])
    paid_minor: int = 0
    heard: set[int] = field(default_factory=set[int])
    settled: set[UUID] = field(default_factory=set[UUID])
    refunds: list[tuple[UUID, int]] = field(default_factory=list[tuple[UUID, int]])
    refunded: set[UUID] = field(default_factory=set[UUID])

    def order(self) -> OrderState:
        """Return the order as it stands."""
        return OrderState(self.currency, TOTAL, self.paid_minor, status_of(TOTAL, self.paid_minor))

    def open(self, payment_id: UUID) -> Intent | None:
        """Open an intent for what is still owed."""
        order = self.order()
        wish = Opening(order.open_minor, self.currency, 100)
        is_open = self.guards_intents and any(map(self.is_open, self.intents.values()))
        if refusal_to_open(order, wish, has_open_intent=is_open):
            return None
        self.intents[payment_id] = Intent(payment_id, order.open_minor, self.currency)
        return self.intents[payment_id]

    def hear(self, event_id: int, event: PaymentEvent) -> None:
        """Take an event in one transaction, once."""
        if self.dedupes and event_id in self.heard:
            return
        self.heard.add(event_id)
        intent = self.intents[event.payment_id]
        if isinstance(event, PaymentSucceeded):
            self._credit(event)
        if isinstance(event, PaymentRefunded) and event.refund_id not in self.refunded:
            self.refunded.add(event.refund_id)
            self.refunds.append((event.settlement_id, event.refunded_minor))
        told = _TOLD.get(type(event))
        if isinstance(event, PaymentSucceeded) and event.currency != self.currency:
            told = IntentStatus.UNKNOWN  # until a person has judged, nothing else is paid
        if told is not None:
            intent.status = next_status(IntentStatus(intent.status), told).value

    def wish_refund(
        self, arrived: PaymentSucceeded, refund_id: UUID, minor: int
    ) -> RefundWish | None:
        """Let staff wish to give back of what was credited; how much is left the kit decides."""
        if arrived.settlement_id is None or arrived.settlement_id not in self.settled:
            return None
        money = Money(minor, arrived.currency)
        return RefundWish(refund_id, arrived.settlement_id, money, "ill")

    def judge(self, payment_id: UUID) -> None:
        """Let a person judge what was held."""
        is_settled = any(owner == payment_id for owner, _, _ in self.credits)
        if is_settled:
            self.intents[payment_id].status = IntentStatus.PAID.value

    def is_open(self, intent: Intent) -> bool:
        """Tell whether an intent still keeps others away."""
        return IntentStatus(intent.status) in OPEN

    def balance_errors(self) -> list[str]:
        """Check that every movement sums to zero and the order has what its account has."""
        found = [
            "a movement does not sum to zero"
            for credit in self.entries
            if sum(entry.amount_minor for entry in credit.entries)
        ]
        owed: Counter[str] = Counter()
        for credit in self.entries:
            owed[credit.entries[1].account] -= credit.entries[1].amount_minor
        if owed[f"order:{ORDER}"] != self.paid_minor:
            found.append("the order has other than its account")
        return found

    def _credit(self, event: PaymentSucceeded) -> None:
        movement = event.settlement_id or event.payment_id
        if self.dedupes and movement in self.settled:
            return
        self.settled.add(movement)
        settled = Settled(event.payment_id, event.provider, event.settled_minor, event.currency)
        credit = credit_for(settled, ORDER, self.order())
        self.entries.append(credit)
        self.credits.append((event.payment_id, event.settled_minor, event.currency))
        if credit.placement is Placement.ORDER:
            self.paid_minor += event.settled_minor


@pytest.fixture
def make_house() -> Callable[..., FlowHouse]:
    """Give a maker of houses."""
    return FlowHouse
