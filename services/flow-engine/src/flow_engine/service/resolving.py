"""Resolving a task of money: who may decide what, once, by two people where two must agree."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from uuid import UUID

from common.crash import crashpoint
from common.errors import ConflictError, NotFoundError, TransientError
from common.ids import new_id
from common.lanes.api import UnitOfWork
from common.log import get_logger
from common.money import Money

from flow_engine.domain.approval import is_same_person, needs_second
from flow_engine.domain.tasks import BY_TWO_PEOPLE, Action, TaskKind, actions_of
from flow_engine.models import OrderRow, TaskRow
from flow_engine.repository import orders, people, tasks, tours
from flow_engine.service import refund_tasks, resolutions
from flow_engine.service.audit import Decision, record
from flow_engine.service.cases import Case, Resolution
from flow_engine.service.closing import let_go
from flow_engine.service.following import follow_order, follow_suspense
from flow_engine.service.house import House
from flow_engine.service.loading import load_of_customers, load_payments, load_returns, loaded
from flow_engine.service.merchant import find_order
from flow_engine.service.tasks import About, add_task

log = get_logger(__name__)
RESOLVERS: Final[Mapping[Action, Callable[[Case], Awaitable[Money | None]]]] = {
    Action.CREDIT_ORDER: resolutions.credit_order,
    Action.ENTER_AMOUNT: resolutions.enter_amount,
    Action.NOTHING_ARRIVED: resolutions.nothing_arrived,
    Action.RELEASE_ORDER: resolutions.release_order,
    Action.KEEP_OVERPAID: resolutions.keep_overpaid,
    Action.REFUND: refund_tasks.refund,
    Action.REFUNDED: refund_tasks.refunded,
}
"""What each action does; it returns what it moved, and raises an error of `common.errors`."""
_IN_PARTS: Final = frozenset({TaskKind.SUSPENSE, TaskKind.OVERPAID})
"""Kinds of tasks of which a part can be given back."""


async def resolve_task(
    uow: UnitOfWork, task_id: UUID, resolution: Resolution, house: House
) -> TaskRow:
    """Do what a person decided, once; the same decision again changes nothing.

    A task that is still open afterwards waits for the second of two people; one whose money has
    gone back meanwhile is closed as that, and nothing is decided. Raises NotFoundError,
    ConflictError, InvalidError, TransientError.
    """
    case = await _open_case(uow, task_id, resolution, house)
    task = case.task
    was_open = task.released_at is None
    await _follow(case)
    if task.released_at is not None:
        if not was_open:
            _check_same(task, resolution)
        return task
    _check_action(task, resolution.action)
    await refund_tasks.check_amount(case)
    if await _is_first_of_two(case):
        task.first_by, task.first_action = resolution.by, resolution.action
        task.resolved_with = resolution.given
        _record(case, f"{resolution.action}.first")
        return task
    moved = await RESOLVERS[resolution.action](case)
    task.released_at, task.resolution = uow.now, resolution.action
    task.resolved_by, task.resolved_with = resolution.by, resolution.given
    _keep_rest(case)
    let_go(uow, task)
    _record(case, resolution.action, moved)
    await uow.session.flush()
    await _follow(case)
    crashpoint("flow.resolution.before_commit")
    return task


async def _open_case(uow: UnitOfWork, task_id: UUID, resolution: Resolution, house: House) -> Case:
    """Lock everything that a decision may change, in the order in which deliveries lock it."""
    session, rows = uow.session, loaded(uow.session)
    seen = await tasks.get_task(session, task_id)
    if seen is None:
        raise NotFoundError("There is no such task.", code="tasks:not_found")
    named = None if resolution.order is None else await find_order(session, resolution.order)
    payments = {seen.payment_id} if seen.payment_id else set[UUID]()
    owners = {one.order_id: one.customer_id for one in await orders.find_places(session, payments)}
    found = await orders.get_orders(session, [seen.order_id] if seen.order_id else [])
    owners |= {one.id: one.customer_id for one in (*found.values(), named) if one}
    rows.customers = await people.lock_customers(session, set(owners.values()))
    await load_of_customers(session, rows, order_ids=owners)
    if any(rows.orders[one].customer_id != owner for one, owner in owners.items()):
        raise TransientError("A customer is being changed.", code="customers:contended")
    await load_payments(session, rows, payments)
    rows.tours = await tours.list_tours(session)
    return Case(
        uow=uow,
        house=house,
        task=rows.tasks.get(task_id, seen),
        intent=rows.intents.get(seen.payment_id) if seen.payment_id else None,
        order=_order(rows.orders, seen.order_id),
        target=None if named is None else rows.orders[named.id],
        resolution=resolution,
    )


async def _follow(case: Case) -> None:
    """Let the tasks of this money follow what is left of it, under the locks of the case."""
    session, payment_id = case.uow.session, case.task.payment_id
    if payment_id is not None:
        await session.flush()
        await load_returns(session, loaded(session), {payment_id})
        follow_suspense(case.uow, payment_id)
    if case.order is not None:
        await follow_order(case.uow, case.order)


def _order(known: Mapping[UUID, OrderRow], order_id: UUID | None) -> OrderRow | None:
    return None if order_id is None else known.get(order_id)


def _check_same(task: TaskRow, resolution: Resolution) -> None:
    if (task.resolution, task.resolved_with) == (resolution.action, resolution.given):
        return
    how = f"by '{task.resolution}'" if task.resolution else "by hand"
    raise ConflictError(
        f"This task is closed already, {how}: look at the order before deciding anew.",
        code="tasks:already_resolved",
    )


def _check_action(task: TaskRow, action: Action) -> None:
    taken = actions_of(task.kind, is_settled=task.is_settled)
    if action in taken:
        return
    which = f"It takes one of: {', '.join(taken)}." if taken else "It is released, not resolved."
    if task.kind == TaskKind.REFUND_WAITING:
        which = (
            "Another person agrees to its refund with POST"
            " /api/orders/{order}/refunds/{refund_id}/confirm, or takes it back with .../withdraw."
        )
    raise ConflictError(
        f"A task '{task.kind}' does not take '{action}'. {which}", code="tasks:wrong_action"
    )


async def _is_first_of_two(case: Case) -> bool:
    """Tell whether another person must still agree. Raises ConflictError for the same person.

    What goes back counts together with what single persons gave back of the same money.
    """
    task, resolution, amount = case.task, case.resolution, case.decided
    if resolution.action not in BY_TWO_PEOPLE or refund_tasks.was_agreed_before(case):
        return False
    limits = case.house.two_people_minor
    alone = 0 if amount is None else await refund_tasks.given_alone(case, amount.currency)
    is_little = amount is not None and not needs_second(
        alone + amount.minor, amount.currency, limits
    )
    if is_little and not case.is_more_than_asked:
        return False
    if not case.is_agreed:
        return True
    if is_same_person(task.first_by or "", resolution.by):
        raise ConflictError(
            "Above this amount a second person must agree: the same name does not count twice.",
            code="tasks:same_person",
        )
    return False


def _keep_rest(case: Case) -> None:
    """Leave a task for what a refund of a part does not decide about."""
    task, amount, asked = case.task, case.amount, case.resolution.amount_minor
    is_part = amount is not None and asked is not None and asked < amount.minor
    if case.resolution.action is not Action.REFUND or task.kind not in _IN_PARTS:
        return
    if amount is None or asked is None or not is_part:
        return
    rest = add_task(
        case.uow,
        TaskKind(task.kind),
        task.reason,
        id_=new_id(),
        intent=case.intent,
        about=About(
            payment_id=task.payment_id,
            amount=Money(amount.minor - asked, amount.currency),
            settlement_id=task.settlement_id,
        ),
    )
    rest.order_id, rest.customer_id = task.order_id, task.customer_id


def _record(case: Case, action: str, moved: Money | None = None) -> None:
    task, resolution = case.task, case.resolution
    record(
        case.uow,
        Decision(
            action=action,
            by=resolution.by,
            reason=resolution.reason,
            order_id=case.target.id if case.target is not None else task.order_id,
            task_id=task.id,
            refund_id=task.refund_id,
            amount=moved or case.decided,
        ),
    )
    log.info("task.decided", task_id=str(task.id), kind=task.kind, action=action)
