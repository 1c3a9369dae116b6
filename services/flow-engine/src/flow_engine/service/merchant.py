"""What the merchant's own program may do with orders, tours and tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final
from uuid import UUID

from common.errors import ConflictError, NotFoundError, TransientError
from common.ids import new_id, normalise_reference, short_reference
from common.lanes.api import UnitOfWork
from common.log import get_logger
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.disputes import OPEN as DISPUTED
from flow_engine.domain.disputes import DisputeState
from flow_engine.domain.identities import Identity
from flow_engine.domain.ledger import Placement
from flow_engine.domain.orders import refusal_to_cancel, status_of
from flow_engine.domain.refunds import OPEN, RefundStatus
from flow_engine.domain.world import SeasonalPrice
from flow_engine.models import (
    CustomerRow,
    DisputeRow,
    LedgerTxnRow,
    OrderRow,
    RefundRow,
    SeasonalPriceRow,
    TaskRow,
    TourRow,
)
from flow_engine.repository import ledger, orders, people, refunds, tasks, tours
from flow_engine.service.people import People, Wanted
from flow_engine.service.worlds import state_of

log = get_logger(__name__)
_ROUNDS: Final = 3
_WHY: Final = {
    "open_intent": "A payment of this order is still open: cancel or settle it first.",
    "money_received": "Money has come for this order: it cannot be cancelled any more.",
}


@dataclass(frozen=True, slots=True)
class OrderWish:
    """An order that the merchant's program asks for."""

    kind: str
    names: tuple[Identity, ...]
    customer_name: str | None
    description: str
    currency: str
    total_minor: int
    for_transaction: bool = False


@dataclass(frozen=True, slots=True)
class TourWish:
    """A tour that the merchant adds."""

    code: str
    name: str
    description: str
    location: str
    duration: str
    currency: str
    adult_minor: int
    child_minor: int | None
    seasons: tuple[SeasonalPrice, ...]


@dataclass(frozen=True, slots=True)
class OrderBook:
    """An order with what belongs to it."""

    order: OrderRow
    customer: CustomerRow | None
    credits: Sequence[tuple[LedgerTxnRow, int]]
    """What came, each with how much of it is here: what was put on another order is there."""
    refunds: Sequence[RefundRow]
    """Parts of refunds: what one settlement gives back each."""
    disputes: Sequence[DisputeRow]
    tasks: Sequence[TaskRow]


async def create_order(uow: UnitOfWork, wish: OrderWish) -> OrderRow:
    """Write an order under a fresh reference."""
    found = await People(uow.session, uow.now).resolve([Wanted(wish.names, signed=False)])
    customer = found[0]
    if customer is None:
        raise TransientError("The customer is being changed.", code="customers:contended")
    order = OrderRow(
        id=new_id(),
        reference=short_reference(),
        kind=wish.kind,
        customer_id=customer.id,
        description=wish.description,
        currency=wish.currency,
        total_minor=wish.total_minor,
        paid_minor=0,
        payment_status=status_of(wish.total_minor, 0),
        customer_name=wish.customer_name,
        for_transaction=wish.for_transaction,
        created_at=uow.now,
        version=1,
    )
    uow.session.add(order)
    await uow.session.flush()
    log.info("order.created", order_id=str(order.id), kind=order.kind)
    return order


async def find_order(session: AsyncSession, name: str) -> OrderRow:
    """Return an order by id or reference. Raises NotFoundError."""
    order = await orders.get_order(session, _order_name(name))
    if order is None:
        raise NotFoundError("There is no such order.", code="orders:not_found")
    return order


async def read_books(session: AsyncSession, rows: Iterable[OrderRow]) -> list[OrderBook]:
    """Return orders with their customers, money and open tasks, one query for each."""
    wanted = list(rows)
    ids = [order.id for order in wanted]
    customers = await people.get_customers(session, {order.customer_id for order in wanted})
    credits_ = await _read_credits(session, ids)
    returned = await refunds.list_refunds(session, ids)
    disputed = await refunds.list_disputes(session, ids)
    open_tasks = await tasks.list_of_orders(session, ids)
    return [
        OrderBook(
            order,
            customers.get(order.customer_id),
            [(one, here) for one, here in credits_ if one.order_id == order.id],
            [part for part in returned if part.order_id == order.id],
            [row for row in disputed if row.order_id == order.id],
            [task for task in open_tasks if task.order_id == order.id],
        )
        for order in wanted
    ]


