"""Tasks follow their money: they ask for no more than is there, and close when nothing is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from common.ids import new_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.disputes import AWAY, DisputeState
from flow_engine.domain.excess import Arrived, Gone, over_now
from flow_engine.domain.intents import IntentStatus
from flow_engine.domain.ledger import MovementKind, Placement
from flow_engine.domain.refunds import COUNTED, RefundStatus
from flow_engine.domain.tasks import Action, TaskKind
from flow_engine.models import DisputeRow, LedgerTxnRow, OrderRow, RefundRow, TaskRow
from flow_engine.repository import ledger, orders, refunds, tasks
from flow_engine.service import requests
from flow_engine.service.closing import let_go
from flow_engine.service.loading import Loaded, loaded
from flow_engine.service.places import SUSPENSE, lying
from flow_engine.service.tasks import About, add_task

log = get_logger(__name__)
GONE_ALREADY: Final = "gone_already"
"""Why money must not be given by hand any more: it is gone otherwise, or its bank holds it."""
_ASKED: Final = "not_supported"
GIVEN_BACK: Final = "given_back"
"""How a task ended whose money went back, or is on its way, without a decision about the task."""
EXTRA: Final = frozenset({"paid_again", "order_refunded"})
"""Why a task is `overpaid` where all that arrived is too much."""


@dataclass(frozen=True, slots=True)
class _Money:
    """What an order received, what went back of it, and its tasks; the order is locked."""

    order: OrderRow
    credits: Sequence[LedgerTxnRow]
    refunds: Sequence[RefundRow]
    disputes: Sequence[DisputeRow]
    tasks: Sequence[TaskRow]

    def gone(self) -> list[Gone]:
        """Return what went back, may go, was taken by banks, or is kept as agreed."""
        back = [
            Gone(row.settlement_id, row.amount_minor, row.created_at)
            for row in (*self.refunds, *self.disputes)
            if _counts(row)
        ]
        made = {part.id: part.created_at for part in self.refunds}
        for task in self.tasks:
            key, minor = _key(task), task.amount_minor or 0
            if task.resolution == Action.KEEP_OVERPAID and task.released_at and key:
                back.append(Gone(key, minor, task.released_at))
            if task.kind == TaskKind.REFUND_FAILED and task.released_at is None and key:
                at = made.get(task.refund_id, task.created_at) if task.refund_id else None
                back.append(Gone(key, minor, at or task.created_at))
        return back

    def over(self) -> int:
        """Return what is too much on the order now."""
        extra = {_key(task) for task in self.tasks if task.reason in EXTRA}
        arrived = [
            Arrived(
                txn.settlement,
                txn.amount_minor,
                txn.created_at,
                txn.happened_at,
                is_extra=txn.settlement in extra,
            )
            for txn in self.credits
        ]
        return over_now(self.order.total_minor, arrived, self.gone())

    def left(self, txn: LedgerTxnRow) -> int:
        """Return what is left of one settlement on the order; below zero when too much went."""
        return txn.amount_minor - sum(
            row.amount_minor
            for row in (*self.refunds, *self.disputes)
            if row.settlement_id == txn.settlement
            and row.created_at >= txn.created_at
            and _counts(row)
        )


async def follow_payment(uow: UnitOfWork, payment_id: UUID) -> None:
    """Let the tasks follow what was told of a payment; its refunds and disputes are loaded."""
    rows = loaded(uow.session)
    intent = rows.intents.get(payment_id)
    named = {txn.order_id for txn in rows.movements_of(payment_id)}
    named |= {None if intent is None else intent.order_id}
    follow_suspense(uow, payment_id)
    for order in (rows.orders.get(one) for one in sorted(one for one in named if one)):
        if order is not None:
            await follow_order(uow, order)


async def follow_order(uow: UnitOfWork, order: OrderRow) -> None:
    """Let the tasks of an order that is locked follow its money, in this unit of work."""
    await uow.session.flush()
    money = await _read(uow, order)
    _end_waiting(uow, money)
    _warn_by_hand(money)
    _share_out(uow, money)
    await _stop_open_payment(uow, money)
    await uow.session.flush()


async def _read(uow: UnitOfWork, order: OrderRow) -> _Money:
    session = uow.session
    found = await ledger.list_credits(session, [order.id])
    on_it = [txn for txn in found if txn.placement == Placement.ORDER]
    keys = {txn.settlement for txn in on_it}
    back = await refunds.list_refunds(session, [order.id])
    taken = await refunds.list_disputes(session, [order.id])
    return _Money(
        order,
        on_it,
        [row for row in back if row.settlement_id in keys and row.placement == Placement.ORDER],
        [row for row in taken if row.settlement_id in keys and row.currency == order.currency],
        await tasks.lock_of_payments(session, {txn.payment_id for txn in on_it}),
    )


def _share_out(uow: UnitOfWork, money: _Money) -> None:
    """Share out what is too much now over the tasks about it, newest settlement first."""
    over = money.over()
    newest = sorted(money.credits, key=lambda txn: (txn.created_at, txn.happened_at), reverse=True)
    for txn in newest:
        about = [task for task in money.tasks if _key(task) == txn.settlement]
        left = max(0, money.left(txn))
        for task in sorted(about, key=lambda one: (one.created_at, one.id)):
            if task.kind == TaskKind.OVERPAID and _follows(task):
                share = min(over, left)
                over, left = over - share, left - share
                _set(uow, task, share)


def _warn_by_hand(money: _Money) -> None:
    """Say on tasks of refunds by hand that there is no money left for them, while that is so."""
    for txn in money.credits:
        is_gone = money.left(txn) < 0
        for task in money.tasks:
            is_of_it = _key(task) == txn.settlement and task.released_at is None
            if task.kind == TaskKind.REFUND_BY_HAND and is_of_it:
                task.reason = GONE_ALREADY if is_gone else _ASKED


async def _stop_open_payment(uow: UnitOfWork, money: _Money) -> None:
    """Stop the payment that was open when all of the order's money was given back."""
    asked = [
        part
        for part in money.refunds
        if _counts(part) and part.status != RefundStatus.WAITING_FOR_SECOND
    ]
    agreed = sum(part.amount_minor for part in asked)
    if not asked or agreed < sum(txn.amount_minor for txn in money.credits):
        return
    last = max(part.created_at for part in asked)
    for intent in await orders.lock_intents(uow.session, order_ids=[money.order.id]):
        if intent.status != IntentStatus.HELD and intent.opened_at <= last:
            uow.request(requests.ask(intent, "cancel"))
            log.info("order.payment_stopped", payment_id=str(intent.payment_id))


