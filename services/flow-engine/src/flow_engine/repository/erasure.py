"""Erasing who a customer was; what was owed and paid stays."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from common.lanes.store import erase_lanes
from sqlalchemy import String, cast, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.intents import OPEN
from flow_engine.models import (
    AuditRow,
    ContactRow,
    CustomerRow,
    IdentityRow,
    IntentRow,
    OrderRow,
    RefundRow,
    TaskRow,
    TravellerRow,
)
from flow_engine.repository.refunds import parts_of

ERASED: Final = "(erased)"
"""The description that an order's merchant wrote may name its customer."""
_NOBODY: Final = """'{"wa_id": null, "user_id": null, "name": null}'"""
_ORDER_ANSWERS: Final = text(f"""
update idempotency_key set body = convert_to(jsonb_set(
    jsonb_set(convert_from(body, 'utf8')::jsonb, '{{description}}', to_jsonb('{ERASED}'::text)),
    '{{customer}}', {_NOBODY})::text, 'utf8')
where scope = 'api' and convert_from(body, 'utf8')::jsonb ->> 'reference' in (
  select reference from customer_order where customer_id = :customer)
returning key
""")  # noqa: S608 - one fixed text
_TASK_ANSWERS: Final = text(f"""
update idempotency_key set body = convert_to(
    jsonb_set(convert_from(body, 'utf8')::jsonb, '{{customer}}', {_NOBODY})::text, 'utf8')
where scope = 'api' and convert_from(body, 'utf8')::jsonb ->> 'id' in (
  select id::text from task where customer_id = :customer)
returning key
""")  # noqa: S608 - one fixed text
_AS_TOLD: Final = {"synchronize_session": False}


async def list_lane_keys(session: AsyncSession, customer_id: UUID) -> Sequence[str]:
    """Return the lanes in which a customer writes, without a lock."""
    rows = await session.scalars(
        select(ContactRow.lane_key).where(ContactRow.customer_id == customer_id)
    )
    return sorted(set(rows))


async def has_open_intent(session: AsyncSession, customer_id: UUID) -> bool:
    """Tell whether a payment of the customer is not resolved yet."""
    mine = (IntentRow.customer_id == customer_id) & IntentRow.status.in_(sorted(OPEN))
    return await session.scalar(select(IntentRow.payment_id).where(mine).limit(1)) is not None


async def list_payments(session: AsyncSession, customer_id: UUID) -> Mapping[str, Sequence[UUID]]:
    """Return the customer's payments by provider."""
    rows = await session.execute(
        select(IntentRow.provider, IntentRow.payment_id).where(IntentRow.customer_id == customer_id)
    )
    found: dict[str, list[UUID]] = {}
    for provider, payment_id in rows:
        found.setdefault(provider, []).append(payment_id)
    return found


async def list_identities(session: AsyncSession, customer_id: UUID) -> Sequence[str]:
    """Return the numbers and user ids by which the customer was known."""
    rows = await session.scalars(
        select(IdentityRow.value).where(IdentityRow.customer_id == customer_id)
    )
    return sorted(set(rows))


async def forget_said(
    session: AsyncSession, customer_id: UUID, keys: Sequence[str]
) -> Mapping[str, int]:
    """Empty the remembered answers about the customer, and what was passed on for him.

    A repeated Idempotency-Key goes on giving the same order, with nobody's name on it.
    """
    emptied = 0
    for answers in (_ORDER_ANSWERS, _TASK_ANSWERS):
        emptied += len((await session.execute(answers, {"customer": customer_id})).all())
    return {"answers": emptied, **await erase_lanes(session, keys)}


async def erase_customer(session: AsyncSession, customer_id: UUID) -> Mapping[str, int]:
    """Erase who a customer was; orders and the ledger stay, with nobody's name on them."""
    erased: dict[str, int] = {}
    for name, statement in _statements(customer_id).items():
        done = await session.execute(statement.returning(text("1")).execution_options(**_AS_TOLD))
        erased[name] = len(done.all())
    return erased


def _statements(customer_id: UUID) -> dict[str, Any]:
    """Return a statement for each place of a name, a number, or what was said."""
    mine = select(OrderRow.id).where(OrderRow.customer_id == customer_id)
    of_tasks = select(AuditRow.id).join(TaskRow, TaskRow.id == AuditRow.task_id)
    decided = (
        select(AuditRow.id)
        .where(AuditRow.order_id.in_(mine))
        .union(of_tasks.where(TaskRow.customer_id == customer_id))
    )
    return {
        "travellers": delete(TravellerRow).where(TravellerRow.order_id.in_(mine)),
        "orders": update(OrderRow)
        .where(OrderRow.customer_id == customer_id, OrderRow.customer_name.is_not(None))
        .values(customer_name=None, version=OrderRow.version + 1),
        "descriptions": update(OrderRow)
        .where(OrderRow.customer_id == customer_id, OrderRow.kind == "order")
        .values(description=ERASED, version=OrderRow.version + 1),
        "identities": delete(IdentityRow).where(IdentityRow.customer_id == customer_id),
        "conversations": update(ContactRow)
        .where(ContactRow.customer_id == customer_id)
        .values(
            session=None,
            flow=None,
            flow_version=None,
            lane_key=cast(ContactRow.customer_id, String),
            version=ContactRow.version + 1,
        ),
        "payments": update(IntentRow)
        .where(IntentRow.customer_id == customer_id)
        .values(
            lane_key=cast(IntentRow.customer_id, String),
            masked_msisdn=None,
            version=IntentRow.version + 1,
        ),
        "refunds": update(RefundRow)
        .where(RefundRow.id.in_(parts_of(customer_id)))
        .values(reason=ERASED, version=RefundRow.version + 1),
        "decisions": update(AuditRow).where(AuditRow.id.in_(decided)).values(reason=ERASED),
        "customers": update(CustomerRow)
        .where(CustomerRow.id == customer_id)
        .values(name=None, user_id=None, phone=None, version=CustomerRow.version + 1),
    }
