"""Orders, travellers and intents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, bindparam, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.intents import OPEN
from flow_engine.domain.ledger import MovementKind
from flow_engine.models import IntentRow, LedgerTxnRow, OrderRow
from flow_engine.repository.among import among, among_named, among_texts, ids

SHOWN: int = 20
"""How many of a customer's latest orders a conversation sees; as many again of transactions'."""


def _ids_of(name: str) -> Any:  # noqa: ANN401 - SQLAlchemy names no type for a function's rows
    return func.unnest(bindparam(name, type_=ARRAY(Uuid())))


def _latest(*, of_transactions: bool) -> Select[UUID]:
    """Return the latest orders: what a chat may not know takes no place of what is owed."""
    wanted = _ids_of("customers").table_valued("id", name="c").render_derived()
    newest = (
        select(OrderRow.id)
        .where(OrderRow.customer_id == wanted.c.id, OrderRow.for_transaction.is_(of_transactions))
        .order_by(OrderRow.created_at.desc())
        .limit(SHOWN)
        .lateral("newest")
    )
    return select(newest.c.id).select_from(wanted.join(newest, true()))


_LOCK_ORDERS = (
    select(OrderRow)
    .where(
        OrderRow.id.in_(
            _latest(of_transactions=False).union_all(
                _latest(of_transactions=True), select(_ids_of("named"))
            )
        )
    )
    .order_by(OrderRow.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_IS_OPEN = among_named(IntentRow.order_id, "orders") & IntentRow.status.in_(sorted(OPEN))
_LOCK_INTENTS = (
    select(IntentRow)
    .where(or_(_IS_OPEN, among_named(IntentRow.payment_id, "named")))
    .order_by(IntentRow.payment_id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class OrderPlace:
    """An order and whose it is: read before anything is locked."""

    order_id: UUID
    customer_id: UUID


async def find_places(session: AsyncSession, payment_ids: Iterable[UUID]) -> list[OrderPlace]:
    """Return the orders of these payments, without a lock.

    Also those on which a person placed their money, which may be another customer's.
    """
    wanted = set(payment_ids)
    if not wanted:
        return []
    opened = select(IntentRow.order_id, IntentRow.customer_id).where(
        among(IntentRow.payment_id, wanted)
    )
    placed = (
        select(OrderRow.id, OrderRow.customer_id)
        .join(LedgerTxnRow, LedgerTxnRow.order_id == OrderRow.id)
        .where(LedgerTxnRow.kind == MovementKind.PLACED, among(LedgerTxnRow.payment_id, wanted))
    )
    return [OrderPlace(*row) for row in await session.execute(opened.union(placed))]


async def lock_orders(
    session: AsyncSession, *, customer_ids: Iterable[UUID] = (), order_ids: Iterable[UUID] = ()
) -> Sequence[OrderRow]:
    """Lock the latest orders of these customers and the orders named, in order of id."""
    customers, named = set(customer_ids), set(order_ids)
    if not customers and not named:
        return ()
    wanted = {"customers": ids(customers), "named": ids(named)}
    return (await session.scalars(_LOCK_ORDERS, wanted)).all()


async def lock_intents(
    session: AsyncSession, *, order_ids: Iterable[UUID], payment_ids: Iterable[UUID] = ()
) -> Sequence[IntentRow]:
    """Lock the open intents of these orders and the intents named, in order of id."""
    orders, named = set(order_ids), set(payment_ids)
    if not orders and not named:
        return ()
    wanted = {"orders": ids(orders), "named": ids(named)}
    return (await session.scalars(_LOCK_INTENTS, wanted)).all()


async def lock_intents_of(session: AsyncSession, order_ids: Iterable[UUID]) -> Sequence[IntentRow]:
    """Lock every intent of these orders, ended ones too, in order of id."""
    rows = await session.scalars(
        select(IntentRow)
        .where(among(IntentRow.order_id, order_ids))
        .order_by(IntentRow.payment_id)
        .with_for_update()
    )
    return rows.all()


async def get_by_merchant_reference(session: AsyncSession, reference: UUID) -> IntentRow | None:
    """Return the intent that a merchant's own program opened under its reference."""
    rows = await session.scalars(select(IntentRow).where(IntentRow.merchant_reference == reference))
    return rows.one_or_none()


async def get_intents(session: AsyncSession, payment_ids: Iterable[UUID]) -> dict[UUID, IntentRow]:
    """Return intents by payment, without a lock."""
    rows = await session.scalars(select(IntentRow).where(among(IntentRow.payment_id, payment_ids)))
    return {row.payment_id: row for row in rows}


async def get_order(session: AsyncSession, name: UUID | str) -> OrderRow | None:
    """Return an order by id or by reference, without a lock."""
    column = OrderRow.id if isinstance(name, UUID) else OrderRow.reference
    rows = await session.scalars(select(OrderRow).where(column == name))
    return rows.one_or_none()


async def find_by_references(
    session: AsyncSession, references: Iterable[str]
) -> dict[str, OrderRow]:
    """Return orders by their references, without a lock."""
    wanted = set(references)
    if not wanted:
        return {}
    rows = await session.scalars(select(OrderRow).where(among_texts(OrderRow.reference, wanted)))
    return {row.reference: row for row in rows}


async def list_orders(
    session: AsyncSession, *, after: OrderRow | None, limit: int
) -> Sequence[OrderRow]:
    """Return orders, newest first, from the one after `after`."""
    query = select(OrderRow).order_by(OrderRow.created_at.desc(), OrderRow.id.desc()).limit(limit)
    if after is not None:
        place = func.row(OrderRow.created_at, OrderRow.id)
        query = query.where(place < func.row(after.created_at, after.id))
    rows = await session.scalars(query)
    return rows.all()


async def get_orders(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, OrderRow]:
    """Return orders by id, without a lock."""
    rows = await session.scalars(select(OrderRow).where(among(OrderRow.id, ids)))
    return {row.id: row for row in rows}
