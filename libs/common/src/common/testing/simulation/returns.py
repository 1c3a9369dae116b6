"""Staff who give money back, through the house or by hand at the provider, and payers' disputes."""

from collections.abc import Callable
from typing import Any, Final, Protocol
from uuid import UUID

from common.contracts.payments import (
    PaymentDisputed,
    PaymentEvent,
    PaymentRefunded,
    PaymentSucceeded,
)
from common.errors import MariError
from common.money import Money
from common.payments.domain import RefundWish, Turn, refunds
from common.payments.domain.disputes import is_forward
from common.payments.domain.returns import DisputeState
from common.testing.simulation.check import Report
from common.testing.simulation.pages import PageProvider

_WISHES: Final = (0, 1, 1, 2, 3)
_WISHED_WITHIN: Final = (1_500.0, 20_000.0)
_BY_HAND, _DISPUTES = 0.3, 0.2
_TOLD_AGAIN: Final = (1.0, 4_000.0, 8_000.0, 90_000.0)
"""When callbacks of what went back come: also long after the provider has healed."""


class Edge(Protocol):
    """What the world lets them do."""

    random: Any
    at: float

    def plan(self, seconds: float, act: Callable[..., None], *values: Any) -> int:  # noqa: ANN401 - the act's own
        """Do something after so many seconds."""
        ...

    def deliveries(self) -> list[float]:
        """Return after how many seconds something that is sent arrives, which may be twice."""
        ...

    def turn(self, payment_id: UUID, act: Callable[[Turn], Any]) -> Any:  # noqa: ANN401 - whatever the act returns
        """Run one decision in one transaction; None: it rolled back."""
        ...

    def hint(self, payment_id: UUID, attempt_id: UUID) -> None:
        """Let a callback come."""
        ...


class Returns:
    """Gives back by chance, also more than arrived, and notes what was said of it."""

    def __init__(self, edge: Edge, report: Report) -> None:
        self._edge = edge
        self._report = report
        self._seen: set[UUID] = set()
        self._said: set[tuple[UUID, str]] = set()
        self._states: dict[UUID, DisputeState] = {}
        self._wishes = 0

    def told(self, event: PaymentEvent) -> None:
        """Decide, of what arrived, what is to go back."""
        provider, random = self._report.provider, self._edge.random
        if not isinstance(event, PaymentSucceeded) or not isinstance(provider, PageProvider):
            return
        if event.settlement_id is None or event.settlement_id in self._seen:
            return
        self._seen.add(event.settlement_id)
        for _ in range(random.choice(_WISHES)):
            self._later(self._wish, event)
        if random.random() < _BY_HAND:
            self._later(self._give_by_hand, event, provider)
        if random.random() < _DISPUTES:
            self._later(self._dispute, event, provider)

    def said(self, event: PaymentEvent) -> None:
        """Check that each refund is told once, and each dispute only forward."""
        wrong = self._report.wrong
        if isinstance(event, PaymentRefunded):
            if (event.refund_id, "done") in self._said:
                wrong.append("a refund was told twice")
            self._said.add((event.refund_id, "done"))
        elif isinstance(event, PaymentDisputed):
            before, after = self._states.get(event.dispute_id), DisputeState(event.state)
            if before is not None and (before is after or not _is_forward(before, after)):
                wrong.append(f"a dispute went from {before} to {after}")
            self._states[event.dispute_id] = after

    def _later(self, act: Callable[..., None], *values: object) -> None:
        within = self._edge.random.choice(_WISHED_WITHIN)
        self._edge.plan(self._edge.random.uniform(1, within), act, *values)

    def _wish(self, event: PaymentSucceeded) -> None:
        self._wishes += 1
        refund_id = UUID(int=self._edge.random.getrandbits(128), version=4)
        minor = self._edge.random.randint(1, max(1, event.settled_minor))
        wish = self._report.house.wish_refund(event, refund_id, minor)
        if wish is not None:
            for delay in self._edge.deliveries():
                self._edge.plan(delay, self._ask, event.payment_id, wish)

    def _ask(self, payment_id: UUID, wish: RefundWish) -> None:
        def act(turn: Turn) -> None:
            try:
                refunds.wish(turn, wish)
            except MariError:
                return

        if self._edge.turn(payment_id, act) is None:
            self._edge.plan(1.0, self._ask, payment_id, wish)

    def _give_by_hand(self, event: PaymentSucceeded, provider: PageProvider) -> None:
        reference = self._reference(event)
        minor = self._edge.random.randint(1, max(1, event.settled_minor))
        money, arrived = Money(minor, event.currency), event.settled_minor
        if provider.back.give_by_hand(reference, money, arrived, self._edge.at):
            self._call_back(event, reference, 0.0)

    def _dispute(self, event: PaymentSucceeded, provider: PageProvider) -> None:
        reference, money = self._reference(event), Money(event.settled_minor, event.currency)
        for since, _ in provider.back.dispute(reference, money, self._edge.at).states:
            self._call_back(event, reference, since - self._edge.at)

    def _call_back(self, event: PaymentSucceeded, reference: UUID, seconds: float) -> None:
        for after in _TOLD_AGAIN:
            self._edge.plan(seconds + after, self._edge.hint, event.payment_id, reference)

    def _reference(self, event: PaymentSucceeded) -> UUID:
        payment = self._report.store.read(event.payment_id)
        return next(s.attempt_id for s in payment.settlements if s.id == event.settlement_id)


_is_forward = is_forward
"""As the rule was before a guard was taken away."""
