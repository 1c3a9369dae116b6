"""What must hold at the moment in which a call is claimed."""

from datetime import datetime

from common.payments.domain import FENCE_MARKS, Call, CallKind, Payment, PaymentStatus
from common.testing.simulation.store import Store


def wrong_at_claim(store: Store, payment: Payment, call: Call, now: datetime) -> list[str]:
    """Return what is wrong when this call leaves now."""
    if call.kind is CallKind.CANCEL:
        return _voided_too_early(payment, call, now)
    return _opened_beside_another(store, payment, call)


def _opened_beside_another(store: Store, payment: Payment, call: Call) -> list[str]:
    """Check that nothing that may be paid is opened while something else may be."""
    if call.kind is CallKind.QUERY or not (call.moves_money or payment.attempt is None):
        return []
    found: list[str] = []
    if sum(other.may_have_charged for other in payment.calls) > 1:
        found.append("a charge began while another may have charged")
    for other in store.ids():
        row = store.read(other)
        is_paid = row.status is PaymentStatus.SUCCEEDED
        if other != payment.id and not is_paid and row.may_be_charged():
            found.append("a second way to pay was opened while one may be paid")
    return found


def _voided_too_early(payment: Payment, call: Call, now: datetime) -> list[str]:
    """Check that no charge by code is voided that is on its way, or may still be."""
    charges = [c for c in payment.charges() if c.attempt_id == call.attempt_id]
    cut = now - FENCE_MARKS[0]
    is_early = any(c.finished_at is None or c.finished_at > cut for c in charges)
    by_code = any(c.kind is CallKind.CHARGE for c in charges)
    return ["a charge was voided that may have been on its way"] if is_early and by_code else []
