"""What the merchant API tells of refunds, disputes and the money of tasks."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from common.clock import to_z

from flow_engine.domain.refunds import RefundStatus, status_of_request
from flow_engine.models import DisputeRow, RefundRow
from flow_engine.service.task_money import TaskMoney


def refund_views(parts: Sequence[RefundRow]) -> list[dict[str, Any]]:
    """Return refunds from their parts, oldest first; `at` is of the latest thing known of it."""
    ordered = sorted(parts, key=lambda part: (part.created_at, part.request_id, part.id))
    return [_view(key, list(found)) for key, found in groupby(ordered, lambda p: p.request_id)]


def refund_answer(parts: Sequence[RefundRow]) -> dict[str, str]:
    """Return the answer to whoever asks for a refund or agrees to it."""
    return {"refund_id": str(parts[0].request_id), "status": _status(parts)}


def dispute_view(row: DisputeRow) -> dict[str, Any]:
    """Return a dispute."""
    return {
        "dispute_id": str(row.id),
        "settlement_id": str(row.settlement_id),
        "state": row.state,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "due_at": to_z(row.due_at) if row.due_at else None,
        "reason": row.reason,
    }


def money_view(money: TaskMoney) -> dict[str, str | None]:
    """Return what a task tells of its money beside the amount."""
    return {
        "settlement_id": str(money.settlement_id) if money.settlement_id else None,
        "refund_id": str(money.refund_id) if money.refund_id else None,
        "masked_msisdn": money.masked_msisdn,
        "provider_reference": money.provider_reference,
    }


def _view(refund_id: UUID, parts: Sequence[RefundRow]) -> dict[str, Any]:
    done = [part for part in parts if part.status == RefundStatus.DONE]
    return {
        "refund_id": str(refund_id),
        "amount_minor": sum(part.amount_minor for part in parts),
        "currency": parts[0].currency,
        "status": _status(parts),
        "at": to_z(max(part.done_at or part.created_at for part in parts)),
        "done_minor": sum(part.amount_minor for part in done),
        "parts": [_part(part) for part in parts],
    }


def _part(part: RefundRow) -> dict[str, Any]:
    return {
        "settlement_id": str(part.settlement_id),
        "amount_minor": part.amount_minor,
        "status": part.status,
        "provider_reference": part.provider_reference,
        "code": part.code,
    }


def _status(parts: Sequence[RefundRow]) -> str:
    return status_of_request([RefundStatus(part.status) for part in parts])
