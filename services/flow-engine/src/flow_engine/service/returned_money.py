"""Money that leaves a settlement: where it lay, the movement, and how its payer is told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from common.ids import derived_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.disputes import AWAY, DisputeState
from flow_engine.domain.ledger import Movement, MovementKind
from flow_engine.domain.refund_texts import ReturnedMoney
from flow_engine.domain.refunds import RefundStatus
from flow_engine.domain.tasks import TaskKind
from flow_engine.domain.world import Merchant
from flow_engine.models import DisputeRow, IntentRow, LedgerTxnRow, OrderRow, RefundRow, TaskRow
from flow_engine.service.house import House
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.outcomes import stage_of
from flow_engine.service.places import Where
from flow_engine.service.stage import Stage, text_content
from flow_engine.service.tasks import About, add_task

log = get_logger(__name__)


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


def settlement_key(rows: Loaded, payment_id: UUID, settlement_id: UUID) -> UUID:
    """Return the key under which a settlement was credited, whatever it is called now."""
    found = find_settlement(rows, payment_id, settlement_id)
    return settlement_id if found is None else found.settlement


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


def add_money_task(
    uow: UnitOfWork,
    row: RefundRow | DisputeRow,
    kind: TaskKind,
    reason: str,
    *,
    intent: IntentRow | None,
    minor: int | None = None,
) -> TaskRow:
    """Add a task about a refund's part or a dispute, once of each kind; `minor`: of part of it.

    A refund that fails anew, after its task was closed, has another.
    """
    about = About(
        payment_id=row.payment_id,
        amount=Money(row.amount_minor if minor is None else minor, row.currency),
        settlement_id=row.settlement_id,
        refund_id=row.id if isinstance(row, RefundRow) else None,
    )
    id_, known = derived_id("task", kind, str(row.id)), loaded(uow.session).tasks
    while kind is TaskKind.REFUND_FAILED and id_ in known and known[id_].released_at is not None:
        id_ = derived_id("task", kind, str(id_))
    task = add_task(uow, kind, reason, id_=id_, intent=intent, about=about)
    task.order_id = row.order_id
    return task


def look_for_too_much(uow: UnitOfWork, row: RefundRow | DisputeRow) -> None:
    """Have a person look when more of a settlement is gone than arrived of it.

    What a bank took while it decides counts beside what other disputes took, and when a refund is
    given on top of it; a dispute that is opened after the refund has its own task until its end.
    """
    rows = loaded(uow.session)
    settled = find_settlement(rows, row.payment_id, row.settlement_id)
    back = _sum(row, [one for one in rows.refunds.values() if one.status == RefundStatus.DONE])
    taken = _sum(row, [one for one in rows.disputes.values() if one.state in AWAY])
    lost = _sum(row, [o for o in rows.disputes.values() if o.state == DisputeState.LOST])
    gone = back + taken if isinstance(row, RefundRow) else max(back + lost, taken)
    is_of_it = settled is not None and settled.currency == row.currency
    if settled is None or not is_of_it or gone > settled.amount_minor:
        intent = rows.intents.get(row.payment_id)
        add_money_task(uow, row, TaskKind.OVER_REFUNDED, "more_than_arrived", intent=intent)
        log.error("refund.more_than_arrived", settlement_id=str(row.settlement_id))


def _sum(of: RefundRow | DisputeRow, found: Iterable[RefundRow | DisputeRow]) -> int:
    return sum(one.amount_minor for one in found if one.settlement_id == of.settlement_id)


def release_tasks(uow: UnitOfWork, refund_id: UUID, resolution: str) -> None:
    """Close the tasks of a refund that became clear by itself."""
    for task in loaded(uow.session).tasks.values():
        if task.refund_id == refund_id and task.released_at is None:
            task.released_at, task.resolution = uow.now, resolution


def tell_payer(
    uow: UnitOfWork,
    row: RefundRow | DisputeRow,
    name: UUID,
    text: Callable[[ReturnedMoney, Merchant], str | None],
    *,
    house: House,
    origin: str,
) -> None:
    """Tell whoever paid, once under this name; a task says when he cannot be reached."""
    rows = loaded(uow.session)
    intent = rows.intents.get(row.payment_id)
    order = rows.orders.get(row.order_id) if row.order_id else None
    said = text(_returned(rows, row, order, house), house.merchant)
    if said is None:
        return
    stage = _stage(uow, rows, row, order, house=house, origin=origin)
    if stage is not None and stage.can_send():
        reference = None if order is None else order.reference
        stage.send_as(name, text_content(said), order_reference=reference)
    elif intent is not None and intent.contact_id is not None:
        id_ = derived_id("task", TaskKind.MESSAGE_FAILED, str(name))
        about = About(amount=Money(row.amount_minor, row.currency))
        kind = TaskKind.MESSAGE_FAILED
        add_task(uow, kind, "no_conversation", id_=id_, intent=intent, about=about)


def _stage(
    uow: UnitOfWork,
    rows: Loaded,
    row: RefundRow | DisputeRow,
    order: OrderRow | None,
    *,
    house: House,
    origin: str,
) -> Stage | None:
    intent = rows.intents.get(row.payment_id)
    if intent is not None:
        return stage_of(uow, intent, house=house, origin=origin, or_latest=True)
    customer = None if order is None else rows.customers.get(order.customer_id)
    contact = None if order is None else rows.latest_contact(order.customer_id)
    if customer is None or contact is None:
        return None
    return Stage(uow, house, customer, contact, origin=origin)


def _returned(
    rows: Loaded, row: RefundRow | DisputeRow, order: OrderRow | None, house: House
) -> ReturnedMoney:
    settled = find_settlement(rows, row.payment_id, row.settlement_id)
    intent = rows.intents.get(row.payment_id)
    provider = settled.provider if settled else intent.provider if intent else ""
    return ReturnedMoney(
        amount=Money(row.amount_minor, row.currency),
        provider=provider,
        provider_reference=row.provider_reference if isinstance(row, RefundRow) else None,
        order_reference=None if order is None else order.reference,
        test=any(m.test for m in house.known_methods if m.provider == provider),
    )
