"""Erasing who a customer was; what was owed and paid stays."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import String, cast, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.intents import OPEN
from flow_engine.models import (
    ContactRow,
    CustomerRow,
    IdentityRow,
    IntentRow,
    OrderRow,
    TravellerRow,
)

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
    return {
        "travellers": delete(TravellerRow).where(TravellerRow.order_id.in_(mine)),
        "orders": update(OrderRow)
        .where(OrderRow.customer_id == customer_id, OrderRow.customer_name.is_not(None))
        .values(customer_name=None, version=OrderRow.version + 1),
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
        "customers": update(CustomerRow)
        .where(CustomerRow.id == customer_id)
        .values(name=None, user_id=None, phone=None, version=CustomerRow.version + 1),
    }
