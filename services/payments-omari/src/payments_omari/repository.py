"""The kit's repository over this service's tables."""

from datetime import datetime
from typing import Final

from common.payments.repository import PaymentRepository
from common.payments.tables import Tables
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from payments_omari.models import (
    AcceptedRequestRow,
    AttemptRow,
    BudgetRow,
    DisputeRow,
    LimitUseRow,
    PaymentRow,
    ProviderCallRow,
    RefundRow,
    SettlementRow,
)

TABLES: Final = Tables(
    payment=PaymentRow,
    attempt=AttemptRow,
    call=ProviderCallRow,
    settlement=SettlementRow,
    refund=RefundRow,
    dispute=DisputeRow,
    accepted_request=AcceptedRequestRow,
    limit_use=LimitUseRow,
    budget=BudgetRow,
)

_IN_DOUBT: Final = text("""
select count(*) from payment p where p.status in ('sending', 'unknown') and exists (
  select from provider_call c where c.payment_id = p.id and c.kind = 'charge'
    and c.state <> 'dropped' and (c.verdict is null or c.verdict in ('accepted', 'unknown')))
""")


_WATCHED: Final = text("""
select count(distinct p.id) as payments, max(a.watch_until) as until
from attempt a join payment p on p.id = a.payment_id
where a.watch_until >= mari_now() and p.status <> 'succeeded'
""")


async def count_in_doubt(session: AsyncSession) -> int:
    """Return how many payments were charged, or are being charged, without a final word."""
    return await session.scalar(_IN_DOUBT) or 0


async def find_watched(session: AsyncSession) -> tuple[int, datetime | None]:
    """Return how many unpaid payments the provider is still asked about, and until when."""
    row = (await session.execute(_WATCHED)).one()
    return row.payments, row.until


__all__ = ["TABLES", "PaymentRepository", "count_in_doubt", "find_watched"]
