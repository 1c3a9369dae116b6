"""How long a payments service keeps what it knows besides the books.

Payments and attempts are the books: amounts, states, and the references that the provider knows
stay for good. Who paid, and the journal of calls, do not; nor what serves limits and repetition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from common.lanes.api import BatchSchedule, UnitOfWork
from common.lanes.store import driver, erase_lanes
from common.payments.domain import CLOSED
from common.payments.service import KitParts

_FINISHED: Final = """
  p.status = any($1::text[]) and not p.needs_staff
  and p.created_at < mari_now() - $2::interval
  and coalesce(p.updated_at, p.created_at) < mari_now() - $2::interval
  and not exists (select from provider_call o
    where o.payment_id = p.id and o.state in ('due', 'calling'))
  and not exists (select from attempt a
    where a.payment_id = p.id and a.watch_until >= mari_now())
  and not exists (select from refund r
    where r.payment_id = p.id and r.status in ('wished', 'sent', 'unknown'))
"""
_PAYERS: Final = f"""
select p.id from payment p where p.payer_sealed <> '' and {_FINISHED}
order by p.created_at limit $3
"""  # noqa: S608 - one fixed text
_FORGET_PAYERS: Final = f"""
update payment set payer_sealed = '', payer_digest = '', contact_digest = '',
  partition_key = id::text, version = version + 1
where id in (
  select p.id from payment p where p.id = any($3::uuid[]) and p.payer_sealed <> '' and {_FINISHED}
  order by p.id for update skip locked)
returning 1
"""  # noqa: S608 - one fixed text
_CALLS: Final = f"""
select c.id from provider_call c join payment p on p.id = c.payment_id
where c.created_at < mari_now() - $2::interval and {_FINISHED} limit $3
"""  # noqa: S608 - one fixed text
_FORGET_CALLS: Final = f"""
delete from provider_call where id in (
  select c.id from provider_call c join payment p on p.id = c.payment_id
  where c.id = any($3::uuid[]) and {_FINISHED} order by p.id for update of p skip locked)
returning 1
"""  # noqa: S608 - one fixed text
_KEYS: Final = """
select key from accepted_request where accepted_at < mari_now() - $1::interval
order by accepted_at limit $2
"""
_FORGET_KEYS: Final = """
delete from accepted_request
where key = any($2::text[]) and accepted_at < mari_now() - $1::interval returning 1
"""
_USES: Final = """
select seq from limit_use where used_at < mari_now() - $1::interval order by used_at limit $2
"""
_FORGET_USES: Final = """
delete from limit_use
where seq = any($2::bigint[]) and used_at < mari_now() - $1::interval returning 1
"""


_LANES: Final = """
select distinct partition_key from payment where id = any($1::uuid[]) and status = any($2::text[])
"""
_ERASE: Final = """
update payment p set description = '', partition_key = p.id::text, version = version + 1,
  payer_sealed = case when p.needs_staff or u.is_open then p.payer_sealed else '' end,
  payer_digest = case when p.needs_staff or u.is_open then p.payer_digest else '' end
from (select q.id, exists (select from refund r where r.payment_id = q.id
    and r.status in ('wished', 'sent', 'unknown')) as is_open
  from payment q where q.id = any($1::uuid[])) u
where p.id = u.id and p.status = any($2::text[])
returning 1
"""
_ERASE_REASONS: Final = """
update refund set reason = '' where payment_id = any($1::uuid[]) and reason <> '' returning 1
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """Ages after which a finished payment loses its payer, and then its journal of calls.

    Finished: closed, not waiting for a person, nothing under way or going back, its watch for late
    money over. The payer's number is kept while a customer may still ask for the money back by it;
    the journal for 13 months, so that whoever closes a year's books can see each of its calls.
    """

    payers: timedelta = timedelta(days=90)
    calls: timedelta = timedelta(days=396)


KEPT: Final = Retention()


def retention_schedules(kept: Retention, parts: KitParts) -> list[BatchSchedule[Any]]:
    """Return the sweeps that forget: payers, calls, accepted keys, uses of limits.

    Of a payer the masked number stays with the books; his number, the digests, and the lane's
    key, which may be a number or a user id, go.
    """

    def hourly(name: str, find: str, forget: str, *given: object) -> BatchSchedule[Any]:
        return BatchSchedule(
            f"payments.{name}",
            timedelta(hours=1),
            partial(_find, find, given),
            partial(_forget, forget, given),
        )

    closed = [str(status) for status in CLOSED]
    return [
        hourly("forget_payers", _PAYERS, _FORGET_PAYERS, closed, kept.payers),
        hourly("forget_calls", _CALLS, _FORGET_CALLS, closed, kept.calls),
        hourly("forget_keys", _KEYS, _FORGET_KEYS, parts.policy.keys_live),
        hourly("forget_uses", _USES, _FORGET_USES, parts.limits.longest()),
    ]


async def erase_payers(uow: UnitOfWork, payments: Sequence[UUID]) -> int:
    """Erase who paid these payments and what for, on the customer's wish; returns how many.

    Only of what is closed. A number by which money must still go back stays until then; why some
    was to go back is erased.
    """
    ids, closed = list(payments), [str(status) for status in CLOSED]
    keys = [row[0] for row in await driver.fetch(uow.session, _LANES, ids, closed)]
    await erase_lanes(uow.session, keys)
    await driver.fetch(uow.session, _ERASE_REASONS, ids)
    return len(await driver.fetch(uow.session, _ERASE, ids, closed))


async def _find(
    statement: str, given: Sequence[object], uow: UnitOfWork, most: int
) -> Sequence[UUID | str | int]:
    return [row[0] for row in await driver.fetch(uow.session, statement, *given, most)]


async def _forget(
    statement: str, given: Sequence[object], uow: UnitOfWork, ids: Sequence[UUID | str | int]
) -> int:
    return len(await driver.fetch(uow.session, statement, *given, list(ids)))
