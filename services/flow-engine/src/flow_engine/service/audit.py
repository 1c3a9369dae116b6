"""Who decided what about money: written beside the decision, never changed."""

from dataclasses import dataclass
from uuid import UUID

from common.ids import new_id
from common.lanes.api import UnitOfWork
from common.money import Money

from flow_engine.models import AuditRow


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided. `by` is what the holder of the API key says who it is."""

    action: str
    by: str
    reason: str
    order_id: UUID | None = None
    task_id: UUID | None = None
    refund_id: UUID | None = None
    amount: Money | None = None


def record(uow: UnitOfWork, decision: Decision) -> None:
    """Write a decision down."""
    amount = decision.amount
    uow.session.add(
        AuditRow(
            id=new_id(),
            at=uow.now,
            by_name=decision.by,
            action=decision.action,
            order_id=decision.order_id,
            task_id=decision.task_id,
            refund_id=decision.refund_id,
            amount_minor=None if amount is None else amount.minor,
            currency=None if amount is None else amount.currency,
            reason=decision.reason,
        )
    )