def _end_waiting(uow: UnitOfWork, money: _Money) -> None:
    """End refunds that wait for a second person, once their money went back otherwise."""
    for txn in money.credits:
        open_ = sum(row.amount_minor for row in money.disputes if _is_open(row, txn.settlement))
        if money.left(txn) + open_ >= 0:
            continue
        waiting = {
            part.request_id
            for part in money.refunds
            if part.settlement_id == txn.settlement
            and part.status == RefundStatus.WAITING_FOR_SECOND
        }
        ended = [part for part in money.refunds if part.request_id in waiting]
        for part in ended:
            part.status, part.code = RefundStatus.FAILED, GIVEN_BACK
        _close(uow, money.tasks, {part.id for part in ended})


def follow_suspense(uow: UnitOfWork, payment_id: UUID) -> None:
    """Let the tasks of suspended money follow it; once all is gone its order is free again."""
    rows = loaded(uow.session)
    for txn in rows.movements_of(payment_id):
        if txn.kind == MovementKind.PAYMENT and txn.placement == Placement.SUSPENSE:
            _share_suspense(uow, rows, txn)
    for task in [one for one in rows.tasks.values() if one.payment_id == payment_id]:
        let_go(uow, task)


def _share_suspense(uow: UnitOfWork, rows: Loaded, txn: LedgerTxnRow) -> None:
    """Share out what lies in suspense over its tasks, oldest first; the newest takes the rest."""
    left, is_final = _left_in_suspense(rows, txn)
    about = [task for task in rows.tasks.values() if _is_of(task, txn) and _follows(task)]
    about.sort(key=lambda one: (one.released_at is None, one.created_at, one.id))
    if left and not about:
        _add_suspense(uow, rows, txn, left)
    for task in about:
        told = 0 if task.released_at else task.amount_minor or txn.amount_minor
        share = left if task is about[-1] else min(told, left)
        left -= share
        if share or is_final:
            _set(uow, task, share)


