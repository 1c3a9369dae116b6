"""Omari transactions that the merchant's own program starts: an order and an intent come first."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from common.errors import RefusedError, TransientError
from common.idempotency import fingerprint
from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.money import Money
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.identities import PHONE
from flow_engine.domain.intents import IntentStatus, Opening, refusal_to_open
from flow_engine.models import IntentRow, OrderRow
from flow_engine.repository import orders
from flow_engine.service import requests
from flow_engine.service.merchant import OrderWish, create_order, lock_order
from flow_engine.service.worlds import state_of

PROVIDER = "omari"
_WHY_NOT: Final = {
    "order_cancelled": "The order of this transaction was cancelled: use a new reference.",
    "open_intent": "Another payment of this order is open: settle it, or use a new reference.",
}
_NOTHING_OPEN: Final = "The order of this transaction takes no more money: use a new reference."


@dataclass(frozen=True, slots=True)
class Transaction:
    """What `/auth` asks for; `reference` is the merchant's own UUID."""

    msisdn: str
    reference: UUID
    amount: Money
    channel: str

    def print_(self) -> bytes:
        """Return the digest by which two requests are the same transaction."""
        return print_of(self.msisdn, self.amount, self.channel)


def print_of(msisdn: str, amount: Money, channel: str) -> bytes:
    """Return the digest of who pays, how much and by which channel."""
    parts = (msisdn, str(amount.minor), amount.currency, channel)
    return fingerprint(*(part.encode() for part in parts))


async def open_transaction(uow: UnitOfWork, wish: Transaction) -> tuple[IntentRow, dict[str, Any]]:
    """Open the order and the intent once per reference; returns the intent and its PUT's body.

    One whose start was refused (a limit) is asked for again, if its order may still be paid.
    Raises RefusedError when it may not, or the reference was used for something else.
    """
    intent = await orders.get_by_merchant_reference(uow.session, wish.reference)
    if intent is None:
        return await _open(uow, wish)
    if intent.fingerprint != wish.print_():
        raise RefusedError(
            "This reference was used for another transaction: use a new one.",
            code="omari:reference_used",
        )
    order = await orders.get_order(uow.session, intent.order_id)
    if order is None:
        raise TransientError("The order is being changed.", code="orders:contended")
    body = requests.start_body(intent, order, wish.msisdn)
    if intent.status == IntentStatus.REFUSED:
        await _reopen(uow, intent, body)
    return intent, body


async def _reopen(uow: UnitOfWork, intent: IntentRow, body: dict[str, Any]) -> None:
    """Ask once more for a start that was refused; of two that come at once the first asks."""
    order = await lock_order(uow.session, str(intent.order_id))
    locked = await orders.lock_intents(
        uow.session, order_ids=[order.id], payment_ids=[intent.payment_id]
    )
    if intent.status != IntentStatus.REFUSED:
        return
    _check_may_open(order, intent, is_other_open=len(locked) > 1)
    order.payment_status = state_of(order).owed_again().payment_status
    intent.status, intent.code, intent.closed_at = IntentStatus.OPENING, None, None
    uow.request(requests.start(intent, body))


def _check_may_open(order: OrderRow, intent: IntentRow, *, is_other_open: bool) -> None:
    wish = Opening(intent.amount_minor, intent.currency, minimum_minor=1)
    code = refusal_to_open(state_of(order).owed_again(), wish, has_open_intent=is_other_open)
    if code is not None:
        raise RefusedError(_WHY_NOT.get(code, _NOTHING_OPEN), code=f"omari:{code}")


async def _open(uow: UnitOfWork, wish: Transaction) -> tuple[IntentRow, dict[str, Any]]:
    order = await create_order(
        uow,
        OrderWish(
            kind="order",
            names=((PHONE, wish.msisdn),),
            customer_name=None,
            description=f"Omari transaction {wish.reference}",
            currency=wish.amount.currency,
            total_minor=wish.amount.minor,
            for_transaction=True,
        ),
    )
    intent = IntentRow(
        payment_id=derived_id("merchant", PROVIDER, str(wish.reference)),
        order_id=order.id,
        customer_id=order.customer_id,
        lane_key=wish.msisdn,
        provider=PROVIDER,
        amount_minor=wish.amount.minor,
        currency=wish.amount.currency,
        status=IntentStatus.OPENING,
        merchant_reference=wish.reference,
        channel=wish.channel,
        fingerprint=wish.print_(),
        unknown_told=False,
        opened_at=uow.now,
        version=1,
    )
    uow.session.add(intent)
    body = requests.start_body(intent, order, wish.msisdn)
    uow.request(requests.start(intent, body))
    return intent, body


async def find_transaction(session: AsyncSession, reference: UUID) -> IntentRow | None:
    """Return the intent of a merchant's reference."""
    return await orders.get_by_merchant_reference(session, reference)
