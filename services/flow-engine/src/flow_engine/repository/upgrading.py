"""What a newer release knows of the rows of the release before, written in small portions."""

from typing import Final
from uuid import UUID

from common.lanes.store import driver
from sqlalchemy.ext.asyncio import AsyncSession

START: Final = UUID(int=0)

_MARK: Final = """
with next as (
  select i.merchant_reference as reference, i.order_id from payment_intent i
  where i.merchant_reference > $1 order by i.merchant_reference limit $2
), held as (
  select o.id from customer_order o
  where o.id in (select n.order_id from next n) and not o.for_transaction
  order by o.id for update
), marked as (
  update customer_order o set for_transaction = true, version = o.version + 1,
    payment_status = case when o.payment_status = 'unpaid' and not exists (
      select from payment_intent i where i.order_id = o.id
        and i.status in ('opening', 'awaiting_code', 'charging', 'unknown', 'paid'))
      then 'not_owed' else o.payment_status end
  where o.id in (select h.id from held h)
)
select reference from next order by reference desc limit 1
"""


async def mark_transactions(session: AsyncSession, after: UUID, most: int) -> UUID | None:
    """Mark the orders of the next transactions, by the merchant's reference; None: no more.

    The release before knows an order that `/auth` made only by its intent. One that ended unpaid
    is not owed any more.
    """
    found = await driver.fetch(session, _MARK, after, most)
    return found[0][0] if found else None
