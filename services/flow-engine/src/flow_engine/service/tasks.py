"""Tasks that arise: each once, with the money that it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.tasks import Action, TaskKind
from flow_engine.models import IntentRow, OrderRow, TaskRow
from flow_engine.service.loading import loaded

log = get_logger(__name__)
_UNCLEAR = frozenset({TaskKind.PAYMENT_UNKNOWN, TaskKind.PAYMENT_HELD})


@dataclass(frozen=True, slots=True)
class About:
    """What a task is about, beside its intent."""

    payment_id: UUID | None = None
    amount: Money | None = None
    settlement_id: UUID | None = None
    refund_id: UUID | None = None
    due_at: datetime | None = None
    order: OrderRow | None = None
    """Another order than the intent's, as one on which a person put the money."""


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
    of = intent if about.order is None else None
    task = TaskRow(
        id=id_,
        kind=kind,
        reason=reason,
        customer_id=about.order.customer_id if about.order else of and of.customer_id,
        contact_id=of and of.contact_id,
        order_id=about.order.id if about.order else of and of.order_id,
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


def settle_tasks(uow: UnitOfWork, payment_id: UUID, how: str) -> None:
    """Close what asked a person what became of a payment: it is known now.

    What is about money that did arrive stays for him.
    """
    for task in loaded(uow.session).tasks.values():
        is_of_it = task.payment_id == payment_id and task.kind in _UNCLEAR
        is_question = task.kind == TaskKind.PAYMENT_UNKNOWN or not task.is_settled
        if is_of_it and is_question and task.released_at is None:
            task.released_at, task.resolution = uow.now, how
            log.info("task.settled", task_id=str(task.id), kind=task.kind, how=how)


def reopen_tasks(uow: UnitOfWork, payment_id: UUID, actions: Collection[Action], code: str) -> None:
    """Open the tasks anew whose decision the payments service did not take; `code` says why.

    Of a payment that settled by itself meanwhile there is nothing left to decide.
    """
    rows = loaded(uow.session)
    intent = rows.intents.get(payment_id)
    is_paid = intent is not None and intent.status == IntentStatus.PAID
    for task in rows.tasks.values():
        if task.payment_id != payment_id or task.resolution not in actions:
            continue
        if is_paid:
            task.resolution = "settled"
        else:
            task.released_at = task.resolution = task.resolved_by = task.resolved_with = None
            task.first_by = task.first_action = None
            task.reason = code
            log.warning("task.reopened", task_id=str(task.id), code=code)
