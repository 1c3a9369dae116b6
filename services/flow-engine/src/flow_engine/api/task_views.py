"""Tasks as the merchant API shows them, and the decisions about them that it takes."""

from typing import Any, Final, Self
from uuid import UUID

from common.clock import to_z
from pydantic import model_validator

from flow_engine.api.fields import Currency, Line, Minor, PersonName, Prose, ProviderReference
from flow_engine.api.views import Body
from flow_engine.domain.tasks import Action, actions_of
from flow_engine.models import TaskRow
from flow_engine.service.cases import Resolution, given_amount

_NEEDED: Final = {
    Action.CREDIT_ORDER: ("order",),
    Action.ENTER_AMOUNT: ("amount_minor", "provider_reference"),
    Action.REFUNDED: ("provider_reference",),
}
_TAKEN: Final = {
    Action.CREDIT_ORDER: {"order"},
    Action.ENTER_AMOUNT: {"amount_minor", "currency", "provider_reference", "reference"},
    Action.REFUND: {"amount_minor", "currency"},
    Action.REFUNDED: {"amount_minor", "currency", "provider_reference"},
}
_SPECIAL: Final = frozenset(
    {"order", "amount_minor", "currency", "provider_reference", "reference"}
)


class ResolveBody(Body):
    """What a person decided about a task, and what the action needs."""

    action: Action
    reason: Prose
    by: PersonName
    order: Line | None = None
    amount_minor: Minor | None = None
    currency: Currency | None = None
    provider_reference: ProviderReference | None = None
    reference: UUID | None = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        for name in _NEEDED.get(self.action, ()):
            if getattr(self, name) is None:
                raise ValueError(f"{self.action} needs {name}")
        for name in sorted(_SPECIAL - _TAKEN.get(self.action, set())):
            if getattr(self, name) is not None:
                raise ValueError(f"{self.action} takes no {name}")
        return self

    def resolution(self) -> Resolution:
        """Return what was decided."""
        return Resolution(**self.model_dump())


def _actions(task: TaskRow) -> tuple[Action, ...]:
    return actions_of(task.kind, is_settled=task.is_settled)


def _first_amount(task: TaskRow) -> int | None:
    """Return the amount that the first of two people named, if he named one."""
    if task.first_by is None or task.resolved_with is None:
        return None
    return given_amount(task.resolved_with)


def first_word(task: TaskRow) -> dict[str, str | int | None] | None:
    """Return what the first of two people said, while a second must agree."""
    if task.first_by is None:
        return None
    return {
        "first_by": task.first_by,
        "first_action": task.first_action,
        "first_amount_minor": _first_amount(task),
    }


def task_view(
    task: TaskRow, *, customer: dict[str, str | None] | None, reference: str | None
) -> dict[str, Any]:
    """Return a task with whom and what it is about."""
    return {
        "id": str(task.id),
        "kind": task.kind,
        "reason": task.reason,
        "customer": customer,
        "order_reference": reference,
        "payment_id": str(task.payment_id) if task.payment_id else None,
        "amount_minor": task.amount_minor,
        "currency": task.currency,
        "actions": [] if task.released_at else list(_actions(task)),
        "due_at": to_z(task.due_at) if task.due_at else None,
        "first_by": task.first_by,
        "first_action": task.first_action,
        "first_amount_minor": _first_amount(task),
        "resolution": task.resolution,
        "created_at": to_z(task.created_at),
        "status": "open" if task.released_at is None else "released",
        "released_at": to_z(task.released_at) if task.released_at else None,
    }
