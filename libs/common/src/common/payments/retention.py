"""How long a payments service keeps what it knows besides the books.

Payments and attempts are the books: amounts, states, and the references that the provider knows
stay for good. Who paid, and the journal of calls, do not.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import TextClause, text

from common.lanes.api import UnitOfWork
from common.payments.domain import CLOSED

_AT_ONCE: Final = 1000
_FINISHED: Final = """
  p.status = any(cast(:closed as text[])) and not p.needs_staff
  and p.created_at < mari_now() - cast(:age as interval)
  and coalesce(p.updated_at, p.created_at) < mari_now() - cast(:age as interval)
  and not exists (select from provider_call o
    where o.payment_id = p.id and o.state in ('due', 'calling'))
  and not exists (select from attempt a
    where a.payment_id = p.id and a.watch_until >= mari_now())
"""
_FORGET_PAYERS: Final = text(f"""
update payment set payer_sealed = '', payer_digest = '', contact_digest = '',
  partition_key = id::text, version = version + 1
where id in (
  select p.id from payment p where p.payer_sealed <> '' and {_FINISHED}
  order by p.created_at limit :most for update skip locked
) returning id
""")  # noqa: S608 - one fixed text
_FORGET_CALLS: Final = text(f"""
delete from provider_call where id in (
  select c.id from provider_call c join payment p on p.id = c.payment_id
  where c.created_at < mari_now() - cast(:age as interval) and {_FINISHED}
  limit :most for update of p skip locked
) returning id
""")  # noqa: S608 - one fixed text


@dataclass(frozen=True, slots=True)
class Retention:
    """Ages after which a finished payment loses its payer, and then its journal of calls.

    Finished: closed, not waiting for a person, nothing under way, its watch for late money over.
    The payer's number is kept while a customer may still ask for the money back by it; the
    journal for 13 months, so that whoever closes a year's books can still see each of its calls.
    """

    payers: timedelta = timedelta(days=90)
    calls: timedelta = timedelta(days=396)


KEPT: Final = Retention()


async def forget_payers(uow: UnitOfWork, kept: Retention) -> int:
    """Erase who paid: number, digests, and the lane's key, which may be a number or a user id.

    The masked number stays with the books.
    """
    return await _run(uow, _FORGET_PAYERS, kept.payers)


async def forget_calls(uow: UnitOfWork, kept: Retention) -> int:
    """Delete the journal's rows of payments that are finished for so long."""
    return await _run(uow, _FORGET_CALLS, kept.calls)


async def _run(uow: UnitOfWork, statement: TextClause, age: timedelta) -> int:
    values = {"closed": [str(status) for status in CLOSED], "age": age, "most": _AT_ONCE}
    return len((await uow.session.execute(statement, values)).all())
