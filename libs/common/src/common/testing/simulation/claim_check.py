"""What must hold at the moment in which a call is claimed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from common.payments.domain import FENCE_MARKS, Call, CallKind, Payment, PaymentStatus, Policy
from common.testing.simulation.check_returns import wrong_at_refund
from common.testing.simulation.store import Store


def wrong_at_claim(store: Store, payment: Payment, call: Call, now: datetime) -> list[str]:
    """Return what is wrong when this call leaves now."""
    if call.kind is CallKind.CANCEL:
        return _voided_too_early(payment, call, now)
    if call.refund_id is not None:
        return wrong_at_refund(payment, call)
    return _opened_beside_another(store, payment, call)


def beside_a_young_prompt(
    store: Store, call: Call, now: datetime, lives: Callable[[Payment], bool]
) -> list[str]:
    """Check by the provider's own truth that no prompt is pushed beside one that is young."""
    if call.kind is not CallKind.START:
        return []
    others = [one for one in map(store.read, store.ids()) if one.call_by_id(call.id) is None]
    young = [one for one in others if any(_is_young(one, a.id, now) for a in one.attempts)]
    is_beside = any(one.status is not PaymentStatus.SUCCEEDED and lives(one) for one in young)
    return ["a prompt was pushed while another one lives"] if is_beside else []


def _is_young(payment: Payment, attempt_id: UUID, now: datetime) -> bool:
    return now < payment.charged_at(attempt_id) + Policy().dead_after


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