def _is_of(task: TaskRow, txn: LedgerTxnRow) -> bool:
    return task.kind == TaskKind.SUSPENSE and _key(task) == txn.settlement


def _add_suspense(uow: UnitOfWork, rows: Loaded, txn: LedgerTxnRow, left: int) -> None:
    """Have a person decide about suspended money that came back after its task was decided."""
    about = About(txn.payment_id, Money(left, txn.currency), txn.settlement)
    intent = rows.intents.get(txn.payment_id)
    task = add_task(uow, TaskKind.SUSPENSE, "came_back", id_=new_id(), intent=intent, about=about)
    task.order_id = txn.order_id


def _left_in_suspense(rows: Loaded, txn: LedgerTxnRow) -> tuple[int, bool]:
    """Return what lies in suspense beside failed refunds, and whether the rest is gone for good."""
    found = (*rows.refunds.values(), *rows.disputes.values())
    of_it = [row for row in found if row.settlement_id == txn.settlement]
    gone = sum(row.amount_minor for row in of_it if _counts(row))
    final = sum(row.amount_minor for row in of_it if _is_final(row))
    moved = rows.movements_of(txn.payment_id)
    placed = [one for one in moved if one.kind == MovementKind.PLACED]
    final += sum(one.amount_minor for one in placed if one.settlement == txn.settlement)
    here = lying(txn, moved, rows.refunds.values()).get(SUSPENSE, 0)
    left = min(here, txn.amount_minor - gone) - _failed_in_suspense(rows, txn)
    return max(0, left), final >= txn.amount_minor


def _failed_in_suspense(rows: Loaded, txn: LedgerTxnRow) -> int:
    """Return what of it is before a person as a refund that failed."""
    total = 0
    for task in rows.tasks.values():
        part = rows.refunds.get(task.refund_id) if task.refund_id else None
        is_open = task.kind == TaskKind.REFUND_FAILED and task.released_at is None
        if is_open and part is not None and part.placement == Placement.SUSPENSE:
            is_of_it = part.settlement_id == txn.settlement
            total += (task.amount_minor or part.amount_minor) if is_of_it else 0
    return total


def _set(uow: UnitOfWork, task: TaskRow, minor: int) -> None:
    """Set what a task is about; what a first person said of another amount counts no more."""
    if minor and task.amount_minor not in (None, minor):
        task.amount_minor = minor
        task.first_by = task.first_action = task.resolved_with = None
    if minor:
        task.released_at = task.resolution = None
    elif task.released_at is None:
        task.released_at, task.resolution = uow.now, GIVEN_BACK
        log.info("task.given_back", task_id=str(task.id), kind=task.kind)


def _close(uow: UnitOfWork, found: Iterable[TaskRow], part_ids: set[UUID]) -> None:
    for task in found:
        if task.refund_id in part_ids and task.released_at is None:
            task.released_at, task.resolution = uow.now, GIVEN_BACK


def _follows(task: TaskRow) -> bool:
    return task.released_at is None or task.resolution == GIVEN_BACK


def _key(task: TaskRow) -> UUID | None:
    return task.settlement_id or task.payment_id


def _counts(row: RefundRow | DisputeRow) -> bool:
    return row.status in COUNTED if isinstance(row, RefundRow) else row.state in AWAY


def _is_final(row: RefundRow | DisputeRow) -> bool:
    if isinstance(row, RefundRow):
        return row.status == RefundStatus.DONE
    return row.state == DisputeState.LOST


def _is_open(row: DisputeRow, settlement_id: UUID) -> bool:
    is_open = row.state in AWAY and row.state != DisputeState.LOST
    return is_open and row.settlement_id == settlement_id