async def _read_credits(
    session: AsyncSession, order_ids: Sequence[UUID]
) -> list[tuple[LedgerTxnRow, int]]:
    """Return the credits of these orders; of suspended money what was not put on an order."""
    found = await ledger.list_credits(session, order_ids)
    suspended = [txn for txn in found if txn.placement == Placement.SUSPENSE]
    placed = await ledger.sum_placed(session, [txn.payment_id for txn in suspended])
    here = [
        (txn, txn.amount_minor - (placed.get(txn.settlement, 0) if txn in suspended else 0))
        for txn in found
    ]
    return [(txn, minor) for txn, minor in here if minor > 0]


async def cancel_order(uow: UnitOfWork, name: str) -> OrderRow:
    """Cancel an order for which no money came or is on its way, or all of it went back.

    Raises ConflictError.
    """
    order = await lock_order(uow.session, name)
    if order.payment_status == "cancelled":
        return order
    intents = await orders.lock_intents(uow.session, order_ids=[order.id])
    received = await ledger.list_credits(uow.session, [order.id])
    code = refusal_to_cancel(
        state_of(order),
        has_open_intent=bool(intents),
        has_credit=bool(received),
        all_went_back=bool(received) and await _all_went_back(uow.session, order.id, received),
    )
    if code is not None:
        raise ConflictError(_WHY[code], code=f"orders:{code}")
    order.payment_status = "cancelled"
    await uow.session.flush()
    log.info("order.cancelled", order_id=str(order.id))
    return order


async def _all_went_back(
    session: AsyncSession, order_id: UUID, received: Sequence[LedgerTxnRow]
) -> bool:
    """Tell whether nothing is left of what an order received, and nothing may come back of it."""
    back = await refunds.list_refunds(session, [order_id])
    taken = await refunds.list_disputes(session, [order_id])
    if any(part.status in OPEN for part in back) or any(one.state in DISPUTED for one in taken):
        return False
    gone = [part for part in back if part.status == RefundStatus.DONE]
    lost = [one for one in taken if one.state == DisputeState.LOST]
    return all(
        sum(one.amount_minor for one in (*gone, *lost) if one.settlement_id == txn.settlement)
        >= txn.amount_minor
        for txn in received
    )


async def lock_order(session: AsyncSession, name: str) -> OrderRow:
    """Lock an order and its customer. Raises NotFoundError, TransientError."""
    for _ in range(_ROUNDS):
        seen = await find_order(session, name)
        await people.lock_customers(session, [seen.customer_id])
        locked = await orders.lock_orders(session, order_ids=[seen.id])
        if locked and locked[0].customer_id == seen.customer_id:
            return locked[0]
    raise TransientError("The order's customer is being changed.", code="customers:contended")


async def create_tour(uow: UnitOfWork, wish: TourWish) -> TourRow:
    """Add a tour with its seasons. Raises ConflictError for a code that is taken."""
    if await tours.get_tour_by_code(uow.session, wish.code) is not None:
        raise ConflictError("There is a tour with this code.", code="tours:code_taken")
    tour = TourRow(
        id=new_id(),
        code=wish.code,
        name=wish.name,
        description=wish.description,
        location=wish.location,
        duration=wish.duration,
        currency=wish.currency,
        adult_minor=wish.adult_minor,
        child_minor=wish.child_minor,
        active=True,
        created_at=uow.now,
    )
    uow.session.add(tour)
    for season in wish.seasons:
        uow.session.add(_season(tour.id, season))
    await uow.session.flush()
    return tour


def _order_name(name: str) -> UUID | str:
    try:
        return UUID(name)
    except ValueError:
        return normalise_reference(name.replace("\x00", "-"))


def _season(tour_id: UUID, season: SeasonalPrice) -> SeasonalPriceRow:
    return SeasonalPriceRow(
        id=new_id(),
        tour_id=tour_id,
        starts_on=season.starts_on,
        ends_on=season.ends_on,
        adult_minor=season.adult_minor,
        child_minor=season.child_minor,
    )


def overlap(seasons: Sequence[tuple[date, date]]) -> bool:
    """Tell whether two seasons share a day."""
    ordered = sorted(seasons)
    return any(late[0] <= early[1] for early, late in pairwise(ordered))
