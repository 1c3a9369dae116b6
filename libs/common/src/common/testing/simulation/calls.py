"""What happens at the simulated provider: calls, visits to its pages, and its callbacks."""

from dataclasses import dataclass
from random import Random
from typing import Final

from common.money import Money
from common.payments.domain import Call, CallKind, NotSupported, Outcome, Payment
from common.testing.simulation.pages import PageProvider
from common.testing.simulation.phones import PhoneProvider
from common.testing.simulation.shapes import HEALS_AT, Provider
from common.testing.simulation.wallet import Movement

_HINTS: Final = (0, 0, 1, 2, 5)
_REPEATS: Final = 12
"""How often a callback of a second movement comes: its provider tries until it is believed."""
_HINTED_WITHIN: Final = (2.0, 400.0, 200_000.0)
"""How many callbacks a call sets off, and within how many seconds: early, timely, days late."""


@dataclass(frozen=True, slots=True)
class Calls:
    """One provider, as those who call it and those who pay by it meet it."""

    provider: Provider
    random: Random

    def answer(self, payment: Payment, call: Call, *, right: bool, at: float) -> Outcome:
        """Return what the provider says to a call that arrives then; `right`: of its code."""
        money = Money(payment.amount_minor, payment.currency)
        match call.kind:
            case CallKind.START:
                return self.provider.start(call.attempt_id, money, at)
            case CallKind.CHARGE:
                return self.provider.charge(call.attempt_id, money, right=right, at=at)
            case CallKind.QUERY:
                return self.provider.query(call.attempt_id, at)
            case CallKind.CANCEL:
                return self.provider.cancel(call.attempt_id, at)
            case CallKind.REFUND | CallKind.REFUND_QUERY:
                return self._give_back(payment, call, at)

    def _give_back(self, payment: Payment, call: Call, at: float) -> Outcome:
        provider, refund = self.provider, payment.refund_of(call)
        if not isinstance(provider, PageProvider):
            return NotSupported()
        if call.kind is CallKind.REFUND_QUERY:
            return provider.back.query(refund.id, at)
        arrived = provider.sessions[call.attempt_id].money.minor
        return provider.back.refund(refund.id, call.attempt_id, refund.money, arrived, at)

    def callbacks_after(self, call: Call, at: float) -> list[float]:
        """Return in how many seconds callbacks come: of nothing, before anything, and days late."""
        if call.kind in (CallKind.QUERY, CallKind.REFUND_QUERY):
            return []
        within = [self.random.choice(_HINTED_WITHIN) for _ in range(self.random.choice(_HINTS))]
        doubled = [
            max(movement.visible_at - at + again * HEALS_AT, 1.0)
            for movement in self.provider.movements
            if movement.is_doubled and movement.reference == call.attempt_id
            for again in range(_REPEATS)
        ]
        return [*doubled, *(self.random.uniform(0, most) for most in within)]

    def visit(self, payment: Payment, at: float) -> None:
        """Pay on the page that the customer was given."""
        attempt = payment.attempt
        if attempt is not None and isinstance(self.provider, PageProvider):
            self.provider.pay(attempt.id, at)

    def lives(self, payment: Payment, at: float) -> bool:
        """Tell whether a prompt of a payment can still be approved."""
        provider = self.provider
        if not isinstance(provider, PhoneProvider):
            return False
        return any(provider.lives(attempt.id, at) for attempt in payment.attempts)

    def moved(self, payment: Payment, at: float) -> list[Movement]:
        """Return what the provider took by a payment until then."""
        mine = {attempt.id for attempt in payment.attempts}
        return [m for m in self.provider.movements if m.reference in mine and m.at <= at]

    def was_charged(self, payment: Payment, at: float) -> bool:
        """Tell whether anybody could know by then that it was charged."""
        return any(self.provider.knew(attempt.id, at) for attempt in payment.attempts)
