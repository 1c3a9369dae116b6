"""What the world watches of a void."""

from datetime import datetime

from common.payments.domain import FENCE_MARKS, Call, CallKind, Payment


def voided_too_early(payment: Payment, call: Call, now: datetime) -> list[str]:
    """Return what is wrong when a charge is voided that is on its way, or may still be."""
    if call.kind is not CallKind.CANCEL:
        return []
    charges = [c for c in payment.charges() if c.attempt_id == call.attempt_id]
    cut = now - FENCE_MARKS[0]
    if any(c.finished_at is None or c.finished_at > cut for c in charges):
        return ["a charge was voided that may have been on its way"]
    return []
