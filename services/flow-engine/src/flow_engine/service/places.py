"""Where the money of a settlement lies: in suspense, or on the orders on which it was put."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from flow_engine.domain.ledger import MovementKind, Placement
from flow_engine.domain.refunds import OPEN
from flow_engine.models import LedgerTxnRow, OrderRow, RefundRow
from flow_engine.repository.ledger import find_movements
from flow_engine.repository.refunds import list_of_settlements
from flow_engine.service.loading import Loaded

SUSPENSE: Final = None
"""The place of what is on no order's account."""
_LEAVES: Final = frozenset({MovementKind.REFUND, MovementKind.DISPUTE})


@dataclass(frozen=True, slots=True)
class Where:
    """Where money lies. `order_id` is the order that it is about, also while in suspense."""

    placement: Placement
    order_id: UUID | None

    @property
    def place(self) -> UUID | None:
        """Return the order whose account has it; SUSPENSE for what is on none."""
        return self.order_id if self.placement is Placement.ORDER else SUSPENSE

    def order(self, rows: Loaded) -> OrderRow | None:
        """Return the locked order whose account has it; None in suspense."""
        return None if self.place is None else rows.orders.get(self.place)


def lying(
    settled: LedgerTxnRow, movements: Iterable[LedgerTxnRow], refunds: Iterable[RefundRow]
) -> dict[UUID | None, int]:
    """Return how much of a settlement lies at each place, in minor units.

    What a refund has reserved lies there no more. Below zero: more went back than had come there.
    """
    found: defaultdict[UUID | None, int] = defaultdict(int)
    for txn in movements:
        if txn.settlement != settled.settlement or txn.currency != settled.currency:
            continue
        if txn.kind == MovementKind.PLACED:
            found[SUSPENSE] -= txn.amount_minor
        sign = -1 if txn.kind in _LEAVES else 1
        found[Where(Placement(txn.placement), txn.order_id).place] += sign * txn.amount_minor
    for part in refunds:
        is_of_it = (part.settlement_id, part.currency) == (settled.settlement, settled.currency)
        if is_of_it and part.status in OPEN:
            found[Where(Placement(part.placement), part.order_id).place] -= part.amount_minor
    return dict(found)


async def read_lying(
    session: AsyncSession, settled: Sequence[LedgerTxnRow]
) -> Mapping[UUID, Mapping[UUID | None, int]]:
    """Return it for each of these settlements, which are locked."""
    movements = await find_movements(session, {txn.payment_id for txn in settled})
    refunds = await list_of_settlements(session, [txn.settlement for txn in settled])
    return {txn.settlement: lying(txn, movements, refunds) for txn in settled}


def where_is(rows: Loaded, settled: LedgerTxnRow, minor: int) -> Where:
    """Return where money is taken from that leaves unasked.

    From suspense if as much lies there, since no order counts on it; else where most of it lies.
    """
    found = lying(settled, rows.movements_of(settled.payment_id), rows.refunds.values())
    if found.get(SUSPENSE, 0) >= minor:
        return Where(Placement.SUSPENSE, settled.order_id)
    place = max(found, key=lambda one: (found[one], one is not SUSPENSE, str(one)))
    if place is SUSPENSE:
        return Where(Placement.SUSPENSE, settled.order_id)
    return Where(Placement.ORDER, place)
