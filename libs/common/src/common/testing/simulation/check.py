"""The invariants that hold once everything has come to rest."""

from uuid import UUID

from common.payments.domain import CLOSED, CallKind, Payment, PaymentStatus
from common.testing.simulation.world import Report

_TRIES = 3
_ENDS = {
    PaymentStatus.SUCCEEDED: "paid",
    PaymentStatus.FAILED: "declined",
    PaymentStatus.CANCELLED: "cancelled",
    PaymentStatus.EXPIRED: "expired",
}


def violations(report: Report) -> list[str]:
    """Return what must never be; empty when all promises were kept."""
    found = [*report.wrong, *report.house.balance_errors()]
    for payment_id in report.store.ids():
        payment = report.store.read(payment_id)
        found += _of_money(report, payment)
        found += _of_rest(report, payment)
    return found


def _of_money(report: Report, payment: Payment) -> list[str]:
    """Check that what the provider took is what was credited, once."""
    charged = [
        (m.money.minor, m.money.currency)
        for attempt in payment.attempts
        for m in report.provider.movements
        if m.reference == attempt.id
    ]
    credited = _credits(report, payment.id)
    if len(charged) > 1:
        return [f"charged {len(charged)} times"]
    if payment.hold_code == "other_currency" and not credited:
        is_looked_at = payment.needs_staff and payment.status is PaymentStatus.UNKNOWN
        return [] if is_looked_at else ["another currency arrived, and nobody looks at it"]
    return [] if charged == credited else [f"charged {charged}, credited {credited}"]


def _of_rest(report: Report, payment: Payment) -> list[str]:
    """Check that nothing is left open, and that the owner was told how it ended."""
    found: list[str] = []
    if payment.status not in CLOSED and not payment.needs_staff:
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
