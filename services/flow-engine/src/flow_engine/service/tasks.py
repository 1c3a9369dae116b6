"""Tasks that arise: each once, with the money that it is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.tasks import TaskKind
from flow_engine.models import IntentRow, TaskRow
from flow_engine.service.loading import loaded

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class About:
    """What a task is about, beside its intent."""

    payment_id: UUID | None = None
    amount: Money | None = None
    settlement_id: UUID | None = None
    refund_id: UUID | None = None
    due_at: datetime | None = None


def add_task(
    uow: UnitOfWork,
    kind: TaskKind,
    reason: str,
    *,
    id_: UUID,
    intent: IntentRow | None,
    about: About | None = None,
) -> TaskRow:
    """Add a task, or return the one that has this id (the tasks of a payment are loaded)."""
    rows, about = loaded(uow.session), about or About()
    if id_ in rows.tasks:
        return rows.tasks[id_]
    task = TaskRow(
        id=id_,
        kind=kind,
        reason=reason,
        customer_id=None if intent is None else intent.customer_id,
        contact_id=None if intent is None else intent.contact_id,
        order_id=None if intent is None else intent.order_id,
        payment_id=about.payment_id if intent is None else intent.payment_id,
        settlement_id=about.settlement_id,
        refund_id=about.refund_id,
        amount_minor=None if about.amount is None else about.amount.minor,
        currency=None if about.amount is None else about.amount.currency,
        due_at=about.due_at,
        created_at=uow.now,
    )
    uow.session.add(task)
    rows.tasks[id_] = task
    log.info("task.added", task_id=str(id_), kind=kind, reason=reason)
    return task
