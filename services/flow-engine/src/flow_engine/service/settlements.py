"""Where the money of a settlement lies, and movements that take some of it away."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.money import Money

from flow_engine.domain.ledger import Movement, MovementKind, Placement
from flow_engine.models import LedgerTxnRow, OrderRow
from flow_engine.service.loading import Loaded


@dataclass(frozen=True, slots=True)
class Where:
    """Where money lies. `order_id` is the order that it is about, also while in suspense."""

    placement: Placement
    order_id: UUID | None

    def order(self, rows: Loaded) -> OrderRow | None:
        """Return the locked order whose account has it; None in suspense."""
        is_on_it = self.placement is Placement.ORDER and self.order_id is not None
        return rows.orders.get(self.order_id) if is_on_it and self.order_id else None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Money of a settlement that leaves, or comes back after it had left."""

    kind: MovementKind
    key: UUID
    amount: Money
    at: datetime
    provider_reference: str = ""


def find_settlement(rows: Loaded, payment_id: UUID, settlement_id: UUID) -> LedgerTxnRow | None:
    """Return what arrived under this key, else what a release before credited for the payment."""
    found = rows.movement(MovementKind.PAYMENT, settlement_id)
    return found or rows.movement(MovementKind.PAYMENT, payment_id)


def where_is(rows: Loaded, settled: LedgerTxnRow) -> Where:
    """Return where the money of a settlement lies now: a person may have put it on an order."""
    placed = rows.movement(MovementKind.PLACED, settled.settlement)
    if placed is not None:
        return Where(Placement.ORDER, placed.order_id)
    return Where(Placement(settled.placement), settled.order_id)


def withdrawal(
    of: Withdrawal, where: Where, *, payment_id: UUID, settlement_id: UUID, provider: str
) -> Movement:
    """Return the movement of a withdrawal, out of the account where the money lies."""
    return Movement(
        kind=of.kind,
        movement_id=of.key,
        payment_id=payment_id,
        settlement_id=settlement_id,
        provider=provider,
        provider_reference=of.provider_reference,
        amount=of.amount,
        happened_at=of.at,
        placement=where.placement,
        order_id=where.order_id,
    )
