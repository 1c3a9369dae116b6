"""Forgetting a customer on his wish."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from common.errors import ConflictError, NotFoundError, TransientError
from common.lanes.api import ServiceCall, UnitOfWork
from common.log import get_logger
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.identities import Identity
from flow_engine.repository import erasure, people, refunds, tasks
from flow_engine.service.requests import service_of

log = get_logger(__name__)
_ROUNDS: Final = 3
_ASKED_FOR: Final = timedelta(days=30)


async def erase_customer(
    uow: UnitOfWork, whom: UUID | Sequence[Identity]
) -> tuple[UUID, Mapping[str, int]]:
    """Erase names, numbers and conversations; orders, payments and the ledger stay.

    Raises NotFoundError for somebody unknown, and ConflictError while a payment, a refund or a
    task of his money is open: he must still be told what became of it.
    """
    session = uow.session
    customer_id = await _lock(session, whom)
    if await erasure.has_open_intent(session, customer_id):
        raise ConflictError(
            "A payment of this customer is still open: cancel or settle it first.",
            code="customers:open_intent",
        )
    if await refunds.has_open_refund(session, customer_id):
        raise ConflictError(
            "Money is still on its way back to this customer: wait until he has it.",
            code="customers:open_refund",
        )
    if await tasks.has_open_money(session, customer_id):
        raise ConflictError(
            "A task about money of this customer is open: resolve it first.",
            code="customers:open_money",
        )
    keys = await erasure.list_lane_keys(session, customer_id)
    for call in await _elsewhere(session, customer_id, keys):
        uow.request(call)
    said = await erasure.forget_said(session, customer_id, keys)
    erased = {**said, **await erasure.erase_customer(session, customer_id)}
    log.info("customer.erased", customer_id=str(customer_id))
    return customer_id, erased


async def _elsewhere(
    session: AsyncSession, customer_id: UUID, keys: Sequence[str]
) -> Sequence[ServiceCall]:
    """Return what the other services are asked to forget; who is away is asked until he answers."""
    people_known = await erasure.list_identities(session, customer_id)
    asked: list[tuple[str, str, Mapping[str, Any]]] = [
        ("notifier", "/v1/notifications/erase", {"recipients": people_known}),
        ("gateway-webhooks", "/v1/events/erase", {"keys": sorted({*keys, *people_known})}),
    ]
    for provider, payments in (await erasure.list_payments(session, customer_id)).items():
        body = {"payments": [str(payment_id) for payment_id in payments]}
        asked.append((service_of(provider), "/v1/payments/erase", body))
    return [
        ServiceCall(
            service, "POST", path, body, str(customer_id), expires_after=_ASKED_FOR, secret=True
        )
        for service, path, body in asked
        if any(body.values())
    ]


async def _lock(session: AsyncSession, whom: UUID | Sequence[Identity]) -> UUID:
    """Lock the customer's lanes and then his row; who was merged is who he became."""
    found = await _find(session, whom)
    for _ in range(_ROUNDS):
        for key in await erasure.list_lane_keys(session, found):
            await people.lock_lane(session, key)
        row = (await people.lock_customers(session, [found])).get(found)
        if row is None:
            raise NotFoundError("There is no such customer.", code="customers:not_found")
        if row.merged_into is None:
            return found
        found = row.merged_into
    raise TransientError("This customer is being changed.", code="customers:contended")


async def _find(session: AsyncSession, whom: UUID | Sequence[Identity]) -> UUID:
    if isinstance(whom, UUID):
        return whom
    found = await people.find_owners(session, whom)
    owners = {owner for owners in found.values() for owner in owners}
    if not owners:
        raise NotFoundError("There is no such customer.", code="customers:not_found")
    return min(owners)
