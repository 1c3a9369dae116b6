"""What one run showed, and the invariants that hold once everything has come to rest."""

from dataclasses import dataclass, field
from uuid import UUID

from common.payments.domain import CLOSED, CallKind, Payment, PaymentStatus
from common.testing.simulation.check_returns import wrong_returns
from common.testing.simulation.house import House
from common.testing.simulation.shapes import Provider
from common.testing.simulation.store import Store

_TRIES = 3
_ENDS = {
    PaymentStatus.SUCCEEDED: "paid",
    PaymentStatus.FAILED: "declined",
    PaymentStatus.CANCELLED: "cancelled",
    PaymentStatus.EXPIRED: "expired",
}


@dataclass(slots=True)
class Report:
    """What one run showed, for the checks."""

    store: Store
    provider: Provider
    house: House
    wrong: list[str] = field(default_factory=list[str])
    turns: int = 0


def violations(report: Report) -> list[str]:
    """Return what must never be; empty when all promises were kept."""
    found = [*report.wrong, *report.house.balance_errors()]
    found += wrong_returns(report.store, report.provider, report.house)
    for payment_id in report.store.ids():
        payment = report.store.read(payment_id)
        found += _of_money(report, payment)
        found += _of_rest(report, payment)
    return found


def _of_money(report: Report, payment: Payment) -> list[str]:
    """Check that each movement is one settlement and one credit, whatever was asked for."""
    attempts = {attempt.id for attempt in payment.attempts}
    moved = [m for m in report.provider.movements if m.reference in attempts]
    charged = sorted((m.money.minor, m.money.currency) for m in moved)
    settled = sorted((s.amount_minor, s.currency) for s in payment.settlements)
    credited = sorted(_credits(report, payment.id))
    found: list[str] = []
    if sum(not m.is_doubled for m in moved) > 1:
        found.append(f"charged {len(charged)} times")
    if not charged == settled == credited:
        found.append(f"charged {charged}, settled {settled}, credited {credited}")
    return found


def _of_rest(report: Report, payment: Payment) -> list[str]:
    """Check that nothing is left open, and that the owner was told how it ended."""
    found: list[str] = []
    if payment.status not in CLOSED:
        found.append(f"never came to rest: {payment.status}")
    intent = report.house.intents[payment.id]
    expected = _ENDS.get(payment.status)
    if expected is not None and intent.status != expected:
        found.append(f"{payment.status} but its owner knows {intent.status}")
    tries: dict[UUID, int] = {}
    for call in payment.calls:
        if call.kind is CallKind.CHARGE and call.was_made:
            tries[call.attempt_id] = tries.get(call.attempt_id, 0) + 1
    if max(tries.values(), default=0) > _TRIES:
        found.append("a code was tried too often")
    return found


def _credits(report: Report, payment_id: UUID) -> list[tuple[int, str]]:
    return [
        (minor, currency) for owner, minor, currency in report.house.credits if owner == payment_id
    ]
